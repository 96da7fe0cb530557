"""Asking who has a place, hearing the answer, and freeing the places of who says nothing."""

from datetime import datetime

from ...database import transaction
from ...events.facts import event_facts
from ...events.models import Event, Reconfirm
from .. import actions
from ..models import Registration
from ..queries import lock_event
from ..rules import check_before_end
from . import queries, rules


def say_coming(registration_id: int, *, now: datetime) -> Registration:
    """They come; twice is once."""
    with actions.locked(registration_id) as registration:
        _check_was_asked(registration, now=now)
        if rules.waits_for_answer(registration):
            registration.coming_said_at = now
    return registration


def say_not_coming(registration_id: int, *, now: datetime) -> Registration:
    """They do not come: the place goes to who is next."""
    with actions.locked(registration_id) as registration:
        _check_was_asked(registration, now=now)
        if not registration.is_gone:
            registration.coming_said_at = now
            actions.cancel(registration_id, now=now)
    return registration


def ask_due(*, now: datetime) -> int:
    """Ask everybody who has a place at an event for which it is time; tells how many events."""
    asked = 0
    for event_id in [event.id for event in queries.events_that_ask(now=now) if rules.may_ask(event, now=now)]:
        with transaction():
            event = lock_event(event_id)
            if not event.is_cancelled and rules.may_ask(event, now=now):
                _ask(event, now=now)
                asked += 1
    return asked


def free_silent(*, now: datetime) -> int:
    """Give away the places of who was asked in time and said nothing, where silence means that; tells how many."""
    freed = 0
    events = [event for event in queries.events_that_ask(now=now) if rules.frees_places(event, now=now)]
    for event_id in [event.id for event in events if queries.silent_people(event)]:
        with transaction():
            event = lock_event(event_id)
            if not event.is_cancelled and rules.frees_places(event, now=now):
                silent = queries.silent_people(event)
                for registration in silent:
                    actions.give_away(registration, now=now)
                freed += len(silent)
    return freed


def _ask(event: Event, *, now: datetime) -> None:
    event.reconfirm_asked_at = now
    facts = event_facts(event)
    until = rules.answers_by(event).isoformat() if event.reconfirm == Reconfirm.FREE else ""
    for registration in queries.people_to_ask(event):
        registration.reconfirm_asked_at, registration.coming_said_at = now, None
        registration.version += 1
        actions.tell(queries.ARE_YOU_COMING, registration, facts, now=now, until=until)


def _check_was_asked(registration: Registration, *, now: datetime) -> None:
    check_before_end(registration.event, now=now)
    if registration.reconfirm_asked_at is None:
        raise rules.NotAsked
