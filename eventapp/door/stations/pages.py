"""What the pages about stations show, as plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from ... import formats, tokens
from ...events.models import Event
from ...events.queries import event_by_id
from ...i18n import Said, _, current_language, ngettext
from ...programme.models import Part
from ...tickets.codes import qr_svg
from ...web import address
from ..queries import OpenDoor
from . import queries, rules
from .models import StationNumber

SCREEN = "station-screen"
NEXT = 3


class Called(NamedTuple):
    """A number at a table."""

    number: int
    table: int


@dataclass(frozen=True)
class Station:
    """One station: who is at its tables, who waits, and how long."""

    part: Part
    numbers: list[StationNumber]
    now: datetime

    @property
    def title(self) -> Said:
        return self.part.said("title", current_language().code)

    @property
    def at_tables(self) -> list[Called]:
        """The numbers that were called, the last one first."""
        called = [each for each in self.numbers if each.is_at_table]
        ordered = sorted(called, key=lambda each: (each.called_at or self.now, each.number), reverse=True)
        return [Called(each.number, each.place or 1) for each in ordered]

    @cached_property
    def waiting(self) -> list[StationNumber]:
        return rules.in_turn(self.numbers, now=self.now)

    @property
    def next_numbers(self) -> list[int]:
        return [each.number for each in self.waiting[:NEXT]]

    @property
    def wait(self) -> str:
        """About how long who comes now waits."""
        ahead = len(self.waiting)
        is_free = len(self.at_tables) < self.part.tables and not ahead
        return _("You need not wait.") if is_free else self._about(ahead)

    @property
    def helped(self) -> int:
        """How many turns are over, of who came."""
        return sum(bool(each.came) for each in self.numbers)

    @property
    def missed(self) -> int:
        """How many were not there when they were called."""
        return sum(each.came is False for each in self.numbers)

    @property
    def waited(self) -> str:
        """How long people waited until now."""
        mean = rules.average_wait(self.numbers)
        return "" if mean is None else minutes(mean)

    def ahead_of(self, number: StationNumber) -> int:
        return next((n for n, each in enumerate(self.waiting) if each.id == number.id), 0)

    def wait_of(self, number: StationNumber) -> str:
        return self._about(self.ahead_of(number))

    def _about(self, ahead: int) -> str:
        turn = rules.turn_takes(self.numbers)
        return _("About %(minutes)s", minutes=minutes(rules.wait_of(ahead, tables=self.part.tables, turn=turn)))


def minutes(duration: timedelta) -> str:
    count = max(round(duration.total_seconds() / 60), 1)
    return ngettext("%(num)s minute", "%(num)s minutes", count)


def stations(event_id: int, *, now: datetime) -> list[Station]:
    """All stations of an event."""
    parts = queries.stations_of(event_id)
    numbers = queries.numbers_at([part.id for part in parts])
    return [Station(part, numbers[part.id], now) for part in parts]


@dataclass(frozen=True)
class TablePage:
    """A table of a station, for the volunteer who sits at it."""

    door: OpenDoor
    station: Station
    table: int
    given: int | None  # the number that was given just now

    @property
    def here(self) -> int | None:
        """Who is at this table."""
        return next((called.number for called in self.station.at_tables if called.table == self.table), None)

    @property
    def tables(self) -> list[int]:
        return list(range(1, self.station.part.tables + 1))

    @property
    def slots(self) -> list[tuple[str, str]]:
        """The time slots that somebody can have."""
        return [(str(slot.id), formats.format_hour(slot.starts_at)) for slot in self.station.part.slots]

    @property
    def missed(self) -> list[int]:
        """Who was not there when called, the last one first."""
        return [each.number for each in self.station.numbers if each.came is False][::-1][:NEXT]

    @cached_property
    def given_number(self) -> StationNumber | None:
        return next((each for each in self.station.numbers if each.number == self.given), None)

    @property
    def given_code(self) -> Markup | str:
        """What the visitor scans to take the number along on the own phone."""
        number = self.given_number
        if number is None or number.key is None:
            return ""
        return qr_svg(address("stations.own", language="nl", key=number.key), label=_("QR code of this number"))


@dataclass(frozen=True)
class OwnPage:
    """Somebody's number on their own phone. Of a station that tells of somebody's health it does not say which."""

    number: StationNumber
    now: datetime

    @cached_property
    def station(self) -> Station:
        return Station(self.number.part, queries.numbers_at([self.number.part_id])[self.number.part_id], self.now)

    @property
    def event(self) -> Event:
        return self.number.part.event

    @property
    def where(self) -> Said | str:
        part = self.number.part
        return part.room if part.discreet else self.station.title

    @property
    def ahead(self) -> int:
        return self.station.ahead_of(self.number)


@dataclass(frozen=True)
class ScreenPage:
    """The screen in the hall: large numbers, no names."""

    event: Event
    stations: list[Station]
    now: datetime

    @property
    def last(self) -> str:
        """Another one whenever somebody is called: then it chimes."""
        called = [f"{each.part.id}-{number.number}" for each in self.stations for number in each.at_tables]
        return ",".join(called)


def screen(key: str, *, now: datetime) -> ScreenPage | None:
    """The screen behind a link that we signed."""
    event_id = tokens.value_in(key, purpose=SCREEN)
    event = event_by_id(int(event_id)) if event_id else None
    return ScreenPage(event, stations(event.id, now=now), now) if event else None


def screen_address(event: Event) -> str:
    return address("stations.screen", language="nl", key=tokens.signed(str(event.id), purpose=SCREEN))
