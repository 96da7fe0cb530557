"""A Fit & Gezond dag from the poster to closing: phones that lose their line, walk-ins, stations, one list on paper."""

from datetime import timedelta
from itertools import count

from bs4 import BeautifulSoup

from eventapp import clock
from eventapp.checks import faults
from eventapp.door import actions, queries
from eventapp.door.facts import fold
from eventapp.door.paper import actions as paper
from eventapp.door.stations import actions as stations
from eventapp.door.stations import pages as station_pages
from eventapp.door.visitors.actions import come_in
from eventapp.registrations import actions as registrations
from eventapp.tokens import new_id

from ..api.phones import Phone, a_fact
from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, make_station, sign_in
from .doors import make_door_browser

MINUTE = timedelta(minutes=1)


def test_at_closing_every_count_agrees_to_the_person(app, client, monkeypatch):
    event = make_event(
        slug="dag", kind="fit-en-gezond", starts_at=NOON, ends_at=NOON + timedelta(hours=5), capacity=None,
        organisations=[make_organisation()],
    )  # fmt: skip
    staff_id = make_account().id
    guests = [make_registration(event, people=1 + number % 3) for number in range(40)]  # 79 people
    one, other = (Phone(make_door_browser(app, event.id)) for _phone in range(2))
    numbers = {one: count(1), other: count(1)}

    def fact(phone: Phone, registration=None, *, minute: int, **given) -> dict:
        return a_fact(registration, seq=next(numbers[phone]), at=NOON + minute * MINUTE, **given)

    # The first twenty are scanned at one phone; the second phone has no line, and scans five of them as well.
    for minute, guest in enumerate(guests[:20]):
        one.told(fact(one, guest, minute=minute, people=guest.people))
    without_line = [fact(other, guest, minute=30, people=guest.people) for guest in guests[15:25]]
    # Sixty people walk in: forty at the first phone, twenty at the one without a line, in parties of two.
    one.told(*(fact(one, minute=31 + number, kind="walkIn", people=2) for number in range(20)))
    without_line += [fact(other, minute=40 + number, kind="walkIn", people=2) for number in range(10)]
    # One walk-in of two was pressed by mistake, and one guest was let in who meant another day.
    one.told(fact(one, minute=60, kind="undo", people=0, undoOf=one_more(one, fact, minute=59)))
    mistaken = without_line[9]
    without_line.append(fact(other, minute=61, kind="undo", people=0, ref=mistaken["ref"], undoOf=mistaken["id"]))
    # The line is back: everything is told twice, in the wrong order.
    assert {*other.told(*without_line[::-1])} == {"stored"}
    assert {*other.told(*without_line)} == {"known"}

    # Five check themselves in with the poster; one guest of the list signed off at the desk before.
    registrations.cancel(guests[39].id, now=NOON + 70 * MINUTE)
    poster, _pin = actions.make_pass(event.id, for_visitors=True, now=NOON)
    for guest in guests[25:30]:
        outcome = come_in(
            poster, guest.ticket.code, people=guest.people, seen=0, fact_id=new_id(), now=NOON + 75 * MINUTE
        )
        assert outcome.let_in == guest.people
    # In the garden a list on paper was ticked: five who were in already, eight others, and three without a sign-up.
    ticked = {guest.ticket.reference: guest.people for guest in guests[25:38]}
    paper.enter(
        event.id, ticked, walk_ins=3, at=NOON + 80 * MINUTE, press="P" * 26, staff_id=staff_id, now=NOON + 200 * MINUTE
    )

    came = [*guests[:24], *guests[25:38]]  # the twenty-fifth was taken back
    signed_up_and_in = sum(guest.people for guest in came)
    expected_inside = signed_up_and_in + 60 + 3
    state = fold(queries.facts_of_event(event.id))
    assert queries.inside(event.id) == state.people() == expected_inside
    assert state.walked_in() == 63
    assert queries.counts(event.id).inside == expected_inside
    monkeypatch.setattr(clock, "now", lambda: NOON + 201 * MINUTE)
    noor = sign_in(client, make_account(*event.organisations))
    page = BeautifulSoup(noor.get("/en/organiseren/activiteiten/dag/deur").text, "html5lib")
    figures = [" ".join(each.get_text(" ").split()) for each in page.select(".figures div")]
    assert figures[0] == f"Inside {expected_inside} 37 tickets, 63 people without a sign-up"
    assert figures[1].startswith(f"Still expected {guests[24].people + guests[38].people} ")
    assert len(page.select("#look + p + ul > li")) == 5  # the five that both phones let in
    assert sum(int(cell.text) for cell in page.select(".chart tbody td")) == expected_inside
    assert queries.quarantined_of(event.id) == []
    assert faults() == []


def one_more(phone: Phone, fact, *, minute: int) -> str:
    """A walk-in of two that was a mistake: the id of that press."""
    pressed = fact(phone, minute=minute, kind="walkIn", people=2)
    phone.told(pressed)
    return pressed["id"]


def test_three_stations_serve_everybody_once_and_keep_nothing_of_anybody(app):
    event = make_event(starts_at=NOON, ends_at=NOON + timedelta(hours=5))
    tables = {"Meten": 2, "Bewegen": 1, "Praten": 1}
    parts = [make_station(event, title=title, slot_minutes=None, tables=number) for title, number in tables.items()]
    for part in parts:
        for _visitor in range(20):
            stations.give(part.id, event_id=event.id, now=NOON)

    served: dict[int, list[int]] = {part.id: [] for part in parts}
    for turn in range(20):
        for part in parts:
            table = turn % part.tables + 1
            called = stations.call_next(part.id, event_id=event.id, table=table, now=NOON + 5 * turn * MINUTE)
            served[part.id].append(called.number)

    assert served == {part.id: list(range(1, 21)) for part in parts}
    for station in station_pages.stations(event.id, now=NOON + 200 * MINUTE):
        assert station.waiting == []
        assert {column.name for column in station.numbers[0].__table__.columns} == {
            "id", "part_id", "number", "key", "given_at", "due_at", "called_at", "place", "ended_at", "came",
        }  # fmt: skip
