"""Whatever parties do one after the other, a few lines of plain Python say who is where; so does the database."""

from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.checks import faults
from eventapp.database import db
from eventapp.programme.models import Slot
from eventapp.registrations import actions
from eventapp.registrations.choices import actions as choices
from eventapp.registrations.choices.rules import TooManyForSlot, TwoAtOnce
from eventapp.registrations.models import Choice, Registration

from ..conftest import NOON
from ..make import make_event, make_registration, make_session

MINUTES = ((0, 30), (20, 50), (60, 90))  # the first two are partly at the same time
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("arrive", "choose", "choose", "shrink", "leave", "resize")),
        st.integers(0, 7),  # who, or which session
        st.sets(st.integers(0, 2)),  # what they wish
        st.integers(1, 4),  # how many people, or places
    ),
    min_size=4,
    max_size=18,
)


class Model:
    """Sessions with places and lists, as the promises say them."""

    def __init__(self, capacities: list[int]) -> None:
        self.capacities = capacities
        self.people: dict[int, int] = {}
        self.inside: dict[int, list[int]] = defaultdict(list)
        self.waiting: dict[int, list[int]] = defaultdict(list)

    def free(self, session: int) -> int:
        return self.capacities[session] - sum(self.people[party] for party in self.inside[session])

    def chosen(self, party: int) -> set[int]:
        return {session for session in range(3) if party in self.inside[session] + self.waiting[session]}

    def wish(self, party: int, wanted: set[int]) -> None:
        before = self.chosen(party)
        for session in before - wanted:
            for people in (self.inside[session], self.waiting[session]):
                if party in people:
                    people.remove(party)
        for session in wanted - before:
            fits = not self.waiting[session] and self.people[party] <= self.free(session)
            (self.inside if fits else self.waiting)[session].append(party)
        self.let_in()

    def let_in(self) -> None:
        for session in range(3):
            while self.waiting[session] and self.people[self.waiting[session][0]] <= self.free(session):
                self.inside[session].append(self.waiting[session].pop(0))


@pytest.mark.slow
@pytest.mark.parametrize("seats", [(2, 3, 4)])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_rules_of_sessions_hold_in_every_history(app, seats, steps):
    event = make_event(starts_at=NOON + timedelta(days=9), ends_at=NOON + timedelta(days=9, hours=3))
    start = event.starts_at
    parts = [
        make_session(
            event,
            capacity=seats[n],
            starts_at=start + timedelta(minutes=first),
            ends_at=start + timedelta(minutes=last),
        )
        for n, (first, last) in enumerate(MINUTES)
    ]
    slots = [part.slots[0].id for part in parts]
    model, parties = Model(list(seats)), []
    for what, number, wanted, size in steps:
        _do(what, number, wanted, size, event=event, parts=parts, slots=slots, model=model, parties=parties)
        assert _seen(slots, parties) == _expected(model)
        assert faults() == []


def _do(what, number, wanted, size, *, event, parts, slots, model, parties) -> None:
    party = number % len(parties) if parties else None
    if what == "arrive":
        parties.append(make_registration(event, people=size).id)
        model.people[len(parties) - 1] = size
    elif what == "resize":
        session = number % 3
        more = max(model.capacities[session], size + 2)  # places are only added: who is inside stays
        columns = {"title": parts[session].title}
        choices.change_part(
            parts[session].id, columns, event_id=event.id, capacity=more, waiting_list=True, knowingly=True,
            staff_id=None, now=NOON,
        )  # fmt: skip
        model.capacities[session] = more
        model.let_in()
    elif party is not None and model.people.get(party):
        if what == "choose":
            _choose(party, wanted, slots=slots, model=model, parties=parties)
        elif what == "shrink" and model.people[party] > 1:
            model.people[party] -= 1
            actions.change(parties[party], people=model.people[party], name="x", needs="", news=False, now=NOON)
            model.let_in()
        elif what == "leave":
            actions.cancel(parties[party], now=NOON)
            model.wish(party, set())
            model.people[party] = 0


def _choose(party: int, wanted: set[int], *, slots: list[int], model: Model, parties: list[int]) -> None:
    ids = {slots[each] for each in wanted}
    too_many = any(model.people[party] > model.capacities[each] for each in wanted - model.chosen(party))
    if {0, 1} <= wanted or too_many:
        with pytest.raises((TwoAtOnce, TooManyForSlot)):
            choices.choose(parties[party], ids, willing_to_wait=ids, now=NOON)
        return
    choices.choose(parties[party], ids, willing_to_wait=ids, now=NOON)
    model.wish(party, wanted)


def _seen(slots: list[int], parties: list[int]) -> list[tuple[set[int], list[int], int]]:
    """Per session who is inside, who waits in which order, and how many places are free."""
    db.session.expire_all()
    seen = []
    for slot_id in slots:
        rows = db.session.scalars(db.select(Choice).filter_by(slot_id=slot_id).order_by(Choice.turn, Choice.id)).all()
        inside = {parties.index(row.registration_id) for row in rows if row.status == "confirmed"}
        waiting = [parties.index(row.registration_id) for row in rows if row.status == "waiting"]
        slot = db.session.get_one(Slot, slot_id)
        seen.append((inside, waiting, slot.capacity - slot.taken))
    assert db.session.scalar(db.select(db.func.count(Registration.id)).where(Registration.id.in_(parties))) == len(
        parties
    )
    return seen


def _expected(model: Model) -> list[tuple[set[int], list[int], int]]:
    return [(set(model.inside[n]), model.waiting[n], model.free(n)) for n in range(3)]
