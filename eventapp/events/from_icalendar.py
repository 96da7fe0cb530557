"""Events from iCalendar (RFC 5545), told in the fields of our own files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar.cal import Component

from ..formats import exists_on_the_clock
from .imports import KINDS, MOST_EVENTS, Faults, Given, as_text, check_size
from .reading import FIRST_YEAR, LAST_YEAR, no_such_hour, shown
from .slugs import slug_of

NOT_FOR_AN_AGENDA = ("PRIVATE", "CONFIDENTIAL")
REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
STATUSES = {"CANCELLED": "cancelled", "TENTATIVE": "draft"}
NEEDED = ("title", "kind", "startsAt", "endsAt", "organisations")
LONGEST_SUMMARY = 300
FOLD = re.compile(rb"\r?\n[ \t]")  # may stand in the middle of a letter
# "Buurthuis De Dreef, Voorbeeldlaan 1, 3561 AB Utrecht"
WHOLE_ADDRESS = re.compile(r"(?P<name>[^,]+), (?P<address>[^,]+), (?P<postcode>\d{4} ?[A-Z]{2}) +(?P<city>[^,]+)")


@dataclass(frozen=True)
class Unsaid:
    """What iCalendar cannot say, said beside it."""

    kind: str | None = None
    organisations: Sequence[str] = ()
    neighbourhood: str | None = None


class Unusable(Exception):
    """A property of one event cannot be used, and why."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")


def is_icalendar(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def read_icalendar(data: bytes, *, unsaid: Unsaid, zone: ZoneInfo) -> list[Given]:
    """The events in a calendar, each with its UID; times without a zone are those of our own clocks."""
    check_size(data)
    calendar = _parsed(as_text(FOLD.sub(b"", data)))
    events = calendar.walk("VEVENT")
    if not events:
        raise Faults(["The calendar holds no events."])
    if len(events) > MOST_EVENTS:
        raise Faults([f"The calendar holds {len(events)} events; at most {MOST_EVENTS} fit. Make it two files."])
    called_off = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    given, faults = [], []
    for number, event in enumerate(events, 1):
        place = f"event {number}"
        try:
            given.append(Given(place, _fields(event, unsaid, zone, called_off), uid=_uid(event), needed=NEEDED))
        except Unusable as unusable:
            faults.append(f"{place}: {unusable}")
    if faults:
        raise Faults(faults)
    return given


def _parsed(text: str) -> Component:
    try:
        return Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise Faults([f"The calendar cannot be read: {shown(str(error))}."]) from None


def _fields(event: Component, unsaid: Unsaid, zone: ZoneInfo, called_off: bool) -> dict[str, Any]:
    _check_once_and_public(event)
    starts_at = _moment(event, "DTSTART", zone)
    description = _text(event, "DESCRIPTION")
    summary = _summary(description)
    fields: dict[str, Any] = {
        "title": " ".join(_text(event, "SUMMARY").split()),
        "kind": _kind(event, unsaid),
        "startsAt": starts_at.isoformat(timespec="seconds"),
        "endsAt": _end(event, starts_at, zone).isoformat(timespec="seconds"),
        "organisations": _organisations(event, unsaid),
        "status": "cancelled" if called_off else STATUSES.get(_text(event, "STATUS").upper(), "published"),
    }
    if summary:
        fields |= {"summary": summary, "description": "" if summary == description else description}
    if unsaid.neighbourhood:
        fields["neighbourhood"] = unsaid.neighbourhood
    return fields | _place(" ".join(_text(event, "LOCATION").split()))


def _check_once_and_public(event: Component) -> None:
    for name in REPEATS:
        if name in event:
            raise Unusable(name, "dates that repeat by a rule are not read. Give each date as an event of its own.")
    if _text(event, "CLASS").upper() in NOT_FOR_AN_AGENDA:
        raise Unusable("CLASS", f"is {_text(event, 'CLASS').upper()}: an agenda that all may read is not for it.")


def _uid(event: Component) -> str:
    uid = _text(event, "UID")
    if not uid or len(uid) > 255 or not uid.isprintable():
        raise Unusable("UID", "is missing or cannot be used. By it the event is known again.")
    return uid


def _moment(event: Component, name: str, zone: ZoneInfo) -> datetime:
    value = _value(event, name)
    moment = _time(value)
    if isinstance(moment, date) and not isinstance(moment, datetime):
        raise Unusable(name, "is a whole day. Give the hour: people must know when to come.")
    if not isinstance(moment, datetime):
        raise Unusable(name, "is missing or cannot be read. Write it as 20270605T130000.")
    if moment.tzinfo is None:
        if stated := value.params.get("TZID"):
            raise Unusable(name, f"{shown(str(stated))} is not a zone that we know. Use {zone.key}, or UTC.")
        moment = moment.replace(tzinfo=zone)
    if FIRST_YEAR <= moment.year <= LAST_YEAR and not exists_on_the_clock(moment):
        raise Unusable(name, f"{moment:%H.%M} does not exist: {no_such_hour(moment)}")
    return moment


def _end(event: Component, starts_at: datetime, zone: ZoneInfo) -> datetime:
    if "DTEND" in event:
        return _moment(event, "DTEND", zone)
    lasting = _time(_value(event, "DURATION"))
    if not isinstance(lasting, timedelta):
        raise Unusable("DTEND", "is missing. Say when the event ends.")
    return (starts_at.astimezone(ZoneInfo("UTC")) + lasting).astimezone(zone)


def _kind(event: Component, unsaid: Unsaid) -> str:
    """The first category that is a kind, or else what was said beside the file."""
    categories = [slug_of(category) for category in _categories(event)]
    kind = next((category for category in categories if category in KINDS), unsaid.kind)
    if not kind:
        raise Unusable("CATEGORIES", f"none of them is a kind. Say which with --kind: {', '.join(KINDS)}.")
    return kind


def _organisations(event: Component, unsaid: Unsaid) -> list[str]:
    """Who was said beside the file to host, or else the organizer that the calendar names."""
    organizer = getattr(_value(event, "ORGANIZER"), "params", {}).get("CN")
    hosts = list(unsaid.organisations) or [str(organizer)] * bool(organizer)
    if not hosts:
        raise Unusable("ORGANIZER", "has no name. Say who hosts with --organisation.")
    return hosts


def _categories(event: Component) -> list[str]:
    found = event.get("CATEGORIES", [])
    lists = found if isinstance(found, list) else [found]
    return [str(category) for each in lists for category in getattr(each, "cats", [])]


def _place(location: str) -> dict[str, Any]:
    """A place on earth, its address apart where that can be told; or one on the web."""
    if not location:
        return {}
    if location.startswith(("https://", "http://")):
        return {"onlineUrl": location}
    whole = WHOLE_ADDRESS.fullmatch(location)
    return {"venue": whole.groupdict() if whole else {"name": location}}


def _summary(description: str) -> str:
    """The first paragraph, as far as it is short."""
    first = " ".join(description.split("\n\n")[0].split())
    return first if len(first) <= LONGEST_SUMMARY else f"{first[: LONGEST_SUMMARY - 1].rstrip()}…"


def _text(event: Component, name: str) -> str:
    value = _value(event, name)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _time(value: Any) -> Any:
    """The moment, day or length that a property holds; nothing where it is broken."""
    try:
        return getattr(value, "dt", None)
    except ValueError:
        return None


def _value(event: Component, name: str) -> Any:
    """A property that stands there once; nothing where it is absent or broken."""
    value = event.get(name)
    if isinstance(value, list):
        raise Unusable(name, "stands there more than once.")
    return value
