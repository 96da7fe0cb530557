"""Entries for calendars, written as iCalendar (RFC 5545) from plain facts."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

PRODUCT = "-//Gezondheidspact Utrecht//Ontmoet//NL"


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
    url: str = ""
    organizer_name: str = ""
    organizer_email: str = ""
    categories: tuple[str, ...] = ()


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
        calendar.add("name", plain(name))
        calendar.add("x-wr-calname", plain(name))
    if entries:
        first = min(entry.starts_at for entry in entries).astimezone(ZoneInfo(timezone)).year
        last = max(entry.ends_at for entry in entries).astimezone(ZoneInfo(timezone)).year
        calendar.add_component(_timezone(timezone, first, last))
    for entry in entries:
        calendar.add_component(_event(entry, timezone=timezone, attendee=attendee))
    return calendar.to_ical()


def plain(text: str) -> str:
    """Text without control characters; its line breaks stay."""
    return "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or unicodedata.category(c) != "Cc")


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


def _event(entry: Entry, *, timezone: str, attendee: Attendee | None) -> Event:
    zone = ZoneInfo(timezone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", one_line(entry.title))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name, value in (("description", plain(entry.description)), ("location", one_line(entry.location))):
        if value:
            event.add(name, value)
    if entry.url:
        event.add("url", entry.url)
    if entry.categories:
        event.add("categories", list(entry.categories))
    if entry.organizer_email:
        event.add("organizer", _person(entry.organizer_name, entry.organizer_email))
    if attendee:
        person = _person(attendee.name, attendee.email)
        person.params["partstat"] = vText("ACCEPTED")
        person.params["rsvp"] = vText("FALSE")
        event.add("attendee", person)
    return event


def _person(name: str, email: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    if shown := one_line(name).replace('"', ""):
        person.params["cn"] = vText(shown)
    return person


@lru_cache(maxsize=64)
def _timezone(name: str, first_year: int, last_year: int) -> Timezone:
    """The changes of the clock in these years, each at the wall-clock time at which the old offset ends.

    icalendar's own Timezone.from_tzid writes the onset of summer time in the new offset, an hour too late.
    """
    zone = ZoneInfo(name)
    begin = datetime(first_year, 1, 1, tzinfo=UTC)
    timezone = Timezone()
    timezone.add("tzid", name)
    timezone.add_component(_observance(zone, begin, before=begin))
    hour = timedelta(hours=1)
    previous, moment = begin, begin + hour
    while moment.year <= last_year:
        if moment.astimezone(zone).utcoffset() != previous.astimezone(zone).utcoffset():
            timezone.add_component(_observance(zone, moment, before=previous))
        previous, moment = moment, moment + hour
    return timezone


def _observance(zone: ZoneInfo, moment: datetime, *, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    old, new = before.astimezone(zone), moment.astimezone(zone)
    part = TimezoneDaylight() if new.dst() else TimezoneStandard()
    part.add("dtstart", (moment + (old.utcoffset() or timedelta())).replace(tzinfo=None))
    part.add("tzoffsetfrom", old.utcoffset())
    part.add("tzoffsetto", new.utcoffset())
    part.add("tzname", new.tzname())
    return part
