"""Reading the fields of one event from outside, and remembering everything that is wrong with them."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ..formats import exists_on_the_clock
from .slugs import slug_of

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")
EXAMPLE = "2027-06-05T13:00:00+02:00"
FIRST_YEAR, LAST_YEAR = 2000, 2099
QUARTER = timedelta(minutes=15)
NOT_TEXT = {"Cc", "Cs", "Cn"}  # control characters, halves of characters, what is no character at all


class Reader:
    """The fields of one event. What cannot be used is left out, and told as "event 3: startsAt: ..."."""

    def __init__(self, place: str, given: Mapping[str, Any], *, zone: ZoneInfo, faults: list[str]) -> None:
        self.place = place
        self.given = given
        self.zone = zone
        self.faults = faults

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(f"{self.place}: {name}: {sentence}")

    def mentions(self, name: str) -> bool:
        """Whether the file says anything about it: nothing, as null, is also something."""
        return name in self.given

    def check_known(self, names: tuple[str, ...]) -> None:
        """Refuse fields by name that nobody knows."""
        for name in self.given:
            if name not in names:
                self.fault(shown(name), f"is not a field of an event. Choose from {', '.join(names)}.")

    def check_present(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name not in self.given:
                self.fault(name, "is missing.")

    def inner(self, name: str) -> "Reader | None":
        """The fields within one field."""
        value = self.given.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(name, "must be an object, such as {...}.")
            return None
        return Reader(f"{self.place}: {name}", value, zone=self.zone, faults=self.faults)

    def line(self, name: str, *, most: int, needed: bool = False) -> str:
        """A text on one line."""
        return self._text(name, most=most, needed=needed, may_hold="")

    def text(self, name: str, *, most: int, needed: bool = False) -> str:
        """A text of some lines."""
        return self._text(name, most=most, needed=needed, may_hold="\n\t").replace("\t", " ")

    def _text(self, name: str, *, most: int, needed: bool, may_hold: str) -> str:
        value = self.given.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str):
            if self.mentions(name):
                self.fault(name, f"must be a text, not {shown(value)}.")
            return ""
        value = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
        if needed and not value:
            self.fault(name, "is empty.")
        if len(value) > most:
            self.fault(name, f"has {len(value)} letters, at most {most} fit.")
            return ""
        if odd := [c for c in value if _is_odd(c) and c not in may_hold]:
            self.fault(name, f"holds {shown(odd[0])}, which does not belong in this text.")
            return ""
        return value

    def moment(self, name: str, *, needed: bool = False) -> datetime | None:
        """A time with its zone, that wall clocks do show; nothing for null."""
        value = self.given.get(name)
        if value is None and not needed:
            return None
        moment = _moment(value)
        if moment is None:
            self.fault(name, f"{shown(value)} is not a time such as {EXAMPLE}.")
        elif not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fault(name, f"{value} is not between the years {FIRST_YEAR} and {LAST_YEAR}.")
        elif moment.tzinfo is None:
            self.fault(name, f"{value} has no zone. {self._with_zone(moment)}")
        elif not _is_used_somewhere(moment):
            self.fault(name, f"{value} has a zone that no clock uses. {self._with_zone(moment.replace(tzinfo=None))}")
        elif not self._exists_here(moment):
            self.fault(name, f"{value} does not exist: {no_such_hour(moment)}")
        else:
            return moment.astimezone(UTC)
        return None

    def _exists_here(self, moment: datetime) -> bool:
        """02.30 in one of our own offsets, on the night without 02.30, is a mistake and no other moment."""
        ours = {moment.replace(month=month, day=1, tzinfo=self.zone).utcoffset() for month in (1, 7)}
        return moment.utcoffset() not in ours or exists_on_the_clock(moment.replace(tzinfo=self.zone))

    def _with_zone(self, wall: datetime) -> str:
        here = wall.replace(tzinfo=self.zone)
        return f"For the clocks of {self.zone.key} write {here.isoformat()}." if exists_on_the_clock(here) else ""

    def flag(self, name: str) -> bool:
        value = self.given.get(name)
        if not isinstance(value, bool):
            self.fault(name, f"must be true or false, not {shown(value)}.")
        return value is True

    def number(self, name: str, *, least: int, most: int) -> int | None:
        """A whole number; nothing for null."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(name, f"must be a whole number from {least} to {most}, not {shown(value)}.")
            return None
        return value

    def one_of(self, name: str, known: Mapping[str, Any], *, what: str, needed: bool = False) -> Any:
        """What goes by this name; nothing for null."""
        value = self.given.get(name)
        return None if value is None and not needed else self._known(name, value, known, what=what)

    def some_of(self, name: str, known: Mapping[str, Any], *, what: str, needed: bool = False) -> list[Any]:
        """What goes by these names, each once."""
        values = self.given.get(name)
        if values is None and not needed:
            return []
        if not isinstance(values, list) or (needed and not values):
            if self.mentions(name):
                self.fault(name, f"must be a list{' with at least one' if needed else ''}, not {shown(values)}.")
            return []
        found = [self._known(name, value, known, what=what) for value in values]
        return [row for n, row in enumerate(found) if row is not None and row not in found[:n]]

    def _known(self, name: str, value: Any, known: Mapping[str, Any], *, what: str) -> Any:
        if isinstance(value, str) and (found := known.get(value, known.get(slug_of(value)))) is not None:
            return found
        self.fault(name, f"{shown(value)} is not {what} that we know. Choose from {', '.join(names_of(known))}.")
        return None

    def link(self, name: str, *, most: int) -> str:
        """An address on the web."""
        url = self.line(name, most=most)
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in url
        except ValueError:
            usable = False
        if url and not usable:
            self.fault(name, f"{shown(url)} is not an address that begins with https://.")
            return ""
        return url


def shown(value: Any) -> str:
    """A value from outside, short and without anything that moves a terminal."""
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value) if abs(value) < 10**20 else "a number that large"


def no_such_hour(wall: datetime) -> str:
    """Why this wall-clock time is not there."""
    moment = f"at {wall:%H.%M} on {wall:%d-%m-%Y}"
    return f"{moment} the clock has just gone an hour forward. Choose an hour before or after it."


def names_of(known: Mapping[str, Any]) -> list[str]:
    """What may be written, each thing once."""
    by_thing: dict[Any, str] = {}
    for name, thing in known.items():
        by_thing.setdefault(thing, name)
    return list(by_thing.values())


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _is_used_somewhere(moment: datetime) -> bool:
    offset = moment.utcoffset() or timedelta()
    return timedelta(hours=-12) <= offset <= timedelta(hours=14) and not offset % QUARTER


def _is_odd(letter: str) -> bool:
    return unicodedata.category(letter) in (*NOT_TEXT, "Zl", "Zp")


def _quoted(text: str) -> str:
    short = text if len(text) <= 60 else f"{text[:60]}…"
    return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short) + "'"
