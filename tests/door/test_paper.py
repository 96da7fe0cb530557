"""A list on paper, and typing over what was ticked on it."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp import tokens
from eventapp.checks import faults
from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.door.names import last_name_first
from eventapp.door.paper import actions as paper
from eventapp.door.paper.rules import AnotherDay, NotYet
from eventapp.door.paper.staff_pages import door_list, station_sheets
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions as registrations
from eventapp.tickets.door_lists import DoorList, Line, draw_door_list, draw_door_list_as_picture

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, make_station, sign_in

BASE = "/en/organiseren/activiteiten/wandelen/deur/papier"


@pytest.fixture
def event(app):
    return make_event(slug="wandelen", starts_at=NOON, organisations=[make_organisation()])


@pytest.fixture
def noor(client, event):
    return sign_in(client, make_account(*event.organisations, tf_primary_method="authenticator"))


def enter(event, came: dict, *, walk_ins: int = 0, at=NOON, press: str = "P" * 26, now=NOON) -> int:
    return paper.enter(
        event.id, came, walk_ins=walk_ins, at=at, press=press, staff_id=make_account().id, now=now
    )  # fmt: skip


def test_numbers_for_the_tables_come_on_paper_and_say_nothing_of_anybodys_health(event, noor):
    make_station(event, title="Bloeddruk", room="Zaal 2", discreet=True)
    make_station(event, title="Praten over geld", discreet=False)

    answer = noor.post(f"{BASE}/nummers", data={"numbers": "30"})

    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    sheets = station_sheets(event, numbers=30)
    assert [each.where for each in sheets.stations] == ["Zaal 2", "Praten over geld"]


@pytest.mark.parametrize("numbers", ["", "0", "201", "-1", "veel", "9" * 400])
def test_a_number_of_numbers_that_makes_no_sense_is_refused(event, noor, numbers):
    make_station(event)

    answer = noor.post(f"{BASE}/nummers", data={"numbers": numbers}, follow_redirects=True)

    assert "Choose 1 up to 200 numbers for each table." in answer.text


@pytest.mark.parametrize(
    "name, ordered",
    [
        ("Zoë van den Berg-O'Connor", "Berg-O'Connor, Zoë van den"),
        ("Ingrid 't Hooft", "Hooft, Ingrid 't"),
        ("Fatima El Amrani", "Amrani, Fatima El"),
        ("Maria Anna Jansen", "Jansen, Maria Anna"),
        ("Van der Meer", "Meer, Van der"),
        ("Truus", "Truus"),
        ("فاطمة الزهراء", "الزهراء, فاطمة"),
        ("  ", ""),
        ("de", "de"),
        ("Ana van", "van, Ana"),
    ],
)
def test_a_list_is_ordered_by_last_names(name, ordered):
    assert last_name_first(name) == ordered


def test_the_list_holds_who_comes_with_code_and_need(event):
    ana = make_registration(event, name="Ana van Zeist", people=2, needs="Rolstoel")
    family = make_registration(event, name="Bo Aa", people=2, companions="Cas Dam", separate=True)
    gone = make_registration(event, name="Weg")
    registrations.cancel(gone.id, now=NOON)
    registrations.drop_one(family.id, 0, now=NOON)

    lines = door_list(event).lines

    assert [(line.name, line.people, line.needs) for line in lines] == [
        ("Dam, Cas", 1, ""),
        ("Zeist, Ana van", 2, "Rolstoel"),
    ]
    assert lines[1].code == f"{ana.ticket.code[:3]}-{ana.ticket.code[3:]}"


def test_the_paper_is_set_whatever_the_names_are(app):
    odd = ["=1+1", "#emph[x]", "🎉", "x" * 200, "فاطمة", "*vet*", "$a$", "\\", ""]
    lines = [Line(name, people, "K7M-4QX", needs=name) for people, name in enumerate(odd, 1)]
    whole = DoorList("Gezondheidspact", "Wandelen #1", "zaterdag", "Zaal", lines * 30)

    assert draw_door_list(whole)[:5] == b"%PDF-"
    few = DoorList("Gezondheidspact", "Wandelen", "zaterdag", "", lines[:3])
    assert draw_door_list_as_picture(few)[:4] == b"\x89PNG"


def test_the_list_is_printed_after_a_second_step_and_that_is_noted(client, noor, event):
    make_registration(event)

    answer = noor.post(f"{BASE}/lijst")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    noted = db.session.scalars(db.select(AuditNote).filter_by(what="registrations.exported")).one()
    assert noted.after == {"count": 1, "as": "door-list"}
    sign_in(client, make_account(*event.organisations))
    assert client.post(f"{BASE}/lijst").status_code == 303


def test_who_was_ticked_is_in_since_that_moment_and_nobody_twice(event):
    ana, ben = make_registration(event, people=3), make_registration(event)
    then, later = NOON - timedelta(minutes=30), NOON + timedelta(hours=1)
    actions.check_in(
        event.id, device="phone", fact_id=tokens.new_id(), reference=ben.ticket.reference, people=1, seen=0, now=NOON
    )

    came = {ana.ticket.reference: 2, ben.ticket.reference: 1, "0" * 16: 4}
    assert enter(event, came, walk_ins=5, at=then, now=later) == 7

    assert queries.inside(event.id) == 8
    facts = {fact.reference: fact for fact in queries.facts_of_event(event.id)}
    assert (facts[ana.ticket.reference].moment, facts[ana.ticket.reference].people) == (then, 2)
    assert enter(event, came, walk_ins=5, at=then, now=later) == 7  # the same press
    assert enter(event, {ana.ticket.reference: 3}, press="Q" * 26, now=later) == 1  # the rest of the party
    assert queries.inside(event.id) == 9
    assert faults() == []


@pytest.mark.parametrize("at, refusal", [(NOON + timedelta(minutes=1), NotYet), (NOON - timedelta(days=2), AnotherDay)])
def test_a_moment_that_cannot_be_is_refused(event, at, refusal):
    with pytest.raises(refusal):
        enter(event, {}, walk_ins=1, at=at)


def test_a_paper_is_typed_over_on_the_page_and_a_fault_keeps_what_was_typed(noor, event):
    ana = make_registration(event, name="Ana", people=3)
    field = f"came-{ana.ticket.reference}"
    page = BeautifulSoup(noor.get(BASE).text, "html5lib")
    form = {"press": page.find("input", {"name": "press"})["value"], "day": "2027-06-02", "hour": "12.00"}

    refused = noor.post(BASE, data=form | {field: "2", "walk_ins": "veel"})
    answer = noor.post(BASE, data=form | {field: "2", "walk_ins": "4", "came-x": "1", f"{field}0": "1"})

    kept = BeautifulSoup(refused.text, "html5lib")
    assert refused.status_code == 422
    assert kept.select_one(f"select[name={field}] option[selected]")["value"] == "2"
    assert kept.find("input", {"name": "walk_ins"})["value"] == "veel"
    assert answer.status_code == 303
    assert queries.inside(event.id) == 6
    live = BeautifulSoup(noor.get(BASE.removesuffix("/papier")).text, "html5lib")
    assert "6 people are entered." in live.text
    assert re.findall(r"Ana.*Paper", live.select_one("#log ~ ul").get_text(" ", strip=True))
