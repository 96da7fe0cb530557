"""An organiser makes an event, changes it, publishes it and calls it off."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp.database import db
from eventapp.events.models import Event
from eventapp.organisations.models import AuditNote
from eventapp.organisations.rules import Role

from ..conftest import NOON
from ..make import (
    make_account,
    make_event,
    make_neighbourhood,
    make_organisation,
    make_registration,
    make_theme,
    make_venue,
    sign_in,
)
from .test_agenda import queries  # noqa: F401

NEW = {
    "kind": "netwerkbijeenkomst",
    "title": "Lekker in je vel",
    "day": "2027-06-25",
    "starts": "19.00",
    "ends": "21.30",
    "place": "Buurthuis 't Hooft",
    "capacity": "40",
}


@pytest.fixture
def ours(app):
    return make_organisation(name="DOCK")


@pytest.fixture
def noor(client, ours):
    account = make_account(ours)
    sign_in(client, account)
    return account


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def errors(answer) -> list[str]:
    return [link.text for link in soup(answer).select("[role=alert] a")]


def make(client, ours, **given: str):
    return client.post("/en/organiseren/nieuw", data=NEW | {"organisation": str(ours.id)} | given)


def part(event: Event, **given: object) -> dict[str, object]:
    """What the first part of the page sends."""
    return {"seen": str(event.sequence), "title": event.title, "summary": "Rustig aan.", "description": ""} | given


def where(event: Event, **given: object) -> dict[str, object]:
    return {
        "seen": str(event.sequence),
        "day": "2027-06-25",
        "starts": "19.00",
        "ends": "21.30",
        "place": "Zaal",
        "city": "Utrecht",
    } | given


def save(client, event: Event, name: str, **data: object):
    return client.post(f"/en/organiseren/activiteiten/{event.slug}/bewerken/{name}", data=data)


def fresh(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get_one(Event, event.id)


def test_five_answers_make_a_draft_that_nobody_else_sees(client, noor, ours):
    answer = make(client, ours)

    event = db.session.scalars(db.select(Event)).one()
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/en/organiseren/activiteiten/lekker-in-je-vel-2027-06-25/bewerken",
    )
    assert (event.title, event.kind, event.status, event.capacity, event.ceiling) == (
        "Lekker in je vel", "netwerkbijeenkomst", "draft", 40, 40,
    )  # fmt: skip
    assert (event.starts_at, event.ends_at) == (
        datetime(2027, 6, 25, 17, 0, tzinfo=UTC),
        datetime(2027, 6, 25, 19, 30, tzinfo=UTC),
    )
    assert (event.venue.name, [each.name for each in event.organisations]) == ("Buurthuis 't Hooft", ["DOCK"])
    assert client.get(f"/agenda/{event.slug}").status_code == 404


def test_a_kind_brings_its_usual_hours_and_places(client, noor, ours):
    page = soup(client.get("/en/organiseren/nieuw?kind=training"))

    assert [page.find(id=name)["value"] for name in ("starts", "ends", "capacity")] == ["09.30", "15.30", "12"]


def test_two_events_with_one_name_on_one_day_get_addresses_of_their_own(client, noor, ours):
    make(client, ours)
    make(client, ours)

    assert sorted(db.session.scalars(db.select(Event.slug))) == [
        "lekker-in-je-vel-2027-06-25", "lekker-in-je-vel-2027-06-25-2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"title": ""}, "Give the event a name"),
        ({"title": "\u200b "}, "Give the event a name"),
        ({"title": "x" * 201}, "This is too long. Use at most 200 letters."),
        ({"title": "een\ntwee"}, "Use only ordinary letters here, on one line."),
        ({"day": "25 juni"}, "Choose a day, for example 2027-06-25"),
        ({"day": "2027-02-30"}, "Choose a day, for example 2027-06-25"),
        ({"starts": "zeven"}, "Type an hour, for example 19.00"),
        ({"starts": "24.00"}, "Type an hour, for example 19.00"),
        ({"ends": "18.00"}, "The end must come after the start."),
        ({"ends": "19.00"}, "The end must come after the start."),
        (
            {"day": "2027-03-28", "starts": "02.30", "ends": "04.00"},
            "This hour does not exist: that night the clock goes on by an hour.",
        ),
        ({"capacity": "0"}, "Type a number, for example 40. Or leave it empty: then there is no limit."),
        ({"capacity": "-1"}, "Type a number, for example 40. Or leave it empty: then there is no limit."),
        ({"capacity": "1000000"}, "Type a number, for example 40. Or leave it empty: then there is no limit."),
        ({"organisation": "x"}, "Choose an organisation"),
        ({"organisation": ""}, "Choose an organisation"),
    ],
)
def test_a_wrong_answer_is_told_and_all_that_was_typed_stays(client, noor, ours, wrong, said):
    answer = make(client, ours, **wrong)

    assert (answer.status_code, errors(answer)) == (422, [said])
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 0
    typed = NEW | wrong
    page = soup(answer)
    for name in ("title", "day", "starts", "ends", "place", "capacity"):
        assert page.find(id=name)["value"] == typed[name].strip().replace("\n", "\n")


def test_nobody_makes_an_event_for_an_organisation_of_others(client, noor, ours):
    theirs = make_organisation()

    assert errors(make(client, theirs)) == ["Choose an organisation"]


def test_a_viewer_makes_no_event(client, ours):
    sign_in(client, make_account(ours, role=Role.VIEWER))

    assert client.get("/organiseren/nieuw").status_code == 403


def test_each_part_saves_on_its_own_and_is_noted(client, noor, ours):
    event, theme = make_event(status="draft", organisations=[ours], venue=None), make_theme(slug="bewegen")
    neighbourhood = make_neighbourhood(slug="oost")

    save(
        client, event, "what", **part(event, title="Anders", themes=["bewegen", "bestaat-niet"], languages=["nl", "ar"])
    )
    event = fresh(event)
    save(client, event, "where", **where(event, neighbourhood="oost", wheelchair="yes", address="Laan 1"))
    event = fresh(event)
    save(client, event, "places", seen=str(event.sequence), capacity="12", party_size_max="3", drop_in="y")
    event = fresh(event)
    save(client, event, "more", seen=str(event.sequence), cost="2,50", contact_phone="030 234 56 78", private="y")
    event = fresh(event)

    assert (event.title, event.summary, event.languages, event.themes) == (
        "Anders", "Rustig aan.", ("nl", "ar"), [theme],
    )  # fmt: skip
    assert (event.venue.name, event.venue.address, event.venue.wheelchair, event.neighbourhood) == (
        "Zaal", "Laan 1", True, neighbourhood,
    )  # fmt: skip
    assert (event.capacity, event.ceiling, event.party_size_max, event.waiting_list, event.drop_in) == (
        12, 12, 3, False, True,
    )  # fmt: skip
    assert (event.cost_cents, event.contact_phone, event.private) == (250, "+31302345678", True)
    assert [note.what for note in db.session.scalars(db.select(AuditNote))] == ["event.changed"] * 4


def test_an_organiser_chooses_when_people_are_reminded_and_whether_they_are_thanked(client, noor, ours):
    event = make_event(organisations=[ours])
    shown = soup(client.get(f"/en/organiseren/activiteiten/{event.slug}/bewerken"))

    chosen = {"reminders": ["two-hours", "week", "never"], "thanks": ""}
    save(client, event, "more", seen=str(event.sequence), **chosen)

    checked = shown.select("input[name=reminders][checked], input[name=thanks][checked]")
    assert [each["value"] for each in checked] == ["day", "y"]
    event = fresh(event)
    assert (event.reminders, event.thanks) == (("week", "two-hours"), False)


@pytest.mark.parametrize(
    "name, wrong, said",
    [
        ("what", {"title": ""}, "Give the event a name"),
        ("what", {"summary": "x" * 601}, "This is too long. Use at most 600 letters."),
        (
            "where",
            {"online_url": "javascript:alert(1)"},
            "Type a whole link, for example https://meet.voorbeeld.nl/ontmoeten",
        ),
        ("places", {"party_size_max": "0"}, "Type a number from 1 to 50"),
        ("places", {"opens_day": "2027-06-02"}, "Type an hour, for example 19.00"),
        ("more", {"cost": "veel"}, "Type an amount, for example 2,50"),
        ("more", {"contact_phone": "bel mij"}, "Enter a phone number, for example 06 12 34 56 78"),
    ],
)
def test_a_part_that_is_refused_stands_open_with_what_was_typed(client, noor, ours, name, wrong, said):
    event = make_event(status="draft", organisations=[ours])
    before = event.changed_at
    good = {"what": part(event), "where": where(event)}.get(name, {"seen": "0", "party_size_max": "5"})

    answer = save(client, event, name, **good | wrong)

    assert (answer.status_code, errors(answer)) == (422, [said])
    assert [fold["id"] for fold in soup(answer).select("details.fold[open]")] == [name]
    assert fresh(event).changed_at == before
    assert next(iter(wrong.values()))[:20] in answer.text


def test_who_saves_second_is_told_and_nothing_is_written_over(client, noor, ours):
    event = make_event(status="draft", organisations=[ours], title="Oud")
    mine = part(event, title="Van mij")
    save(client, event, "what", **part(event, title="Van een ander"))

    answer = save(client, event, "what", **mine)

    assert answer.status_code == 422
    assert "Somebody else changed this event while you were typing." in answer.text
    assert soup(answer).find(id="title")["value"] == "Van mij"
    assert fresh(event).title == "Van een ander"
    again = soup(answer).select_one("#what [name=seen]")["value"]
    assert save(client, event, "what", **mine | {"seen": again}).status_code == 303
    assert fresh(event).title == "Van mij"


def test_a_draft_is_published_when_it_is_ready(client, noor, ours):
    event = make_event(status="draft", organisations=[ours], venue=None)
    publish = f"/en/organiseren/activiteiten/{event.slug}/publiceren"

    page = soup(client.get(f"/en/organiseren/activiteiten/{event.slug}/bewerken"))
    client.post(publish)
    assert [line.text for line in page.select("aside li")] == [
        "Fill in where it is, or the address of the page where people meet."
    ]
    assert fresh(event).status == "draft"

    save(client, event, "where", **where(event))
    client.post(publish)

    assert fresh(event).status == "published"
    assert client.get(f"/agenda/{event.slug}").status_code == 200


def test_a_published_event_becomes_a_draft_again_only_while_nobody_signed_up(client, noor, ours):
    empty, full = (make_event(organisations=[ours]) for _n in range(2))
    make_registration(full)

    for event in (empty, full):
        client.post(f"/en/organiseren/activiteiten/{event.slug}/concept")

    assert [fresh(event).status for event in (empty, full)] == ["draft", "published"]


def test_a_preview_shows_the_draft_to_its_team_alone(client, noor, ours):
    event = make_event(status="draft", organisations=[ours], title="Nog geheim")

    assert soup(client.get(f"/organiseren/activiteiten/{event.slug}/voorbeeld")).h1.text == "Nog geheim"


def test_calling_off_tells_how_many_people_and_then_tells_them(client, noor, ours):
    event = make_event(organisations=[ours])
    make_registration(event, people=3)
    address = f"/en/organiseren/activiteiten/{event.slug}/afgelasten"

    shown = client.get(address)
    client.post(address, data={"reason": "Er is water in de zaal."})

    assert "3 people signed up or wait. We tell them right away." in shown.text
    assert (fresh(event).status, event.cancel_reason) == ("cancelled", "Er is water in de zaal.")
    assert [note.what for note in db.session.scalars(db.select(AuditNote))] == ["event.cancelled"]


def test_a_lower_capacity_takes_nobodys_place(client, noor, ours):
    event = make_event(organisations=[ours], capacity=5)
    make_registration(event, people=4)

    save(client, event, "places", seen=str(event.sequence), capacity="2", party_size_max="5", waiting_list="y")

    assert (fresh(event).capacity, event.ceiling, event.taken) == (2, 4, 4)


def test_who_came_by_is_told_once_when_the_hour_changes(client, noor, ours):
    event = make_event(organisations=[ours], starts_at=NOON + timedelta(days=20), venue=make_venue())
    make_registration(event, email="fatima@voorbeeld.nl")

    changes = where(event, place="Buurthuis (voorbeeld)")
    asked = save(client, event, "where", **changes)
    kinds_before = db.session.scalars(db.text("SELECT kind FROM letters")).all()
    sure = soup(asked).find("input", {"name": "sure"})["value"]
    for _press in range(2):
        save(client, event, "where", **changes, sure=sure)

    assert "1 letter goes out" in asked.text
    assert kinds_before == ["place-confirmed"]
    kinds = db.session.scalars(db.text("SELECT kind FROM letters ORDER BY id")).all()
    assert kinds == ["place-confirmed", "event-changed"]


def test_a_description_with_a_script_shows_no_script(client, noor, ours):
    event = make_event(status="draft", organisations=[ours])
    save(client, event, "what", **part(event, description="<script>alert(1)</script> **dik** [x](javascript:alert(1))"))

    page = soup(client.get(f"/organiseren/activiteiten/{event.slug}/voorbeeld"))

    assert page.find("script", type=None) is None
    assert [link["href"] for link in page.find_all("a") if link.get("href", "").startswith("javascript")] == []
    assert page.select_one(".rich strong").text == "dik"


def test_a_copy_is_a_draft_on_another_day_with_what_was_chosen(client, noor, ours):
    event = make_event(organisations=[ours], title="Samen lopen", summary="Rustig.", capacity=9, venue=make_venue())
    make_registration(event)
    address = f"/en/organiseren/activiteiten/{event.slug}/kopie"

    wrong = client.post(address, data={"day": "2027-03-28", "starts": "02.30", "keep": ["texts"]})
    made = client.post(address, data={"day": "2027-10-31", "starts": "19.00", "keep": ["texts", "sign-up", "mensen"]})

    assert errors(wrong) == ["This hour does not exist: that night the clock goes on by an hour."]
    copy = db.session.scalars(db.select(Event).where(Event.status == "draft")).one()
    assert made.headers["Location"] == "/en/organiseren/activiteiten/samen-lopen-2027-10-31/bewerken"
    assert (copy.title, copy.summary, copy.capacity, copy.venue, copy.taken) == ("Samen lopen", "Rustig.", 9, None, 0)
    assert copy.starts_at == datetime(2027, 10, 31, 18, 0, tzinfo=UTC)  # winter time


def test_a_sentence_that_is_too_hard_gets_a_hint_and_is_saved_all_the_same(client, noor, ours):
    event = make_event(status="draft", organisations=[ours])
    hard = "Wij faciliteren stakeholders met betrekking tot gezondheid."
    save(client, event, "what", **part(event, summary=hard))

    nudge = soup(client.get(f"/en/organiseren/activiteiten/{event.slug}/bewerken")).select_one(".nudge")

    assert fresh(event).summary == hard
    assert nudge.q.text == hard
    assert [mark.text for mark in nudge.select("mark")] == ["faciliteren", "stakeholders", "met betrekking tot"]


def test_the_home_and_the_list_ask_a_fixed_number_of_questions(client, noor, ours, queries):  # noqa: F811
    def asked(path: str) -> int:
        queries.clear()
        assert client.get(path).status_code == 200
        return len([statement for statement in queries if statement.startswith("SELECT")])

    paths = ("/organiseren", "/organiseren/activiteiten")
    make_event(organisations=[ours])
    before = [asked(path) for path in paths]
    for n in range(30):
        make_event(organisations=[ours], capacity=1, themes=[make_theme()], starts_at=NOON + timedelta(days=n - 10))

    assert [asked(path) for path in paths] == before


def test_a_place_that_we_know_brings_its_address_along(client, noor, ours):
    known = make_venue(name="Buurthuis 't Hooft", address="Dreef 3", wheelchair=True)

    make(client, ours)

    event = db.session.scalars(db.select(Event)).one()
    assert (event.venue.id, event.venue.lines[1]) == (known.id, "Dreef 3")
    shown = soup(client.get("/en/organiseren/nieuw?kind=training"))
    assert [option["value"] for option in shown.select("datalist option")] == ["Buurthuis 't Hooft"]


def test_the_team_of_every_host_may_change_the_event(client, app, noor, ours):
    event = make_event(organisations=[ours], slug="samen")
    others = make_organisation(name="Abantu")
    browser = sign_in(app.test_client(), make_account(others))
    page = "/en/organiseren/activiteiten/samen/bewerken"
    assert browser.get(page).status_code == 403

    assert save(client, event, "hosts", seen="0", organisations=[str(ours.id), str(others.id)]).status_code == 303

    assert [host.name for host in fresh(event).organisations] == ["Abantu", "DOCK"]
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize(
    "mine, fault",
    [
        ([], "Choose at least one organisation"),
        (["other"], "Keep one of your own organisations, or you cannot open this event any more."),
    ],
)
def test_nobody_shuts_the_door_behind_them(client, noor, ours, mine, fault):
    event = make_event(organisations=[ours])
    other = make_organisation()

    answer = save(client, event, "hosts", seen="0", organisations=[str(other.id) for _each in mine])

    assert (answer.status_code, errors(answer)) == (422, [fault])
    assert [host.name for host in fresh(event).organisations] == ["DOCK"]


def test_the_aims_of_the_city_are_kept(client, noor, ours):
    event = make_event(organisations=[ours])

    save(client, event, "what", **part(event, aims=["equal_chances", "world_peace"]))

    assert fresh(event).aims == ("equal_chances",)


def test_the_overview_tells_how_it_fills_and_what_waits(client, noor, ours):
    event = make_event(organisations=[ours], capacity=9, summary="Rustig aan.", venue=make_venue())
    make_registration(event, people=3)

    shown = soup(client.get(f"/en/organiseren/activiteiten/{event.slug}"))

    assert shown.select_one("figcaption").contents[0] == "3 people are signed up"
    assert [cell.text for cell in shown.select("tbody tr:first-child td")] == ["3", "0", "3"]
    assert [each.text for each in shown.select(".todo h3")] == ["There is nobody of yours to call"]


@pytest.mark.parametrize("most, told", [(8, True), (9, False), (None, False)])
def test_more_places_than_the_building_may_hold_ask_for_attention(client, noor, ours, most, told):
    event = make_event(
        organisations=[ours], capacity=9, summary="Rustig.", contact_phone="14 030", venue=make_venue(most_people=most)
    )

    for address in ("/en/organiseren", f"/en/organiseren/activiteiten/{event.slug}"):
        shown = soup(client.get(address))
        titles = [each.text for each in shown.select(".todo h3")]
        assert titles == ["There are more places than the building may hold"] * told


def test_a_draft_says_that_nobody_sees_it_and_where_to_publish(client, noor, ours):
    event = make_event(
        organisations=[ours], status="draft", summary="Rustig.", contact_phone="14 030", venue=make_venue()
    )

    todo = soup(client.get(f"/en/organiseren/activiteiten/{event.slug}")).select_one(".todo")

    assert todo.h3.text == "It is a draft: nobody sees it yet"
    assert todo.a["href"].endswith("/bewerken#publish")


def test_who_only_looks_is_not_asked_to_do_anything(client, ours):
    event = make_event(organisations=[ours])
    sign_in(client, make_account(ours, role=Role.VIEWER))

    assert soup(client.get(f"/en/organiseren/activiteiten/{event.slug}")).select(".todo") == []


def test_another_known_place_brings_its_own_address(client, noor, ours):
    old, known = make_venue(name="De Oude", address="Laan 1"), make_venue(name="De Nieuwe", address="Dreef 3")
    event = make_event(organisations=[ours], venue=old)
    same = {"address": "Laan 1", "postcode": old.postcode, "city": "Utrecht", "directions": ""}

    save(client, event, "where", **where(event, place="De Nieuwe", **same))

    assert fresh(event).venue.id == known.id


def test_signing_up_cannot_end_after_the_event(client, noor, ours):
    event = make_event(organisations=[ours])
    late = {"seen": "0", "capacity": "", "party_size_max": "5", "closes_day": "2029-01-01", "closes_hour": "10.00"}

    answer = save(client, event, "places", **late)

    assert answer.status_code == 422
    assert "Signing up cannot end after the event itself." in answer.text
    assert fresh(event).registration_closes_at is None


def test_the_home_shows_the_first_events_and_leads_to_the_others(client, noor, ours):
    for number in range(21):
        make_event(organisations=[ours], starts_at=NOON + timedelta(days=number + 1), title=f"Dag {number}")

    shown = soup(client.get("/en/organiseren"))

    assert len(shown.select(".card--places")) == 20
    assert [link["href"] for link in shown.select("a.solo")] == ["/en/organiseren/activiteiten"]
    assert shown.select_one("a.solo").text == "Show all 21 events"
