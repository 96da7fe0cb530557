"""Writing the reminders whose moment has come."""

from datetime import datetime
from functools import partial

from ...database import transaction
from ...events.facts import event_facts
from ...events.models import Event
from ...events.models import Status as EventStatus
from ...mail.actions import post_all
from ...mail.drafts import Draft
from .. import batches, letters
from ..choices.facts import own_facts
from ..choices.queries import choices_of_all
from ..models import Registration
from ..offers.rules import is_day
from ..queries import lock_event
from . import queries, rules


def remind_due(*, now: datetime) -> int:
    """Remind who has a place, each once of each start; tells how many letters.

    Any number of workers may do this at the same time, and each may be killed: the letters and how far we are with an
    event are one transaction.
    """
    if not is_day(now):
        return 0
    return batches.in_batches(queries.events_to_remind(now=now), partial(_remind_some, now=now))


def _remind_some(event_id: int, *, now: datetime) -> tuple[int, bool]:
    """Write to some; tells to how many, and whether nobody is left."""
    with transaction():
        event = lock_event(event_id)
        reminder = rules.due(event, now=now)
        if event.status != EventStatus.PUBLISHED or reminder is None or reminder.mark == event.reminded:
            return 0, True
        people = queries.people_to_remind(event, reminder, most=batches.AT_ONCE)
        post_all(_drafts(event, people, mark=reminder.mark), now=now)
        done = len(people) < batches.AT_ONCE
        if done:
            event.reminded = reminder.mark
        return len(people), done


def _drafts(event: Event, people: list[Registration], *, mark: str) -> list[Draft]:
    facts = event_facts(event)
    chosen = choices_of_all([registration.id for registration in people])
    return [
        letters.reminder(
            registration,
            facts,
            mark=mark,
            tickets=registration.tickets,
            **own_facts(chosen.get(registration.id, []), language=registration.language),
        )
        for registration in people
    ]
