"""Saying yes or no to who asks for a place: to all that were chosen, or to none."""

from collections.abc import Sequence
from datetime import datetime

from ...database import transaction
from ...events.facts import event_facts
from ...organisations.actions import note
from .. import actions, letters
from ..models import Status
from ..queries import lock_event
from ..rules import check_before_end, check_can_be_added, join_the_list, status_of_added, take
from ..staff_rules import check_room
from . import queries, rules


def approve(event_id: int, registration_ids: Sequence[int], *, staff_id: int, now: datetime) -> int:
    """Give these a place, or a turn where it is full, and tell them; tells how many. Twice is once."""
    with transaction():
        event = lock_event(event_id)
        check_can_be_added(event, now=now)
        asking = rules.to_approve(queries.chosen(event_id, registration_ids))
        facts, more = event_facts(event), actions.to_choose(event)
        for registration in asking:
            check_room(event, people=registration.people)
            event.asked -= 1
            registration.status = status_of_added(event, people=registration.people)
            registration.version += 1
            take(event, registration.places)
            if registration.status == Status.WAITING:
                registration.turn = join_the_list(event)
            actions.tell(letters.welcome_of(registration), registration, facts, now=now, others=[], **more)
            after = {"status": registration.status}
            note(staff_id, what="registration.approved", about=letters.about(registration), after=after, now=now)
    return len(asking)


def decline(
    event_id: int, registration_ids: Sequence[int], *, told: bool, sentence: str, staff_id: int, now: datetime
) -> int:
    """Say no to these, and write to them where that was asked; tells how many. Twice is once."""
    with transaction():
        event = lock_event(event_id)
        check_before_end(event, now=now)
        asking = rules.to_decline(queries.chosen(event_id, registration_ids))
        facts = event_facts(event)
        for registration in asking:
            event.asked -= 1
            actions.forget_calls(registration)
            registration.status, registration.cancelled_at = Status.DECLINED, now
            if told:
                registration.version += 1
                actions.tell("sign-up-declined", registration, facts, now=now, sentence=sentence)
            note(
                staff_id,
                what="registration.declined",
                about=letters.about(registration),
                after={"told": told},
                now=now,
            )
    return len(asking)
