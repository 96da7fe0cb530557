"""The paper of a door, and the page on which it is typed over, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from ... import formats
from ...events.models import Event
from ...folding import fold as plain
from ...tickets.codes import spell_code
from ...tickets.door_lists import DoorList, Line
from ...tickets.station_sheets import Station, StationSheets
from ...web import settings
from .. import queries
from ..facts import DoorState, fold
from ..names import last_name_first
from ..places import entrance_at
from ..stations.queries import stations_of
from .staff_forms import CAME


class Row(NamedTuple):
    """A ticket on the page: how many of it are in, and how many were ticked on the paper."""

    field: str
    name: str
    code: str
    people: int
    inside: int
    ticked: int


@dataclass(frozen=True)
class PaperPage:
    """Everybody who may come in, in the order of the paper."""

    event: Event
    ticked: Mapping[str, int]
    now: datetime

    @property
    def _place(self) -> str:
        return entrance_at(self.now, starts_at=self.event.starts_at, ends_at=self.event.ends_at)

    @cached_property
    def _state(self) -> DoorState:
        return fold(queries.facts_of_event(self.event.id))

    @cached_property
    def rows(self) -> list[Row]:
        tickets = [
            Row(
                f"{CAME}{ticket.reference}",
                last_name_first(ticket.name),
                spell_code(code),
                ticket.people,
                self._state.of(ticket.reference, self._place).within(ticket.people),
                self.ticked.get(ticket.reference, 0),
            )
            for ticket, code in queries.tickets_that_let_in(self.event.id)
        ]
        return sorted(tickets, key=lambda row: (plain(row.name), row.code))


def door_list(event: Event) -> DoorList:
    """The paper, by last name."""
    lines = [
        Line(last_name_first(ticket.name), ticket.people, spell_code(code), ticket.needs)
        for ticket, code in queries.tickets_that_let_in(event.id)
    ]
    return DoorList(
        site_name=settings().site_name,
        title=event.title,
        when=formats.format_when(event.starts_at, event.ends_at),
        where=", ".join(event.venue.lines) if event.venue else "",
        lines=sorted(lines, key=lambda line: (plain(line.name), line.code)),
    )


def station_sheets(event: Event, *, numbers: int) -> StationSheets:
    """Numbers for the queue of each station; of one that tells of somebody's health the number does not say which."""
    stations = [
        Station(part.title, part.room if part.discreet else part.title, part.tables) for part in stations_of(event.id)
    ]
    when = formats.format_when(event.starts_at, event.ends_at)
    return StationSheets(settings().site_name, event.title, when, stations, numbers)
