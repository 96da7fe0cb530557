"""Feeds are read the same by programs that know nothing of each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from eventapp.calendars.atom import Story, write_atom
from eventapp.calendars.entries import Entry
from eventapp.calendars.feeds import Feed, write_feed, written
from eventapp.calendars.links import add_links, follow, webcal

from ..node import Script
from .test_entries import WALK

ZONE = "Europe/Amsterdam"
FEED = Feed("Agenda", "https://pact.voorbeeld.nl/agenda.ics?wijk=west&taal=nl", "https://pact.voorbeeld.nl/agenda")
CHANGES = (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC))
TEXT = st.text(st.characters(codec="utf-8"), max_size=120) | st.sampled_from(
    ["المشي في الحديقة " * 9, "👩‍👩‍👧‍👦" * 40, "\r\nDTSTART:20200101T000000Z", 'a;b,c\\n"<x>"', "é" * 75, "=1+1"]
)


@pytest.fixture(scope="module")
def reader() -> Iterator[Script]:
    script = Script(Path(__file__).parent / "reader.mjs")
    yield script
    script.close()


def feed(*entries: Entry) -> bytes:
    return write_feed(FEED, [written(entry, timezone=ZONE) for entry in entries], timezone=ZONE)


def moments(entry: Entry) -> list[str]:
    return [f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}" for at in (entry.starts_at, entry.ends_at)]


def around(change: datetime) -> list[Entry]:
    """An event of an hour, every half an hour from a day before the clock changes until a day after."""
    starts = (change + timedelta(minutes=30 * n) for n in range(-48, 49))
    return [
        replace(WALK, uid=f"{start:%d%H%M}@voorbeeld.nl", starts_at=start, ends_at=start + timedelta(hours=1))
        for start in starts
    ]


@pytest.mark.parametrize("change", CHANGES)
def test_around_the_change_of_the_clock_two_programs_read_every_moment_as_it_is(reader, change):
    entries = around(change)

    data = feed(*entries)

    told = reader.ask(text=data.decode())
    assert [each[3:] for each in told] == [moments(entry) for entry in entries]
    by_icalendar = [[event.start, event.end] for event in Calendar.from_ical(data).events]
    assert by_icalendar == [[entry.starts_at, entry.ends_at] for entry in entries]


@given(title=TEXT, description=TEXT)
def test_whatever_people_type_is_read_as_one_entry_in_lines_that_fit(reader, title, description):
    data = feed(replace(WALK, title=title, description=description))

    [[uid, _summary, _description, *when]] = reader.ask(text=data.decode())

    assert (uid, when) == (WALK.uid, moments(WALK))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_same_entries_give_the_same_bytes_and_none_give_a_calendar_as_well():
    assert feed(WALK) == feed(WALK)
    assert Calendar.from_ical(feed()).walk("VEVENT") == []
    assert b"VTIMEZONE" not in feed()


def test_an_address_with_filters_is_followed_with_them():
    way = follow(FEED.address, name="Agenda\r\nX:1")

    assert way.webcal == webcal(FEED.address) == "webcal://pact.voorbeeld.nl/agenda.ics?wijk=west&taal=nl"
    google, outlook = (link.url for link in way.links)
    assert google.endswith("cid=webcal%3A%2F%2Fpact.voorbeeld.nl%2Fagenda.ics%3Fwijk%3Dwest%26taal%3Dnl")
    assert "name=Agenda%20X%3A1" in outlook


def test_an_event_is_added_by_hand_at_its_moment():
    google, outlook = (link.url for link in add_links(replace(WALK, title="Koffie & 'taart'", description="x" * 9000)))

    assert "dates=20270605T110000Z%2F20270605T123000Z" in google
    assert "text=Koffie%20%26%20%27taart%27" in google
    assert "startdt=2027-06-05T11%3A00%3A00%2B00%3A00" in outlook
    assert max(len(google), len(outlook)) < 2000


@given(title=TEXT, summary=TEXT)
def test_news_is_always_xml_that_can_be_read(title, summary):
    story = Story(title, "https://pact.voorbeeld.nl/agenda/x", summary, ("DOCK",), (), WALK.changed_at)

    root = ElementTree.fromstring(write_atom(FEED, [story], author="Pact", language="nl"))

    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 1
