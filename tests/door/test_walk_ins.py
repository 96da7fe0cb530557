"""Who comes without a sign-up: what they tell if they like, the ticket they may get, and what the counter tells."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp import tokens
from eventapp.checks import faults
from eventapp.database import db
from eventapp.door import queries
from eventapp.door.models import CheckIn
from eventapp.privacy.actions import erase_due
from eventapp.tickets.codes import code_of_reference, read_code, ticket_reference

from ..api.phones import Phone, a_fact, apart, inside
from ..conftest import NOON
from ..make import make_event, make_registration, make_session
from .doors import make_door_browser, today

LOOK, GUESTS = "/api/v1/door/look", "/api/v1/door/guests"
TOLD = {"name": "Zoë 't Hooft", "language": "tr", "neighbourhood": "overvecht"}


@pytest.fixture
def event(app):
    return make_event(starts_at=today(14))


@pytest.fixture
def mine(app, event) -> Phone:
    return Phone(make_door_browser(app, event.id))


def walk_in(token: str | None = None, **given) -> dict:
    return a_fact(kind="walkIn", **{"ref": ticket_reference(token) if token else None, "people": 2} | given)


def look(phone: Phone, text: str) -> dict:
    return phone.browser.post(LOOK, json={"text": text}).json


def test_what_somebody_tells_is_kept_and_told_to_no_other_phone(app, mine, event):
    other = Phone(make_door_browser(app, event.id))

    assert mine.told(walk_in(**TOLD)) == ["stored"]

    kept = db.session.execute(select(CheckIn.name, CheckIn.language, CheckIn.neighbourhood, CheckIn.age)).one()
    assert tuple(kept) == ("Zoë 't Hooft", "tr", "overvecht", "")
    [heard] = other.tell().json["changes"]
    assert not {"name", "language", "neighbourhood", "age"} & set(heard)


@pytest.mark.parametrize(
    "told",
    [
        {"name": "x" * 61},
        {"name": "Zoë\nBcc: a@b.nl"},
        {"name": 7},
        {"language": "<script>"},
        {"neighbourhood": "../.."},
        {"age": "17"},
        {"age": ["0-11"]},
    ],
)
def test_what_no_page_of_ours_asks_is_kept_apart(mine, event, told):
    assert mine.told(walk_in(**told)) == ["quarantined"]
    assert (inside(event), apart(event)) == (0, ["not-understood"])


def test_the_counter_knows_ages_and_neighbourhoods_and_never_a_name(mine, event):
    counted = {"kind": "tally", "people": 3, "age": "65+", "neighbourhood": "overvecht"}

    assert mine.told(
        a_fact(**counted), a_fact(**counted, seq=2, name="Zoë"), a_fact(**counted, seq=3, language="tr")
    ) == [
        "stored",
        "quarantined",
        "quarantined",
    ]
    assert inside(event) == 3


def test_of_somebody_with_a_ticket_nothing_more_is_told(mine, event):
    assert mine.told(a_fact(make_registration(event), name="Zoë")) == ["quarantined"]


def test_the_same_fact_with_another_name_is_kept_apart(mine, event):
    fact = walk_in(name="Zoë")

    assert [mine.told(fact), mine.told(fact), mine.told(fact | {"name": "Zeynep"})] == [
        ["stored"],
        ["known"],
        ["quarantined"],
    ]


def test_a_ticket_that_was_given_at_the_door_is_known_at_every_door_of_the_event(app, mine, event):
    token = tokens.new_token()
    mine.told(walk_in(token, name="Zoë"))
    short = code_of_reference(ticket_reference(token))

    by_code, by_short_code = look(mine, token), look(mine, short)

    assert by_code == by_short_code
    assert (by_code["says"], by_code["name"], by_code["people"]) == ("welcome", "Zoë", 2)
    elsewhere = Phone(make_door_browser(app, make_event(slug="elders", starts_at=today(15)).id))
    assert look(elsewhere, token)["says"] == look(elsewhere, short)["says"] == "unknown"
    assert faults() == []


def test_the_page_of_the_door_says_that_such_a_ticket_is_in_already(mine):
    token = tokens.new_token()
    mine.told(walk_in(token, name="Zoë"))

    page = mine.browser.get(f"/en/T/{token}").text

    assert "Already in" in page
    assert "Zoë" in page


def test_such_a_ticket_counts_once_and_not_as_somebody_who_was_expected(mine, event):
    token = tokens.new_token()
    make_registration(event, people=4)
    mine.told(walk_in(token), a_fact(seq=2, ref=ticket_reference(token), people=2))

    assert inside(event) == 2
    assert queries.counts(event.id).signed_up == 4


def test_what_is_taken_back_makes_the_ticket_unknown(mine, event):
    token = tokens.new_token()
    fact = walk_in(token)
    mine.told(fact, a_fact(kind="undo", seq=2, people=0, ref=fact["ref"], undoOf=fact["id"]))

    assert look(mine, token)["says"] == "unknown"
    assert (inside(event), faults()) == (0, [])


def test_at_a_room_with_a_list_of_its_own_it_is_not_on_that_list(app, mine, event):
    token, session = tokens.new_token(), make_session(event, capacity=2)
    mine.told(walk_in(token))
    place = f"sessie-{session.id}"
    room = Phone(make_door_browser(app, event.id, place=place))

    assert look(room, token)["says"] == "other-session"
    assert room.browser.get(GUESTS).json["hasOwnList"] is True
    assert mine.browser.get(GUESTS).json["hasOwnList"] is False


def test_the_name_goes_with_everything_else_and_the_figures_stay(mine, event):
    mine.told(walk_in(**TOLD))

    erase_due(now=event.ends_at + timedelta(days=29))
    before = db.session.scalar(select(CheckIn.name))
    erase_due(now=event.ends_at + timedelta(days=30))

    assert before == "Zoë 't Hooft"
    assert tuple(db.session.execute(select(CheckIn.name, CheckIn.neighbourhood, CheckIn.people)).one()) == (
        "",
        "overvecht",
        2,
    )


def test_the_short_code_of_a_ticket_is_one_that_can_be_read_aloud():
    assert code_of_reference("0000000000000000") == "222222"
    assert code_of_reference("ffffffffffffffff") == "ZZZZZZ"
    assert all(read_code(code_of_reference(ticket_reference(tokens.new_token()))) for _time in range(50))


def test_a_moment_of_a_clock_that_is_wrong_counts_in_the_hour_of_the_house(mine, event):
    mine.told(walk_in(at=NOON + timedelta(hours=3), offset=-3 * 3600 * 1000))

    assert [fact.moment for fact in queries.facts_of_event(event.id)] == [NOON]
