"""Reading events from JSON: everything that is wrong is told at once, with its place."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from eventapp.events.imports import MOST_BYTES, Faults, Given, Known, Wanted, checked, read_json

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Row:
    """Something that an event may name."""

    def __init__(self, slug: str, name: str) -> None:
        self.slug, self.name = slug, name


OVERVECHT, LEIDSCHE_RIJN = Row("overvecht", "Overvecht"), Row("leidsche-rijn", "Leidsche Rijn")
GELUKS, DOCK = Row("geluks-bv", "Geluks BV"), Row("dock", "DOCK")
MOVING = Row("bewegen", "Bewegen")
KNOWN = Known(
    neighbourhoods={row.slug: row for row in (OVERVECHT, LEIDSCHE_RIJN)},
    themes={MOVING.slug: MOVING},
    organisations={name: row for row in (GELUKS, DOCK) for name in (row.name, row.slug)},
    languages=("nl", "ar"),
)
EVENT = {
    "title": "Samen wandelen",
    "kind": "wandeling",
    "summary": "We wandelen 1 uur.",
    "startsAt": "2027-06-05T13:00:00+02:00",
    "endsAt": "2027-06-05T14:30:00+02:00",
    "status": "published",
    "organisations": ["Geluks BV"],
    "neighbourhood": "overvecht",
}


def wanted(*events: dict) -> list[Wanted]:
    given = [Given(f"event {n}", event) for n, event in enumerate(events, 1)]
    return checked(given, KNOWN, zone=AMSTERDAM)


def one(**changes: object) -> Wanted:
    return wanted(EVENT | changes)[0]


def faults_of(*events: dict) -> list[str]:
    with pytest.raises(Faults) as caught:
        wanted(*events)
    return caught.value.sentences


def fault(**changes: object) -> str:
    sentences = faults_of(EVENT | changes)
    assert len(sentences) == 1
    return sentences[0]


def faults_in(data: bytes) -> list[str]:
    with pytest.raises(Faults) as caught:
        read_json(data)
    return caught.value.sentences


def test_an_event_becomes_the_columns_of_our_table():
    event = one()

    assert event.slug == "samen-wandelen-2027-06-05"
    assert event.columns == {
        "title": "Samen wandelen",
        "kind": "wandeling",
        "summary": "We wandelen 1 uur.",
        "starts_at": datetime(2027, 6, 5, 11, tzinfo=UTC),
        "ends_at": datetime(2027, 6, 5, 12, 30, tzinfo=UTC),
        "status": "published",
        "organisations": [GELUKS],
        "neighbourhood": OVERVECHT,
    }
    assert event.defaults == {
        "languages": ("nl",),
        "capacity": None,
        "party_size_max": 5,
        "waiting_list": True,
        "drop_in": False,
    }


def test_every_field_of_the_contract_has_its_column():
    event = one(
        slug="wandelen",
        description="Eerst koffie.\n\nDan lopen.",
        series="Zomerwandelingen",
        venue={"name": "De Dreef", "address": "Voorbeeldlaan 1", "postcode": "3561 AB"},
        onlineUrl="https://video.example.org/1",
        themes=["bewegen"],
        languages=["nl", "ar"],
        capacity=20,
        partySizeMax=3,
        registrationOpensAt="2027-05-01T09:00:00+02:00",
        registrationClosesAt="2027-06-05T09:00:00Z",
        waitingList=False,
        private=True,
        unlisted=True,
    )

    assert event.slug == "wandelen"
    assert {name: value for name, value in event.columns.items() if name not in one().columns} == {
        "description": "Eerst koffie.\n\nDan lopen.",
        "series": "Zomerwandelingen",
        "venue": {"name": "De Dreef", "address": "Voorbeeldlaan 1", "postcode": "3561 AB", "city": "Utrecht"},
        "online_url": "https://video.example.org/1",
        "themes": [MOVING],
        "languages": ("nl", "ar"),
        "capacity": 20,
        "party_size_max": 3,
        "registration_opens_at": datetime(2027, 5, 1, 7, tzinfo=UTC),
        "registration_closes_at": datetime(2027, 6, 5, 9, tzinfo=UTC),
        "waiting_list": False,
        "private": True,
        "unlisted": True,
    }


def test_kinds_have_their_own_defaults():
    assert one(kind="fit-en-gezond").defaults["drop_in"] is True
    assert one(kind="webinar").defaults["party_size_max"] == 1


def test_where_a_file_gives_a_capacity_people_sign_up():
    assert one(kind="fit-en-gezond", capacity=20).defaults["drop_in"] is False
    assert one(kind="fit-en-gezond", capacity=None).defaults["drop_in"] is True


def test_hosts_and_places_go_by_name_or_slug_and_count_once():
    event = one(organisations=["geluks-bv", "Geluks BV", "DOCK"], neighbourhood="Leidsche Rijn")

    assert event.columns["organisations"] == [GELUKS, DOCK]
    assert event.columns["neighbourhood"] is LEIDSCHE_RIJN


@pytest.mark.parametrize("name", EVENT)
def test_a_field_that_is_needed_is_missing(name):
    event = {field: value for field, value in EVENT.items() if field != name}

    assert f"event 1: {name}: is missing." in faults_of(event)


def test_an_unknown_field_is_refused_by_name_and_the_known_ones_are_told():
    sentence = fault(place="Overvecht")

    assert sentence.startswith("event 1: 'place': is not a field of an event. Choose from slug, title, kind,")


def test_what_only_a_calendar_says_is_no_field_of_ours():
    assert fault(uid="x@y").startswith("event 1: 'uid': is not a field of an event.")


@pytest.mark.parametrize(
    "changes, sentence",
    [
        (
            {"kind": "feest"},
            "kind: 'feest' is not a kind that we know. "
            "Choose from netwerkbijeenkomst, fit-en-gezond, festival, dialoog, wandeling, cafe, webinar, training.",
        ),
        ({"kind": None}, "kind: null is not a kind that we know. Choose from netwerkbijeenkomst, "),
        ({"status": "open"}, "status: 'open' is not a status that we know. Choose from draft, published, cancelled."),
        (
            {"neighbourhood": "rotterdam"},
            "neighbourhood: 'rotterdam' is not a neighbourhood that we know. Choose from overvecht, leidsche-rijn.",
        ),
        ({"themes": ["zingen"]}, "themes: 'zingen' is not a theme that we know. Choose from bewegen."),
        ({"themes": "bewegen"}, "themes: must be a list, not 'bewegen'."),
        (
            {"organisations": ["Niemand BV"]},
            "organisations: 'Niemand BV' is not an organisation that we know. Choose from Geluks BV, DOCK.",
        ),
        ({"organisations": []}, "organisations: must be a list with at least one, not a list."),
        ({"organisations": "DOCK"}, "organisations: must be a list with at least one, not 'DOCK'."),
        ({"organisations": [["DOCK"]]}, "organisations: a list is not an organisation that we know."),
        ({"languages": ["xx"]}, "languages: 'xx' is not a language that we know. Choose from nl, ar."),
    ],
)
def test_unknown_names_are_told_with_what_may_be_chosen(changes, sentence):
    assert fault(**changes).startswith(f"event 1: {sentence}")


@pytest.mark.parametrize(
    "moment, words",
    [
        ("2027-06-05T13:00:00", "has no zone. For the clocks of Europe/Amsterdam write 2027-06-05T13:00:00+02:00."),
        ("2027-12-05T13:00", "has no zone. For the clocks of Europe/Amsterdam write 2027-12-05T13:00:00+01:00."),
        ("2027-03-28T02:30:00", "has no zone. "),
        ("2027-06-05T13:00:00+13:37", "has a zone that no clock uses. For the clocks of Europe/Amsterdam write "),
        ("2027-06-05T13:00:00+23:00", "has a zone that no clock uses."),
        ("1999-06-05T13:00:00Z", "is not between the years 2000 and 2099."),
        ("0001-01-01T00:00:00+14:00", "is not between the years 2000 and 2099."),
        ("9999-12-31T23:59:59-12:00", "is not between the years 2000 and 2099."),
        (
            "2027-03-28T02:30:00+01:00",
            "does not exist: at 02.30 on 28-03-2027 the clock has just gone an hour forward. "
            "Choose an hour before or after it.",
        ),
        (
            "2027-03-28T02:30:00+02:00",
            "does not exist: at 02.30 on 28-03-2027 the clock has just gone an hour forward.",
        ),
        ("2027-03-28T02:00:00+02:00", "does not exist: at 02.00 on 28-03-2027"),
    ],
)
def test_a_time_must_have_a_zone_and_exist(moment, words):
    sentence = next(each for each in faults_of(EVENT | {"startsAt": moment}))

    assert sentence.startswith(f"event 1: startsAt: {moment} {words}")


@pytest.mark.parametrize(
    "moment",
    [
        "2027-06-05", "2027-06-31T13:00:00Z", "2027-06-05T25:00:00Z", "2027-06-05T13:00:00+99:00", "morgen", "", 5, [],
        "2027-06-05T13:00:00 Europe/Amsterdam", "2027-06-05T13:00:00+02:00[Mars/Phobos]", "2027-W22-6T13:00:00Z", None,
        "٢٠٢٧-٠٦-٠٥T13:00:00Z",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(moment):
    assert "is not a time such as 2027-06-05T13:00:00+02:00." in faults_of(EVENT | {"startsAt": moment})[0]


@pytest.mark.parametrize(
    "moment, hour",
    [
        ("2027-06-05T11:00:00Z", 11),
        ("2027-06-05T07:00:00-04:00", 11),
        ("2027-06-05T16:30:00+05:30", 11),
        ("2027-06-05T12:00:00+01:00", 11),
    ],
)
def test_the_same_moment_may_be_told_by_the_clock_of_another_place(moment, hour):
    assert one(startsAt=moment).columns["starts_at"] == datetime(2027, 6, 5, hour, tzinfo=UTC)


def test_the_hour_that_the_clock_shows_twice_is_two_moments():
    first = one(startsAt="2027-10-31T02:30:00+02:00", endsAt="2027-10-31T05:00:00+01:00")
    second = one(startsAt="2027-10-31T02:30:00+01:00", endsAt="2027-10-31T05:00:00+01:00")

    assert first.columns["starts_at"] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert second.columns["starts_at"] == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_utc_moment_in_the_night_of_the_change_is_just_a_moment():
    event = one(startsAt="2027-03-28T02:30:00Z", endsAt="2027-03-28T03:30:00Z")

    assert event.columns["starts_at"] == datetime(2027, 3, 28, 2, 30, tzinfo=UTC)


def test_an_event_past_midnight_stays_one_event():
    event = one(startsAt="2027-06-05T22:00:00+02:00", endsAt="2027-06-06T01:00:00+02:00")

    assert event.slug == "samen-wandelen-2027-06-05"


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"endsAt": "2027-06-05T13:00:00+02:00"}, "endsAt: must be later than startsAt."),
        (
            {"endsAt": "2027-08-05T13:00:00+02:00"},
            "endsAt: is more than 31 days later than startsAt. Make it several events.",
        ),
        (
            {"registrationOpensAt": "2027-06-02T09:00:00Z", "registrationClosesAt": "2027-06-01T09:00:00Z"},
            "registrationClosesAt: must be later than registrationOpensAt.",
        ),
        (
            {"registrationOpensAt": "2027-06-06T09:00:00Z"},
            "registrationOpensAt: must be earlier than endsAt, or nobody can sign up.",
        ),
        ({"title": ""}, "title: is empty."),
        ({"title": "   "}, "title: is empty."),
        ({"title": None}, "title: must be a text, not null."),
        ({"title": 7}, "title: must be a text, not 7."),
        ({"title": "a" * 10_000}, "title: has 10000 letters, at most 200 fit."),
        ({"title": "Wandelen\nBcc: x"}, "title: holds '\\u000a', which does not belong in this text."),
        ({"title": "Wandelen\0"}, "title: holds '\\u0000', which does not belong in this text."),
        ({"title": "Half \ud83d"}, "title: holds '\\ud83d', which does not belong in this text."),
        ({"summary": "Kort\x1b[31m"}, "summary: holds '\\u001b', which does not belong in this text."),
        ({"capacity": -1}, "capacity: must be a whole number from 0 to 100000, not -1."),
        ({"capacity": 100_001}, "capacity: must be a whole number from 0 to 100000, not 100001."),
        ({"capacity": 10**30}, "capacity: must be a whole number from 0 to 100000, not a number that large."),
        ({"capacity": float("inf")}, "capacity: must be a whole number from 0 to 100000, not a number that large."),
        ({"capacity": float("nan")}, "capacity: must be a whole number from 0 to 100000, not a number that large."),
        ({"capacity": 10.5}, "capacity: must be a whole number from 0 to 100000, not 10.5."),
        ({"capacity": "10"}, "capacity: must be a whole number from 0 to 100000, not '10'."),
        ({"capacity": True}, "capacity: must be a whole number from 0 to 100000, not true."),
        ({"partySizeMax": 0}, "partySizeMax: must be a whole number from 1 to 100, not 0."),
        ({"waitingList": "yes"}, "waitingList: must be true or false, not 'yes'."),
        ({"private": 1}, "private: must be true or false, not 1."),
        ({"unlisted": None}, "unlisted: must be true or false, not null."),
        ({"slug": "Samen Wandelen"}, "slug: 'Samen Wandelen' may hold only a-z, 0-9 and - in between."),
        ({"slug": "../beheer"}, "slug: '../beheer' may hold only a-z, 0-9 and - in between."),
        ({"venue": "De Dreef"}, "venue: must be an object, such as {...}."),
        ({"venue": {"address": "Laan 1"}}, "venue: name: is missing."),
        ({"venue": {"name": "De Dreef", "lat": 52}}, "venue: 'lat': is not a field of an event. Choose from name, "),
        (
            {"venue": {"name": "De Dreef", "postcode": "3561 AB Utrecht"}},
            "venue: postcode: has 15 letters, at most 10 fit.",
        ),
        ({"onlineUrl": "javascript:alert(1)"}, "onlineUrl: 'javascript:alert(1)' is not an address that begins with "),
        ({"onlineUrl": "http://["}, "onlineUrl: 'http://[' is not an address that begins with https://."),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(changes, sentence):
    assert fault(**changes).startswith(f"event 1: {sentence}")


@pytest.mark.parametrize("capacity", [0, 1, 100_000, None])
def test_a_capacity_may_be_nothing_at_all_or_large(capacity):
    assert one(capacity=capacity).columns["capacity"] == capacity


def test_null_empties_what_need_not_be_there():
    event = one(venue=None, themes=None, series=None, onlineUrl=None, neighbourhood=None, registrationOpensAt=None)

    columns = {name: event.columns[name] for name in ("venue", "themes", "series", "online_url", "neighbourhood")}
    assert columns == {"venue": None, "themes": [], "series": None, "online_url": "", "neighbourhood": None}


def test_names_with_signs_and_script_are_just_text():
    event = one(title="<script>alert(1)</script> =1+1 & 't Hooft Öztürk 🎉")

    assert event.columns["title"] == "<script>alert(1)</script> =1+1 & 't Hooft Öztürk 🎉"
    assert event.slug == "script-alert-1-script-1-1-en-t-hooft-ozturk-2027-06-05"


def test_a_title_without_latin_letters_still_has_an_address():
    assert one(title="المشي معًا").slug == "activiteit-2027-06-05"


def test_two_events_of_one_name_on_one_day_get_an_address_each():
    assert [event.slug for event in wanted(EVENT, EVENT, EVENT | {"slug": "samen-wandelen-2027-06-05-2"})] == [
        "samen-wandelen-2027-06-05",
        "samen-wandelen-2027-06-05-3",
        "samen-wandelen-2027-06-05-2",
    ]


def test_a_slug_may_stand_in_a_file_once():
    event = EVENT | {"slug": "wandelen"}

    assert faults_of(event, EVENT, event) == ["event 3: slug: 'wandelen' is already that of event 1."]


def test_all_faults_of_all_events_are_told_at_once():
    assert [
        sentence.split(": ")[:2] for sentence in faults_of(EVENT | {"title": "", "capacity": -1}, EVENT, {"kind": 3})
    ] == [
        ["event 1", "title"],
        ["event 1", "capacity"],
        ["event 3", "title"],
        ["event 3", "summary"],
        ["event 3", "startsAt"],
        ["event 3", "endsAt"],
        ["event 3", "status"],
        ["event 3", "organisations"],
        ["event 3", "neighbourhood"],
        ["event 3", "kind"],
    ]


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"", "The file is neither JSON nor iCalendar."),
        (b"Beste Sanne, hierbij de lijst", "The file is neither JSON nor iCalendar."),
        (b'[{"title": "Samen wand', "The file is neither JSON nor iCalendar. As JSON it ends to make sense at line 1"),
        (b'{"title": "Samen"}', "The file must hold a list of events, [{...}, {...}], not an object."),
        (b'"Samen"', "The file must hold a list of events, [{...}, {...}], not 'Samen'."),
        (b"[[]]", "event 1: must be an object, {...}, not a list."),
        (b"[{}, 7, null]", "event 2: must be an object, {...}, not 7."),
        (b"[" * 100_000, "The file has lists within lists without end."),
        (b'[{"capacity": ' + b"9" * 5_000 + b"}]", "The file cannot be read as JSON: "),
        (
            b'[{"title": "A", "title": "B"}]',
            "The file cannot be read as JSON: the field 'title' stands twice in one event.",
        ),
        (b'[{"title": "\xff"}]', "The file is not UTF-8: byte 13 cannot be read. Save it as UTF-8."),
        ('[{"title": "A"}]'.encode("utf-16"), "The file is not UTF-8: byte 1 cannot be read."),
        (b"[" + b" " * MOST_BYTES + b"]", "The file is larger than 5 MB. Make it several files."),
        (json.dumps([{}] * 5_001).encode(), "The file holds 5001 events; at most 5000 fit. Make it two files."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, sentence):
    assert faults_in(data)[0].startswith(sentence)


def test_a_list_of_nothing_is_nothing():
    assert read_json(b"[]") == []


def test_the_mark_that_windows_puts_first_is_no_fault():
    assert read_json(b"\xef\xbb\xbf[]") == []
