"""The door as organisers see it: how it goes, what to look at, and who may scan."""

from datetime import timedelta
from itertools import count

import pytest
from bs4 import BeautifulSoup

from eventapp import tokens
from eventapp.checks import faults
from eventapp.database import db, transaction
from eventapp.door import actions
from eventapp.door.models import CheckIn, DoorPass, Quarantined
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions as registrations

from ..api.phones import Phone, a_fact
from ..conftest import NOON
from ..make import (
    make_account,
    make_event,
    make_neighbourhood,
    make_organisation,
    make_registration,
    make_venue,
    sign_in,
)
from .doors import make_door_browser

NUMBERS = count(1)
BASE = "/en/organiseren/activiteiten/wandelen/deur"


@pytest.fixture
def event(app):
    return make_event(
        slug="wandelen",
        capacity=20,
        starts_at=NOON,
        organisations=[make_organisation()],
        venue=make_venue(most_people=10),
    )


@pytest.fixture
def noor(client, event):
    return sign_in(client, make_account(*event.organisations, name="Noor"))


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def texts(page: BeautifulSoup, what: str) -> list[str]:
    return [" ".join(each.get_text(" ").split()) for each in page.select(what)]


def let_in(event, registration, *, people: int = 1, device: str = "a", after: int = 0, kind: str = "in") -> str:
    """As a phone tells it, so many minutes past noon, whatever other phones told."""
    moment = NOON + timedelta(minutes=after)
    fact = CheckIn(
        id=tokens.new_id(),
        event_id=event.id,
        device=device,
        seq=next(NUMBERS),
        kind=kind,
        reference=registration.ticket.reference,
        people=people,
        at=moment,
        stored_at=moment,
    )
    with transaction() as session:
        session.add(fact)
    return fact.id


def new_pass(noor, label: str = "") -> tuple[str, str]:
    """The address in the link, and the PIN, as the page tells them."""
    page = soup(noor.post(f"{BASE}/passen", data={"label": label}))
    return page.select_one("dd a")["href"], page.select_one(".door-pin").text.replace(" ", "")


def test_a_door_link_opens_the_door_with_the_pin_that_was_told_once(app, noor, event):
    link, pin = new_pass(noor, "Zij-ingang")
    phone = app.test_client()

    opened = phone.post(link.removeprefix("http://localhost"), data={"pin": pin})

    assert opened.status_code == 303
    page = noor.get(BASE)
    assert pin not in page.text.replace(" ", "")
    assert texts(soup(page), "#passes ~ ul h3") == ["Zij-ingang"]
    assert texts(soup(page), "[aria-labelledby=phones] tbody tr") == ["Zij-ingang, phone 1 12:00 now 0"]
    assert db.session.scalars(db.select(AuditNote.what).order_by(AuditNote.id)).all() == ["door.pass-made"]


def test_a_link_that_is_stopped_opens_nothing_and_a_second_press_changes_nothing(app, noor, event):
    link, pin = new_pass(noor)
    pass_id = db.session.scalars(db.select(DoorPass.id)).one()

    for _press in range(2):
        assert noor.post(f"{BASE}/passen/{pass_id}/stop").status_code == 303

    assert app.test_client().post(link.removeprefix("http://localhost"), data={"pin": pin}).status_code == 403
    assert db.session.scalars(db.select(AuditNote.what).order_by(AuditNote.id)).all() == [
        "door.pass-made",
        "door.pass-stopped",
    ]
    assert texts(soup(noor.get(BASE)), "#passes ~ ul .badge") == ["Stopped"]


def test_the_paper_is_only_for_who_knows_the_pin(noor, event):
    _link, pin = new_pass(noor)
    pass_id = db.session.scalars(db.select(DoorPass.id)).one()
    wrong = "000000" if pin != "000000" else "111111"

    paper = noor.post(f"{BASE}/passen/{pass_id}/poster", data={"pin": pin})

    assert (paper.status_code, paper.content_type, paper.data[:5]) == (200, "application/pdf", b"%PDF-")
    for strange in (wrong, "", "12345", "x" * 4000, "１２３４５６"):
        assert noor.post(f"{BASE}/passen/{pass_id}/poster", data={"pin": strange}).status_code == 422


def test_a_long_name_of_an_entrance_is_refused_and_stays(noor, event):
    answer = noor.post(f"{BASE}/passen", data={"label": "z" * 61})

    assert answer.status_code == 422
    assert soup(answer).select_one("#label")["value"] == "z" * 61
    assert db.session.scalars(db.select(DoorPass)).all() == []


def test_after_the_event_no_link_is_made(noor, event, monkeypatch):
    monkeypatch.setattr("eventapp.clock.now", lambda: NOON + timedelta(days=2))

    assert soup(noor.get(BASE)).select("form[action$=passen]") == []
    assert noor.post(f"{BASE}/passen", data={"label": ""}).status_code == 422


def test_the_passes_of_another_event_are_not_ours(app, noor, event):
    other, _pin = actions.make_pass(make_event(starts_at=NOON).id, now=NOON)

    assert noor.post(f"{BASE}/passen/{other.id}/stop").status_code == 404
    assert noor.post(f"{BASE}/passen/{other.id}/poster", data={"pin": "123456"}).status_code == 404


def test_the_figures_tell_who_is_in_who_is_expected_and_what_is_free(noor, event):
    ana, _ben = make_registration(event, people=3), make_registration(event, people=2)
    let_in(event, ana, people=2)

    page = soup(noor.get(BASE))

    assert texts(page, ".figures div") == [
        "Inside 2 1 ticket",
        "Still expected 3 of 5 signed up",
        "Free for others 5 of 10",
    ]
    assert page.select_one(".bar")["aria-label"] == "2 inside, 3 still expected, 5 free"
    assert texts(page, ".alert") == []


@pytest.mark.parametrize(
    "people, told",
    [(8, []), (9, ["Nearly full: 9 people are inside, 10 may."]), (10, ["It is full: 10 people are inside, 10 may."])],
)
def test_a_building_that_fills_up_is_told(noor, event, people, told):
    for _guest in range(people):
        let_in(event, make_registration(event))

    assert texts(soup(noor.get(BASE)), ".alert") == told


def test_what_does_not_agree_is_shown_and_leads_to_the_sign_up(noor, event):
    twice, more, left = (make_registration(event, name=name, people=2) for name in ("Ana", "Ben", "Cas"))
    let_in(event, twice, people=2)
    let_in(event, twice, people=2, device="b", after=2)
    let_in(event, more, people=2, after=3)
    let_in(event, more, people=2, after=4, kind="more")
    let_in(event, left, people=1, after=5)
    registrations.cancel(left.id, now=NOON)

    page = soup(noor.get(BASE))

    assert texts(page, ".todo h3") == [
        "Signed off, and inside all the same",
        "2 people more than signed up came on a ticket",
        f"Ticket {twice.ticket.code[:3]}-{twice.ticket.code[3:]} was let in more than once",
    ]
    assert [each["href"][-3:] for each in page.select(".todo a")] == [
        f"en/{each.id}"[-3:] for each in (left, more, twice)
    ]
    assert texts(page, ".figures dd")[0] == "7"
    assert faults() == []


def test_the_bars_tell_the_quarters_of_an_hour(noor, event):
    for after, people in ((0, 2), (14, 1), (15, 3), (44, 1)):
        let_in(event, make_registration(event, people=people), people=people, after=after)

    page = soup(noor.get(BASE))

    assert texts(page, ".chart tbody tr") == ["12:00 3", "12:15 3", "12:30 1"]
    assert texts(page, ".chart figcaption")[0].startswith("It was busiest at 12:00")
    assert len(page.select(".chart rect")) == 3


def test_any_check_in_is_taken_back_and_that_is_told(noor, event):
    guest = make_registration(event, name="Öztürk 't Hooft")
    fact_id = let_in(event, guest)
    page = soup(noor.get(BASE))
    assert texts(page, "#log ~ ul p") == ["12:00 Öztürk 't Hooft , 1 person"]

    for _press in range(2):
        assert noor.post(f"{BASE}/ongedaan", data={"fact": fact_id}).status_code == 303

    assert texts(soup(noor.get(BASE)), ".figures dd")[0] == "0"
    assert noor.post(f"{BASE}/ongedaan", data={"fact": tokens.new_id()}).status_code == 303
    assert noor.post(f"{BASE}/ongedaan", data={"fact": "<script>"}).status_code == 303


def test_nobody_came_yet(noor, event):
    page = soup(noor.get(BASE))

    assert "Nobody came in yet." in page.text
    assert "No phone has opened the door yet." in page.text


def test_what_is_kept_apart_is_told_with_the_reason(noor, event):
    with transaction() as session:
        for why in ("other-content", "other-content", "outside-pass"):
            session.add(
                Quarantined(event_id=event.id, device="a", fact_id=tokens.new_id(), content="{}", why=why, told_at=NOON)
            )

    assert texts(soup(noor.get(BASE)), "#apart ~ ul p") == [
        "2 scans. A phone later said something else about a scan that is counted already.",
        "1 scan. It was not within the hours of the door link.",
    ]


def test_names_on_phones_are_switched_on_and_off(noor, event):
    def says() -> str:
        return soup(noor.get(BASE)).select_one("form[action$=namen] button").text

    before = says()
    noor.post(f"{BASE}/namen", data={"wanted": "yes"})
    on = says()
    noor.post(f"{BASE}/namen", data={"wanted": "no"})

    assert [before, on, says()] == [
        "Keep the names on the phones", "Keep no names on the phones", "Keep the names on the phones",
    ]  # fmt: skip


def test_who_came_without_a_sign_up_is_counted_shown_and_can_be_taken_back(app, noor, event):
    phone = Phone(make_door_browser(app, event.id))
    phone.told(a_fact(seq=1, kind="walkIn", people=3), a_fact(seq=2, kind="tally", people=2))

    page = soup(noor.get(BASE))
    noor.post(f"{BASE}/ongedaan", data={"fact": page.select_one("#log ~ ul input[name=fact]")["value"]})

    assert texts(page, ".figures div")[0] == "Inside 5 0 tickets, 3 people without a sign-up"
    [line] = texts(page, "#log ~ ul li p")
    assert "Without a sign-up, 3 people" in line
    assert texts(page, ".chart tbody td") == ["3"]
    assert texts(soup(noor.get(BASE)), ".figures div")[0] == "Inside 2 0 tickets"


def test_who_came_is_shown_per_hour_and_entrance_with_what_people_told(app, noor, event):
    front, side = (Phone(make_door_browser(app, event.id, label=label)) for label in ("Voordeur", "Zijdeur"))
    make_neighbourhood(slug="overvecht", name="Overvecht")
    front.told(
        a_fact(make_registration(event, people=2), people=2, at=NOON - timedelta(hours=1)),
        a_fact(seq=2, kind="walkIn", people=3, name="Zoë", language="tr", neighbourhood="overvecht"),
    )
    side.told(a_fact(seq=1, kind="tally", people=4, age="0-11", neighbourhood="overvecht"))

    page = soup(noor.get(BASE))

    assert texts(page, "[aria-labelledby=hours] tr") == [
        "From Voordeur Zijdeur Together",
        "11:00 2 0 2",
        "12:00 3 4 7",
    ]
    assert texts(page, "[aria-labelledby=told] tr") == [
        "Neighbourhood People",
        "Overvecht 7",
        "Language People",
        "Turkish 3",
        "Age People",
        "0 to 11 years 4",
    ]
    assert "Zoë, 3 people" in texts(page, "#log ~ ul li p")[0]


def test_what_is_still_on_a_phone_or_missing_is_told(app, noor, event):
    phone = Phone(make_door_browser(app, event.id))
    phone.tell(queued=4)
    waits = texts(soup(noor.get(BASE)), "[aria-labelledby=phones] .badge")
    phone.told(a_fact(seq=1, kind="walkIn"), a_fact(seq=3, kind="walkIn"))

    assert waits == ["4 scans wait on this phone"]
    assert texts(soup(noor.get(BASE)), "[aria-labelledby=phones] .badge") == ["1 scan is missing"]
