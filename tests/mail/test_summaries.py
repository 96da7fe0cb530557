"""Several changes of an event are one letter, half an hour after the last."""

from datetime import timedelta

import pytest

from eventapp.checks import faults
from eventapp.database import db
from eventapp.mail import actions as mail
from eventapp.mail.bounces import Bounce
from eventapp.mail.models import Letter
from eventapp.registrations import actions
from eventapp.registrations.letters import within
from eventapp.registrations.models import Call, Reach, Registration
from eventapp.registrations.reminders.actions import remind_due

from ..conftest import NOON
from ..make import make_event, make_registration

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.fixture
def event(app):
    return make_event(title="Koken", starts_at=NOON + 20 * DAY, ends_at=NOON + 20 * DAY + 90 * MINUTE)


@pytest.fixture
def ana(event):
    ana = make_registration(event, email="ana@voorbeeld.nl")
    deliver(0)
    return ana


def deliver(minutes: int) -> list[Letter]:
    now = NOON + minutes * MINUTE
    letters = mail.claim(50, owner="w", now=now)
    for letter in letters:
        mail.put_at_the_wire(letter, owner="w", now=now)
        mail.mark_sent(letter, owner="w", answer="250", now=now)
    return letters


def change(event, minutes: int, **changes) -> None:
    actions.change_event(event.id, changes, now=NOON + minutes * MINUTE)


def move(event, minutes: int, days: int) -> None:
    start = NOON + days * DAY
    change(event, minutes, starts_at=start, ends_at=start + 90 * MINUTE)


def version_of(registration) -> int:
    db.session.rollback()
    return db.session.get_one(Registration, registration.id, populate_existing=True).version


def test_three_edits_are_one_letter_with_what_was_before_all_of_them(event, ana):
    move(event, 0, 21)
    move(event, 20, 22)
    change(event, 40, title="Samen koken")

    assert deliver(69) == []
    [letter] = deliver(70)
    assert letter.facts["before"]["title"] == "Koken"
    assert letter.facts["before"]["starts_at"] == (NOON + 20 * DAY).isoformat()
    assert letter.facts["event"]["title"] == "Samen koken"
    assert letter.facts["event"]["starts_at"] == (NOON + 22 * DAY).isoformat()
    assert deliver(500) == []
    assert faults() == []


def test_what_was_undone_is_told_to_nobody(event, ana):
    before = version_of(ana)
    move(event, 0, 21)
    move(event, 5, 22)
    move(event, 10, 20)

    assert deliver(500) == []
    assert version_of(ana) == before
    assert faults() == []
    move(event, 600, 25)
    assert len(deliver(700)) == 1
    assert faults() == []


def test_who_edits_on_and_on_is_read_after_two_hours(event, ana):
    for minutes in range(0, 120, 20):
        move(event, minutes, 21 + minutes // 20)

    assert deliver(119) == []
    assert len(deliver(120)) == 1


def test_an_edit_after_the_letter_left_is_another_letter(event, ana):
    move(event, 0, 21)
    [first] = deliver(30)
    move(event, 31, 22)

    [second] = deliver(61)

    assert second.facts["before"]["starts_at"] == first.facts["event"]["starts_at"]
    assert first.message_id != second.message_id
    assert faults() == []


def test_who_comes_today_hears_it_at_once(app):
    event = make_event(starts_at=NOON + 180 * MINUTE, ends_at=NOON + 240 * MINUTE)
    make_registration(event)
    deliver(0)

    move(event, 1, 5)

    assert [letter.kind for letter in deliver(1)] == ["event-changed"]


def test_who_hears_that_it_is_cancelled_hears_of_no_change_before(event, ana):
    move(event, 0, 21)
    actions.call_off(event.id, reason="Er is water in de zaal.", now=NOON + MINUTE)

    assert [letter.kind for letter in deliver(500)] == ["event-cancelled"]
    assert faults() == []


def test_who_changed_the_own_sign_up_in_between_gets_every_letter(event, ana):
    move(event, 0, 21)
    actions.change(ana.id, name="Ana B", people=2, needs="", news=False, now=NOON + 5 * MINUTE)
    move(event, 10, 22)

    kinds = [letter.kind for letter in deliver(500)]

    assert sorted(kinds) == ["event-changed", "event-changed", "registration-changed"]
    assert faults() == []


def test_who_hears_of_a_place_hears_of_the_change_before_it(app):
    event = make_event(capacity=1, starts_at=NOON + 20 * DAY, ends_at=NOON + 20 * DAY + 90 * MINUTE)
    first = make_registration(event, email="first@voorbeeld.nl")
    make_registration(event, email="next@voorbeeld.nl")
    deliver(0)
    move(event, 0, 21)
    actions.cancel(first.id, now=NOON + 10 * MINUTE)

    told = [letter.kind for letter in deliver(10) if letter.to_address == "next@voorbeeld.nl"]

    assert told == ["event-changed", "place-free"]
    assert deliver(500) == []
    assert faults() == []


def test_a_change_that_was_sent_and_came_back_is_no_letter_to_add_to(event, ana):
    move(event, 0, 21)
    [letter] = deliver(30)
    mail.mark_bounced(Bounce((letter.message_id,), letter.to_address, "552 5.2.2 full"), now=NOON + 31 * MINUTE)
    mail.send_again([letter.id], now=NOON + 32 * MINUTE)

    move(event, 33, 22)

    assert len(deliver(500)) == 2
    assert faults() == []


def test_who_has_no_mail_is_on_the_call_list_once_about_several_edits(event):
    make_registration(event, reach=Reach.PHONE, phone="+31612345678")
    move(event, 0, 21)
    move(event, 20, 22)

    assert db.session.scalars(db.select(Call.reason)).all() == ["event-changed"]


def test_a_reminder_that_waited_until_the_event_began_is_sent_to_nobody(event, ana):
    remind_due(now=event.starts_at - DAY)
    mail.hold(within(event.id), by="Noor", now=NOON)

    mail.release(within(event.id))

    assert mail.claim(5, owner="w", now=event.starts_at) == []
    assert db.session.scalars(db.select(Letter.kind).where(Letter.state == "written")).all() == []
