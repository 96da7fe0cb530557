"""Whatever people, organisers and the clock do one after the other: every place is counted, and nobody is passed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp import clock
from eventapp.checks import faults
from eventapp.database import db
from eventapp.errors import Refusal
from eventapp.events.models import Event
from eventapp.mail.models import Letter, State
from eventapp.registrations import actions, staff_actions
from eventapp.registrations.approval import actions as approval
from eventapp.registrations.choices import actions as choices
from eventapp.registrations.choices.rules import Wish
from eventapp.registrations.coming import actions as coming
from eventapp.registrations.models import Reach, Registration, Status
from eventapp.registrations.offers import actions as offers
from eventapp.registrations.turns import take_turns

from ..conftest import NOON, empty_tables
from ..make import make_account, make_event, make_registration, make_session

WHO = st.integers(0, 11)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), st.integers(1, 3), st.booleans()),
        st.tuples(st.just("arrive"), st.integers(1, 3), st.booleans()),
        st.tuples(st.just("accept"), WHO),
        st.tuples(st.just("wait again"), WHO),
        st.tuples(st.just("comes"), WHO, st.booleans()),
        st.tuples(st.just("leave"), WHO),
        st.tuples(st.just("leave one"), WHO, st.integers(0, 2)),
        st.tuples(st.just("size"), WHO, st.integers(1, 4)),
        st.tuples(st.just("choose"), WHO, st.sets(st.integers(0, 2))),
        st.tuples(st.just("approve"), WHO),
        st.tuples(st.just("decline"), WHO),
        st.tuples(st.just("remove"), WHO),
        st.tuples(st.just("restore"), WHO),
        st.tuples(st.just("choose for"), WHO, st.sets(st.integers(0, 2))),
        st.tuples(st.just("capacity"), st.one_of(st.none(), st.integers(1, 8))),
        st.tuples(st.just("time passes"), st.integers(1, 20)),
        st.tuples(st.just("letters arrive")),
    ),
    min_size=6,
    max_size=25,
)


class History:
    """One event with three sessions, two of them at the same time, and all who ever asked for a place at it."""

    def __init__(self, **settings: object) -> None:
        self.now = NOON
        starts_at = NOON + timedelta(days=4)
        self.event: Event = make_event(
            capacity=4, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), **settings
        )
        hours = [starts_at + timedelta(minutes=minutes) for minutes in (0, 20, 90)]
        self.slots = [
            make_session(self.event, starts_at=begin, ends_at=begin + timedelta(minutes=45), capacity=2).slots[0].id
            for begin in hours
        ]
        self.people: list[int] = []
        self.staff_id = make_account().id

    def do(self, what: str, *how) -> None:
        getattr(self, what.replace(" ", "_"))(*how)

    def somebody(self, who: int) -> int:
        return self.people[who % len(self.people)] if self.people else self.arrive(1, False)

    def arrive(self, people: int, separate: bool) -> int:
        reach = Reach.EMAIL if len(self.people) % 3 else Reach.NONE
        made = make_registration(self.event, people=people, separate=separate, reach=reach, now=self.now)
        self.people.append(made.id)
        return made.id

    def accept(self, who: int) -> None:
        offers.accept(self.somebody(who), now=self.now)

    def wait_again(self, who: int) -> None:
        offers.wait_again(self.somebody(who), now=self.now)

    def comes(self, who: int, yes: bool) -> None:
        (coming.say_coming if yes else coming.say_not_coming)(self.somebody(who), now=self.now)

    def leave(self, who: int) -> None:
        actions.cancel(self.somebody(who), now=self.now)

    def leave_one(self, who: int, position: int) -> None:
        actions.drop_one(self.somebody(who), position, now=self.now)

    def size(self, who: int, people: int) -> None:
        actions.change(self.somebody(who), people=people, name="Ana", needs="", news=False, now=self.now)

    def choose(self, who: int, wanted: set[int]) -> None:
        ids = [self.slots[each] for each in wanted]
        choices.choose(self.somebody(who), ids, willing_to_wait=ids, now=self.now)

    def choose_for(self, who: int, wanted: set[int]) -> None:
        ids = frozenset(self.slots[each] for each in wanted)
        choices.choose_for(self.somebody(who), Wish(ids, ids), **self.by_staff)

    def approve(self, who: int) -> None:
        approval.approve(self.event.id, [self.somebody(who)], staff_id=self.staff_id, now=self.now)

    def decline(self, who: int) -> None:
        told = {"told": True, "sentence": ""}
        approval.decline(self.event.id, [self.somebody(who)], **told, staff_id=self.staff_id, now=self.now)

    def remove(self, who: int) -> None:
        staff_actions.remove([self.somebody(who)], **self.by_staff)

    def restore(self, who: int) -> None:
        staff_actions.restore(self.somebody(who), **self.by_staff)

    def capacity(self, capacity: int | None) -> None:
        actions.change_capacity(self.event.id, capacity=capacity, now=self.now)

    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        take_turns(now=self.now)

    def letters_arrive(self) -> None:
        db.session.execute(db.update(Letter).values(state=State.SENT, sent_at=Letter.written_at))
        db.session.commit()

    @property
    def by_staff(self) -> dict:
        return {"event_id": self.event.id, "staff_id": self.staff_id, "now": self.now}

    def rows(self) -> dict[int, tuple[str, int]]:
        db.session.expire_all()
        rows = db.session.scalars(db.select(Registration).filter_by(event_id=self.event.id))
        return {row.id: (row.status, row.turn) for row in rows}


def let_in(before: dict[int, tuple[str, int]], after: dict[int, tuple[str, int]]) -> list[int]:
    """The turns of who waited, and has a place or an offer now."""
    in_it = (Status.CONFIRMED, Status.OFFERED)
    return [turn for key, (was, turn) in before.items() if was == Status.WAITING and after[key][0] in in_it]


@pytest.mark.slow
@pytest.mark.parametrize(
    "given_settings",
    [{}, {"offer_hours": 4, "reconfirm": "free"}, {"approval": True}, {"approval": True, "offer_hours": 24}],
    ids=["at-once", "offers", "approval", "both"],
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_history_counts_every_place_and_keeps_the_order(app, monkeypatch, given_settings, steps):
    db.session.remove()
    empty_tables()  # of the history before, which ended at an hour of its own
    history = History(**given_settings)
    for step in steps:
        before = history.rows()
        try:
            history.do(*step)
        except Refusal:
            db.session.rollback()
        after = history.rows()
        moment: datetime = history.now
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)

        assert faults() == []
        still_waiting = [turn for key, (status, turn) in after.items() if status == "waiting" and key in before]
        moved_up = let_in(before, after)
        assert not moved_up or not still_waiting or max(moved_up) < min(still_waiting)
