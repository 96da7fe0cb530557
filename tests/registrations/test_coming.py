"""Asking once more who comes: when, whom, and what silence means."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import null, select

from eventapp.checks import faults
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.mail.models import Letter, State
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions
from eventapp.registrations.coming import actions as coming
from eventapp.registrations.coming import rules
from eventapp.registrations.finding import Search, ids_of
from eventapp.registrations.models import Call, Reach, Registration

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_organisation, make_registration, sign_in
from .test_views import page

START = datetime(2027, 6, 12, 12, tzinfo=UTC)  # Saturday, 14.00 in Utrecht
ASKING = datetime(2027, 6, 10, 8, tzinfo=UTC)  # Thursday, 10.00
EVENING = datetime(2027, 6, 11, 16, tzinfo=UTC)  # Friday, 18.00


@pytest.fixture
def event(app) -> Event:
    return make_event(capacity=2, starts_at=START, reconfirm="free")


@pytest.fixture
def fatima(event) -> Registration:
    return make_registration(event, email="fatima@voorbeeld.nl")


@pytest.fixture
def ali(event) -> Registration:
    return make_registration(event, email="ali@voorbeeld.nl")


@pytest.fixture
def waiting(event, fatima, ali) -> Registration:
    return make_registration(event, email="wacht@voorbeeld.nl")


def arrived(*addresses: str) -> None:
    """The question reached these people at once."""
    for letter in db.session.scalars(db.select(Letter).where(Letter.kind == "are-you-coming")):
        if letter.to_address in addresses:
            letter.state, letter.sent_at = State.SENT, ASKING
    db.session.commit()


def statuses(event: Event) -> list[str]:
    db.session.expire_all()
    rows = db.select(Registration.status).filter_by(event_id=event.id).order_by(Registration.id)
    return list(db.session.scalars(rows))


def test_people_are_asked_two_days_ahead_at_ten_and_answer_until_the_evening_before(app):
    event = Event(starts_at=START, reconfirm="free")

    assert (rules.asks_at(event), rules.answers_by(event)) == (ASKING, EVENING)


def test_over_the_change_of_the_clock_ten_stays_ten(app):
    event = Event(starts_at=datetime(2027, 10, 31, 13, tzinfo=UTC), reconfirm="free")  # the clock goes back that night

    assert rules.asks_at(event) == datetime(2027, 10, 29, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "now, asks",
    [
        (ASKING - timedelta(minutes=1), False),
        (ASKING, True),
        (ASKING + timedelta(hours=12), False),  # 22.00: at night nobody is asked anything
        (EVENING - timedelta(hours=6), True),
        (EVENING - timedelta(hours=5), False),  # too little time to answer
    ],
)
def test_the_moment_to_ask(app, now, asks):
    assert rules.may_ask(Event(starts_at=START, reconfirm="keep"), now=now) is asks


def test_who_has_a_place_is_asked_once_and_who_waits_is_not(event, fatima, ali, waiting):
    for _round in range(2):
        coming.ask_due(now=ASKING)

    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "are-you-coming"]
    assert letters_to("wacht@voorbeeld.nl") == ["on-waiting-list"]
    assert faults() == []


def test_who_signs_up_after_that_moment_is_not_asked(event, fatima):
    coming.ask_due(now=ASKING)
    make_registration(event, email="laat@voorbeeld.nl", now=ASKING + timedelta(hours=1))
    coming.ask_due(now=ASKING + timedelta(hours=2))

    assert letters_to("laat@voorbeeld.nl") == ["place-confirmed"]


def test_an_event_that_does_not_ask_asks_nobody(app):
    make_registration(make_event(starts_at=START), email="fatima@voorbeeld.nl")

    assert coming.ask_due(now=ASKING) == 0


def test_a_no_gives_the_place_to_who_waits(event, fatima, ali, waiting):
    coming.ask_due(now=ASKING)

    coming.say_not_coming(fatima.id, now=ASKING + timedelta(hours=1))

    assert statuses(event) == ["cancelled", "confirmed", "confirmed"]
    assert faults() == []


def test_silence_frees_the_place_and_a_yes_keeps_it(event, fatima, ali, waiting):
    coming.ask_due(now=ASKING)
    arrived("fatima@voorbeeld.nl", "ali@voorbeeld.nl")
    coming.say_coming(ali.id, now=ASKING + timedelta(hours=1))

    before = coming.free_silent(now=EVENING - timedelta(minutes=1))
    for _round in range(2):
        coming.free_silent(now=EVENING)

    assert before == 0
    assert statuses(event) == ["cancelled", "confirmed", "confirmed"]
    assert letters_to("fatima@voorbeeld.nl") == ["place-confirmed", "are-you-coming", "place-given-away"]
    assert letters_to("wacht@voorbeeld.nl") == ["on-waiting-list", "place-free"]
    assert faults() == []


def test_who_never_got_the_letter_keeps_the_place(event, fatima, ali):
    coming.ask_due(now=ASKING)
    arrived("ali@voorbeeld.nl")

    coming.free_silent(now=EVENING)

    assert statuses(event) == ["confirmed", "cancelled"]


def test_who_has_no_mail_is_called_and_keeps_the_place(event):
    make_registration(event, reach=Reach.PHONE, phone="+31612345678")

    coming.ask_due(now=ASKING)
    coming.free_silent(now=EVENING)

    assert statuses(event) == ["confirmed"]
    assert db.session.scalars(db.select(Call.reason)).all() == ["are-you-coming"]


def test_where_silence_means_yes_everybody_keeps_the_place(app):
    event = make_event(capacity=2, starts_at=START, reconfirm="keep")
    make_registration(event, email="fatima@voorbeeld.nl")
    coming.ask_due(now=ASKING)
    arrived("fatima@voorbeeld.nl")

    assert coming.free_silent(now=EVENING) == 0
    assert statuses(event) == ["confirmed"]


def test_an_event_called_off_asks_and_frees_nothing(event, fatima):
    coming.ask_due(now=ASKING)
    arrived("fatima@voorbeeld.nl")
    actions.call_off(event.id, reason="", now=ASKING + timedelta(hours=1))

    assert coming.free_silent(now=EVENING) == 0


@pytest.mark.parametrize("answer, becomes", [("yes", "confirmed"), ("no", "cancelled"), ("", "confirmed")])
def test_the_buttons_on_the_page(client, event, fatima, monkeypatch, answer, becomes):
    coming.ask_due(now=ASKING)
    monkeypatch.setattr("eventapp.clock.now", lambda: ASKING + timedelta(hours=1))

    shown = client.get(f"/en/mijn/{fatima.key}")
    after_looking = statuses(event)
    client.post(f"/mijn/{fatima.key}/komt-u", data={"answer": answer})

    assert "Do you come?" in page(shown).text
    assert after_looking == ["confirmed"]
    assert statuses(event) == [becomes]


def test_who_was_not_asked_cannot_answer(client, event, fatima):
    answered = client.post(f"/mijn/{fatima.key}/komt-u", data={"answer": "no"})

    assert answered.status_code == 422
    assert statuses(event) == ["confirmed"]
    assert db.session.get_one(Registration, fatima.id).coming_said_at is None
    assert NOON < ASKING


def test_an_organiser_writes_down_what_was_said_by_phone_and_finds_who_said_what(client, monkeypatch):
    house = make_organisation()
    event = make_event(slug="lunch", capacity=3, starts_at=START, reconfirm="free", organisations=[house])
    ana, ben, _cas = [
        make_registration(event, name=name, reach=Reach.PHONE, phone="06") for name in ("Ana", "Ben", "Cas")
    ]
    make_registration(event, name="Dik")
    sign_in(client, make_account(house, name="Noor"))
    base = "/en/organiseren/activiteiten/lunch/aanmeldingen"
    assert "Did they say if they come?" not in client.get(f"{base}/{ana.id}").text
    assert client.post(f"{base}/{ana.id}/komt", data={"comes": "no"}).status_code == 303
    assert statuses(event) == ["confirmed", "confirmed", "confirmed", "waiting"]

    coming.ask_due(now=ASKING)
    monkeypatch.setattr("eventapp.clock.now", lambda: ASKING + timedelta(hours=1))
    asked = client.get(f"{base}/{ana.id}").text
    for _press in range(2):
        client.post(f"{base}/{ana.id}/komt", data={"comes": "yes"})
        client.post(f"{base}/{ben.id}/komt", data={"comes": "no"})

    assert "Did they say if they come?" in asked
    assert "Did they say if they come?" not in client.get(f"{base}/{ana.id}").text
    assert statuses(event) == ["confirmed", "cancelled", "confirmed", "confirmed"]
    for answer, found in {"yes": ["Ana"], "no": ["Ben"], "nothing": ["Cas"]}.items():
        assert [each.text for each in page(client.get(f"{base}?coming={answer}")).select("tbody th bdi")] == found
    notes = db.session.scalars(db.select(AuditNote).filter_by(what="registration.said-coming").order_by(AuditNote.id))
    assert [note.after for note in notes] == [{"comes": True}, {"comes": False}]
    assert faults() == []


def test_who_said_yes_and_was_taken_off_the_list_did_not_say_no(event, fatima, ali):
    coming.ask_due(now=ASKING)
    coming.say_coming(fatima.id, now=ASKING)
    coming.say_not_coming(ali.id, now=ASKING)

    actions.remove(fatima.id, now=ASKING)

    assert ids_of(event.id, Search(coming="no"), present=select(null())) == [ali.id]
