"""Queues at stations: numbers that lead to nobody, one turn at a time."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp.database import db
from eventapp.door.models import DoorPass
from eventapp.door.places import table_of
from eventapp.door.stations import actions, pages, queries, rules
from eventapp.door.stations.models import StationNumber
from eventapp.door.stations.rules import NobodyWaits, NoSuchStation, NoSuchTable, NotThisTurn, TooManyWait
from eventapp.privacy.actions import erase_due
from eventapp.programme.models import Part
from eventapp.tokens import new_id

from ..conftest import NOON, empty_tables
from ..make import make_account, make_event, make_organisation, make_registration, make_session, make_station, sign_in
from .doors import make_door_browser

MINUTE = timedelta(minutes=1)


@pytest.fixture
def event(app):
    return make_event(title="Fit en Gezond", starts_at=NOON)


@pytest.fixture
def station(event) -> Part:
    return make_station(event, title="Bloeddruk", slot_minutes=None, tables=2)


def give(station: Part, *, after: int = 0, **given) -> int:
    number = actions.give(station.id, event_id=station.event_id, now=NOON + after * MINUTE, **given)
    return number.number


def call(station: Part, *, table: int = 1, after: int = 0) -> int:
    return actions.call_next(station.id, event_id=station.event_id, table=table, now=NOON + after * MINUTE).number


def shown(station: Part, *, after: int = 0) -> pages.Station:
    db.session.expire_all()
    return next(
        each for each in pages.stations(station.event_id, now=NOON + after * MINUTE) if each.part.id == station.id
    )


def test_a_pass_for_a_station_opens_its_tables_and_nothing_else(app, event, station):
    other, ana = make_station(event, title="Praten over geld"), make_registration(event, name="Ana")
    browser = make_door_browser(app, event.id, label="Bloeddruk", place=table_of(station))
    table = f"/deur/tafels/{station.id}"

    led_to = [browser.get(address).location for address in ("/deur", "/deur/tafels", f"/deur/tafels/{other.id}")]

    assert led_to == [table] * 3
    assert browser.post(f"{table}/nummer", data={}).status_code == 303
    assert browser.post("/deur/zoeken", data={"q": "Ana"}).location == table
    assert "Ana" not in browser.get(f"/T/{ana.ticket.token}").text
    refused = [
        browser.get("/api/v1/door/guests"),
        browser.post("/api/v1/door/look", json={"text": ana.ticket.token}),
        browser.post("/api/v1/door/check-ins", json={"device": new_id(), "since": 0, "events": []}),
    ]
    assert [(each.status_code, each.json["reason"]) for each in refused] == [(403, "no-pass")] * 3
    assert browser.post("/deur/stop").location == "/deur/gestopt"


def test_an_organiser_makes_a_link_for_a_station(client, event, station):
    event.slug, event.organisations = "dag", [make_organisation()]
    db.session.commit()
    noor = sign_in(client, make_account(*event.organisations))

    noor.post("/en/organiseren/activiteiten/dag/deur/passen", data={"place": table_of(station)})

    made = db.session.query(DoorPass).one()
    assert (made.place, made.label) == (table_of(station), "Table: Bloeddruk")


def test_numbers_are_called_in_order_to_the_table_that_is_free(station):
    assert [give(station) for _visitor in range(3)] == [1, 2, 3]

    assert [call(station, table=1, after=1), call(station, table=2, after=2)] == [1, 2]
    assert shown(station).at_tables == [(2, 2), (1, 1)]
    assert call(station, table=1, after=5) == 3

    assert shown(station).at_tables == [(3, 1), (2, 2)]
    assert [each.came for each in shown(station).numbers] == [True, None, None]


def test_who_has_a_time_slot_goes_first_once_it_begins_and_not_before(station):
    late = give(station, due_at=NOON + 30 * MINUTE)
    early = give(station)
    due = give(station, due_at=NOON - MINUTE)

    assert [call(station), call(station)] == [due, early]
    with pytest.raises(NobodyWaits):
        call(station)
    assert call(station, after=30) == late


def test_who_is_not_there_loses_the_turn_and_comes_first_when_they_come_after_all(station):
    give(station), give(station), give(station)
    call(station)

    actions.nobody_came(station.id, 1, event_id=station.event_id, now=NOON)
    assert call(station) == 2
    actions.call_again(station.id, 1, event_id=station.event_id, now=NOON)

    assert call(station) == 1


@pytest.mark.parametrize("number", [1, 2, 99])
def test_a_turn_that_is_over_is_not_over_once_more(station, number):
    give(station)
    call(station)
    actions.nobody_came(station.id, 1, event_id=station.event_id, now=NOON)

    with pytest.raises(NotThisTurn):
        actions.nobody_came(station.id, number, event_id=station.event_id, now=NOON)


def test_calling_with_nobody_waiting_frees_the_table_all_the_same(station):
    give(station)
    call(station)

    with pytest.raises(NobodyWaits):
        call(station, after=3)

    assert shown(station).at_tables == []


def test_what_is_no_station_or_table_of_this_event_is_refused(event, station):
    elsewhere, talk = make_station(make_event(), slot_minutes=None), make_session(event)
    for part_id in (elsewhere.id, talk.id, 999):
        with pytest.raises(NoSuchStation):
            actions.give(part_id, event_id=event.id, now=NOON)
    give(station)
    for table in (0, 3, -1):
        with pytest.raises(NoSuchTable):
            call(station, table=table)


def test_more_than_two_hundred_never_wait(station):
    db.session.add_all(StationNumber(part_id=station.id, number=n, given_at=NOON) for n in range(1, 201))
    db.session.commit()

    with pytest.raises(TooManyWait):
        give(station)


def test_the_wait_is_reckoned_from_the_last_turns_and_the_tables(station):
    for minute in range(4):
        give(station, after=minute)
    call(station, table=1, after=4)
    call(station, table=2, after=4)
    call(station, table=1, after=10)  # a turn of 6 minutes

    page = shown(station, after=10)

    assert rules.turn_takes(page.numbers) == 6 * MINUTE
    assert [each.number for each in page.waiting] == [4]
    assert rules.wait_of(1, tables=2, turn=6 * MINUTE) == 6 * MINUTE
    assert rules.average_wait(page.numbers) == (4 + 3 + 8) * MINUTE / 3


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.sampled_from([None, -5, 5, 20])),
        st.tuples(st.just("next"), st.integers(1, 2)),
        st.tuples(st.just("nobody"), st.integers(1, 6)),
        st.tuples(st.just("again"), st.integers(1, 6)),
    ),
    max_size=20,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_nobody_is_lost_and_a_table_has_one_turn(app, steps):
    db.session.remove()
    empty_tables()
    station = make_station(make_event(starts_at=NOON), slot_minutes=None, tables=2)
    part_id, event_id, given_numbers = station.id, station.event_id, 0
    for minute, (what, value) in enumerate(steps):
        now = NOON + minute * MINUTE
        try:
            if what == "give":
                due_at = None if value is None else NOON + value * MINUTE
                given_numbers += actions.give(part_id, event_id=event_id, due_at=due_at, now=now).number > 0
            elif what == "next":
                actions.call_next(part_id, event_id=event_id, table=value, now=now)
            elif what == "nobody":
                actions.nobody_came(part_id, value, event_id=event_id, now=now)
            else:
                actions.call_again(part_id, value, event_id=event_id, now=now)
        except (NobodyWaits, NotThisTurn):
            pass
        numbers = queries.numbers_at([part_id])[part_id]
        assert [each.number for each in numbers] == list(range(1, given_numbers + 1))
        at_tables = [each.place for each in numbers if each.is_at_table]
        assert len(at_tables) == len(set(at_tables))
        assert sum(each.waits for each in numbers) + len(at_tables) + sum(
            each.came is not None for each in numbers
        ) == len(numbers)


# As browsers see it


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def test_a_volunteer_gives_numbers_and_calls_the_next_one(app, client, event, station):
    phone = make_door_browser(app, event.id)
    table = f"/en/deur/tafels/{station.id}"

    given_one = phone.post(f"{table}/nummer", follow_redirects=True)
    phone.post(f"{table}/nummer")
    called = phone.post(f"{table}/volgende", data={"tafel": "2"}, follow_redirects=True)

    assert soup(phone.get("/en/deur/tafels")).select_one(".guests strong").text == "Bloeddruk"
    assert soup(given_one).select_one(".result .turn").text == "1"
    assert soup(given_one).select(".result svg")
    assert soup(called).select_one("#here + .turn").text == "1"
    own = client.get(f"/en/nummer/{db.session.scalars(db.select(StationNumber.key).filter_by(number=1)).one()}")
    assert "It is your turn. Go to table 2." in own.text
    last = phone.post(f"{table}/niemand", data={"tafel": "2", "number": "1"}, follow_redirects=True)
    assert [each.text for each in soup(last).select("#missed + ul strong")] == ["1"]
    refused = phone.post(f"{table}/niemand", data={"tafel": "2", "number": "1"})
    assert refused.status_code == 422


def test_a_number_on_the_own_phone_tells_who_is_before_and_nothing_of_a_discreet_station(client, event):
    station = make_station(event, title="Soa-test", room="Kamer 3", slot_minutes=None, discreet=True)
    give(station), give(station)
    key = db.session.scalars(db.select(StationNumber.key).order_by(StationNumber.id.desc())).first()

    shown_to_visitor = client.get(f"/en/nummer/{key}")

    assert "1 person is before you." in shown_to_visitor.text
    assert "Kamer 3" in shown_to_visitor.text
    assert "Soa-test" not in shown_to_visitor.text
    assert client.get("/en/nummer/x").status_code == 404


def test_the_screen_has_numbers_and_no_names_and_only_our_link_opens_it(client, event, station):
    give(station), give(station)
    call(station, table=2)
    address = pages.screen_address(event).removeprefix("http://localhost")

    screen = soup(client.get(address))

    assert screen.select_one(".turns__now b").text == "1"
    assert screen.select_one("#turns")["data-called"] == f"{station.id}-1"
    assert client.get(address + "x").status_code == 404
    assert client.get("/scherm/1").status_code == 404


def test_without_a_pass_nobody_gives_numbers(client, station):
    assert client.post(f"/deur/tafels/{station.id}/nummer").status_code == 403
    assert client.get("/deur/tafels").status_code == 403


def test_the_day_after_no_page_of_a_number_is_left(client, event, station):
    give(station)
    key = db.session.scalars(db.select(StationNumber.key)).one()

    erase_due(now=event.ends_at + timedelta(days=1, minutes=1))

    assert client.get(f"/nummer/{key}").status_code == 404
    assert db.session.scalars(db.select(StationNumber.number)).all() == [1]
