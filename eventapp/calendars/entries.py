"""Entries for calendars, written as iCalendar (RFC 5545) from plain facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from .zones import written_clock_changes

END = b"END:VCALENDAR\r\n"
PRODUCT = "-//Gezondheidspact Utrecht//Ontmoet//NL"
LINE_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters and halves of characters


@dataclass(frozen=True)
class Entry:
    """One event as a calendar shows it. All times are aware; `changed_at` stamps it, so that nothing is ever "now"."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    cancelled: bool = False
    description: str = ""
    location: str = ""
    position: tuple[float, float] | None = None  # latitude and longitude of that place
    url: str = ""
    organizer_name: str = ""
    organizer_email: str = ""
    categories: tuple[str, ...] = ()
    image: str = ""  # the address of a picture


@dataclass(frozen=True)
class Attendee:
    """Whose calendar an invitation is for."""

    name: str
    email: str


def write_calendar(
    entries: Sequence[Entry], *, name: str, timezone: str, method: str | None = None, attendee: Attendee | None = None
) -> bytes:
    """A calendar of these entries in local wall-clock time; the same entries give the same bytes.

    With `method` REQUEST or CANCEL it is an invitation that changes the entry in the attendee's own calendar.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    else:
        calendar.add("name", one_line(name))
        calendar.add("x-wr-calname", one_line(name))
    parts = [calendar.to_ical().removesuffix(END)]
    if entries:
        first = min(entry.starts_at for entry in entries).astimezone(UTC).year
        last = max(entry.ends_at for entry in entries).astimezone(UTC).year
        parts.append(written_clock_changes(timezone, first, last))
    parts += [write_event(entry, timezone=timezone, attendee=attendee).to_ical() for entry in entries]
    return b"".join((*parts, END))


def plain(text: str) -> str:
    """Text without control characters; its line breaks stay."""
    return UNWRITABLE.sub("", LINE_BREAKS.sub("\n", text)).replace("\t", " ")


def one_line(text: str) -> str:
    """For titles and names: what follows a line break in them must not pass for a property."""
    return " ".join(plain(text).split())


def one_word(text: str) -> str:
    """For addresses, in which a space or a line break never belongs."""
    return "".join(plain(text).split())


def _wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """Local time; but the hour that comes twice is told in UTC: calendars differ on which of the two is meant."""
    local = moment.astimezone(zone)
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if comes_twice else local


def write_event(entry: Entry, *, timezone: str, attendee: Attendee | None = None) -> Event:
    """One entry, in local wall-clock time."""
    zone = ZoneInfo(timezone)
    event = Event()
    event.add("uid", one_word(entry.uid))
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", _wall_clock(entry.starts_at, zone))
    event.add("dtend", _wall_clock(entry.ends_at, zone))
    event.add("summary", one_line(entry.title))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name, value in (("description", plain(entry.description)), ("location", one_line(entry.location))):
        if value:
            event.add(name, value)
    if entry.position:
        event.add("geo", entry.position)
    if entry.url:
        event.add("url", one_word(entry.url))
    if entry.image:
        how = {"VALUE": "URI", "DISPLAY": "GRAPHIC", "FMTTYPE": "image/webp"}
        event.add("image", vUri(one_word(entry.image)), parameters=how)
    if entry.categories:
        event.add("categories", [one_line(category) for category in entry.categories])
    if entry.organizer_email:
        event.add("organizer", _person(entry.organizer_name, entry.organizer_email))
    if attendee:
        person = _person(attendee.name, attendee.email)
        person.params["partstat"] = vText("ACCEPTED")
        person.params["rsvp"] = vText("FALSE")
        event.add("attendee", person)
    return event


def _person(name: str, email: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{one_word(email)}")
    if shown := one_line(name).replace('"', ""):
        person.params["cn"] = vText(shown)
    return person
