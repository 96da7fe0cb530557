import pytest
from sqlalchemy import event as database_events

from eventapp.database import db, transaction
from eventapp.door import actions as door
from eventapp.door.queries import present_tickets
from eventapp.mail.models import Letter
from eventapp.registrations import actions
from eventapp.registrations.finding import Count, Search, counts_by_status, find, undelivered_among
from eventapp.registrations.models import Reach

from ..conftest import NOON
from ..make import make_event, make_registration


def names(event, **search) -> list[str]:
    found = find(event.id, Search(**search), present=present_tickets(event.id))
    return [each.name for each in found.registrations]


@pytest.fixture
def event(app):
    return make_event(capacity=4, starts_at=NOON)


@pytest.fixture
def people(event):
    ana = make_registration(event, name="Aylin Öztürk", email="aylin@voorbeeld.nl", language="tr")
    ben = make_registration(event, name="Maarten ’t Hooft", needs="Rolstoel", people=2)
    cas = make_registration(event, name="Ruth Asante", reach=Reach.PHONE, phone="+31600000001", people=3)
    actions.cancel(make_registration(event, name="Bram 100%").id, now=NOON)
    return [ana, ben, cas]


@pytest.mark.parametrize(
    "text, found",
    [
        ("ozturk", ["Aylin Öztürk"]),
        ("ÖZT ayl", ["Aylin Öztürk"]),
        ("'t hoo", ["Maarten ’t Hooft"]),
        ("aylin@", ["Aylin Öztürk"]),
        ("0000001", ["Ruth Asante"]),
        ("%", ["Bram 100%"]),
        ("niemand", []),
    ],
)
def test_a_part_of_the_name_is_enough_without_accents_and_capitals(event, people, text, found):
    assert names(event, text=text) == found


def test_the_code_on_a_ticket_finds_who_holds_it(event, people):
    assert names(event, text=people[1].ticket.code.lower()) == ["Maarten ’t Hooft"]


@pytest.mark.parametrize(
    "search, found",
    [
        ({"status": "confirmed"}, ["Aylin Öztürk", "Maarten ’t Hooft"]),
        ({"status": "waiting"}, ["Ruth Asante"]),
        ({"status": "cancelled"}, ["Bram 100%"]),
        ({"needs": True}, ["Maarten ’t Hooft"]),
        ({"language": "tr"}, ["Aylin Öztürk"]),
    ],
)
def test_each_filter_finds_its_own(event, people, search, found):
    assert names(event, **search, order="oldest") == found


@pytest.mark.parametrize(
    "order, found",
    [
        ("newest", ["Bram 100%", "Ruth Asante", "Maarten ’t Hooft", "Aylin Öztürk"]),
        ("oldest", ["Aylin Öztürk", "Maarten ’t Hooft", "Ruth Asante", "Bram 100%"]),
        ("name", ["Aylin Öztürk", "Bram 100%", "Maarten ’t Hooft", "Ruth Asante"]),
        ("people", ["Ruth Asante", "Maarten ’t Hooft", "Aylin Öztürk", "Bram 100%"]),
    ],
)
def test_the_list_has_the_order_that_was_asked_for(event, people, order, found):
    assert names(event, order=order) == found


def test_present_is_who_has_a_check_in_that_stands(event, people):
    ana, ben, _cas = people
    door.check_in(event.id, device="a", fact_id="1", reference=ana.ticket.reference, people=1, seen=0, now=NOON)
    door.check_in(event.id, device="a", fact_id="2", reference=ben.ticket.reference, people=2, seen=0, now=NOON)
    door.undo(event.id, device="a", fact_id="2", now=NOON)

    assert names(event, present="yes") == ["Aylin Öztürk"]
    assert names(event, present="no") == ["Maarten ’t Hooft"]


def test_who_did_not_get_a_letter_is_found_and_marked(event, people):
    with transaction() as session:
        session.query(Letter).filter_by(to_address="aylin@voorbeeld.nl").update({"state": "failed"})

    assert names(event, undelivered=True) == ["Aylin Öztürk"]
    assert undelivered_among(people) == {people[0].id}


def test_the_numbers_count_sign_ups_and_people(event, people):
    counted = {status: count for status, count in counts_by_status(event.id).items() if count.people}

    assert counted == {"confirmed": Count(2, 3), "waiting": Count(1, 3), "cancelled": Count(1, 1)}


def test_a_list_of_another_event_shows_nobody_of_this_one(event, people):
    assert names(make_event()) == []


def test_fifty_on_a_page_and_beyond_the_last_page_is_the_last(event):
    busy = make_event()
    for number in range(51):
        make_registration(busy, name=f"Gast {number}")

    last = find(busy.id, Search(page=99, order="oldest"), present=present_tickets(busy.id))

    assert ([each.name for each in last.registrations], last.total, last.page, last.last_page) == (
        ["Gast 50"],
        51,
        2,
        2,
    )


def test_a_page_asks_three_questions_however_many_there_are(event, people):
    asked = []

    def count(*args):
        asked.append(args[2].split()[0])

    database_events.listen(db.engine, "before_cursor_execute", count)
    found = find(event.id, Search(), present=present_tickets(event.id))
    codes = [ticket.code for each in found.registrations for ticket in each.tickets]
    database_events.remove(db.engine, "before_cursor_execute", count)

    assert (asked.count("SELECT"), len(codes)) == (3, 4)
