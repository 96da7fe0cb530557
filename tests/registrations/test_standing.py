"""Letters say how a sign-up stands: with a place, an offer or a turn, or waiting for a yes."""

from datetime import timedelta

import pytest

from eventapp.checks import faults
from eventapp.database import db
from eventapp.enclosures import enclosures_of
from eventapp.events.models import Event
from eventapp.mail.models import Letter
from eventapp.mail.writing import write
from eventapp.registrations import actions
from eventapp.registrations.approval import actions as approval
from eventapp.registrations.models import Reach, Registration
from eventapp.registrations.offers import actions as offers
from eventapp.registrations.parties import Party
from eventapp.registrations.series import actions as series

from ..conftest import NOON
from ..make import make_account, make_event, make_registration, make_series

LINK = "https://video.voorbeeld.nl/praten"
HOUR = timedelta(hours=1)
LATER = {"starts_at": NOON + timedelta(days=9), "ends_at": NOON + timedelta(days=9, hours=1)}


def texts(address: str) -> dict[str, str]:
    """The words of every letter to this address."""
    db.session.expire_all()
    rows = db.session.scalars(db.select(Letter).filter_by(to_address=address).order_by(Letter.id))
    return {each.kind: " ".join(write(each, enclosures_of(each)).text.split()) for each in rows}


def offered(event: Event) -> Registration:
    """Somebody with an offer at an event for one that makes offers."""
    first = make_registration(event)
    second = make_registration(event, email="ana@voorbeeld.nl")
    actions.cancel(first.id, now=NOON)
    return second


def test_the_link_of_an_online_event_is_in_no_letter_to_who_has_no_place(app):
    asks = make_event(approval=True, online_url=LINK)
    ana, ben = (make_registration(asks, email=f"{name}@voorbeeld.nl") for name in ("ana", "ben"))
    staff_id = make_account().id
    approval.decline(asks.id, [ana.id], told=True, sentence="", staff_id=staff_id, now=NOON)
    approval.approve(asks.id, [ben.id], staff_id=staff_id, now=NOON)
    full = make_event(capacity=1, offer_hours=4, online_url=LINK)
    first, second = make_registration(full), make_registration(full, email="cas@voorbeeld.nl")
    make_registration(full, email="dik@voorbeeld.nl")
    actions.cancel(first.id, now=NOON)
    actions.change_event(full.id, LATER, now=NOON)
    offers.accept(second.id, now=NOON + HOUR)

    told = {address: texts(f"{address}@voorbeeld.nl") for address in ("ana", "ben", "cas", "dik")}

    assert {(who, kind) for who, letters in told.items() for kind, text in letters.items() if LINK in text} == {
        ("ben", "place-confirmed"),
        ("cas", "place-confirmed"),
    }


def test_a_change_of_the_event_leaves_an_offer_an_offer_and_a_question_a_question(app):
    event, asks = make_event(capacity=1, offer_hours=4), make_event(approval=True)
    offered(event)
    make_registration(asks, email="ben@voorbeeld.nl")

    for each in (event, asks):
        actions.change_event(each.id, LATER, now=NOON)

    assert "Zeg voor woensdag 2 juni, 16.00 uur of u komt." in texts("ana@voorbeeld.nl")["event-changed"]
    assert "zegt ja of nee" in texts("ben@voorbeeld.nl")["event-changed"]
    for address in ("ana", "ben"):
        assert "wachtlijst" not in texts(f"{address}@voorbeeld.nl")["event-changed"]


@pytest.mark.parametrize("status, words", [("offered", "Zeg voor woensdag 2 juni"), ("asked", "zegt ja of nee")])
def test_a_changed_sign_up_says_how_it_stands(app, status, words):
    if status == "offered":
        ana = offered(make_event(capacity=1, offer_hours=4))
    else:
        ana = make_registration(make_event(approval=True), email="ana@voorbeeld.nl")

    actions.change(ana.id, people=1, name="Anna", needs="", news=False, now=NOON)

    text = texts("ana@voorbeeld.nl")["registration-changed"]
    assert words in text
    assert "U wacht" not in text


def test_dates_at_which_there_is_no_place_promise_no_ticket(app):
    dates = make_series()
    events = [make_event(capacity=1, offer_hours=4, series=dates, starts_at=NOON + timedelta(days=n)) for n in (8, 15)]
    firsts = [make_registration(event) for event in events]
    ids = [event.id for event in events]

    series.sign_up(ids, Party("Ana", Reach.EMAIL, email="ana@voorbeeld.nl"), press="A" * 26, known_full=ids, now=NOON)
    for each in firsts:
        actions.cancel(each.id, now=NOON)
    first = events[0]
    half_an_hour = timedelta(minutes=30)
    hours = {"starts_at": first.starts_at + half_an_hour, "ends_at": first.ends_at + half_an_hour}

    series.edit(first.id, hours, dates=[ids[1]], seen=first.sequence, by=make_account().id, now=NOON)

    text = texts("ana@voorbeeld.nl")["dates-changed"]
    assert text.count("Zeg voor woensdag 2 juni, 16.00 uur of u komt.") == 2
    assert "kaartje blijft" not in text
    assert faults() == []
