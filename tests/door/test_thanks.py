"""The day after: when people are written to, who gets which words, and that everybody gets them once."""

from datetime import UTC, datetime, timedelta

import pytest

from eventapp import tokens
from eventapp.checks import faults
from eventapp.database import db
from eventapp.door import actions as door
from eventapp.door.thanks import rules
from eventapp.door.thanks.actions import thank_due
from eventapp.events.models import Event
from eventapp.mail.models import Letter
from eventapp.registrations import batches
from eventapp.registrations.choices.actions import choose
from eventapp.registrations.models import Reach, Registration

from ..conftest import NOON
from ..make import letters_to, make_event, make_organisation, make_registration, make_series, make_session
from ..processes import PROCESSES, Other, all_at_once
from . import thanker

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2027, 6, 12, 12, tzinfo=UTC)  # Saturday, 14.00 in Utrecht
MORNING = datetime(2027, 6, 13, 8, tzinfo=UTC)  # Sunday, 10.00


@pytest.fixture
def event(app) -> Event:
    return make_event(starts_at=START)


def let_in(registration: Registration, *, place: str = "", ticket: int = 0) -> str:
    fact_id = tokens.new_id()
    reference = registration.tickets[ticket].reference
    told = {"device": "phone", "fact_id": fact_id, "reference": reference, "people": 1, "seen": 0, "place": place}
    assert door.check_in(registration.event_id, **told, now=START)
    return fact_id


def last_letters(*registrations: Registration) -> list[str]:
    return [letters_to(registration.email)[-1] for registration in registrations]


def over(*, ends_at: datetime, starts_at: datetime = START, **given: object) -> Event:
    values = {"thanks": True, "precision": "day", "thanked_at": None} | given
    return Event(starts_at=starts_at, ends_at=ends_at, **values)


@pytest.mark.parametrize(
    "starts_at, ends_at, morning",
    [
        (START, START + HOUR, MORNING),
        (START, datetime(2027, 6, 12, 23, tzinfo=UTC), MORNING),  # until 1.00 is still that evening
        (START, datetime(2027, 6, 13, 15, tzinfo=UTC), MORNING + DAY),  # two days
        (
            datetime(2027, 10, 30, 12, tzinfo=UTC),
            datetime(2027, 10, 30, 13, tzinfo=UTC),
            datetime(2027, 10, 31, 9, tzinfo=UTC),
        ),
        (
            datetime(2027, 3, 27, 12, tzinfo=UTC),
            datetime(2027, 3, 27, 13, tzinfo=UTC),
            datetime(2027, 3, 28, 8, tzinfo=UTC),
        ),
    ],
)
def test_people_are_written_to_at_ten_on_the_day_after(app, starts_at, ends_at, morning):
    assert rules.written_at(over(starts_at=starts_at, ends_at=ends_at)) == morning


@pytest.mark.parametrize(
    "now, given, may",
    [
        (MORNING - HOUR / 60, {}, False),
        (MORNING, {}, True),
        (MORNING + 11 * HOUR, {}, False),  # 21.00
        (MORNING + 22 * HOUR, {}, True),  # 8.00: a worker that was down makes up for it by day
        (MORNING + 7 * DAY, {}, True),
        (MORNING + 7 * DAY + HOUR, {}, False),
        (MORNING, {"thanks": False}, False),
        (MORNING, {"thanked_at": NOON}, False),
        (MORNING, {"precision": "month"}, False),
    ],
)
def test_the_moment_to_write(app, now, given, may):
    assert rules.may_write(over(ends_at=START + HOUR, **given), now=now) is may


@pytest.mark.parametrize(
    "signed_up_at, source, came, door_was_used, kind",
    [
        (NOON, "self", True, True, "thanks-for-coming"),
        (NOON, "self", False, True, "we-missed-you"),
        (NOON, "self", False, False, "thanks-for-signing-up"),
        (START, "self", True, True, "thanks-for-walking-in"),
        (START, "self", False, True, "we-missed-you"),
        (START, "self", False, False, "thanks-for-signing-up"),
        (START, "staff", False, True, "thanks-for-walking-in"),  # somebody at the door wrote them down
        (START - 2 * HOUR, "staff", False, True, "we-missed-you"),
        (MORNING, "import", True, True, "thanks-for-coming"),  # a list on paper, entered afterwards
    ],
)
def test_which_words(app, signed_up_at, source, came, door_was_used, kind):
    registration = Registration(signed_up_at=signed_up_at, source=source)

    found = rules.kind_for(registration, over(ends_at=START + HOUR), came=came, door_was_used=door_was_used)

    assert found == kind


def test_who_came_is_thanked_and_who_did_not_is_missed_each_once(event):
    came, missed = make_registration(event), make_registration(event)
    spontaneous = make_registration(event, now=START)
    let_in(came)
    let_in(spontaneous)

    written = [thank_due(now=now) for now in (START + 2 * HOUR, MORNING, MORNING, MORNING + DAY)]

    assert written == [0, 3, 0, 0]
    assert last_letters(came, missed, spontaneous) == ["thanks-for-coming", "we-missed-you", "thanks-for-walking-in"]
    assert faults() == []


def test_where_nobody_looked_who_came_nobody_is_missed(event):
    registration = make_registration(event)

    thank_due(now=MORNING)

    assert last_letters(registration) == ["thanks-for-signing-up"]


def test_a_scan_that_was_taken_back_is_none(event):
    came, not_yet = make_registration(event), make_registration(event)
    let_in(came)
    fact_id = let_in(not_yet)
    door.undo(event.id, device="phone", fact_id=fact_id, now=START)

    thank_due(now=MORNING)

    assert last_letters(came, not_yet) == ["thanks-for-coming", "we-missed-you"]


def test_who_was_seen_at_a_session_alone_was_there(event):
    part = make_session(event)
    registration, other = make_registration(event), make_registration(event)
    choose(registration.id, [part.slots[0].id], now=NOON)
    let_in(registration, place=f"sessie-{part.id}")

    thank_due(now=MORNING)

    assert last_letters(registration, other) == ["thanks-for-coming", "we-missed-you"]


def test_of_a_party_with_a_ticket_each_one_who_came_is_enough(event):
    party = make_registration(event, people=3, separate=True)
    let_in(party, ticket=2)

    thank_due(now=MORNING)

    assert last_letters(party) == ["thanks-for-coming"]


def test_who_waited_or_has_no_address_is_not_written_to(app):
    event = make_event(starts_at=START, capacity=1)
    make_registration(event, reach=Reach.PHONE, phone="+31612345678")
    make_registration(event, email="wacht@voorbeeld.nl")

    assert thank_due(now=MORNING) == 0
    assert db.session.get_one(Event, event.id).thanked_at == MORNING


@pytest.mark.parametrize("given", [{"status": "cancelled"}, {"status": "draft"}, {"thanks": False}])
def test_an_event_that_does_not_thank(app, given):
    event = make_event(starts_at=START)
    make_registration(event)
    for name, value in given.items():
        setattr(event, name, value)
    db.session.commit()

    assert thank_due(now=MORNING) == 0


def test_what_comes_next_is_the_series_or_else_the_host(app):
    host = make_organisation(slug="dock", name="DOCK")
    series = make_series(slug="koken")
    for given in ({"series": series}, {}, {"series": series, "unlisted": True}):
        make_registration(make_event(starts_at=START, organisations=[host], **given))

    thank_due(now=MORNING)

    facts = db.session.scalars(db.select(Letter.facts).filter_by(kind="thanks-for-signing-up").order_by(Letter.id))
    dock = {"slug": "dock", "name": "DOCK"}
    told = [(each.get("series"), each.get("host"), each["ticket"]) for each in facts]
    assert told == [({"slug": "koken"}, None, None), (None, dock, None), (None, dock, None)]


def test_where_people_meet_each_other_the_letter_asks_whom_they_want_to_speak_again(app):
    for given in ({"meet": True}, {"meet": True, "private": True}, {}):
        make_registration(make_event(starts_at=START, **given))

    thank_due(now=MORNING)

    facts = db.session.scalars(db.select(Letter.facts).filter_by(kind="thanks-for-signing-up").order_by(Letter.id))
    assert [each.get("meet") for each in facts] == [True, None, None]


def test_a_practice_thanks_who_practises(app):
    event = make_event(starts_at=START, practice_to="noor@voorbeeld.nl", unlisted=True)
    make_registration(event, email="fatima@voorbeeld.nl")

    thank_due(now=MORNING)

    assert letters_to("noor@voorbeeld.nl") == ["place-confirmed", "thanks-for-signing-up"]


def test_a_round_is_bounded_and_the_next_one_goes_on(event, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    monkeypatch.setattr(batches, "BATCHES_A_ROUND", 2)
    for _person in range(7):
        make_registration(event)

    assert [thank_due(now=MORNING) for _round in range(3)] == [4, 3, 0]


@pytest.mark.slow
def test_three_workers_at_once_write_to_everybody_once(app, database_url, event):
    for _person in range(250):
        make_registration(event)

    written = all_at_once(*(Other(thanker.rounds, database_url, MORNING) for _n in range(PROCESSES)))

    letters = db.session.scalars(db.select(Letter.about).filter_by(kind="thanks-for-signing-up")).all()
    assert sum(written) == len(set(letters)) == len(letters) == 250
