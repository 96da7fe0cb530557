from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from eventapp.calendars.entries import Attendee, Entry, write_calendar

WALK = Entry(
    uid="wandelen@voorbeeld.nl",
    sequence=2,
    title="Samen wandelen",
    starts_at=datetime(2027, 6, 5, 11, 0, tzinfo=UTC),
    ends_at=datetime(2027, 6, 5, 12, 30, tzinfo=UTC),
    changed_at=datetime(2027, 5, 1, 8, 0, tzinfo=UTC),
    description="Neem goede schoenen mee.",
    location="Buurthuis (voorbeeld), Voorbeeldlaan 1",
    organizer_name="Gezondheidspact Utrecht",
    organizer_email="ontmoet@voorbeeld.nl",
)


def written(*entries: Entry, **more) -> bytes:
    return write_calendar(entries, name="Agenda", timezone="Europe/Amsterdam", **more)


def read(data: bytes):
    return Calendar.from_ical(data).events


@pytest.mark.parametrize(
    "moment, wall",
    [
        (datetime(2027, 3, 27, 18, 0, tzinfo=UTC), "2027-03-27T19:00:00+01:00"),
        (datetime(2027, 3, 28, 17, 0, tzinfo=UTC), "2027-03-28T19:00:00+02:00"),
        (datetime(2027, 10, 30, 17, 0, tzinfo=UTC), "2027-10-30T19:00:00+02:00"),
        (datetime(2027, 10, 31, 18, 0, tzinfo=UTC), "2027-10-31T19:00:00+01:00"),
    ],
)
def test_seven_in_the_evening_is_seven_on_both_sides_of_the_clock_changes(moment, wall):
    (event,) = read(written(replace(WALK, starts_at=moment, ends_at=moment + timedelta(hours=1))))

    assert event.start.isoformat() == wall
    assert event["dtstart"].params["TZID"] == "Europe/Amsterdam"


def test_the_zone_in_the_file_knows_both_changes_of_2027():
    text = written(WALK).decode()

    assert "DTSTART:20270328T020000" in text
    assert "DTSTART:20271031T030000" in text


def test_the_same_entry_gives_the_same_bytes():
    assert written(WALK) == written(WALK)


def test_the_stamp_is_the_change_and_never_now():
    (event,) = read(written(WALK))

    assert event["dtstamp"].dt == event["last-modified"].dt == WALK.changed_at


def test_a_cancelled_entry_says_so():
    (event,) = read(written(replace(WALK, cancelled=True)))

    assert event["status"] == "CANCELLED"


def test_an_invitation_names_the_person_and_an_organizer_who_answers():
    data = written(WALK, method="REQUEST", attendee=Attendee("Fatima", "fatima@voorbeeld.nl"))

    assert b"METHOD:REQUEST\r\n" in data
    (event,) = read(data)
    assert event["attendee"] == "mailto:fatima@voorbeeld.nl"
    assert event["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert event["organizer"] == "mailto:ontmoet@voorbeeld.nl"


def test_a_title_with_a_newline_makes_no_property():
    (event,) = read(written(replace(WALK, title="Wandelen\r\nATTENDEE:mailto:evil@voorbeeld.nl")))

    assert event["summary"] == "Wandelen ATTENDEE:mailto:evil@voorbeeld.nl"
    assert "attendee" not in event


@given(st.text(max_size=200), st.text(max_size=300))
def test_any_text_is_folded_by_octets_and_reads_back(title, description):
    data = written(replace(WALK, title=title, description=description))

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert all(line.decode() is not None for line in data.split(b"\r\n"))
    assert len(read(data)) == 1


def test_arabic_and_emoji_survive():
    (event,) = read(written(replace(WALK, title="نمشي معًا في الحديقة 🌳" * 8)))

    assert event["summary"] == "نمشي معًا في الحديقة 🌳" * 8
