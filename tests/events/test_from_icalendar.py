"""Reading events from iCalendar, with what it cannot say said beside it."""

from zoneinfo import ZoneInfo

import pytest

from eventapp.calendars.entries import Entry, write_calendar
from eventapp.events.from_icalendar import Unsaid, is_icalendar, read_icalendar
from eventapp.events.imports import Faults, Given

from ..conftest import NOON

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UNSAID = Unsaid(kind="wandeling", organisations=("DOCK",), neighbourhood="overvecht")

# Outlook's own name and rules for the clocks of a zone.
OUTLOOK_ZONE = [
    "BEGIN:VTIMEZONE", "TZID:Onze tijd",
    "BEGIN:STANDARD", "DTSTART:16011028T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010325T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT",
    "END:VTIMEZONE",
]  # fmt: skip
USUAL = {
    "UID": "UID:wandelen@example.org",
    "SUMMARY": "SUMMARY:Samen wandelen",
    "DTSTART": "DTSTART;TZID=Europe/Amsterdam:20270605T130000",
    "DTEND": "DTEND;TZID=Europe/Amsterdam:20270605T143000",
}


def calendar(*events: dict[str, str], head: tuple[str, ...] = ()) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//NL", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *(line for line in event.values() if line), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(data: bytes, unsaid: Unsaid = UNSAID) -> list[Given]:
    return read_icalendar(data, unsaid=unsaid, zone=AMSTERDAM)


def fields(unsaid: Unsaid = UNSAID, **lines: str) -> dict:
    return read(calendar(USUAL | lines), unsaid)[0].fields


def faults(data: bytes, unsaid: Unsaid = UNSAID) -> list[str]:
    with pytest.raises(Faults) as caught:
        read(data, unsaid)
    return caught.value.sentences


def fault(unsaid: Unsaid = UNSAID, **lines: str) -> str:
    sentences = faults(calendar(USUAL | lines), unsaid)
    assert len(sentences) == 1
    return sentences[0]


def test_an_event_is_told_in_the_fields_of_the_contract():
    [event] = read(calendar(USUAL))

    assert event.place == "event 1"
    assert event.uid == "wandelen@example.org"
    assert event.fields == {
        "title": "Samen wandelen",
        "kind": "wandeling",
        "startsAt": "2027-06-05T13:00:00+02:00",
        "endsAt": "2027-06-05T14:30:00+02:00",
        "organisations": ["DOCK"],
        "status": "published",
        "neighbourhood": "overvecht",
    }


@pytest.mark.parametrize(
    "start, told",
    [
        ("DTSTART:20270605T130000", "2027-06-05T13:00:00+02:00"),
        ("DTSTART:20271205T130000", "2027-12-05T13:00:00+01:00"),
        ("DTSTART:20270605T110000Z", "2027-06-05T11:00:00+00:00"),
        ("DTSTART;TZID=Europe/London:20270605T120000", "2027-06-05T12:00:00+01:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20270605T130000", "2027-06-05T13:00:00+02:00"),
        ("DTSTART;TZID=Europe/Amsterdam:20271031T023000", "2027-10-31T02:30:00+02:00"),
    ],
)
def test_times_are_those_of_their_zone_or_of_our_own_clocks(start, told):
    assert fields(DTSTART=start, DTEND="DTEND:20280101T000000Z")["startsAt"] == told


def test_a_zone_that_the_calendar_brings_along_is_used():
    ours = {"DTSTART": "DTSTART;TZID=Onze tijd:20270605T130000", "DTEND": "DTEND;TZID=Onze tijd:20270605T150000"}

    [event] = read(calendar(USUAL | ours, head=tuple(OUTLOOK_ZONE)))

    assert event.fields["startsAt"] == "2027-06-05T13:00:00+02:00"


def test_a_length_will_do_for_an_end():
    told = fields(DTSTART="DTSTART:20270327T233000", DTEND="DURATION:PT4H")

    assert told["endsAt"] == "2027-03-28T04:30:00+02:00"


@pytest.mark.parametrize(
    "lines, sentence",
    [
        (
            {"DTSTART": "DTSTART;TZID=Mars/Phobos:20270605T130000"},
            "DTSTART: 'Mars/Phobos' is not a zone that we know. Use Eu",
        ),
        (
            {"DTSTART": "DTSTART:20270328T023000"},
            "DTSTART: 02.30 does not exist: at 02.30 on 28-03-2027 the clock has just gone an hour forward. ",
        ),
        ({"DTSTART": "DTSTART;TZID=Europe/London:20270328T013000"}, "DTSTART: 01.30 does not exist: "),
        (
            {"DTSTART": "DTSTART;VALUE=DATE:20270605"},
            "DTSTART: is a whole day. Give the hour: people must know when to come.",
        ),
        ({"DTSTART": "DTSTART:morgen"}, "DTSTART: is missing or cannot be read. Write it as 20270605T130000."),
        ({"DTSTART": ""}, "DTSTART: is missing or cannot be read."),
        ({"DTSTART": "DTSTART:20270605T130000\r\nDTSTART:20270606T130000"}, "DTSTART: stands there more than once."),
        ({"DTEND": ""}, "DTEND: is missing. Say when the event ends."),
        ({"UID": ""}, "UID: is missing or cannot be used."),
        ({"UID": f"UID:{'x' * 300}"}, "UID: is missing or cannot be used."),
        (
            {"MORE": "RRULE:FREQ=WEEKLY"},
            "RRULE: dates that repeat by a rule are not read. Give each date as an event of",
        ),
        ({"MORE": "RDATE:20270606T130000"}, "RDATE: dates that repeat by a rule are not read."),
        ({"MORE": "CLASS:PRIVATE"}, "CLASS: is PRIVATE: an agenda that all may read is not for it."),
    ],
)
def test_what_cannot_be_used_is_told_by_its_own_name(lines, sentence):
    assert fault(**lines).startswith(f"event 1: {sentence}")


def test_faults_of_several_events_are_told_at_once():
    assert [sentence[:14] for sentence in faults(calendar(USUAL | {"DTEND": ""}, USUAL, USUAL | {"UID": ""}))] == [
        "event 1: DTEND",
        "event 3: UID: ",
    ]


def test_a_category_that_is_a_kind_tells_the_kind():
    assert fields(CATEGORIES="CATEGORIES:Buurt,Feest")["kind"] == "wandeling"
    assert fields(CATEGORIES="CATEGORIES:Buurt,Fit & Gezond")["kind"] == "fit-en-gezond"
    assert fields(CATEGORIES="CATEGORIES:Buurt\r\nCATEGORIES:Fit en gezond")["kind"] == "fit-en-gezond"
    assert fields(Unsaid(organisations=["DOCK"]), CATEGORIES="CATEGORIES:FESTIVAL")["kind"] == "festival"


def test_without_a_kind_somebody_must_say_it():
    sentence = fault(Unsaid(organisations=["DOCK"]), CATEGORIES="CATEGORIES:Buurt")

    assert sentence.startswith(
        "event 1: CATEGORIES: none of them is a kind. Say which with --kind: netwerkbijeenkomst, "
    )


def test_the_organizer_hosts_unless_it_was_said_who_does():
    line = 'ORGANIZER;CN="Geluks BV":mailto:x@example.org'

    assert fields(ORGANIZER=line)["organisations"] == ["DOCK"]
    assert fields(Unsaid(kind="cafe"), ORGANIZER=line)["organisations"] == ["Geluks BV"]
    assert fault(Unsaid(kind="cafe")) == "event 1: ORGANIZER: has no name. Say who hosts with --organisation."


@pytest.mark.parametrize(
    "line, status", [("STATUS:CANCELLED", "cancelled"), ("STATUS:TENTATIVE", "draft"), ("", "published")]
)
def test_the_status_is_taken_over(line, status):
    assert fields(STATUS=line)["status"] == status


def test_a_calendar_that_cancels_cancels_all_that_is_in_it():
    assert read(calendar(USUAL, head=("METHOD:CANCEL",)))[0].fields["status"] == "cancelled"


def test_the_first_paragraph_is_the_summary_and_signs_are_read_as_they_are_meant():
    told = fields(DESCRIPTION="DESCRIPTION:Rustig aan\\, 1 uur.\\n\\nDaarna koffie\\; en thee.")

    assert told["summary"] == "Rustig aan, 1 uur."
    assert told["description"] == "Rustig aan, 1 uur.\n\nDaarna koffie; en thee."


def test_a_folded_line_is_whole_also_in_the_middle_of_a_letter():
    data = calendar(USUAL | {"SUMMARY": "SUMMARY:Öztürk"}).replace("Öz".encode(), b"\xc3\r\n \x96z")

    assert read(data)[0].fields["title"] == "Öztürk"


@pytest.mark.parametrize(
    "location, place",
    [
        ("LOCATION:Buurthuis De Dreef", {"venue": {"name": "Buurthuis De Dreef"}}),
        (
            "LOCATION:De Dreef\\, Voorbeeldlaan 1\\, 3561 AB Utrecht",
            {"venue": {"name": "De Dreef", "address": "Voorbeeldlaan 1", "postcode": "3561 AB", "city": "Utrecht"}},
        ),
        ("LOCATION:https://video.example.org/1", {"onlineUrl": "https://video.example.org/1"}),
        ("", {}),
    ],
)
def test_a_location_is_a_place_or_an_address_on_the_web(location, place):
    told = fields(LOCATION=location)

    assert {name: told[name] for name in ("venue", "onlineUrl") if name in told} == place


def test_our_own_calendars_can_be_read():
    entry = Entry(
        uid="a@b", sequence=1, title="Wandelen", starts_at=NOON, ends_at=NOON.replace(hour=12), changed_at=NOON
    )

    [event] = read(write_calendar([entry], name="Agenda", timezone="Europe/Amsterdam"))

    assert (event.uid, event.fields["startsAt"]) == ("a@b", "2027-06-02T12:00:00+02:00")


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"BEGIN:VCALENDAR\r\n", "The calendar cannot be read: "),
        (calendar(USUAL)[:150], "The calendar cannot be read: "),
        (calendar(USUAL) + calendar(USUAL), "The calendar cannot be read: "),
        (calendar(), "The calendar holds no events."),
        (b"BEGIN:VCALENDAR\r\nX:\xff\r\nEND:VCALENDAR\r\n", "The file is not UTF-8: byte 20 cannot be read."),
    ],
)
def test_a_calendar_that_cannot_be_read_says_why(data, sentence):
    assert faults(data)[0].startswith(sentence)


def test_a_calendar_is_known_by_its_first_words():
    assert is_icalendar(b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n")
    assert not is_icalendar(b'[{"title": "BEGIN:VCALENDAR"}]')
