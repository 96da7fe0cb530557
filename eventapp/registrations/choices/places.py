"""Taking and giving back places at sessions and in time slots, under the lock of the event that the caller holds."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ...database import db
from ...programme.models import Slot
from .. import rules as places
from ..models import Choice, Registration, Status
from . import queries, rules
from .rules import Wish


def check_wish(event_id: int, wish: Wish, *, people: int, now: datetime) -> None:
    """Refuse what a party cannot have, before anything is written of it."""
    wanted = queries.slots_with_ids(event_id, wish.slot_ids)
    if {slot.id for slot in wanted} != wish.slot_ids:
        raise rules.NotOffered
    rules.check_together(wanted)
    for slot in wanted:
        rules.status_at(slot, people=people, willing_to_wait=wish.willing_to_wait, now=now)


def set_choices(registration: Registration, wish: Wish, *, now: datetime) -> tuple[list[Choice], list[Slot], bool]:
    """Give back what is not wished any more and take what was not there yet; what stays keeps its place or turn.

    Tells what is chosen now, which slots have something free, and whether anything changed.
    """
    before = queries.choices_of(registration.id)
    kept = [choice for choice in before if choice.slot_id in wish.slot_ids]
    kept_ids = {choice.slot_id for choice in kept}
    wanted = queries.slots_with_ids(registration.event_id, wish.slot_ids - kept_ids)
    if {slot.id for slot in wanted} | kept_ids != wish.slot_ids:
        raise rules.NotOffered
    if wanted:
        rules.check_together([*wanted, *(choice.slot for choice in kept)])
    freed = _give_back([choice for choice in before if choice not in kept])
    taken = [_take(registration, slot, wish, now=now) for slot in wanted]
    db.session.flush()
    return [*kept, *taken], freed, bool(freed or taken)


def give_up(registration: Registration) -> list[Slot]:
    """Give back all that a party chose; tells where something is free."""
    return _give_back(queries.choices_of(registration.id))


def resize(registration: Registration, *, people: int) -> list[Slot]:
    """Let everything that was chosen be for this many people; tells where something may be free."""
    if people == registration.people:
        return []
    choices = queries.choices_of(registration.id)
    rules.check_new_size(choices, people=people)
    for choice in choices:
        more, choice.people = people - choice.people, people
        if choice.status == Status.WAITING:
            continue
        if more > 0:
            places.take(choice.slot, more)
        else:
            places.give_back(choice.slot, -more)
    return [choice.slot for choice in choices]


def let_in(slots: Iterable[Slot], *, now: datetime) -> Iterator[Choice]:
    """Give what is free to who waits for it, in order of arrival, one at a time."""
    db.session.flush()
    for slot in slots:
        if not slot.waiting or slot.ends_at <= now:
            continue
        for choice in places.next_in_turn(slot, queries.waiting_in_order(slot.id)):
            choice.status = Status.CONFIRMED
            places.leave_the_list(slot)
            places.take(slot, choice.people)
            db.session.flush()
            yield choice


def _take(registration: Registration, slot: Slot, wish: Wish, *, now: datetime) -> Choice:
    status = rules.status_at(slot, people=registration.people, willing_to_wait=wish.willing_to_wait, now=now)
    choice = Choice(
        registration_id=registration.id, slot=slot, status=status, people=registration.people, turn=0, chosen_at=now
    )
    if status == Status.WAITING:
        choice.turn = places.join_the_list(slot)
    else:
        places.take(slot, registration.people)
    db.session.add(choice)
    return choice


def _give_back(choices: Iterable[Choice]) -> list[Slot]:
    freed = []
    for choice in choices:
        if choice.status == Status.WAITING:
            places.leave_the_list(choice.slot)
        else:
            places.give_back(choice.slot, choice.people)
        freed.append(choice.slot)
        db.session.delete(choice)
    db.session.flush()
    return freed
