"""Changes to what people chose, and to what there is to choose: each one transaction under the lock of the event."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from ...database import transaction
from ...events.facts import event_facts
from ...events.models import Status as EventStatus
from ...organisations.actions import note
from ...programme import actions as programme
from .. import actions, letters
from .. import queries as registrations
from .. import rules as event_rules
from ..models import Registration
from . import facts, places, queries, rules, staff_rules
from .rules import Wish


def choose(
    registration_id: int, slot_ids: Collection[int], *, willing_to_wait: Collection[int] = (), now: datetime
) -> Registration:
    """Set all that a party wants to come to at once: all of it, or nothing changes."""
    with actions.locked(registration_id) as registration:
        wish = Wish(frozenset(slot_ids), frozenset(willing_to_wait))
        if own := _set(registration, wish, now=now):
            actions.write("choices-changed", registration, event_facts(registration.event), now=now, **own)
    return registration


def choose_for(registration_id: int, wish: Wish, *, event_id: int, staff_id: int, now: datetime) -> Registration:
    """The same, by whoever organises: the party is told, and it is noted."""
    with actions.locked(registration_id) as registration:
        if registration.event_id != event_id:
            raise rules.NotOffered
        if own := _set(registration, wish, now=now):
            actions.tell("choices-changed", registration, event_facts(registration.event), now=now, **own)
            about, fields = letters.about(registration), {"fields": ["parts"]}
            note(staff_id, what="registration.changed", about=about, after=fields, now=now)
    return registration


def _set(registration: Registration, wish: Wish, *, now: datetime) -> dict[str, Any]:
    """Set what a party chose, and give what came free to who waits; tells what a letter says, nothing if all stayed."""
    event_rules.check_not_cancelled(registration)
    event_rules.check_before_end(registration.event, now=now)
    rules.check_has_place(registration)
    choices, freed, is_changed = places.set_choices(registration, wish, now=now)
    if not is_changed:
        return {}
    registration.version += 1
    actions.fill_free_slots(registration.event, freed, now=now)
    own = {"parts": facts.programme_facts(choices, language=registration.language)}
    return own | facts.given_up(freed, language=registration.language)


def change_part(
    part_id: int, columns: dict[str, Any], *, event_id: int, now: datetime, **more: Any
) -> programme.Changed:
    """Change a part; who chose it is told when it moved, and what came free goes to who waits."""
    with transaction():
        event = registrations.lock_event(event_id)
        changed = programme.change_part(part_id, columns, event_id=event_id, now=now, **more)
        if parties := queries.count_in_two_places([slot.id for slot in changed.moved]):
            raise staff_rules.TwoAtOnceForSome(parties)
        if people := queries.largest_that_waits_in_vain([slot.id for slot in changed.slots]):
            raise staff_rules.TooSmallForWhoWaits(people)
        if changed.moved and event.status == EventStatus.PUBLISHED and not event.is_past(now):
            for registration in queries.who_chose(slot.id for slot in changed.moved):
                registration.version += 1
                choices = queries.choices_of(registration.id)
                parts = facts.programme_facts(choices, language=registration.language)
                actions.tell("choices-changed", registration, event_facts(event), now=now, parts=parts, moved=True)
        actions.fill_free_slots(event, changed.slots, now=now)
    return changed
