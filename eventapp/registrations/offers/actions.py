"""Saying yes to an offer, letting it lapse, and making those that waited for the morning."""

from datetime import datetime

from ...database import transaction
from ...events.facts import event_facts
from ...events.models import Event
from ...events.models import Status as EventStatus
from .. import actions
from ..invitations.queries import invitation_of
from ..invitations.rules import check_admitted, holds
from ..models import Registration, Status
from ..queries import first_waiting, lock_event
from ..rules import Full, check_before_end, check_open, check_party, fits, give_back, join_the_list
from . import queries, rules


def accept(registration_id: int, *, now: datetime) -> Registration:
    """Make an offered place theirs; what is too late lapses here and now, and the status tells which of the two."""
    with actions.locked(registration_id) as registration:
        if registration.status == Status.OFFERED:
            event = registration.event
            check_before_end(event, now=now)
            if rules.stands(registration, now=now):
                registration.status, registration.offer_until = Status.CONFIRMED, None
                registration.version += 1
                more = actions.to_choose(event)
                actions.write("place-confirmed", registration, event_facts(event), now=now, others=[], **more)
            else:
                _lapse(registration, now=now)
                actions.fill_free_places(event, now=now)
    return registration


def wait_again(registration_id: int, *, now: datetime) -> Registration:
    """Who did not answer in time comes at the end of the waiting list; twice is once."""
    with actions.locked(registration_id) as registration:
        event = registration.event
        if registration.status == Status.OFFERED and rules.is_lapsed(registration, now=now):
            _lapse(registration, now=now)
        if registration.status == Status.WAITING:
            return registration
        if registration.status != Status.LAPSED:
            raise rules.NotLapsed
        check_open(event, now=now)
        check_party(event, people=registration.people)
        _check_still_admitted(registration)
        if not event.waiting_list:
            raise Full
        registration.status, registration.cancelled_at = Status.WAITING, None
        registration.turn = join_the_list(event)
        registration.passed_over_at, registration.passed_over_because = None, ""  # that was of another turn
        registration.version += 1
        actions.write("on-waiting-list", registration, event_facts(event), now=now, others=[])
        actions.fill_free_places(event, now=now)
    return registration


def lapse_due(*, now: datetime) -> int:
    """Take back every offer whose deadline passed, and give who is next theirs; tells how many lapsed."""
    lapsed = 0
    for event_id in queries.events_with_lapsed_offers(now=now):
        with transaction():
            event = lock_event(event_id)
            if event.status == EventStatus.PUBLISHED and not event.is_past(now):
                overdue = queries.lapsed_offers(event_id, now=now)
                for registration in overdue:
                    _lapse(registration, now=now)
                actions.fill_free_places(event, now=now)
                lapsed += len(overdue)
    return lapsed


def make_due(*, now: datetime) -> int:
    """Offer what came free while no offers were made; tells of how many events."""
    events = [event for event in queries.events_with_free_places(now=now) if _has_somebody_to_tell(event, now=now)]
    for event_id in [event.id for event in events]:
        with transaction():
            actions.fill_free_places(lock_event(event_id), now=now)
    return len(events)


def _has_somebody_to_tell(event: Event, *, now: datetime) -> bool:
    """Asked without the lock, so that nobody waits for a round in which nothing happens."""
    if not rules.may_fill(event, now=now):
        return False
    return any(fits(event, places=head.people) for head in first_waiting(event.id, most=1))


def _check_still_admitted(registration: Registration) -> None:
    """Where one comes by invitation alone, the one that was used must still hold, and be this person's to use."""
    if registration.event.by_invitation:
        invitation = invitation_of(registration)
        check_admitted(registration.event, invitation if invitation and holds(invitation) else None)


def _lapse(registration: Registration, *, now: datetime) -> None:
    """The caller holds the lock of the event, and gives the places to who is next."""
    event = registration.event
    give_back(event, registration.places)
    actions.forget_calls(registration)
    registration.status, registration.offer_until = Status.LAPSED, None
    registration.cancelled_at = now
    registration.version += 1
    actions.tell("offer-lapsed", registration, event_facts(event), now=now)
