"""Giving numbers at a station, calling the next one, and what became of it: one turn at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from ... import tokens
from ...database import db, transaction
from ...programme.models import Part
from . import queries, rules
from .models import StationNumber


def give(part_id: int, *, event_id: int, due_at: datetime | None = None, now: datetime) -> StationNumber:
    """Give the next number of a station; who has a time slot keeps its hour."""
    with _locked(part_id, event_id=event_id) as station:
        numbers = queries.numbers_at([part_id])[part_id]
        if sum(each.waits for each in numbers) >= rules.MOST_WAITING:
            raise rules.TooManyWait
        number = StationNumber(
            part_id=station.id,
            number=queries.last_number(part_id) + 1,
            key=tokens.new_key(),
            given_at=now,
            due_at=due_at,
        )
        db.session.add(number)
    return number


def call_next(part_id: int, *, event_id: int, table: int, now: datetime) -> StationNumber:
    """Whoever is at this table is done; the next one may come to it."""
    with _locked(part_id, event_id=event_id) as station:
        if not 1 <= table <= station.tables:
            raise rules.NoSuchTable
        numbers = queries.numbers_at([part_id])[part_id]
        _end_at(table, numbers, came=True, now=now)
        waiting = rules.may_be_called(numbers, now=now)
        if waiting:
            waiting[0].called_at, waiting[0].place = now, table
    if not waiting:
        raise rules.NobodyWaits
    return waiting[0]


def nobody_came(part_id: int, number: int, *, event_id: int, now: datetime) -> None:
    """Who was called is not there: the turn is over, and the table is free for the next one."""
    with _locked(part_id, event_id=event_id):
        called = next((each for each in queries.numbers_at([part_id])[part_id] if each.number == number), None)
        if called is None or not called.is_at_table:
            raise rules.NotThisTurn
        called.ended_at, called.came = now, False


def call_again(part_id: int, number: int, *, event_id: int, now: datetime) -> None:
    """Who came too late all the same waits again, before everybody else."""
    with _locked(part_id, event_id=event_id):
        late = next((each for each in queries.numbers_at([part_id])[part_id] if each.number == number), None)
        if late is None or late.came is not False:
            raise rules.NotThisTurn
        late.called_at = late.place = late.ended_at = late.came = None
        late.due_at = late.due_at or late.given_at


def _end_at(table: int, numbers: list[StationNumber], *, came: bool, now: datetime) -> None:
    for each in numbers:
        if each.is_at_table and each.place == table:
            each.ended_at, each.came = now, came


@contextmanager
def _locked(part_id: int, *, event_id: int) -> Iterator[Part]:
    with transaction():
        station = queries.lock_station(part_id, event_id=event_id)
        if station is None:
            raise rules.NoSuchStation
        yield station
