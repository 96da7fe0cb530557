from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from eventapp.calendars.entries import Attendee, Entry, write_calendar
from eventapp.calendars.zones import written_clock_changes

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
FATIMA = Attendee("Fatima", "fatima@voorbeeld.nl")
TEXTS = ("uid", "title", "description", "location", "url", "organizer_name", "organizer_email")
CONTROLS = set(range(0x20)) | {0x7F}
PROPERTIES = {
    "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "STATUS", "DESCRIPTION",
    "LOCATION", "URL", "CATEGORIES", "ORGANIZER", "ATTENDEE",
}  # fmt: skip


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


@pytest.mark.parametrize(
    "starts_at, written_as",
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "DTSTART;TZID=Europe/Amsterdam:20270328T015900"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "DTSTART;TZID=Europe/Amsterdam:20270328T030000"),
        (datetime(2027, 10, 30, 23, 59, tzinfo=UTC), "DTSTART;TZID=Europe/Amsterdam:20271031T015900"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "DTSTART:20271031T003000Z"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "DTSTART:20271031T013000Z"),
        (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "DTSTART;TZID=Europe/Amsterdam:20271031T030000"),
    ],
)
def test_half_past_two_in_the_night_that_has_it_twice_is_told_in_utc(starts_at, written_as):
    lines = written(replace(WALK, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))).decode().split("\r\n")

    assert written_as in lines


@given(st.integers(-3000, 370 * 24 * 60), st.integers(1, 3000))
def test_every_moment_reads_back_by_the_zone_in_the_file_alone(minute, minutes):
    starts_at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    entry = replace(WALK, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))

    calendar = Calendar.from_ical(written(entry).replace(b"Europe/Amsterdam", b"Elsewhere/Nowhere"))

    (event,) = calendar.events
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (entry.starts_at, entry.ends_at)


def test_the_same_entry_gives_the_same_bytes():
    first = written(WALK, method="REQUEST", attendee=FATIMA)
    written_clock_changes.cache_clear()

    assert written(replace(WALK), method="REQUEST", attendee=FATIMA) == first


def test_the_stamp_is_the_change_and_never_now():
    (event,) = read(written(WALK))

    assert event["dtstamp"].dt == event["last-modified"].dt == WALK.changed_at


def test_a_cancelled_entry_says_so():
    (event,) = read(written(replace(WALK, cancelled=True)))

    assert event["status"] == "CANCELLED"


def test_an_invitation_names_the_person_and_an_organizer_who_answers():
    data = written(WALK, method="REQUEST", attendee=FATIMA)

    assert b"METHOD:REQUEST\r\n" in data
    (event,) = read(data)
    assert event["attendee"] == "mailto:fatima@voorbeeld.nl"
    assert event["attendee"].params == {"CN": "Fatima", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    assert event["organizer"] == "mailto:ontmoet@voorbeeld.nl"


def test_a_cancellation_keeps_the_uid_and_takes_the_entry_out():
    data = written(replace(WALK, sequence=3, cancelled=True), method="CANCEL", attendee=FATIMA)

    (event,) = read(data)
    assert b"METHOD:CANCEL\r\n" in data
    assert (event["uid"], event["sequence"], event["status"]) == (WALK.uid, 3, "CANCELLED")


def test_a_title_with_a_newline_makes_no_property():
    (event,) = read(written(replace(WALK, title="Wandelen\r\nATTENDEE:mailto:evil@voorbeeld.nl")))

    assert event["summary"] == "Wandelen ATTENDEE:mailto:evil@voorbeeld.nl"
    assert "attendee" not in event


PIECES = (
    "\r",
    "\n",
    "\r\nATTACH:x",
    "\t",
    "\x00",
    "\x85",
    "\u2028",
    "\ud800",
    ";",
    ":",
    ",",
    '"',
    "^",
    "=",
    "🌳",
    "ع" * 40,
)
NASTY = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=10).map("".join)


@given(st.fixed_dictionaries(dict.fromkeys(TEXTS, NASTY)), NASTY, NASTY, NASTY)
def test_whatever_people_type_makes_lines_of_at_most_75_octets_and_no_property(texts, category, name, email):
    entry = replace(WALK, **texts, categories=(category,))

    data = written(entry, method="REQUEST", attendee=Attendee(name, email))

    lines = data.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or set(line) & CONTROLS] == []
    assert [line for line in lines if line.decode().splitlines() not in ([], [line.decode()])] == []
    (event,) = read(data)
    assert set(event) <= PROPERTIES


@given(st.text(max_size=300))
def test_a_calendar_may_have_any_name(name):
    data = write_calendar([WALK], name=name, timezone="Europe/Amsterdam")

    assert set(Calendar.from_ical(data)) == {"VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME"}


@given(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\\"), max_size=200))
def test_a_title_reads_back_as_it_was(title):
    (event,) = read(written(replace(WALK, title=title)))

    assert event["summary"] == title


@pytest.mark.parametrize(
    "title", ["نمشي معًا في الحديقة 🌳" * 8, "👩🏽‍🦽" * 40, "w" * 200, "é" * 200, 'Thé, taart; en "zo"']
)
def test_arabic_emoji_and_two_hundred_letters_survive(title):
    (event,) = read(written(replace(WALK, title=title)))

    assert event["summary"] == title


def test_lines_of_a_description_stay_lines_and_control_characters_go():
    (event,) = read(written(replace(WALK, description="Neem mee:\r\n- schoenen\r- wa\x00ter\tof thee\ud800")))

    assert event["description"] == "Neem mee:\n- schoenen\n- water of thee"
