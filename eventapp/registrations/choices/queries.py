"""Questions about who chose what."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ...database import db
from ...programme.models import Slot
from ..models import Choice, Registration, Status

_turn = tuple_(Choice.turn, Choice.id)


def choices_of(registration_id: int) -> list[Choice]:
    """What a party chose, read afresh with each slot and its part, the first hour first."""
    return list(
        db.session.scalars(
            select(Choice)
            .join(Choice.slot)
            .where(Choice.registration_id == registration_id)
            .options(contains_eager(Choice.slot).joinedload(Slot.part))
            .order_by(Slot.starts_at, Slot.id)
            .execution_options(populate_existing=True)
        )
    )


def choices_of_all(registration_ids: Collection[int]) -> dict[int, list[Choice]]:
    """What each of these parties chose, by registration; who chose nothing is not in it."""
    rows = db.session.scalars(
        select(Choice)
        .join(Choice.slot)
        .where(Choice.registration_id.in_(registration_ids))
        .options(contains_eager(Choice.slot).joinedload(Slot.part))
        .order_by(Slot.starts_at, Slot.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Choice]] = {}
    for choice in rows:
        found.setdefault(choice.registration_id, []).append(choice)
    return found


def slots_with_ids(event_id: int, slot_ids: Collection[int]) -> list[Slot]:
    """Which of these are slots of this event, read afresh."""
    return list(
        db.session.scalars(
            select(Slot)
            .where(Slot.event_id == event_id, Slot.id.in_(slot_ids))
            .options(joinedload(Slot.part))
            .order_by(Slot.starts_at, Slot.id)
            .execution_options(populate_existing=True)
        )
    )


def waiting_in_order(slot_id: int) -> Iterator[Choice]:
    """Who waits for a slot, first come first, read as far as is needed and always afresh."""
    last: tuple[int, int] = (0, 0)
    while waiting := db.session.scalars(
        select(Choice)
        .where(Choice.slot_id == slot_id, Choice.status == Status.WAITING, _turn > last)
        .order_by(Choice.turn, Choice.id)
        .options(joinedload(Choice.registration).joinedload(Registration.ticket))
        .limit(20)
        .execution_options(populate_existing=True)
    ).all():
        yield from waiting
        last = (waiting[-1].turn, waiting[-1].id)


def slots_with_a_list(event_id: int, *, now: datetime) -> list[Slot]:
    """The slots of an event that somebody waits for, as long as they can be come to."""
    return list(
        db.session.scalars(
            select(Slot)
            .where(Slot.event_id == event_id, Slot.waiting > 0, Slot.ends_at > now)
            .options(joinedload(Slot.part))
            .order_by(Slot.starts_at, Slot.id)
        )
    )


def choices_at_event(event_id: int) -> list[Choice]:
    """Everything that was chosen at an event, with who did, by hour and in order of arrival."""
    return list(
        db.session.scalars(
            select(Choice)
            .join(Choice.slot)
            .join(Choice.registration)
            .where(Slot.event_id == event_id, Registration.erased_at.is_(None))
            .options(contains_eager(Choice.slot).joinedload(Slot.part), contains_eager(Choice.registration))
            .order_by(Slot.starts_at, Slot.id, Choice.status, Choice.turn, Choice.id)
        )
    )


def choices_by_registration(event_id: int) -> dict[int, list[Choice]]:
    """What every party at an event chose, by registration."""
    found: dict[int, list[Choice]] = {}
    for choice in choices_at_event(event_id):
        found.setdefault(choice.registration_id, []).append(choice)
    return found


def who_chose(slot_ids: Iterable[int]) -> list[Registration]:
    """Everybody with a place or a turn at one of these slots, in order of arrival."""
    chosen = select(Choice.registration_id).where(Choice.slot_id.in_(list(slot_ids)))
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.id.in_(chosen))
            .options(joinedload(Registration.ticket))
            .order_by(Registration.id)
        )
    )


def count_in_two_places(slot_ids: Collection[int]) -> int:
    """How many parties chose one of these slots and something else at the same time."""
    if not slot_ids:
        return 0
    other, later = aliased(Choice), aliased(Slot)
    parties = (
        select(func.count(Choice.registration_id.distinct()))
        .join(Choice.slot)
        .join(other, (other.registration_id == Choice.registration_id) & (other.id != Choice.id))
        .join(later, later.id == other.slot_id)
        .where(Choice.slot_id.in_(slot_ids), Slot.starts_at < later.ends_at, later.starts_at < Slot.ends_at)
    )
    return db.session.scalar(parties) or 0


def largest_that_waits_in_vain(slot_ids: Collection[int]) -> int:
    """How large the largest party is that waits for one of these slots and is larger than the whole slot; 0 if none."""
    waiting = select(func.max(Choice.people)).join(Choice.slot)
    in_vain = (Choice.slot_id.in_(slot_ids), Choice.status == Status.WAITING, Choice.people > Slot.capacity)
    return db.session.scalar(waiting.where(*in_vain)) or 0


def overlapping() -> Select[int]:
    """Selects choices that are at the same time as a later one of the same party."""
    other, later = aliased(Choice), aliased(Slot)
    return (
        select(Choice.id)
        .join(Choice.slot)
        .join(other, (other.registration_id == Choice.registration_id) & (other.id != Choice.id))
        .join(later, later.id == other.slot_id)
        .where(Slot.starts_at < later.ends_at, later.starts_at < Slot.ends_at, Choice.id < other.id)
        .distinct()
    )
