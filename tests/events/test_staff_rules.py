from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventapp.events import staff_rules as rules
from eventapp.events.models import Event, Venue
from eventapp.i18n import in_language
from eventapp.organisations.models import Organisation

from ..conftest import NOON

UTRECHT = ZoneInfo("Europe/Amsterdam")


def at(day: int, hour: int, minute: int = 0, *, month: int = 6, fold: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTRECHT, fold=fold)


def an_event(**given) -> Event:
    values = {
        "title": "Samen wandelen",
        "kind": "wandeling",
        "status": "draft",
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
        "organisations": [Organisation(name="Geluks BV")],
        "venue": Venue(name="Buurthuis"),
        "online_url": "",
        "taken": 0,
        "waiting": 0,
    }
    return Event(**values | given)


def lacking(event: Event) -> list[str]:
    with in_language("en"):
        return [str(sentence) for sentence in rules.missing(event)]


def test_an_event_with_everything_may_be_published():
    assert lacking(an_event()) == []
    assert lacking(an_event(venue=None, online_url="https://voorbeeld.nl/zaal")) == []


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"title": "  "}, "Fill in what the event is called."),
        ({"title": None}, "Fill in what the event is called."),
        ({"kind": "borrel"}, "Choose what kind of event it is."),
        ({"kind": None}, "Choose what kind of event it is."),
        ({"starts_at": None}, "Fill in when it starts and ends."),
        ({"ends_at": NOON}, "Fill in when it starts and ends."),
        ({"organisations": []}, "Choose who organises it."),
        ({"venue": None}, "Fill in where it is, or the address of the page where people meet."),
    ],
)
def test_what_is_missing_is_said(given, sentence):
    assert lacking(an_event(**given)) == [sentence]


def test_an_event_that_lacks_something_is_not_published():
    with pytest.raises(rules.NotReady) as refused:
        rules.check_publishable(an_event(title="", venue=None))

    with in_language("en"):
        assert [str(sentence) for sentence in refused.value.missing] == [
            "Fill in what the event is called.",
            "Fill in where it is, or the address of the page where people meet.",
        ]


def test_what_was_called_off_is_neither_published_nor_withdrawn():
    for check in (rules.check_publishable, rules.check_withdrawable):
        with pytest.raises(rules.CalledOff):
            check(an_event(status="cancelled"))


@pytest.mark.parametrize("given", [{"taken": 1}, {"waiting": 1}])
def test_what_people_count_on_is_not_withdrawn(given):
    with pytest.raises(rules.PeopleSignedUp):
        rules.check_withdrawable(an_event(status="published", **given))


@pytest.mark.parametrize(
    "starts_at, ends_at",
    [(at(28, 2, 30, month=3), at(28, 5, month=3)), (at(28, 0, month=3), at(28, 2, 30, month=3))],
)
def test_an_hour_that_no_clock_shows_is_refused(starts_at, ends_at):
    with pytest.raises(rules.NoSuchHour):
        rules.check_times(starts_at, ends_at)


@pytest.mark.parametrize("ends_at", [at(5, 18, 59), at(5, 19), at(4, 21)])
def test_an_end_that_is_not_after_the_start_is_refused(ends_at):
    with pytest.raises(rules.EndsBeforeStart):
        rules.check_times(at(5, 19), ends_at)


def test_half_past_two_twice_is_an_hour_apart():
    rules.check_times(at(31, 2, 30, month=10), at(31, 2, 30, month=10, fold=1))


def test_an_event_lasts_at_most_a_month():
    rules.check_times(at(5, 19), at(5, 19) + timedelta(days=31))

    with pytest.raises(rules.TooLong):
        rules.check_times(at(5, 19), at(5, 19) + timedelta(days=31, minutes=1))


def test_a_copy_keeps_its_hours_by_the_clock_on_the_wall():
    event = an_event(
        starts_at=at(5, 19),
        ends_at=at(5, 21, 30),
        registration_opens_at=at(1, 9),
        registration_closes_at=at(5, 12),
    )

    copy = rules.copied(event, keep={rules.Section.SIGN_UP}, starts_at=at(5, 20, month=11))

    assert (copy["starts_at"], copy["ends_at"]) == (at(5, 20, month=11), at(5, 22, 30, month=11))
    assert copy["registration_closes_at"].astimezone(UTC) == datetime(2027, 11, 5, 12, tzinfo=UTC)
    assert copy["registration_opens_at"].astimezone(UTC) == datetime(2027, 11, 1, 9, tzinfo=UTC)


def test_a_section_holds_columns_that_no_other_section_holds():
    columns = [*rules.ALWAYS, *(name for names in rules.COLUMNS.values() for name in names)]

    assert len(columns) == len(set(columns))
    assert [name for name in columns if not hasattr(Event, name)] == []
    assert set(rules.COLUMNS) == set(rules.Section)
