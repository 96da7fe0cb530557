"""Phones with wrong clocks, messages lost, doubled and late, and a house that falls over: in the end all agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp import tokens
from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.door.batches import read_batch
from eventapp.door.facts import Fact, fold

from ..conftest import NOON, empty_tables
from ..door.doors import today
from ..make import make_event, make_registration
from .test_door import ADDRESS, a_fact

CLOCKS = (0, -90_000, 3_600_000)  # milliseconds that each phone is wrong
PHONES, TICKETS = st.integers(0, 2), st.integers(0, 3)
FATES = st.sampled_from(("arrives", "arrives", "is lost", "answer is lost", "arrives twice", "house falls over"))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), PHONES, TICKETS, st.integers(1, 3)),
        st.tuples(st.just("scan"), PHONES, TICKETS, st.integers(1, 3)),
        st.tuples(st.just("undo"), PHONES, st.integers(0, 9)),
        st.tuples(st.just("send"), PHONES, FATES, st.integers(1, 4)),
        st.tuples(st.just("send"), PHONES, FATES, st.integers(1, 4)),
        st.tuples(st.just("restart"), PHONES),
    ),
    min_size=3,
    max_size=25,
)


class FellOver(Exception):
    """The house, in the middle of its transaction."""


class Phone:
    """Keeps a fact in its queue until the house says that it has it, and asks what came after what it heard."""

    def __init__(self, browser, clock: int) -> None:
        self.browser, self.clock = browser, clock
        self.device, self.seq, self.cursor = tokens.new_id(), 0, 0
        self.queue: list[dict] = []
        self.seen: dict[str, dict] = {}  # its own facts and those of others

    def write(self, *, seconds: int, **facts) -> None:
        self.seq += 1
        at = NOON + timedelta(seconds=seconds, milliseconds=self.clock)
        fact = a_fact(seq=self.seq, at=at, offset=-self.clock, **facts)
        self.queue.append(fact)
        self.seen[fact["id"]] = fact | {"device": self.device}

    def exchange(self, fate: str, most: int) -> None:
        body = {"device": self.device, "since": self.cursor, "events": self.queue[:most][::-1]}
        if fate == "is lost":
            return
        if fate == "house falls over" and self.queue:
            with falling_over(), pytest.raises(FellOver):
                self.browser.post(ADDRESS, json=body)
            return
        answer = self.browser.post(ADDRESS, json=body).json
        if fate == "answer is lost":
            return
        if fate == "arrives twice":
            answer = self.browser.post(ADDRESS, json=body).json
        self.hear(answer)

    def hear(self, answer: dict) -> None:
        done = {ack["id"] for ack in answer["acks"]}
        assert {ack["status"] for ack in answer["acks"]} <= {"stored", "known"}
        self.queue = [fact for fact in self.queue if fact["id"] not in done]
        self.seen |= {fact["id"]: fact for fact in answer["changes"]}
        self.cursor = answer["cursor"]

    def restart(self) -> None:
        """What was on the disk is there; what it heard must be asked again."""
        self.cursor = 0
        self.seen = {fact["id"]: fact | {"device": self.device} for fact in self.queue}

    @property
    def facts(self) -> set[Fact]:
        batches = [{"device": fact["device"], "events": [fact]} for fact in self.seen.values()]
        return {told.fact for batch in batches for told in read_batch(batch).told}


@contextmanager
def falling_over() -> Iterator[None]:
    """After the facts are written, and before they stand."""

    def store_and_fall(*told, **how) -> None:
        store(*told, **how)
        raise FellOver

    store = actions._store
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "_store", store_and_fall)
        yield
    db.session.rollback()


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_on_the_way_every_scan_counts_once_and_all_phones_agree(app, steps):
    db.session.remove()
    empty_tables()
    event = make_event(starts_at=today(14))
    references = [make_registration(event, people=3).ticket.reference for _ticket in range(4)]
    door_pass, pin = actions.make_pass(event.id, now=NOON)
    phones = []
    for clock in CLOCKS:
        browser = app.test_client()
        browser.post(f"/deur/{door_pass.key}", data={"pin": pin})
        phones.append(Phone(browser, clock))

    written: set[str] = set()
    for seconds, (what, phone, *how) in enumerate(steps):
        one = phones[phone]
        if what == "scan":
            ticket, people = how
            one.write(seconds=seconds, ref=references[ticket], people=people)
        elif what == "undo" and one.seen:
            target = list(one.seen.values())[how[0] % len(one.seen)]
            one.write(seconds=seconds, kind="undo", people=0, ref=target["ref"], undoOf=target["id"])
        elif what == "send":
            one.exchange(*how)
        elif what == "restart":
            one.restart()
        written |= {fact["id"] for fact in one.queue}

    for _round in range(2):
        for one in phones:
            while one.queue:
                one.exchange("arrives", 500)
            one.exchange("arrives", 500)

    db.session.rollback()
    stored = set(queries.facts_of_event(event.id))
    assert {fact.id for fact in stored} == written
    assert [one.facts for one in phones] == [stored] * 3
    assert queries.inside(event.id) == fold(stored).people()
    assert queries.quarantined_of(event.id) == []
