"""Bringing in events from a file: reading and checking it whole before anything is written."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar

from ..web import settings
from .models import Kind, Status
from .rules import DEFAULTS

MOST_BYTES = 5_000_000
MOST_PLACES = 100_000
FIELDS = {
    "slug", "title", "kind", "summary", "description", "startsAt", "endsAt", "status", "organisations", "series",
    "neighbourhood", "venue", "onlineUrl", "themes", "languages", "capacity", "partySizeMax", "registrationOpensAt",
    "registrationClosesAt", "waitingList", "private", "unlisted",
}  # fmt: skip
NEEDED = ("title", "kind", "summary", "startsAt", "endsAt", "status", "organisations", "neighbourhood")
VENUE_FIELDS = {"name", "address", "postcode", "city"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")


class Faults(Exception):
    """Everything that is wrong with a file, one sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass
class Reader:
    """Reads the fields of one event and remembers what is wrong with them."""

    place: str
    given: dict[str, Any]
    zone: ZoneInfo
    faults: list[str] = field(default_factory=list)

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(f"{self.place}: {name}: {sentence}")

    def text(self, name: str, *, most: int, needed: bool = False) -> str:
        value = self.given.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or (needed and not value.strip()):
            self.fault(name, "must be a text.")
            return ""
        if len(value) > most:
            self.fault(name, f"is longer than {most} letters.")
        if any(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in value):
            self.fault(name, "holds control characters.")
        return value.strip()

    def moment(self, name: str) -> datetime | None:
        """A time with its zone, that exists on the wall clocks of the city."""
        value = self.given.get(name)
        if value is None:
            return None
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except (TypeError, ValueError):
            return self.fault(name, f"{value!r} is no time such as 2027-06-05T13:00:00+02:00.")
        if moment.tzinfo is None:
            return self.fault(name, f"{value!r} has no zone; write it as 2027-06-05T13:00:00+02:00.")
        if not datetime(2000, 1, 1, tzinfo=self.zone) <= moment <= datetime(2100, 1, 1, tzinfo=self.zone):
            return self.fault(name, f"{value} lies too far away.")
        wall = moment.replace(tzinfo=self.zone)
        local_offsets = {timedelta(hours=1), timedelta(hours=2)}
        if moment.utcoffset() in local_offsets and _does_not_exist(wall):
            return self.fault(name, f"{wall:%H.%M} does not exist on {wall:%d-%m-%Y}: the clock goes on an hour that night.")
        return moment

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.given.get(name, default)
        if not isinstance(value, bool):
            self.fault(name, "must be true or false.")
        return value is True

    def number(self, name: str, *, least: int, most: int, default: int | None) -> int | None:
        value = self.given.get(name, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(name, f"must be a whole number from {least} to {most}.")
            return default
        return value

    def one_of(self, name: str, known: dict[str, Any]) -> Any:
        value = self.given.get(name)
        if not isinstance(value, str) or value not in known:
            return self.fault(name, f"{value!r} is not known; choose from {', '.join(sorted(known))}.")
        return known[value]

    def some_of(self, name: str, known: dict[str, Any], *, needed: bool = False) -> list[Any]:
        values = self.given.get(name) or []
        if not isinstance(values, list) or (needed and not values):
            self.fault(name, "must be a list with at least one." if needed else "must be a list.")
            return []
        for value in values:
            if not isinstance(value, str) or value not in known:
                self.fault(name, f"{value!r} is not known; choose from {', '.join(sorted(known))}.")
        return [known[value] for value in dict.fromkeys(v for v in values if isinstance(v, str)) if value in known]


def _does_not_exist(wall: datetime) -> bool:
    utc = ZoneInfo("UTC")
    return wall.astimezone(utc).astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None)


def read_file(data: bytes, *, spoken_for: dict[str, Any]) -> list[dict[str, Any]]:
    """The events in a file, as the contract's JSON; iCalendar gets from `spoken_for` what it cannot say."""
    if len(data) > MOST_BYTES:
        raise Faults([f"The file is larger than {MOST_BYTES // 1_000_000} MB."])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faults([f"The file is not UTF-8: byte {error.start} cannot be read."]) from None
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return _read_icalendar(text, spoken_for=spoken_for)
    return _read_json(text)


def _read_json(text: str) -> list[dict[str, Any]]:
    try:
        events = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f" at line {error.lineno}, column {error.colno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        raise Faults([f"The file is neither JSON nor iCalendar{where}."]) from None
    if not isinstance(events, list):
        raise Faults(["The file must hold a list of events: [ {...}, {...} ]."])
    if wrong := [f"event {n}: must be an object." for n, event in enumerate(events, 1) if not isinstance(event, dict)]:
        raise Faults(wrong)
    return events


def _read_icalendar(text: str, *, spoken_for: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, IndexError, KeyError) as error:
        raise Faults([f"The calendar cannot be read: {error}."]) from None
    faults: list[str] = []
    found = [_from_ical(event, f"event {n}", spoken_for, faults) for n, event in enumerate(events, 1)]
    if faults:
        raise Faults(faults)
    return found


def _from_ical(event: Any, place: str, spoken_for: dict[str, Any], faults: list[str]) -> dict[str, Any]:
    """One VEVENT in the words of the contract. Times without a zone are local; whole days are refused."""
    zone = ZoneInfo(settings().timezone)
    if "RRULE" in event or "RDATE" in event:
        faults.append(f"{place}: RRULE: a rule for many dates is not read; give each date as an event of its own.")
    times = {}
    for name, ours in (("DTSTART", "startsAt"), ("DTEND", "endsAt")):
        value = getattr(event.get(name), "dt", None)
        if isinstance(value, datetime):
            local = value if value.tzinfo else value.replace(tzinfo=zone)
            if _does_not_exist(local):
                faults.append(f"{place}: {name}: {local:%H.%M} does not exist on {local:%d-%m-%Y}: the clock goes on an hour.")
            times[ours] = local
        elif isinstance(value, date):
            faults.append(f"{place}: {name}: give an hour; whole days are not read.")
        else:
            faults.append(f"{place}: {name}: is missing or cannot be read.")
    categories = [str(c).lower() for c in getattr(event.get("CATEGORIES"), "cats", [])]
    kind = next((c for c in categories if c in set(Kind)), spoken_for["kind"])
    location = str(event.get("LOCATION", "")).strip()
    status = str(event.get("STATUS", "")).upper()
    return {
        "uid": str(event.get("UID", "")) or None,
        "title": str(event.get("SUMMARY", "")),
        "kind": kind,
        "summary": str(event.get("DESCRIPTION", "")).split("\n\n")[0][:2000],
        "description": str(event.get("DESCRIPTION", "")),
        **times,
        "status": {"CANCELLED": "cancelled", "TENTATIVE": "draft"}.get(status, "published"),
        "organisations": spoken_for["organisations"],
        "neighbourhood": spoken_for["neighbourhood"],
        **({"venue": {"name": location}} if location else {}),
    }


@dataclass(frozen=True)
class Known:
    """What an event may name."""

    neighbourhoods: dict[str, Any]
    themes: dict[str, Any]
    organisations: dict[str, Any]


def checked(events: Sequence[dict[str, Any]], known: Known) -> list[dict[str, Any]]:
    """The events as columns of our tables; all faults of all events at once, or none."""
    zone = ZoneInfo(settings().timezone)
    faults: list[str] = []
    found = []
    for number, given in enumerate(events, 1):
        reader = Reader(f"event {number}", given, zone)
        found.append(_columns(reader, known))
        faults += reader.faults
    slugs = [columns["slug"] for columns in found]
    faults += [f"event {n}: slug: {slug} stands in the file twice." for n, slug in enumerate(slugs, 1) if slug in slugs[: n - 1]]
    if faults:
        raise Faults(faults)
    return found


def _columns(read: Reader, known: Known) -> dict[str, Any]:
    for name in sorted(set(read.given) - FIELDS - {"uid"}):
        read.fault(name, "is not a field that we know.")
    for name in NEEDED:
        if name not in read.given and name not in ("organisations", "neighbourhood", "kind", "status"):
            read.fault(name, "is missing.")
    kind = read.one_of("kind", {k.value: k for k in Kind}) or Kind.NETWORK_MEETING
    defaults = DEFAULTS[kind]
    starts_at, ends_at = read.moment("startsAt"), read.moment("endsAt")
    if starts_at and ends_at and ends_at <= starts_at:
        read.fault("endsAt", "must be later than startsAt.")
    title = read.text("title", most=200, needed="title" in read.given)
    slug = read.text("slug", most=100) or slug_of(title, starts_at.astimezone(read.zone).date() if starts_at else None)
    if not SLUG.fullmatch(slug):
        read.fault("slug", "may hold only a-z, 0-9 and - in between.")
    languages = read.given.get("languages", ["nl"])
    if not isinstance(languages, list) or not all(isinstance(c, str) and LANGUAGE_CODE.fullmatch(c) for c in languages):
        read.fault("languages", "must be a list of codes such as nl and ar.")
        languages = []
    return {
        "slug": slug,
        "uid": read.given.get("uid") or f"{slug}@{urlsplit(settings().base_url).hostname}",
        "title": " ".join(title.split()),
        "kind": kind,
        "summary": read.text("summary", most=2_000),
        "description": read.text("description", most=50_000),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "status": read.one_of("status", {s.value: s for s in Status}),
        "organisations": read.some_of("organisations", known.organisations, needed=True),
        "series": read.text("series", most=100) or None,
        "neighbourhood": read.one_of("neighbourhood", known.neighbourhoods),
        "venue": _venue(read),
        "online_url": _link(read),
        "themes": read.some_of("themes", known.themes),
        "languages": tuple(languages),
        "capacity": read.number("capacity", least=0, most=MOST_PLACES, default=None),
        "party_size_max": read.number("partySizeMax", least=1, most=100, default=defaults.party_size_max) or 1,
        "registration_opens_at": read.moment("registrationOpensAt"),
        "registration_closes_at": read.moment("registrationClosesAt"),
        "waiting_list": read.flag("waitingList", default=defaults.waiting_list),
        "private": read.flag("private", default=False),
        "unlisted": read.flag("unlisted", default=False),
        "drop_in": defaults.drop_in,
    }


def _venue(read: Reader) -> dict[str, str] | None:
    given = read.given.get("venue")
    if given is None:
        return None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        return read.fault("venue", "must be an object with name, address, postcode and city.")
    for name in sorted(set(given) - VENUE_FIELDS):
        read.fault(f"venue.{name}", "is not a field that we know.")
    inner = Reader(f"{read.place}: venue", given, read.zone)
    venue = {
        "name": inner.text("name", most=200, needed=True),
        "address": inner.text("address", most=200),
        "postcode": inner.text("postcode", most=10),
        "city": inner.text("city", most=100) or "Utrecht",
    }
    read.faults += inner.faults
    return venue


def _link(read: Reader) -> str:
    url = read.text("onlineUrl", most=500)
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        read.fault("onlineUrl", "must be an address that begins with https://.")
    return url


def slug_of(title: str, day: date | None) -> str:
    """An address from a title and its day, in plain letters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-")
    return "-".join(filter(None, (words or "activiteit", day.isoformat() if day else "")))
