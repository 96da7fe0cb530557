"""Choosing in a browser: with the sign-up, and afterwards behind the secret link."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event as events

from eventapp.database import db
from eventapp.enclosures import enclosures_of
from eventapp.formats import local
from eventapp.mail.models import Letter
from eventapp.mail.writing import write
from eventapp.organisations.models import Organisation
from eventapp.registrations import actions as registrations
from eventapp.registrations.approval import actions as approval
from eventapp.registrations.choices import actions, queries
from eventapp.registrations.models import Registration

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, make_session, make_station, sign_in

WHO = {"name": "Ana", "reach": "none", "people": "1", "press": "A" * 26}


@pytest.fixture
def event(app):
    return make_event(slug="festival", title="Festival")


@pytest.fixture
def yoga(event):
    return make_session(event, title="Yoga", capacity=1).slots[0]


def page_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def the_only() -> Registration:
    db.session.expire_all()
    return db.session.scalars(db.select(Registration)).one()


def hour(slot) -> str:
    return f"hour-{int(slot.starts_at.timestamp())}"


def left_of(page: BeautifulSoup, slot) -> str:
    return page.find(id=f"slot-{slot.id}-left").text


def checked(page: BeautifulSoup) -> list[str]:
    return [each["value"] for each in page.select(".picks input[checked]")]


def test_the_form_offers_sessions_by_hour_and_slots_by_station(client, event, yoga):
    station = make_station(event, title="Bloeddruk", slot_minutes=45)

    page = page_of(client.get("/en/agenda/festival/aanmelden"))

    assert [" ".join(each.text.split()) for each in page.select(".picks legend")] == [
        "What do you choose at this hour? 12:00"
    ]
    assert left_of(page, yoga) == "1 of 1 places free"
    slots = page.select_one(f"#station-{station.id}").find_all("option")
    assert [(each["value"], each.text) for each in slots] == [
        ("0", "I do not want a time slot"),
        (str(station.slots[0].id), "12:00 - 12:45"),
        (str(station.slots[1].id), "12:45 - 13:30"),
    ]
    assert checked(page) == ["0"]


def test_an_event_without_a_programme_asks_nothing_about_it(client, event):
    page = page_of(client.get("/en/agenda/festival/aanmelden"))

    assert page.select(".picks, [name=seen-full]") == []


def test_signing_up_with_a_session_shows_it_on_the_ticket_and_on_paper(client, event, yoga):
    answer = client.post("/en/agenda/festival/aanmelden", data=WHO | {hour(yoga): str(yoga.id)})

    assert answer.status_code == 303
    for address in (answer.location, f"{answer.location}/kaartje"):
        assert "12:00 - 12:30, Yoga, Zaal 1" in client.get(address).text


def test_full_while_typing_says_which_and_offers_its_list_with_all_answers_kept(client, event, yoga):
    page = page_of(client.get("/en/agenda/festival/aanmelden"))
    seen = page.find(attrs={"name": "seen-full"})["value"]
    actions.choose(make_registration(event).id, [yoga.id], now=NOON)
    answers = WHO | {hour(yoga): str(yoga.id), "seen-full": seen}

    refused = client.post("/en/agenda/festival/aanmelden", data=answers)

    page = page_of(refused)
    assert refused.status_code == 422
    assert "Yoga (12:00 - 12:30) is full." in page.select_one(".alert").text
    assert page.find(id="name")["value"] == "Ana"
    assert checked(page) == [str(yoga.id)]
    again = answers | {"seen-full": page.find(attrs={"name": "seen-full"})["value"]}
    assert client.post("/en/agenda/festival/aanmelden", data=again).status_code == 303
    db.session.expire_all()
    assert (yoga.taken, yoga.waiting) == (1, 1)


def test_a_full_session_without_a_list_cannot_be_chosen(client, event):
    slot = make_session(event, capacity=1, waiting_list=False).slots[0]
    actions.choose(make_registration(event).id, [slot.id], now=NOON)

    page = page_of(client.get("/en/agenda/festival/aanmelden"))

    assert page.find(id=f"slot-{slot.id}").has_attr("disabled")
    assert left_of(page, slot) == "Full."


@pytest.mark.parametrize("value", ["999999999999999999999", "x", "-1", "1.5"])
def test_what_is_not_offered_is_refused(client, event, yoga, value):
    answer = client.post("/en/agenda/festival/aanmelden", data=WHO | {hour(yoga): value, "seen-full": "x,,9"})

    assert answer.status_code == 422
    assert "not in the programme any more" in answer.text
    assert db.session.scalars(db.select(Registration)).all() == []


def test_choosing_afterwards_and_moving_keep_the_ticket(client, event, yoga):
    other = make_session(event, title="Koken", starts_at=event.starts_at + timedelta(minutes=40),
                         ends_at=event.starts_at + timedelta(minutes=80)).slots[0]  # fmt: skip
    ana = make_registration(event)
    address, token = f"/en/mijn/{ana.key}/programma", ana.ticket.token

    client.post(address, data={hour(yoga): str(yoga.id)})
    page = page_of(client.get(address))
    moved = client.post(address, data={hour(yoga): "0", hour(other): str(other.id)})

    assert checked(page) == [str(yoga.id), "0"]
    assert left_of(page, yoga) == "You have a place."
    assert moved.status_code == 303
    assert [choice.slot_id for choice in queries.choices_of(ana.id)] == [other.id]
    assert the_only().ticket.token == token


def test_two_that_overlap_are_refused_with_both_names(client, event, yoga):
    late = make_session(event, title="Wandelen", starts_at=event.starts_at + timedelta(minutes=15),
                        ends_at=event.starts_at + timedelta(minutes=60)).slots[0]  # fmt: skip
    ana = make_registration(event)

    answer = client.post(f"/en/mijn/{ana.key}/programma", data={hour(yoga): str(yoga.id), hour(late): str(late.id)})

    assert answer.status_code == 422
    assert (
        "Yoga (12:00 - 12:30) and Wandelen (12:15 - 13:00) are at the same time. Choose one of the two." in answer.text
    )
    assert checked(page_of(answer)) == [str(yoga.id), str(late.id)]
    assert queries.choices_of(ana.id) == []


def test_who_waits_for_the_event_is_told_when_they_can_choose(client, event, yoga):
    event.capacity = event.ceiling = 1
    db.session.commit()
    make_registration(event)
    waiting = make_registration(event)

    assert "You can choose as soon as you have a place." in client.get(f"/en/mijn/{waiting.key}/programma").text
    assert "You can choose as soon as you have a place." in client.get("/en/agenda/festival/aanmelden").text
    answer = client.post(f"/en/mijn/{waiting.key}/programma", data={hour(yoga): str(yoga.id)})
    assert answer.status_code == 422


def test_there_is_no_choosing_where_there_is_nothing_to_choose(client, event):
    assert client.get(f"/en/mijn/{make_registration(event).key}/programma").status_code == 404


def test_what_is_discreet_is_an_hour_on_ticket_paper_and_calendar(client, event):
    slot = make_station(event, title="Bloeddruk", room="Kamer 4", discreet=True).slots[2]
    ana = make_registration(event)
    actions.choose(ana.id, [slot.id], now=NOON)

    pages = [client.get(f"/en/mijn/{ana.key}{more}").text for more in ("", "/kaartje", "/agenda.ics")]

    assert ["time slot 12:20" in page for page in pages] == [True, True, True]
    assert [page for page in pages if "Bloeddruk" in page or "Kamer 4" in page] == []


def test_of_a_private_event_the_calendar_tells_only_the_hour(client, event, yoga):
    event.private = True
    db.session.commit()
    ana = make_registration(event)
    actions.choose(ana.id, [yoga.id], now=NOON)

    calendar = client.get(f"/en/mijn/{ana.key}/agenda.ics").text

    assert "time slot 12:00" in calendar
    assert "Yoga" not in calendar


def statements_of(client, address: str) -> int:
    counted: list[str] = []

    def count(_connection, _cursor, statement, *_more):
        counted.append(statement)

    engine = db.engine
    db.session.commit()
    events.listen(engine, "before_cursor_execute", count)
    try:
        assert client.get(address).status_code == 200
    finally:
        events.remove(engine, "before_cursor_execute", count)
    return len(counted)


def test_the_form_asks_as_much_of_the_database_for_many_sessions_as_for_one(client, event, yoga):
    few = statements_of(client, "/en/agenda/festival/aanmelden")
    for n in range(30):
        make_session(event, starts_at=event.starts_at + timedelta(minutes=n), capacity=40)

    assert statements_of(client, "/en/agenda/festival/aanmelden") == few


def test_staff_see_who_comes_to_what_and_of_a_discreet_station_only_the_hour(client, event, yoga):
    slot = make_station(event, title="Bloeddruk", discreet=True).slots[4]
    for name, slots in (("Ana", [yoga, slot]), ("Ben", [yoga])):
        ids = [each.id for each in slots]
        actions.choose(make_registration(event, name=name).id, ids, willing_to_wait=ids, now=NOON)
    sign_in(client, make_account(is_administrator=True))

    answer = client.get("/en/organiseren/activiteiten/festival/programma-lijsten")

    assert [" ".join(each.text.split()) for each in page_of(answer).select("main section.section")] == [
        "12:00 - 12:30, Yoga, Zaal 1 1 person Ana Waiting list Ben",
        "time slot 12:40 1 person Ana",
    ]
    assert "Bloeddruk" not in answer.text


def test_staff_see_on_a_sign_up_what_was_chosen(client, event, yoga):
    ana = make_registration(event)
    actions.choose(ana.id, [yoga.id], now=NOON)
    sign_in(client, make_account(is_administrator=True))

    page = client.get(f"/en/organiseren/activiteiten/festival/aanmeldingen/{ana.id}")

    assert "12:00 - 12:30, Yoga, Zaal 1" in page.text


def test_a_list_to_take_along_tells_sessions_and_of_a_discreet_station_only_the_hour(client, event, yoga):
    table = make_station(event, title="Bloeddruk", starts_at=yoga.ends_at, ends_at=event.ends_at).slots[0]
    actions.choose(make_registration(event).id, [yoga.id, table.id], now=NOON)
    ours = make_organisation(slug="pact")
    event.organisations.append(db.session.get_one(Organisation, ours.id))
    db.session.commit()
    sign_in(client, make_account(ours, tf_primary_method="authenticator"))

    file = client.post(f"/en/organiseren/activiteiten/{event.slug}/aanmeldingen/export", data={"as": "csv"}).text

    assert "Sessions" in file
    first, then = (f"{local(slot.starts_at):%H.%M}" for slot in (yoga, table))
    assert f"{first} {yoga.part.title}; time slot {then}" in file
    assert "Bloeddruk" not in file


def test_an_organiser_finds_who_comes_to_what_and_chooses_for_them(client, app):
    house = make_organisation()
    event = make_event(slug="festival", organisations=[house])
    yoga = make_session(event, title="Yoga", capacity=1).slots[0]
    later = event.starts_at + timedelta(minutes=40)
    walk = make_session(event, title="Wandelen", starts_at=later, ends_at=later + timedelta(minutes=30)).slots[0]
    ana = make_registration(event, name="Ana")
    actions.choose(ana.id, [yoga.id], now=NOON)
    sign_in(client, make_account(house))
    base = "/en/organiseren/activiteiten/festival"
    address = f"{base}/aanmeldingen/{ana.id}/programma"

    lists = page_of(client.get(f"{base}/programma-lijsten"))
    shown = page_of(client.get(address))
    saved = client.post(address, data={hour(yoga): "0", hour(walk): str(walk.id)})
    refused = client.post(address, data={hour(walk): "999"})

    assert [(each["href"], each.text) for each in lists.select(".section li a")] == [(address, "Ana")]
    assert checked(shown) == [str(yoga.id), "0"]
    assert saved.location == f"{base}/aanmeldingen/{ana.id}"
    assert [choice.slot_id for choice in queries.choices_of(ana.id)] == [walk.id]
    assert refused.status_code == 422
    assert client.get(f"{base}/aanmeldingen/{ana.id + 1}/programma").status_code == 404


def test_who_gets_a_place_later_reads_where_to_choose(app):
    event = make_event(capacity=1, approval=True)
    yoga = make_session(event, title="Yoga")
    ana = make_registration(event, email="ana@voorbeeld.nl")
    ben = make_registration(event, email="ben@voorbeeld.nl")
    plain = make_event(capacity=1)
    first, cas = make_registration(plain), make_registration(plain, email="cas@voorbeeld.nl")

    approval.approve(event.id, [ana.id, ben.id], staff_id=make_account().id, now=NOON)
    registrations.cancel(ana.id, now=NOON)
    registrations.cancel(first.id, now=NOON)

    told = {each.to_address[:3]: each for each in db.session.scalars(db.select(Letter).order_by(Letter.id))}
    kinds = {each.kind for each in told.values() if each.facts.get("can_choose")}
    assert kinds == {"place-free"}
    assert f"/mijn/{ben.key}/programma" in write(told["ben"], enclosures_of(told["ben"])).text
    assert f"/mijn/{cas.key}/programma" not in write(told["cas"], enclosures_of(told["cas"])).text
    assert yoga.slots[0].taken == 0
