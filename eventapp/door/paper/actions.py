"""Entering what was ticked on paper: facts of the moment at which people came in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from ...database import transaction
from ...events.models import Event
from ...organisations.actions import note
from .. import actions, queries
from ..facts import Fact, fold
from ..models import FactKind
from ..places import entrance_at
from ..rules import Dates
from . import rules


def enter(
    event_id: int, came: Mapping[str, int], *, walk_ins: int, at: datetime, press: str, staff_id: int, now: datetime
) -> int:
    """Let in who was ticked and not yet scanned, by the reference of their tickets; tells how many people that were.

    The same press twice is once.
    """
    with transaction() as session:
        queries.lock_door(event_id)
        event = session.get_one(Event, event_id, populate_existing=True)
        rules.check_moment(at, window=Dates.of(event), now=now)
        facts, device = queries.facts_of_event(event_id), rules.device_of(press)
        if any(fact.device == device for fact in facts):
            return sum(fact.people for fact in facts if fact.device == device)
        parties = {ticket.reference: ticket.people for ticket, _code in queries.tickets_that_let_in(event_id)}
        state = fold(facts)
        place = entrance_at(at, starts_at=event.starts_at, ends_at=event.ends_at)
        entered = rules.still_to_come(came, parties=parties, state=state, place=place)
        told: list[tuple[FactKind, str | None, int]] = [
            (rules.kind_of(each, state, place=place), each, people) for each, people in entered.items()
        ]
        if walk_ins:
            told.append((FactKind.WALK_IN, None, walk_ins))
        new = [_fact(press, n, *each, place=place, at=at) for n, each in enumerate(told, 1)]
        actions.store(event_id, new, now=now)
        count = sum(fact.people for fact in new)
        if new:
            note(staff_id, what="door.paper-entered", about=f"event/{event_id}", after={"count": count}, now=now)
    return count


def _fact(
    press: str, number: int, kind: FactKind, reference: str | None, people: int, *, place: str, at: datetime
) -> Fact:
    fact_id = str(uuid5(NAMESPACE_URL, f"{rules.device_of(press)}/{number}"))
    return Fact(fact_id, rules.device_of(press), number, kind, reference, place, people, at, 0, None)
