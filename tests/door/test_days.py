"""An event of several days: a ticket lets people in on each of them, and every day has its own count."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp import clock
from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.door.paper import actions as paper
from eventapp.door.places import days_of, entrance_at
from eventapp.door.queries import present_tickets
from eventapp.door.visitors.actions import come_in
from eventapp.formats import zone
from eventapp.tokens import new_id

from ..api.phones import Phone, a_fact
from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, sign_in
from .doors import make_door_browser

DAY = timedelta(days=1)
BASE = "/en/organiseren/activiteiten/festival/deur"


@pytest.fixture
def event(app):
    """Two days from noon until five."""
    ends_at = NOON + DAY + timedelta(hours=5)
    return make_event(
        slug="festival", starts_at=NOON, ends_at=ends_at, capacity=20, organisations=[make_organisation()]
    )


@pytest.fixture
def tomorrow(monkeypatch) -> datetime:
    moment = NOON + DAY
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone())


@pytest.mark.parametrize(
    "starts, ends, days",
    [
        ("2027-06-02T10:00", "2027-06-02T17:00", 1),
        ("2027-06-02T20:00", "2027-06-03T02:00", 1),
        ("2027-06-02T20:00", "2027-06-03T06:00", 1),
        ("2027-06-02T10:00", "2027-06-03T17:00", 2),
        ("2027-03-27T10:00", "2027-03-29T17:00", 3),
        ("2027-10-30T10:00", "2027-10-31T17:00", 2),
    ],
)
def test_an_event_has_as_many_days_as_people_come_in_on(app, starts, ends, days):
    assert len(days_of(local(starts), local(ends))) == days


@pytest.mark.parametrize(
    "moment, place",
    [
        ("2027-10-30T09:00", ""),
        ("2027-10-31T02:30", ""),
        ("2027-10-31T05:59", ""),
        ("2027-10-31T06:00", "dag-2"),
        ("2027-11-01T10:00", "dag-2"),
    ],
)
def test_the_entrance_is_another_place_from_six_in_the_morning(app, moment, place):
    starts_at, ends_at = local("2027-10-30T10:00"), local("2027-10-31T17:00")

    assert entrance_at(local(moment), starts_at=starts_at, ends_at=ends_at) == place


def test_who_was_in_on_the_first_day_is_welcome_on_the_second(app, client, event, tomorrow):
    ana, browser = make_registration(event, people=2), make_door_browser(app, event.id)
    actions.check_in(
        event.id, device="page", fact_id=new_id(), reference=ana.ticket.reference, people=2, seen=0, now=NOON
    )

    page = browser.get(f"/en/T/{ana.ticket.token}").text
    let_in = browser.post(
        "/deur/binnen", data={"fact": new_id(), "ticket": ana.ticket.reference, "people": 2, "seen": 0}
    )

    assert "Welcome!" in page
    assert let_in.status_code == 303
    assert "Already in" in browser.get(f"/en/T/{ana.ticket.token}").text
    assert (queries.inside(event.id), queries.inside(event.id, "dag-2")) == (2, 2)


def test_a_phone_hears_from_when_it_is_another_day(app, event):
    phone = make_door_browser(app, event.id)

    told = phone.get("/api/v1/door/guests").json

    assert told["days"] == [
        {"from": "2027-06-02T06:00:00+02:00", "place": ""},
        {"from": "2027-06-03T06:00:00+02:00", "place": "dag-2"},
    ]


def test_what_a_phone_tells_of_each_day_is_counted_on_that_day(app, client, event, tomorrow):
    ana, phone = make_registration(event, people=2), Phone(make_door_browser(app, event.id))
    phone.told(
        a_fact(ana, people=2), a_fact(ana, seq=2, people=1, place="dag-2", at=tomorrow), a_fact(seq=3, kind="walkIn")
    )
    noor = sign_in(client, make_account(*event.organisations))

    def figures(address: str) -> str:
        page = BeautifulSoup(noor.get(address).text, "html5lib")
        return " ".join(page.select_one(".figures").get_text(" ").split())

    assert figures(BASE).startswith("Inside 1 1 ticket Still expected 1")
    assert figures(f"{BASE}?dag=1").startswith("Inside 3 1 ticket, 1 person without a sign-up Still expected 0")
    assert figures(f"{BASE}?dag=2") == figures(f"{BASE}?dag=9") == figures(BASE)


def test_paper_and_the_poster_for_visitors_know_the_day_as_well(app, event, tomorrow):
    ana, ben = make_registration(event), make_registration(event)
    poster, _pin = actions.make_pass(event.id, for_visitors=True, now=NOON)
    about = {"walk_ins": 0, "staff_id": make_account().id, "now": tomorrow}

    for at, press in ((NOON, "A" * 26), (tomorrow, "B" * 26)):
        paper.enter(event.id, {ana.ticket.reference: 1}, at=at, press=press, **about)
    outcome = come_in(poster, ben.ticket.code, people=1, seen=0, fact_id=new_id(), now=tomorrow)

    assert outcome.let_in == 1
    assert (queries.inside(event.id), queries.inside(event.id, "dag-2")) == (1, 2)


def test_who_came_on_the_second_day_alone_was_there(app, event, tomorrow):
    ana, phone = make_registration(event), Phone(make_door_browser(app, event.id))
    make_registration(event)
    phone.told(a_fact(ana, place="dag-2", at=tomorrow))

    assert db.session.scalars(present_tickets(event.id)).all() == [ana.ticket.reference]
