"""Writing to everybody of an event, the day after."""

from datetime import datetime
from functools import partial
from typing import Any

from ...database import transaction
from ...events.facts import event_facts
from ...events.models import Event
from ...events.models import Status as EventStatus
from ...mail.actions import post_all
from ...registrations import batches, letters
from ...registrations.offers.rules import is_day
from ...registrations.queries import lock_event
from . import queries, rules


def thank_due(*, now: datetime) -> int:
    """Write to who had a place, each once; tells how many letters.

    Any number of workers may do this at the same time, and each may be killed: the letters and how far we are with an
    event are one transaction.
    """
    if not is_day(now):
        return 0
    return batches.in_batches(queries.events_to_thank(now=now), partial(_thank_some, now=now))


def _thank_some(event_id: int, *, now: datetime) -> tuple[int, bool]:
    """Write to some; tells to how many, and whether nobody is left."""
    with transaction():
        event = lock_event(event_id)
        if event.status != EventStatus.PUBLISHED or not rules.may_write(event, now=now):
            return 0, True
        people = queries.people_to_thank(event_id, most=batches.AT_ONCE)
        came = queries.who_came(event_id, [registration.id for registration in people])
        door_was_used, facts, more = queries.door_was_used(event_id), event_facts(event), _next(event)
        kinds = [rules.kind_for(each, event, came=each.id in came, door_was_used=door_was_used) for each in people]
        drafts = [letters.thanks(kind, each, facts, **more) for kind, each in zip(kinds, people, strict=True)]
        post_all(drafts, now=now)
        done = len(people) < batches.AT_ONCE
        if done:
            event.thanked_at = now
        return len(people), done


def _next(event: Event) -> dict[str, Any]:
    """Where the reader finds what comes next: people to meet, the dates of the series, or what the first host has."""
    meet = {"meet": True} if event.meet and not event.private else {}
    if event.series and not event.unlisted:
        return meet | {"series": {"slug": event.series.slug}}
    host = event.organisations[0] if event.organisations else None
    return meet | ({"host": {"slug": host.slug, "name": host.name}} if host else {})
