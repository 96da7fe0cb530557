"""The outbox: who has a letter in hand, and what is recorded of its way out."""

from datetime import timedelta

import pytest

from eventapp.database import db, transaction
from eventapp.mail import actions
from eventapp.mail.models import Letter, State, WorkerBeat
from eventapp.mail.rules import LEASE, MOST_ATTEMPTS

from ..conftest import NOON
from .post import letters, make_letter

LATER = NOON + LEASE


def states() -> list[tuple[str, str]]:
    return [(letter.state, letter.owner) for letter in letters()]


def claim(owner: str = "one", *, now=NOON, count: int = 20, busy: tuple[str, ...] = ()) -> list[Letter]:
    return actions.claim(count, owner=owner, busy_domains=busy, now=now)


def test_the_same_letter_is_one_row(app):
    first = make_letter()

    again = actions.Draft(key=first.key, kind="x", about="x", language="nl", to_address="x@voorbeeld.nl", facts={})
    actions.post(again, now=NOON)

    assert [(letter.kind, letter.message_id) for letter in letters()] == [("place-confirmed", first.message_id)]


def test_a_letter_is_undone_with_what_it_tells_of(app):
    with pytest.raises(ZeroDivisionError), transaction():
        make_letter()
        _oops = 1 / 0

    assert letters() == []


def test_a_claimed_letter_is_nobody_elses(app):
    make_letter()

    assert len(claim("one")) == 1
    assert claim("two") == []
    assert states() == [(State.CLAIMED, "one")]


def test_letters_are_claimed_longest_waiting_first_and_no_more_than_asked(app):
    addresses = [make_letter().to_address for _ in range(3)]

    assert [letter.to_address for letter in claim(count=2)] == addresses[:2]
    assert [letter.to_address for letter in claim("two", count=2)] == addresses[2:]


def test_a_letter_that_is_not_due_yet_waits(app):
    make_letter()

    assert claim(now=NOON - timedelta(seconds=1)) == []


def test_letters_to_a_busy_domain_wait_and_hold_up_nobody(app):
    for address in ("a@groot.example", "b@klein.example", "c@zeergroot.example", "d@groot_example"):
        make_letter(to=address)

    claimed = claim(busy=("groot.example",))

    assert [letter.to_address for letter in claimed] == ["b@klein.example", "c@zeergroot.example", "d@groot_example"]


@pytest.mark.parametrize("at_the_wire", [False, True])
def test_what_a_dead_worker_had_in_hand_is_free_when_its_lease_ends(app, at_the_wire):
    message_id = make_letter().message_id
    [letter] = claim("one")
    if at_the_wire:
        assert actions.put_at_the_wire(letter, owner="one", now=NOON)

    assert claim("two", now=LATER - timedelta(seconds=1)) == []
    [again] = claim("two", now=LATER)

    assert (again.message_id, again.attempts) == (message_id, 2)


def test_who_comes_back_too_late_can_record_nothing(app):
    make_letter()
    [letter] = claim("one")
    [same] = claim("two", now=LATER)

    assert not actions.put_at_the_wire(letter, owner="one", now=LATER)
    assert actions.put_at_the_wire(same, owner="two", now=LATER)
    assert not actions.mark_sent(letter, owner="one", answer="250", now=LATER)
    assert not actions.mark_failed(letter, owner="one", answer="550", now=LATER)
    assert not actions.mark_for_retry(letter, owner="one", answer="450", due_at=LATER)
    assert states() == [(State.AT_THE_WIRE, "two")]


def test_a_letter_goes_out_in_three_steps(app):
    make_letter()
    [letter] = claim("one")

    assert not actions.mark_sent(letter, owner="one", answer="250", now=NOON)  # it was not at the wire
    assert actions.put_at_the_wire(letter, owner="one", now=NOON)
    assert not actions.put_at_the_wire(letter, owner="one", now=NOON)
    assert actions.mark_sent(letter, owner="one", answer="250 taken", now=NOON)

    [sent] = letters()
    assert (sent.state, sent.sent_at, sent.answer) == (State.SENT, NOON, "250 taken")
    assert (sent.owner, sent.lease_until) == ("", None)
    assert claim("two", now=NOON + timedelta(days=400)) == []


def test_a_retry_is_due_when_it_says(app):
    make_letter()
    [letter] = claim()
    actions.put_at_the_wire(letter, owner="one", now=NOON)
    actions.mark_for_retry(letter, owner="one", answer="450 full", due_at=NOON + timedelta(minutes=2))

    assert states() == [(State.WRITTEN, "")]
    assert claim(now=NOON + timedelta(seconds=119)) == []
    assert len(claim(now=NOON + timedelta(seconds=120))) == 1


def test_what_was_put_back_counts_as_not_tried(app):
    make_letter()
    claimed = claim("one")

    actions.put_back(claimed, owner="two", due_at=NOON)
    assert states() == [(State.CLAIMED, "one")]
    actions.put_back(claimed, owner="one", due_at=NOON)

    assert [(letter.state, letter.attempts) for letter in letters()] == [(State.WRITTEN, 0)]


def test_a_letter_that_stops_every_worker_is_given_up(app):
    make_letter()
    moment = NOON
    for _attempt in range(MOST_ATTEMPTS):
        assert len(claim(now=moment)) == 1
        moment += LEASE

    assert claim(now=moment) == []
    assert states() == [(State.FAILED, "")]


def test_a_letter_that_was_erased_meanwhile_does_not_go_out(app):
    letter_id = make_letter().id
    [letter] = claim()
    with transaction() as session:
        session.execute(db.delete(Letter).where(Letter.id == letter_id))

    assert not actions.put_at_the_wire(letter, owner="one", now=NOON)


def test_a_worker_shows_that_it_is_alive_and_old_ones_are_forgotten(app):
    actions.beat("one", now=NOON)
    actions.beat("two", now=NOON + timedelta(hours=20))
    actions.beat("two", now=NOON + timedelta(hours=25))

    beats = db.session.scalars(db.select(WorkerBeat)).all()
    assert [(beat.name, beat.seen_at) for beat in beats] == [("two", NOON + timedelta(hours=25))]
