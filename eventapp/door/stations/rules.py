"""Whose turn it is at a station, and how long it takes until it is somebody's."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from ...errors import Refusal
from ...i18n import _l
from .models import StationNumber

RECENT = 5  # turns from which the wait is reckoned
USUAL = timedelta(minutes=10)  # a turn, before any is known
MOST_WAITING = 200


class NoSuchStation(Refusal):
    """It is not in the programme of this event, or it is no station."""

    message = _l("This table is not in the programme of this event.")
    reason = "no-such-station"


class NoSuchTable(Refusal):
    message = _l("This station has fewer tables.")
    reason = "no-such-table"


class NobodyWaits(Refusal):
    message = _l("Nobody waits here now.")
    reason = "nobody-waits"


class TooManyWait(Refusal):
    message = _l("200 people wait here already. Give no new numbers for a while.")
    reason = "too-many-wait"


class NotThisTurn(Refusal):
    """Two volunteers pressed at once, or an old page."""

    message = _l("This turn is over already. Look at the table again.")
    reason = "not-this-turn"


def in_turn(numbers: Iterable[StationNumber], *, now: datetime) -> list[StationNumber]:
    """Who waits, first whose turn it is: who has a time slot that began goes first, then the order of the numbers."""
    waiting = [each for each in numbers if each.waits]
    return sorted(waiting, key=lambda each: (not _is_due(each, now=now), each.due_at or each.given_at, each.number))


def may_be_called(numbers: Iterable[StationNumber], *, now: datetime) -> list[StationNumber]:
    """The same without who has a time slot that is still to come."""
    return [each for each in in_turn(numbers, now=now) if each.due_at is None or _is_due(each, now=now)]


def _is_due(number: StationNumber, *, now: datetime) -> bool:
    return number.due_at is not None and number.due_at <= now


def turn_takes(numbers: Iterable[StationNumber]) -> timedelta:
    """How long a turn took of late: the mean of the last ones that are over."""
    over = sorted((each for each in numbers if each.came and each.called_at and each.ended_at), key=_ended)[-RECENT:]
    took = [each.ended_at - each.called_at for each in over if each.called_at and each.ended_at]
    return sum(took, timedelta()) / len(took) if took else USUAL


def _ended(number: StationNumber) -> datetime:
    assert number.ended_at is not None
    return number.ended_at


def wait_of(ahead: int, *, tables: int, turn: timedelta) -> timedelta:
    """About how long who has so many before them waits: they share the tables."""
    return turn * (ahead // tables + 1) if ahead >= 0 else timedelta()


def average_wait(numbers: Sequence[StationNumber]) -> timedelta | None:
    """How long people waited until they were called, of whoever was."""
    waited = [each.called_at - max(each.given_at, each.due_at or each.given_at) for each in numbers if each.called_at]
    return sum((max(each, timedelta()) for each in waited), timedelta()) / len(waited) if waited else None
