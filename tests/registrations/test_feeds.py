"""The calendar of one sign-up: its own secret, its own dates, and nothing that opens anything else."""

import email
import email.policy
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from eventapp.database import db
from eventapp.enclosures import enclosures_of
from eventapp.mail.composing import compose
from eventapp.mail.models import Letter
from eventapp.registrations import actions
from eventapp.registrations.choices.actions import choose
from eventapp.registrations.feeds import feed_key

from ..conftest import NOON
from ..make import make_event, make_registration, make_series, make_session, make_station, make_venue
from .test_series import sign_up

WEEK = timedelta(weeks=1)


def address_of(client, registration) -> str:
    page = BeautifulSoup(client.get(f"/mijn/{registration.key}").text, "html5lib")
    return page.select("#calendar .links a")[-1]["href"].removeprefix("http://localhost")


def entries(answer) -> list:
    return Calendar.from_ical(answer.data).walk("VEVENT")


def told(answer) -> list[tuple[str, str]]:
    return [(str(entry["SUMMARY"]), str(entry["STATUS"])) for entry in entries(answer)]


def test_it_holds_every_date_of_the_sign_up_and_no_other_of_the_same_address(client):
    series = make_series()
    evenings = [make_event(title=f"Avond {n}", series=series, starts_at=NOON + n * WEEK) for n in (1, 2, 3)]
    made = sign_up([evenings[0], evenings[2]])
    make_registration(make_event(title="Van iemand anders"), email="fatima@voorbeeld.nl")

    address = address_of(client, made[0])

    assert told(client.get(address)) == [("Avond 1", "CONFIRMED"), ("Avond 3", "CONFIRMED")]


def test_what_was_chosen_has_entries_of_its_own_and_what_is_discreet_tells_the_hour_alone(client):
    event = make_event(
        title="Fit & Gezond", venue=make_venue(name="Het Plein", address="", postcode="", city="Utrecht")
    )
    session = make_session(event, title="Koken", room="Zaal 2")
    station = make_station(event, title="Bloeddruk", room="Zaal 9", discreet=True)
    registration = make_registration(event)
    choose(registration.id, [session.slots[0].id], now=NOON)
    later = next(slot for slot in station.slots if slot.starts_at >= session.slots[0].ends_at)
    choose(registration.id, [session.slots[0].id, later.id], now=NOON)

    answer = client.get(address_of(client, registration))

    shown = entries(answer)
    assert [str(each["SUMMARY"]) for each in shown] == ["Fit & Gezond", "Koken", "Uw tijdvak"]
    assert str(shown[1]["LOCATION"]) == "Zaal 2, Het Plein, Utrecht"
    assert len({str(each["UID"]) for each in shown}) == 3
    assert "Bloeddruk" not in answer.text
    assert "Zaal 9" not in answer.text


def test_it_has_the_uid_of_the_invitation_and_follows_what_happens(client):
    registration = make_registration(make_event())
    address = address_of(client, registration)
    before = entries(client.get(address))[0]

    actions.cancel(registration.id, now=NOON + timedelta(minutes=5))

    [own] = entries(client.get(f"/mijn/{registration.key}/agenda.ics"))
    [after] = entries(client.get(address))
    assert before["UID"] == after["UID"] == own["UID"]
    assert (str(before["STATUS"]), str(after["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["DTSTAMP"].dt, after["DTSTAMP"].dt) == (NOON, NOON + timedelta(minutes=5))


def test_of_a_private_event_it_does_not_tell_which(client):
    registration = make_registration(make_event(slug="praten", title="Praten over drank", private=True))

    answer = client.get(address_of(client, registration))

    assert told(answer) == [("Uw afspraak", "CONFIRMED")]
    assert "praten" not in answer.text.lower()


def test_its_address_opens_nothing_but_the_calendar(client):
    registration = make_registration(make_event())
    key = feed_key(registration)

    feed = client.get(f"/mijn/{key}/agenda.ics")

    assert client.get(f"/mijn/{key}").status_code == 404
    assert client.post(f"/mijn/{key}/afmelden").status_code == 404
    assert client.post(f"/mijn/{key}/agenda/nieuw").status_code == 404
    assert registration.key not in feed.text
    assert registration.ticket.token not in feed.text
    assert registration.ticket.code not in feed.text


@pytest.mark.parametrize("key", ["x", "0-0.abc", "1-0.AAAAAAAAAAAAAAAA", "999999999999-0.x", "💥"])
def test_an_address_that_we_did_not_make_is_unknown(client, key):
    make_registration(make_event())

    assert client.get(f"/mijn/{key}/agenda.ics").status_code == 404


def test_a_new_address_makes_the_old_one_worthless(client):
    registration = make_registration(make_event())
    old = address_of(client, registration)

    answer = client.post(f"/mijn/{registration.key}/agenda/nieuw")
    db.session.expire_all()

    assert answer.status_code == 303
    assert (client.get(old).status_code, client.get(address_of(client, registration)).status_code) == (404, 200)


def test_it_is_not_sent_again_while_nothing_changed(client):
    registration = make_registration(make_event())
    address = address_of(client, registration)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert "Set-Cookie" not in first.headers


def programme_in(letter) -> list[tuple[str, str, str]]:
    """UID, title and status of what a letter puts in the reader's calendar besides the event."""
    programme = enclosures_of(letter).programme
    shown = Calendar.from_ical(programme.ics).walk("VEVENT") if programme else []
    return [(str(each["UID"]), str(each["SUMMARY"]), str(each["STATUS"])) for each in shown]


def last_letter() -> Letter:
    return db.session.scalars(db.select(Letter).order_by(Letter.id.desc())).first()


def test_a_letter_puts_what_was_chosen_in_the_calendar_by_the_names_of_the_feed(client):
    event = make_event(title="Fit & Gezond")
    session, station = make_session(event, title="Koken"), make_station(event, title="Bloeddruk", discreet=True)
    registration = make_registration(event)
    later = next(slot for slot in station.slots if slot.starts_at >= session.slots[0].ends_at)
    choose(registration.id, [session.slots[0].id, later.id], now=NOON)

    _event, *in_feed = entries(client.get(address_of(client, registration)))
    letter = last_letter()

    assert programme_in(letter) == [(str(each["UID"]), str(each["SUMMARY"]), "CONFIRMED") for each in in_feed]
    assert [title for _uid, title, _status in programme_in(letter)] == ["Koken", "Uw tijdvak"]
    assert f"-{later.id}@" not in str(programme_in(letter))
    mail = email.message_from_bytes(compose(letter, enclosures_of(letter)).as_bytes(), policy=email.policy.default)
    assert [each.get_filename() for each in mail.iter_attachments()] == ["afspraak.ics", "programma.ics"]


def test_what_was_given_up_leaves_the_calendar(client):
    event = make_event()
    yoga, talk = make_session(event, title="Yoga"), make_session(event, title="Praten")
    registration = make_registration(event)
    choose(registration.id, [yoga.slots[0].id], now=NOON)
    [(uid, _title, _status)] = programme_in(last_letter())

    choose(registration.id, [talk.slots[0].id], now=NOON)

    told = {title: status for _uid, title, status in programme_in(last_letter())}
    assert told == {"Praten": "CONFIRMED", "Yoga": "CANCELLED"}
    assert (uid, "Yoga", "CANCELLED") in programme_in(last_letter())


@pytest.mark.parametrize("how", ["cancel", "remove", "call off"])
def test_who_does_not_come_has_no_programme_in_the_calendar(client, how):
    event = make_event()
    registration = make_registration(event)
    choose(registration.id, [make_session(event, title="Yoga").slots[0].id], now=NOON)
    event_id, registration_id = event.id, registration.id

    if how == "cancel":
        actions.cancel(registration_id, now=NOON)
    elif how == "remove":
        actions.remove(registration_id, now=NOON)
    else:
        actions.call_off(event_id, reason="Storm", now=NOON)

    assert [(title, status) for _uid, title, status in programme_in(last_letter())] == [("Yoga", "CANCELLED")]


def test_of_a_private_event_the_programme_tells_the_hour_alone(client):
    event = make_event(private=True)
    registration = make_registration(event)
    choose(registration.id, [make_session(event, title="Praten over drank").slots[0].id], now=NOON)

    assert [title for _uid, title, _status in programme_in(last_letter())] == ["Uw tijdvak"]
