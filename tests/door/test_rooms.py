"""The doors of sessions: each with its own list, its own count, and the same people as at the entrance."""

import json
from base64 import b64decode

import pytest
from bs4 import BeautifulSoup
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eventapp import tokens
from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.door.guests import key_of
from eventapp.door.models import DoorPass
from eventapp.door.places import place_of, session_at
from eventapp.registrations.choices.actions import choose

from ..api.phones import Phone, a_fact
from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, make_session, sign_in

BASE = "/en/organiseren/activiteiten/festival/deur"


@pytest.fixture
def event(app):
    return make_event(slug="festival", starts_at=NOON, organisations=[make_organisation()])


@pytest.fixture
def session(event):
    return make_session(event, title="Koken", capacity=2)


@pytest.fixture
def guest(event, session):
    registration = make_registration(event, name="Ana", people=2)
    choose(registration.id, [session.slots[0].id], now=NOON)
    return registration


@pytest.fixture
def room_door(app, event, session):
    """A browser at the door of that session."""
    door_pass, pin = actions.make_pass(event.id, label="Koken", place=place_of(session), now=NOON)
    browser = app.test_client()
    browser.post(f"/deur/{door_pass.key}", data={"pin": pin})
    return browser


def says(browser, registration) -> str:
    page = BeautifulSoup(browser.get(f"/en/T/{registration.ticket.token}").text, "html5lib")
    return page.select_one(".result h1").text


def let_in(event, registration, *, place: str, people: int = 1) -> str | None:
    return actions.check_in(
        event.id, device="d", fact_id=tokens.new_id(), reference=registration.ticket.reference, people=people, seen=0,
        place=place, now=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(
    "place, part_id", [("", None), ("sessie-12", 12), ("sessie-", None), ("sessie-x", None), ("12", None)]
)
def test_a_place_names_its_session(place, part_id):
    assert session_at(place) == part_id


def test_a_room_has_its_own_list_and_its_own_count(event, session, guest, room_door):
    other = make_registration(event, name="Ben")
    let_in(event, guest, place="", people=2)

    assert [says(room_door, guest), says(room_door, other)] == ["Welcome!", "Not on the list of this room"]
    assert let_in(event, other, place=place_of(session)) is None
    assert let_in(event, guest, place=place_of(session), people=2)

    assert says(room_door, guest) == "Already in"
    assert (queries.inside(event.id), queries.inside(event.id, place_of(session))) == (2, 2)
    counts = queries.counts(event.id, place_of(session))
    assert (counts.inside, counts.signed_up, counts.places_left) == (2, 2, 0)


def test_the_door_of_a_session_says_which_and_lets_in_there(event, session, guest, room_door):
    home = BeautifulSoup(room_door.get("/en/deur").text, "html5lib")
    ticket = BeautifulSoup(room_door.get(f"/en/T/{guest.ticket.token}").text, "html5lib")
    form = {tag["name"]: tag["value"] for tag in ticket.select("form input[type=hidden]")}
    room_door.post("/en/deur/binnen", data=form | {"people": "2"})

    assert home.select_one(".door__bar strong").text == "Koken"
    assert [(fact.place, fact.people) for fact in queries.facts_of_event(event.id)] == [(place_of(session), 2)]
    actions.undo(event.id, device="d", fact_id=queries.facts_of_event(event.id)[0].id, now=NOON)
    assert queries.inside(event.id, place_of(session)) == 0


def test_a_session_for_all_has_everybody_on_its_list(app, event):
    opening = make_session(event, title="Opening", for_all=True)
    ana = make_registration(event)

    assert let_in(event, ana, place=place_of(opening))
    assert queries.guests_of(place_of(opening)) is None


def test_a_phone_at_a_room_gets_the_list_of_that_room(event, session, guest, room_door):
    other = make_registration(event)
    told = room_door.get("/api/v1/door/guests").json

    def opened(registration) -> str:
        box = b64decode(next(row["box"] for row in told["guests"] if row["ref"] == registration.ticket.reference))
        return json.loads(AESGCM(key_of(registration.ticket.token)).decrypt(box[:12], box[12:], None))["says"]

    assert (told["place"], told["label"], told["signedUp"], told["most"]) == (place_of(session), "Koken", 2, 2)
    assert [opened(guest), opened(other)] == ["welcome", "other-session"]
    before = told["version"]
    choose(guest.id, [], now=NOON)
    assert room_door.get("/api/v1/door/guests").json["version"] != before


def test_a_walk_in_at_a_room_is_none_at_the_entrance(event, session, room_door):
    Phone(room_door).told(a_fact(seq=1, kind="walkIn", people=3, place=place_of(session)))

    assert (queries.inside(event.id), queries.inside(event.id, place_of(session))) == (0, 3)


def test_an_organiser_makes_the_link_of_a_session_and_sees_how_full_it_is(client, event, session, guest):
    noor = sign_in(client, make_account(*event.organisations))
    noor.post(f"{BASE}/passen", data={"place": place_of(session)})
    refused = noor.post(f"{BASE}/passen", data={"place": "sessie-999"})
    let_in(event, guest, place=place_of(session), people=2)

    page = BeautifulSoup(noor.get(BASE).text, "html5lib")

    made = db.session.scalars(db.select(DoorPass)).one()
    assert (made.place, made.label, refused.status_code) == (place_of(session), "Koken", 422)
    [room] = [" ".join(each.get_text(" ").split()) for each in page.select("#rooms ~ ul li")]
    assert room.startswith("Koken")
    assert room.endswith("2 inside, of 2 Full")
    assert page.select_one(".figures dd").text == "0"
