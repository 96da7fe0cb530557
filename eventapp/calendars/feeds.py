"""Calendars that people follow (RFC 5545 and 7986): what stands around the entries, which were written before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from icalendar import Calendar, vDuration, vText, vUri

from .entries import END, PRODUCT, Entry, one_line, one_word, write_event
from .zones import written_clock_changes

REFRESH = timedelta(hours=4)
COLOUR = "teal"


class Written(NamedTuple):
    """An entry as it stands in a file, and the years in which it needs to know the clock."""

    ics: bytes
    first_year: int
    last_year: int


@dataclass(frozen=True)
class Feed:
    """What a calendar tells of itself; `changed_at` is that of what changed last in it."""

    name: str
    address: str  # of the file
    page: str  # where people read the same
    changed_at: datetime | None = None


def written(entry: Entry, *, timezone: str) -> Written:
    """This entry, to keep until it changes."""
    return Written(
        write_event(entry, timezone=timezone).to_ical(),
        entry.starts_at.astimezone(UTC).year,
        entry.ends_at.astimezone(UTC).year,
    )


def write_feed(feed: Feed, entries: Sequence[Written], *, timezone: str) -> bytes:
    """A calendar of these entries; the same entries give the same bytes, and none is written anew."""
    parts = [_head(feed).removesuffix(END)]
    if entries:
        first, last = min(each.first_year for each in entries), max(each.last_year for each in entries)
        parts.append(written_clock_changes(timezone, first, last))
    return b"".join((*parts, *(each.ics for each in entries), END))


def _head(feed: Feed) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(one_line(feed.name)))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add("color", vText(COLOUR))
    calendar.add("source", vUri(one_word(feed.address)), parameters={"VALUE": "URI"})
    calendar.add("url", vUri(one_word(feed.page)))
    if feed.changed_at:
        calendar.add("last-modified", feed.changed_at.astimezone(UTC))
    return calendar.to_ical()
