"""What the door asks the database, against the fold over all facts."""

import random
from datetime import timedelta

import pytest

from eventapp import tokens
from eventapp.database import transaction
from eventapp.door import actions, queries
from eventapp.door.models import CheckIn

from ..make import make_event, make_registration
from .doors import door_state, today


def make_history(event, references, *, count, rng, now) -> None:
    """Facts as several phones may have made them: twice in, more before in, undone before done."""
    facts: list[CheckIn] = []
    for n in range(count):
        undone = rng.choice(facts) if facts and rng.random() < 0.3 else None
        facts.append(
            CheckIn(
                id=tokens.new_id(),
                event_id=event.id,
                device=f"phone of {event.id}",
                seq=n + 1,
                kind="undo" if undone else rng.choice(["in", "more"]),
                reference=undone.reference if undone else rng.choice(references),
                place=undone.place if undone else rng.choice(["", "", "sessie-1"]),
                people=0 if undone else rng.randint(1, 4),
                at=now + timedelta(minutes=rng.randint(-9, 9)),
                offset_ms=rng.choice([-60_000, 0, 60_000]),
                undo_of=undone and undone.id,
                stored_at=now + timedelta(seconds=n),
            )
        )
    with transaction() as session:
        session.add_all(facts)


@pytest.mark.parametrize("seed", range(8))
def test_who_is_inside_is_counted_as_the_fold_over_all_facts_counts(event, now, seed):
    rng = random.Random(seed)
    make_history(make_event(starts_at=today(15)), ["a"], count=5, rng=rng, now=now)
    make_history(event, [f"ticket-{n}" for n in range(8)], count=seed * 5, rng=rng, now=now)

    assert queries.inside(event.id) == door_state(event.id).people()


def test_what_happened_last_comes_first(event, now):
    registrations = [make_registration(event, name=name) for name in ("Fatima", "Ahmed", "Els")]
    made = [tokens.new_id() for _registration in registrations]
    for minute, (registration, fact_id) in enumerate(zip(registrations, made, strict=True)):
        actions.check_in(
            event.id,
            device="phone",
            fact_id=fact_id,
            reference=registration.ticket.reference,
            people=1,
            seen=0,
            now=now + timedelta(minutes=minute),
        )
    actions.undo(event.id, device="phone", fact_id=made[1], now=now + timedelta(minutes=9))

    last = queries.last_facts(event.id, most=3)

    assert [(fact.kind, fact.undo_of or fact.id) for fact in last] == [
        ("undo", made[1]),
        ("in", made[2]),
        ("in", made[1]),
    ]
    assert queries.names_of([fact.reference for fact in last]) == {
        registrations[2].ticket.reference: "Els",
        registrations[1].ticket.reference: "Ahmed",
    }
