"""Changes to what people chose, and to what there is to choose: each one transaction under the lock of the event."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from ...database import transaction
from ...events.facts import event_facts
from ...organisations.actions import note
from ...programme import actions as programme
from .. import actions, letters
from .. import queries as registrations
from .. import rules as event_rules
from ..models import Registration
from . import facts, places, queries, rules
from .rules import Wish


def choose(
    registration_id: int, slot_ids: Collection[int], *, willing_to_wait: Collection[int] = (), now: datetime
) -> Registration:
    """Set all that a party wants to come to at once: all of it, or nothing changes."""
    wish = Wish(frozenset(slot_ids), frozenset(willing_to_wait))
    with actions.locked(registration_id) as registration:
        event = registration.event
        event_rules.check_not_cancelled(registration)
        event_rules.check_before_end(event, now=now)
        rules.check_has_place(registration)
        choices, freed, is_changed = places.set_choices(registration, wish, now=now)
        if is_changed:
            registration.version += 1
            parts = facts.programme_facts(choices, language=registration.language)
            actions.write("choices-changed", registration, event_facts(event), now=now, parts=parts)
            actions.fill_free_slots(event, freed, now=now)
    return registration


def take_out(registration_id: int, slot_id: int, *, event_id: int, staff_id: int, now: datetime) -> Registration:
    """Take one choice away from a party, at the wish of the organiser, and tell them."""
    with actions.locked(registration_id) as registration:
        choices = queries.choices_of(registration_id) if registration.event_id == event_id else []
        kept = [choice.slot_id for choice in choices if choice.slot_id != slot_id]
        if len(kept) == len(choices):
            raise rules.NotOffered
        left, freed, _changed = places.set_choices(registration, Wish(frozenset(kept)), now=now)
        registration.version += 1
        parts = facts.programme_facts(left, language=registration.language)
        actions.tell("choices-changed", registration, event_facts(registration.event), now=now, parts=parts)
        note(
            staff_id,
            what="registration.changed",
            about=letters.about(registration),
            after={"fields": ["parts"]},
            now=now,
        )
        actions.fill_free_slots(registration.event, freed, now=now)
    return registration


def change_part(
    part_id: int, columns: dict[str, Any], *, event_id: int, now: datetime, **more: Any
) -> programme.Changed:
    """Change a part; who chose it is told when it moved, and what came free goes to who waits."""
    with transaction():
        event = registrations.lock_event(event_id)
        changed = programme.change_part(part_id, columns, event_id=event_id, now=now, **more)
        if changed.moved and not event.is_past(now):
            for registration in queries.who_chose(slot.id for slot in changed.moved):
                registration.version += 1
                choices = queries.choices_of(registration.id)
                parts = facts.programme_facts(choices, language=registration.language)
                actions.tell("choices-changed", registration, event_facts(event), now=now, parts=parts, moved=True)
        actions.fill_free_slots(event, changed.slots, now=now)
    return changed
