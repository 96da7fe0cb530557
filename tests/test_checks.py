"""Each thing that is kept twice is broken on purpose, and found."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from eventapp.checks import faults
from eventapp.database import db, transaction
from eventapp.door import actions as door
from eventapp.door.models import CheckIn
from eventapp.events.models import Event
from eventapp.mail.models import Letter
from eventapp.privacy.actions import erase_due
from eventapp.programme.models import Slot
from eventapp.registrations import actions
from eventapp.registrations.choices.actions import choose
from eventapp.registrations.models import Choice, Reach, Registration, Ticket

from .conftest import NOON
from .make import make_event, make_registration, make_session


def broken(statement: Any) -> list[str]:
    """The faults that are found after somebody has been in the database by hand."""
    assert faults() == []
    with transaction() as session:
        session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()
    return faults()


@pytest.fixture
def event(app) -> Event:
    return make_event(slug="wandelen", capacity=3, starts_at=NOON)


@pytest.fixture
def ana(event: Event) -> Registration:
    return make_registration(event, people=2, email="ana@voorbeeld.nl")


def test_a_life_with_everything_in_it_has_no_faults(event, ana):
    waiting = make_registration(event, people=2)
    by_phone = make_registration(event, reach=Reach.PHONE, phone="+31600000001")
    door.check_in(event.id, device="a", fact_id="1", reference=ana.ticket.reference, people=1, seen=0, now=NOON)
    door.undo(event.id, device="a", fact_id="1", now=NOON)
    actions.change(ana.id, people=1, name="Ana", needs="", news=True, now=NOON)
    actions.cancel(ana.id, now=NOON)
    actions.change_capacity(event.id, capacity=1, now=NOON)
    actions.remove(waiting.id, now=NOON)
    actions.change_capacity(event.id, capacity=None, now=NOON)
    actions.send_my_links("ana@voorbeeld.nl", language="nl", press="x", now=NOON)
    actions.call_off(event.id, reason="Regen", now=NOON)

    assert by_phone.status == "confirmed"
    assert faults() == []


def test_places_that_are_counted_but_not_taken(event, ana):
    assert broken(update(Event).values(taken=3)) == [
        "wandelen: 3 places are counted as taken, the registrations take 2."
    ]


def test_people_who_take_no_counted_place(event, ana):
    assert broken(update(Registration).values(people=4)) == [
        "wandelen: 2 places are counted as taken, the registrations take 4.",
        "wandelen: 4 people have a place, 3 may.",
    ]


def test_turns_that_are_counted_but_not_there(event, ana):
    assert broken(update(Event).values(waiting=1)) == ["wandelen: 1 registrations are counted as waiting, 0 wait."]


def test_a_ceiling_that_did_not_come_down(event, ana):
    assert broken(update(Event).values(ceiling=5)) == ["wandelen: the ceiling is 5, the capacity 3, 2 taken."]


def test_a_free_place_that_was_not_given(event, ana):
    waiting = make_registration(event, people=2)

    assert broken(update(Event).values(capacity=4, ceiling=4)) == [
        f"wandelen: registration {waiting.id} waits for 2 places, and 2 are free."
    ]


def test_a_list_for_a_room_without_a_limit(event, ana):
    waiting = make_registration(event, people=2)

    assert broken(update(Event).values(capacity=None, ceiling=None)) == [
        f"wandelen: registration {waiting.id} waits for 2 places, and any number of are free."
    ]


def test_a_party_that_does_not_fit_holds_up_a_smaller_one_and_that_is_no_fault(event, ana):
    make_registration(event, people=2)
    make_registration(event, people=1)

    assert faults() == []


def test_after_the_event_nobody_moves_up_any_more(event, ana, monkeypatch):
    waiting = make_registration(event, people=2)
    over = NOON + timedelta(days=1)
    monkeypatch.setattr("eventapp.clock.now", lambda: over)

    actions.remove(ana.id, now=over)

    assert waiting.status == "waiting"
    assert faults() == []


def test_who_was_cancelled_at_no_moment(event, ana):
    actions.cancel(ana.id, now=NOON)

    assert broken(update(Registration).values(cancelled_at=None)) == [
        f"Registration {ana.id} is cancelled, and nobody knows since when."
    ]


def test_who_was_cancelled_and_still_stands(event, ana):
    assert broken(update(Registration).values(cancelled_at=NOON)) == [
        f"Registration {ana.id} was cancelled, and still stands."
    ]


def test_a_registration_without_a_ticket(event, ana):
    assert broken(delete(Ticket)) == [f"Registration {ana.id} has no ticket."]


def test_a_ticket_for_another_event(event, ana):
    other = make_event()

    assert broken(update(Ticket).values(event_id=other.id)) == [
        f"Ticket {ana.ticket.id} is for another event than its registration."
    ]


def test_a_ticket_that_the_door_does_not_know(event, ana):
    assert broken(update(Ticket).values(reference="ffffffffffffffff")) == [
        f"Ticket {ana.ticket.id} is not known at the door by its own code."
    ]


def test_somebody_who_was_never_written_to(event, ana):
    assert broken(delete(Letter)) == [f"Registration {ana.id} got no letter when it was made."]


def test_a_change_that_was_never_told(event, ana):
    actions.change(ana.id, people=1, name="Ana", needs="", news=False, now=NOON)

    assert broken(delete(Letter).where(Letter.kind == "registration-changed")) == [
        f"Registration {ana.id} was changed 1 times without a letter."
    ]


def test_a_letter_that_was_written_twice(event, ana):
    first = db.session.execute(db.select(Letter.__table__)).one()._asdict()
    again = first | {"id": 999, "key": "another", "message_id": "<another@localhost>"}

    assert broken(insert(Letter.__table__).values(**again)) == [
        f"Registration {ana.id} got the letter place-confirmed 2 times."
    ]


def test_who_has_no_e_mail_needs_no_letter(event):
    make_registration(event, reach=Reach.NONE)

    assert faults() == []


def test_a_check_in_of_nobody(event, ana):
    door.check_in(event.id, device="a", fact_id="1", reference=ana.ticket.reference, people=1, seen=0, now=NOON)

    assert broken(update(CheckIn).values(reference="ffffffffffffffff")) == [
        "Check-in 1 is of a ticket that is not there."
    ]


def test_a_check_in_at_the_door_of_another_event(event, ana):
    door.check_in(event.id, device="a", fact_id="1", reference=ana.ticket.reference, people=1, seen=0, now=NOON)
    other = make_event()

    assert broken(update(CheckIn).values(event_id=other.id)) == ["Check-in 1 is of a ticket that is not there."]


def test_an_undo_of_nothing(event, ana):
    door.check_in(event.id, device="a", fact_id="1", reference=ana.ticket.reference, people=1, seen=0, now=NOON)
    door.undo(event.id, device="a", fact_id="1", now=NOON)
    [undo] = db.session.scalars(db.select(CheckIn.id).where(CheckIn.kind == "undo")).all()

    assert broken(delete(CheckIn).where(CheckIn.id == "1")) == [
        f"Check-in {undo} takes back something that is not there."
    ]


def test_what_was_erased_misses_nothing(event, ana):
    door.check_in(event.id, device="a", fact_id="1", reference=ana.ticket.reference, people=1, seen=0, now=NOON)
    erase_due(now=NOON + timedelta(days=60))

    assert faults() == []


def chosen_by(ana: Registration, event: Event, *, capacity: int = 2) -> Slot:
    slot = make_session(event, capacity=capacity).slots[0]
    choose(ana.id, [slot.id], now=NOON)
    return slot


def test_places_at_a_session_that_nobody_chose(event, ana):
    slot = chosen_by(ana, event)

    assert broken(update(Slot).values(taken=1, ceiling=2)) == [
        f"Slot {slot.id}: 1 places are counted as taken, 2 are chosen."
    ]


def test_a_turn_at_a_session_that_nobody_has(event, ana):
    slot = chosen_by(ana, event)

    assert broken(update(Slot).values(waiting=1)) == [f"Slot {slot.id}: 1 parties are counted as waiting, 0 wait."]


def test_somebody_waits_for_a_session_where_they_would_fit(event, ana):
    slot = chosen_by(ana, event)
    ben = make_registration(event)
    choose(ben.id, [slot.id], willing_to_wait=[slot.id], now=NOON)

    found = broken(update(Slot).values(capacity=3, ceiling=3))

    assert [sentence.partition(": choice")[0] for sentence in found] == [f"Slot {slot.id}"]


def test_somebody_in_two_rooms_at_once(event, ana):
    slot = chosen_by(ana, event)
    start = slot.starts_at + timedelta(minutes=30)
    later = make_session(event, starts_at=start, ends_at=start + timedelta(minutes=20)).slots[0]
    choose(ana.id, [slot.id, later.id], now=NOON)
    first = min(db.session.scalars(db.select(Choice.id)))

    assert broken(update(Slot).where(Slot.id == later.id).values(starts_at=start - timedelta(minutes=5))) == [
        f"Choice {first} is at the same time as another of the same party."
    ]


def test_a_choice_for_another_number_of_people(event, ana):
    slot = chosen_by(ana, event)
    choice_id = db.session.scalars(db.select(Choice.id)).one()

    assert broken(update(Choice).values(people=1)) == [
        f"Slot {slot.id}: 2 places are counted as taken, 1 are chosen.",
        f"Choice {choice_id} is for another number of people.",
    ]
