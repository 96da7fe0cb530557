"""Reminders: when they are due, who gets them, and that nobody gets one twice."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as sqlalchemy_event

from eventapp.checks import faults
from eventapp.database import db
from eventapp.events.facts import event_facts
from eventapp.events.models import Event
from eventapp.mail.actions import post
from eventapp.mail.drafts import Draft
from eventapp.mail.models import Letter
from eventapp.registrations import actions, batches
from eventapp.registrations.choices.actions import choose
from eventapp.registrations.models import Reach, Registration
from eventapp.registrations.reminders import rules
from eventapp.registrations.reminders.actions import remind_due

from ..conftest import NOON
from ..make import letters_to, make_event, make_registration, make_session
from ..processes import PROCESSES, Other, all_at_once
from . import reminder

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2027, 6, 12, 12, tzinfo=UTC)  # Saturday, 14.00 in Utrecht
EVE = START - DAY


@pytest.fixture
def event(app) -> Event:
    return make_event(starts_at=START)


@pytest.fixture
def fatima(event) -> Registration:
    return make_registration(event, email="fatima@voorbeeld.nl")


def which(event: Event, now: datetime) -> str:
    due = rules.due(event, now=now)
    return due.which if due else ""


def reminders() -> list[Letter]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Letter).filter_by(kind="reminder").order_by(Letter.id)))


@pytest.mark.parametrize(
    "which, moment",
    [
        ("week", datetime(2027, 6, 5, 12, tzinfo=UTC)),
        ("two-days", datetime(2027, 6, 10, 12, tzinfo=UTC)),
        ("day", datetime(2027, 6, 11, 12, tzinfo=UTC)),
        ("two-hours", datetime(2027, 6, 12, 10, tzinfo=UTC)),
    ],
)
def test_the_moment_of_each_reminder(app, which, moment):
    assert rules.moment_of(which, START) == moment


@pytest.mark.parametrize(
    "start, day_before",
    [
        (datetime(2027, 10, 31, 13, tzinfo=UTC), datetime(2027, 10, 30, 12, tzinfo=UTC)),  # the clock goes back
        (datetime(2027, 3, 28, 12, tzinfo=UTC), datetime(2027, 3, 27, 13, tzinfo=UTC)),  # and forward
    ],
)
def test_one_day_before_is_by_the_clock_on_the_wall(app, start, day_before):
    assert rules.moment_of("day", start) == day_before


def test_two_hours_before_are_two_hours_also_when_the_clock_changes(app):
    start = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)

    assert rules.moment_of("two-hours", start) == start - 2 * HOUR


@pytest.mark.parametrize(
    "now, found",
    [
        (EVE - HOUR / 60, ""),
        (EVE, "day"),
        (EVE + 6 * HOUR, "day"),  # the worker was down
        (EVE + 7 * HOUR, ""),  # 21.00
        (EVE + 12 * HOUR, ""),  # half of the time until the start has gone
        (EVE + 20 * HOUR, ""),  # by day again
    ],
)
def test_a_missed_moment_is_made_up_for_while_less_than_half_of_the_time_has_gone(app, now, found):
    assert which(Event(starts_at=START, reminders=("day",), reconfirm=""), now) == found


def test_of_several_only_the_last_that_is_due(app):
    event = Event(starts_at=START, reminders=("week", "two-days", "day", "two-hours"), reconfirm="")

    found = [which(event, START - ahead) for ahead in (8 * DAY, 6 * DAY, 2 * DAY, DAY, 2 * HOUR)]

    assert found == ["", "week", "two-days", "day", "two-hours"]


def test_what_came_too_late_does_not_bring_back_an_earlier_one(app):
    event = Event(starts_at=START, reminders=("week", "two-days", "day"), reconfirm="")

    assert which(event, START - 5 * HOUR) == ""


@pytest.mark.parametrize(
    "start, now, found",
    [
        (datetime(2027, 6, 12, 20, 30, tzinfo=UTC), datetime(2027, 6, 11, 20, 30, tzinfo=UTC), ""),  # 22.30 at night
        (datetime(2027, 6, 12, 20, 30, tzinfo=UTC), datetime(2027, 6, 12, 5, 59, tzinfo=UTC), ""),
        (datetime(2027, 6, 12, 20, 30, tzinfo=UTC), datetime(2027, 6, 12, 6, tzinfo=UTC), "day"),  # 8.00
        (datetime(2027, 6, 12, 5, tzinfo=UTC), datetime(2027, 6, 11, 5, tzinfo=UTC), ""),  # 7.00 on the day before
        (datetime(2027, 6, 12, 5, tzinfo=UTC), datetime(2027, 6, 11, 6, tzinfo=UTC), "day"),
    ],
)
def test_nobody_is_reminded_at_night(app, start, now, found):
    assert which(Event(starts_at=start, reminders=("day",), reconfirm=""), now) == found


@pytest.mark.parametrize(
    "start_hour, found",
    [(7, "two-hours"), (6, ""), (5, "")],  # in UTC: 9.00, 8.00 and 7.00 in Utrecht
)
def test_two_hours_before_an_early_start_wait_until_eight_if_that_is_in_time(app, start_hour, found):
    event = Event(starts_at=datetime(2027, 6, 12, start_hour, tzinfo=UTC), reminders=("two-hours",), reconfirm="")

    assert which(event, datetime(2027, 6, 12, 6, tzinfo=UTC)) == found


@pytest.mark.parametrize("reconfirm, found", [("", "two-days"), ("keep", ""), ("free", "")])
def test_who_is_asked_two_days_ahead_is_not_reminded_as_well(app, reconfirm, found):
    assert which(Event(starts_at=START, reminders=("two-days",), reconfirm=reconfirm), START - 2 * DAY) == found


def test_without_reminders_nothing_is_due(app):
    assert which(Event(starts_at=START, reminders=(), reconfirm=""), EVE) == ""


def test_an_event_reminds_one_day_before_unless_it_says_otherwise(event):
    assert event.reminders == ("day",)


def test_who_has_a_place_is_reminded_once(event, fatima):
    written = [remind_due(now=now) for now in (EVE - HOUR, EVE, EVE, EVE + HOUR, START - HOUR, START + HOUR)]

    assert written == [0, 1, 0, 0, 0, 0]
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "reminder"]
    assert faults() == []


def test_each_reminder_goes_once_and_at_its_own_moment(app):
    event = make_event(starts_at=START, reminders=("week", "day", "two-hours"))
    make_registration(event, email="fatima@voorbeeld.nl")

    for hours in range(24 * 9):
        remind_due(now=START - 8 * DAY + timedelta(hours=hours))

    told = [(letter.key.split("/", 2)[2], letter.written_at) for letter in reminders()]
    assert told == [
        ("reminder/week/20270612T1200Z", START - 7 * DAY),
        ("reminder/day/20270612T1200Z", EVE),
        ("reminder/two-hours/20270612T1200Z", START - 2 * HOUR),
    ]
    assert faults() == []


def test_a_reminder_brings_the_ticket_the_programme_and_the_way_back(event, fatima):
    session = make_session(event, title="Koken uit de buurttuin")
    choose(fatima.id, [session.slots[0].id], now=NOON)

    remind_due(now=EVE)

    facts = reminders()[0].facts
    assert facts["ticket"] == {"token": fatima.ticket.token, "code": fatima.ticket.code}
    assert [part["title"] for part in facts["parts"]] == ["Koken uit de buurttuin"]
    assert facts["key"] == fatima.key
    assert "others" not in facts


def test_everybody_of_a_party_with_a_ticket_each_is_in_it(event):
    make_registration(event, people=3, separate=True, companions="Ali\nSam")

    remind_due(now=EVE)

    assert [ticket["name"] for ticket in reminders()[0].facts["tickets"]][1:] == ["Ali", "Sam"]


def test_who_waits_signed_off_or_has_no_address_is_not_reminded(app):
    event = make_event(starts_at=START, capacity=4)
    gone = make_registration(event, email="weg@voorbeeld.nl")
    make_registration(event, reach=Reach.PHONE, phone="+31612345678")
    make_registration(event, people=2, email="twee@voorbeeld.nl")
    make_registration(event, people=2, email="wacht@voorbeeld.nl")
    actions.cancel(gone.id, now=NOON)

    assert remind_due(now=EVE) == 1
    assert letters_to("twee@voorbeeld.nl") == ["place-confirmed", "reminder"]
    assert faults() == []


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_an_event_that_does_not_take_place_reminds_nobody(event, fatima, status):
    event.status = status
    db.session.commit()

    assert remind_due(now=EVE) == 0


def test_who_signs_up_after_the_moment_just_heard(event, fatima):
    make_registration(event, email="laat@voorbeeld.nl", now=EVE + HOUR)

    assert remind_due(now=EVE + 2 * HOUR) == 1
    assert letters_to("laat@voorbeeld.nl") == ["place-confirmed"]


def test_who_got_the_place_after_the_moment_just_heard(app):
    event = make_event(starts_at=START, capacity=1)
    first = make_registration(event)
    make_registration(event, email="wacht@voorbeeld.nl")
    actions.cancel(first.id, now=EVE + HOUR)

    assert remind_due(now=EVE + 2 * HOUR) == 0
    assert letters_to("wacht@voorbeeld.nl") == ["on-waiting-list", "place-free"]


def test_after_a_move_people_are_reminded_of_the_new_date(event, fatima):
    remind_due(now=EVE)
    later = START + 7 * DAY
    actions.change_event(event.id, {"starts_at": later, "ends_at": later + HOUR}, now=EVE + HOUR)

    written = [remind_due(now=now) for now in (EVE + 2 * HOUR, later - DAY, later - DAY + HOUR)]

    assert written == [0, 1, 0]
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "reminder", "event-changed", "reminder"]
    assert faults() == []


def test_an_event_that_moves_to_within_the_day_was_told_already(event, fatima):
    now = START - 5 * DAY
    soon = now + 20 * HOUR
    actions.change_event(event.id, {"starts_at": soon, "ends_at": soon + HOUR}, now=now)

    assert remind_due(now=now + HOUR) == 0
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "event-changed"]


@pytest.mark.parametrize("is_about_this_one, reminded", [(True, 0), (False, 1)])
def test_who_heard_of_several_dates_at_once_heard_of_those(event, fatima, is_about_this_one, reminded):
    fatima.together = "all-dates"
    db.session.commit()
    date = {"registration": fatima.id if is_about_this_one else 0, "version": 1}
    told = {"dates": [date | {"event": event_facts(event)}]}
    letter = Draft("a-key", "dates-changed", "together/all-dates", "nl", fatima.email, told)
    post(letter, now=EVE + HOUR)

    assert remind_due(now=EVE + 2 * HOUR) == reminded


def test_the_reminders_of_a_practice_go_to_who_practises(app):
    event = make_event(starts_at=START, practice_to="noor@voorbeeld.nl", unlisted=True)
    make_registration(event, email="fatima@voorbeeld.nl")

    remind_due(now=EVE)

    assert letters_to("fatima@voorbeeld.nl") == []
    assert letters_to("noor@voorbeeld.nl") == ["place-confirmed", "reminder"]


def test_a_round_is_bounded_and_the_next_one_goes_on(event, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    monkeypatch.setattr(batches, "BATCHES_A_ROUND", 2)
    for _person in range(7):
        make_registration(event)

    assert [remind_due(now=EVE) for _round in range(3)] == [4, 3, 0]
    assert len({letter.about for letter in reminders()}) == 7


def test_a_batch_asks_as_often_for_many_as_for_few(app):
    def statements(people: int) -> int:
        event = make_event(starts_at=START)
        make_session(event)
        for _person in range(people):
            make_registration(event, people=2, separate=True)
        db.session.expire_all()
        sent: list[str] = []
        listen = lambda *args: sent.append(args[2])  # noqa: E731
        sqlalchemy_event.listen(db.engine, "before_cursor_execute", listen)
        remind_due(now=EVE)
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", listen)
        return len(sent)

    assert statements(9) == statements(3)


@pytest.mark.slow
def test_three_workers_at_once_remind_everybody_once(app, database_url, event):
    for _person in range(250):
        make_registration(event)

    written = all_at_once(*(Other(reminder.rounds, database_url, EVE) for _n in range(PROCESSES)))

    assert sum(written) == 250
    assert len({letter.about for letter in reminders()}) == len(reminders()) == 250
    assert faults() == []
