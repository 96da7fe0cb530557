from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from eventapp.database import db, transaction
from eventapp.events.models import Event
from eventapp.formats import local
from eventapp.programme import queries, rules
from eventapp.programme.models import Part, PartKind, Slot

from ..conftest import NOON
from ..make import (
    make_account,
    make_event,
    make_organisation,
    make_part,
    make_session,
    make_station,
    make_venue,
    sign_in,
)

UTRECHT = ZoneInfo("Europe/Amsterdam")
TEN = datetime(2027, 6, 23, 10, 0, tzinfo=UTRECHT)
SESSION = {"title": "Yoga op een stoel", "starts": "13.00", "ends": "13.45", "room": "Tuinkamer", "capacity": "12"}
STATION = {
    "title": "Bloeddruk",
    "starts": "10.00",
    "ends": "16.00",
    "way": "slots",
    "slot_minutes": "30",
    "tables": "2",
    "discreet": "y",
}


@pytest.fixture
def event(app) -> Event:
    """A day from ten until four."""
    return make_event(slug="dag", starts_at=TEN, ends_at=TEN + timedelta(hours=6), organisations=[make_organisation()])


@pytest.fixture
def noor(client, event) -> FlaskClient:
    return sign_in(client, make_account(*event.organisations))


def address(rest: str = "", *, slug: str = "dag") -> str:
    return f"/en/organiseren/activiteiten/{slug}/programma{rest}"


def parts(event: Event) -> list[Part]:
    db.session.expire_all()
    return rules.in_order(queries.parts_of(event.id))


def told(answer) -> list[str]:
    """What the alert on a page says."""
    page = BeautifulSoup(answer.text, "html5lib")
    return [text for alert in page.select(".alert") for text in alert.stripped_strings]


def hours(part: Part) -> list[str]:
    return [f"{local(slot.starts_at):%d %H.%M}-{local(slot.ends_at):%H.%M}" for slot in part.slots]


def take(slot: Slot, people: int) -> None:
    with transaction() as session:
        session.get_one(Slot, slot.id).taken = people


def test_an_empty_programme_says_what_can_be_added(noor):
    page = BeautifulSoup(noor.get(address()).text, "html5lib")

    assert [heading.text for heading in page.select("main h2")] == ["Sessions", "Stations", "Stands"]
    assert [link.get_text(strip=True) for link in page.select("main .section a")] == [
        "Add a session",
        "Add a station",
        "Add a stand",
        "Add several at once",
    ]


def test_a_session_is_added_with_its_texts_and_places(noor, event):
    texts = {"title_ar": "يوغا", "description_en": "For everybody."}

    answer = noor.post(address("/nieuw/sessie"), data=SESSION | texts | {"waiting_list": "y", "speakers": "Samira"})

    assert answer.headers["Location"] == address()
    (part,) = parts(event)
    assert (part.kind, part.title, part.room, part.speakers) == ("session", "Yoga op een stoel", "Tuinkamer", "Samira")
    assert part.texts == {"ar": {"title": "يوغا"}, "en": {"description": "For everybody."}}
    assert hours(part) == ["23 13.00-13.45"]
    assert [(slot.capacity, slot.waiting_list) for slot in part.slots] == [(12, True)]


def test_a_session_for_everybody_needs_no_places(noor, event):
    noor.post(address("/nieuw/sessie"), data=SESSION | {"for_all": "y"})

    (part,) = parts(event)
    assert (part.for_all, part.slots) == (True, [])


def test_a_station_has_a_slot_for_every_half_hour(noor, event):
    noor.post(address("/nieuw/station"), data=STATION)

    (part,) = parts(event)
    assert (part.kind, part.discreet, part.slot_minutes, part.tables) == ("station", True, 30, 2)
    assert hours(part)[:2] == ["23 10.00-10.30", "23 10.30-11.00"]
    assert [slot.capacity for slot in part.slots] == [2] * 12
    assert "12 time slots, until 16:00. 0 of 24 places taken" in noor.get(address()).text


def test_a_station_with_numbers_needs_no_slots(noor, event):
    noor.post(address("/nieuw/station"), data=STATION | {"way": "queue", "slot_minutes": "x", "tables": ""})

    (part,) = parts(event)
    assert (part.slot_minutes, part.slots) == (None, [])


def test_the_last_slot_ends_by_closing_time(noor, event):
    noor.post(address("/nieuw/station"), data=STATION | {"slot_minutes": "7"})

    (part,) = parts(event)
    assert (len(part.slots), hours(part)[-1]) == (51, "23 15.50-15.57")


def test_a_station_is_discreet_and_open_all_day_unless_somebody_says_otherwise(noor):
    page = BeautifulSoup(noor.get(address("/nieuw/station")).text, "html5lib")

    assert page.select_one("#discreet").has_attr("checked")
    assert [page.select_one(name)["value"] for name in ("#starts", "#ends")] == ["10.00", "16.00"]
    assert "The ticket and all messages say only: time slot 14.20." in page.text


def test_a_stand_is_of_an_organisation_or_has_a_name(noor, event):
    dock = make_organisation(name="DOCK")

    noor.post(address("/nieuw/stand"), data={"organisation": dock.id, "title": "", "room": "ingang"})
    noor.post(address("/nieuw/stand"), data={"organisation": "", "title": "De bakker"})

    assert [(part.title, part.organisation_id, part.room) for part in parts(event)] == [
        ("DOCK", dock.id, "ingang"),
        ("De bakker", None, ""),
    ]


def test_many_stands_are_added_at_once(noor, event):
    dock = make_organisation(name="DOCK")

    answer = noor.post(
        address("/stands"), data={"names": "dock\r\n\r\n  De bakker \nDe bakker\n"}, follow_redirects=True
    )

    assert [(part.title, part.organisation_id) for part in parts(event)] == [("DOCK", dock.id), ("De bakker", None)]
    assert told(answer) == ["2 stands added."]


@pytest.mark.parametrize(
    "names, message",
    [
        (" \n ", "Type at least one name"),
        ("x" * 201, "One of these names is too long. Use at most 200 letters."),
        ("\n".join(f"Stand {n}" for n in range(101)), "Add at most 100 stands at once."),
    ],
)
def test_stands_that_cannot_be_are_refused_and_kept(noor, event, names, message):
    answer = noor.post(address("/stands"), data={"names": names})

    assert answer.status_code == 422
    assert told(answer)[-1] == message
    assert BeautifulSoup(answer.text, "html5lib").select_one("#names").text.strip() == names.strip()
    assert parts(event) == []


@pytest.mark.parametrize(
    "kind, changed, message",
    [
        ("sessie", {"title": " "}, "Give it a name"),
        ("sessie", {"starts": "25.00"}, "Type an hour, for example 19.00"),
        ("sessie", {"ends": "12.00"}, "The end must come after the start."),
        (
            "sessie",
            {"starts": "9.30"},
            "The event is on Wednesday 23 June 2027, 10:00 - 16:00. Choose hours within it.",
        ),
        ("sessie", {"ends": "16.30"}, "The event is on Wednesday 23 June 2027, 10:00 - 16:00. Choose hours within it."),
        ("sessie", {"capacity": "veel"}, "Type a number, for example 40. Or leave it empty: then there is no limit."),
        ("sessie", {"title": "x" * 201}, "This is too long. Use at most 200 letters."),
        ("station", {"slot_minutes": "2"}, "Type a number from 5 to 240"),
        ("station", {"slot_minutes": "²"}, "Type a number from 5 to 240"),
        ("station", {"tables": "0"}, "Type a number from 1 to 50"),
        ("station", {"way": "anders"}, "Choose how people come to it"),
        (
            "station",
            {"ends": "10.20"},
            "Not one whole time slot fits in these hours. Make the slots shorter, or the hours longer.",
        ),
        ("stand", {"organisation": "999", "title": ""}, "Choose an organisation, or type a name"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_kept(noor, event, kind, changed, message):
    data = (STATION if kind == "station" else SESSION) | changed

    answer = noor.post(address(f"/nieuw/{kind}"), data=data)

    assert answer.status_code == 422
    assert told(answer)[-1] == message
    page = BeautifulSoup(answer.text, "html5lib")
    assert (
        page.select_one("#room" if kind == "station" else "#title").get("value")
        == data.get("room" if kind == "station" else "title", "").strip()
    )
    assert parts(event) == []


def test_a_change_keeps_who_chose_it(noor, event):
    part = make_session(event, title="Yoga", capacity=10)
    take(part.slots[0], 4)

    answer = noor.post(address(f"/{part.id}"), data=SESSION | {"capacity": "3"}, follow_redirects=True)

    assert told(answer) == ["Saved."]
    (changed,) = parts(event)
    assert (changed.title, hours(changed)) == ("Yoga op een stoel", ["23 13.00-13.45"])
    assert [(slot.capacity, slot.ceiling, slot.taken) for slot in changed.slots] == [(3, 4, 4)]


def test_the_form_shows_what_is_true_now(noor, event):
    part = make_station(event, title="Bloeddruk", slot_minutes=20, tables=3, texts={"tr": {"title": "Tansiyon"}})

    page = BeautifulSoup(noor.get(address(f"/{part.id}")).text, "html5lib")

    shown = {name: page.select_one(f"#{name}")["value"] for name in ("title", "starts", "slot_minutes", "title_tr")}
    assert shown == {"title": "Bloeddruk", "starts": "10.00", "slot_minutes": "20", "title_tr": "Tansiyon"}


def test_a_slot_that_people_chose_is_not_taken_from_them(noor, event):
    part = make_station(event, slot_minutes=30)
    take(part.slots[0], 1)

    answer = noor.post(address(f"/{part.id}"), data=STATION | {"starts": "11.00", "tables": "1"})

    assert answer.status_code == 422
    assert told(answer)[-1] == (
        "People chose a time slot that would not be there any more. "
        "Keep the hours and the length of the slots, or move these people first."
    )
    assert len(parts(event)[0].slots) == 12


def test_what_people_chose_is_not_removed(noor, event):
    part = make_session(event)
    take(part.slots[0], 1)

    answer = noor.post(address(f"/{part.id}/weg"), follow_redirects=True)

    assert told(answer) == ["People chose this. Move them to something else first. Then you can take it away."]
    assert len(parts(event)) == 1


def test_what_nobody_chose_is_removed(noor, event):
    part = make_session(event)

    answer = noor.post(address(f"/{part.id}/weg"), follow_redirects=True)

    assert told(answer) == ["It is out of the programme."]
    assert parts(event) == []


def test_removing_twice_says_that_it_is_gone(noor, event):
    part = make_session(event)
    noor.post(address(f"/{part.id}/weg"))

    answer = noor.post(address(f"/{part.id}/weg"), follow_redirects=True)

    assert told(answer)[-1] == "This is not in the programme any more."


def test_a_stand_moves_up_by_its_button(noor, event):
    _one, two = (make_part(event, PartKind.STAND, title=title) for title in ("Een", "Twee"))

    answer = noor.post(address(f"/{two.id}/plaats"), data={"step": "omhoog"})

    assert answer.headers["Location"] == address(f"#part-{two.id}")
    assert [part.title for part in parts(event)] == ["Twee", "Een"]
    assert noor.post(address(f"/{two.id}/plaats"), data={"step": "opzij"}).status_code == 404


def test_once_more_begins_right_after_it_with_the_same_answers(noor, event):
    part = make_session(event, title="Yoga", starts_at=TEN, ends_at=TEN + timedelta(minutes=45), capacity=12)

    page = BeautifulSoup(noor.get(address(f"/nieuw/sessie?als={part.id}")).text, "html5lib")

    shown = {name: page.select_one(f"#{name}")["value"] for name in ("title", "starts", "ends", "room", "capacity")}
    assert shown == {"title": "Yoga", "starts": "10.45", "ends": "11.30", "room": "Zaal 1", "capacity": "12"}


def test_the_next_one_begins_in_the_same_room_after_it(noor, event):
    onward = noor.post(address("/nieuw/sessie"), data=SESSION | {"more": "1"}).headers["Location"]

    page = BeautifulSoup(noor.get(onward).text, "html5lib")

    shown = {name: page.select_one(f"#{name}")["value"] for name in ("title", "starts", "ends", "room")}
    assert onward == address(f"/nieuw/sessie?na={parts(event)[0].id}")
    assert shown == {"title": "", "starts": "13.45", "ends": "14.30", "room": "Tuinkamer"}


@pytest.mark.parametrize("number", ["x", "0", "99999999999999999999", "-1"])
def test_a_number_that_is_no_part_begins_empty(noor, number):
    page = BeautifulSoup(noor.get(address(f"/nieuw/sessie?als={number}")).text, "html5lib")

    assert page.select_one("#title")["value"] == ""


def test_an_event_of_two_days_asks_which_day(noor, event):
    make_event(
        slug="nacht", starts_at=TEN + timedelta(hours=10), ends_at=TEN + timedelta(hours=24),
        organisations=event.organisations,
    )  # fmt: skip

    page = BeautifulSoup(noor.get(address("/nieuw/sessie", slug="nacht")).text, "html5lib")
    noor.post(
        address("/nieuw/sessie", slug="nacht"), data=SESSION | {"day": "2027-06-23", "starts": "23.30", "ends": "0.30"}
    )
    wrong = noor.post(address("/nieuw/sessie", slug="nacht"), data=SESSION | {"day": "2027-06-25"})

    assert [option["value"] for option in page.select("#day option")] == ["2027-06-23", "2027-06-24"]
    found = db.session.scalars(db.select(Part)).one()
    assert hours(found) == ["23 23.30-00.30"]
    assert told(wrong)[-1] == "Choose a day"


def test_more_people_than_the_building_holds_asks_for_a_tick(noor, event):
    with transaction() as session:
        session.get_one(Event, event.id).venue = make_venue(most_people=50)

    first = noor.post(address("/nieuw/sessie"), data=SESSION | {"capacity": "60"})
    box = BeautifulSoup(first.text, "html5lib").select_one("#knowingly")
    second = noor.post(address("/nieuw/sessie"), data=SESSION | {"capacity": "60", "knowingly": "y"})

    assert first.status_code == 422
    assert "This is more people than the building may hold. Is that all right? Then tick the box below." in told(first)
    assert box is not None
    assert second.status_code == 303
    assert told(noor.get(address()))[1:] == [
        "More people than the building may hold",
        "In the building there may be at most 50 people.",
        "Yoga op een stoel has 60 places.",
    ]


def test_rooms_that_are_too_much_together_are_warned_of(noor, event):
    with transaction() as session:
        known = session.get_one(Event, event.id)
        known.venue, known.capacity, known.ceiling = make_venue(most_people=50), 60, 60
    make_session(event, capacity=30)
    make_session(event, capacity=30)

    assert told(noor.get(address()))[2:] == [
        "The event has 60 places.",
        "At 10:00 all parts together have 60 places.",
    ]


def test_a_part_of_another_event_is_not_found(noor, event):
    other = make_session(make_event(slug="anders"))

    assert noor.get(address(f"/{other.id}")).status_code == 404
    assert noor.get(address("/nieuw/kraam")).status_code == 404


def test_a_copy_takes_the_programme_along(noor, event):
    make_session(event, title="Yoga", starts_at=TEN + timedelta(hours=3), ends_at=TEN + timedelta(hours=4), capacity=12)
    take(make_station(event, slot_minutes=30).slots[0], 1)

    answer = noor.post(
        "/en/organiseren/activiteiten/dag/kopie", data={"day": "2027-12-04", "starts": "11.00", "keep": ["programme"]}
    )

    made = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    assert answer.status_code == 303
    copied = parts(made)
    assert [(part.kind, part.title) for part in copied] == [(part.kind, part.title) for part in parts(event)]
    assert hours(copied[0]) == ["04 14.00-15.00"]
    assert (hours(copied[1])[0], len(copied[1].slots)) == ("04 11.00-11.30", 12)
    assert {slot.taken for part in copied for slot in part.slots} == {0}


def test_the_programme_moves_along_with_the_day_of_its_event(noor, event):
    part = make_session(event, starts_at=TEN + timedelta(hours=3), ends_at=TEN + timedelta(hours=4))

    noor.post(
        "/en/organiseren/activiteiten/dag/bewerken/where",
        data={"seen": "0", "day": "2027-12-04", "starts": "9.00", "ends": "15.00", "city": "Utrecht"},
    )

    assert [hours(each) for each in parts(event)] == [["04 12.00-13.00"]]
    assert part.event_id == event.id


def test_an_event_that_would_close_before_its_programme_stays_as_it_was(noor, event):
    make_session(event, starts_at=TEN + timedelta(hours=5), ends_at=TEN + timedelta(hours=6))

    answer = noor.post(
        "/en/organiseren/activiteiten/dag/bewerken/where",
        data={"seen": "0", "day": "2027-06-23", "starts": "10.00", "ends": "15.00", "city": "Utrecht"},
    )

    assert answer.status_code == 422
    assert "A part of the programme is outside these hours. Change the hours in the programme first." in told(answer)
    db.session.expire_all()
    assert local(db.session.get_one(Event, event.id).ends_at).hour == 16


def test_the_list_says_where_people_wait(noor, event):
    part = make_session(event, capacity=2)
    with transaction() as session:
        slot = session.get_one(Slot, part.slots[0].id)
        slot.taken, slot.waiting = 2, 3

    text = BeautifulSoup(noor.get(address()).text, "html5lib").select_one(f"#part-{part.id}").get_text(" ", strip=True)

    assert "2 of 2 places taken · 3 sign-ups wait Full" in " ".join(text.split())
    assert event.changed_at == NOON
