"""The events of the demo are ahead of whatever day it is today, by the wall clock."""

from datetime import date, datetime, timedelta

import pytest

from eventapp.demo.dates import blue_monday, in_week, moments, past
from eventapp.formats import from_local, local

from ..conftest import NOON

MONDAY = date(2027, 5, 31)


@pytest.mark.parametrize("today", [MONDAY + timedelta(days=n) for n in range(7)])
def test_a_day_of_next_week_is_ahead_of_every_day_of_this_one(today):
    assert in_week(today, weeks=1, day="ma") == date(2027, 6, 7)
    assert in_week(today, weeks=2, day="zo") == date(2027, 6, 20)


@pytest.mark.parametrize(
    "today, day", [(date(2026, 12, 14), date(2027, 1, 2)), (date(2026, 12, 7), date(2026, 12, 19))]
)
def test_nothing_is_between_christmas_and_new_year(today, day):
    assert in_week(today, weeks=1, day="za") == day


@pytest.mark.parametrize(
    "today, day",
    [
        (date(2026, 11, 23), date(2027, 1, 18)),
        (date(2027, 1, 17), date(2027, 1, 18)),
        (date(2027, 1, 18), date(2028, 1, 17)),
        (date(2027, 6, 2), date(2028, 1, 17)),
    ],
)
def test_blue_monday_is_the_third_monday_of_january(today, day):
    assert blue_monday(today) == day


def at(app, hour: int, minute: int = 0) -> tuple[str, str]:
    """From when until when the event of today is, made at this hour."""
    now = from_local(MONDAY, NOON.time()).replace(hour=hour, minute=minute)
    begin, end = moments({"today": True, "hours": "10.00-15.00"}, now=now)
    return f"{local(begin):%d %H.%M}", f"{local(end):%d %H.%M}"


def test_the_event_of_today_is_on_or_still_to_come_whenever_the_demo_is_made(app):
    assert at(app, 0, 5) == ("31 10.00", "31 15.00")
    assert at(app, 13, 59) == ("31 10.00", "31 15.00")
    assert at(app, 14, 30) == ("31 14.00", "31 18.00")
    assert at(app, 20, 59) == ("31 20.00", "31 23.00")
    assert at(app, 21) == ("01 10.00", "01 15.00")


def test_the_wall_clock_shows_the_same_hour_before_and_after_the_clock_changes(app):
    told = {"week": 1, "day": "za", "hours": "19.00-21.00"}

    before, _end = moments(told, now=datetime(2027, 3, 16, 12, tzinfo=NOON.tzinfo))
    after, _end = moments(told | {"week": 2}, now=datetime(2027, 3, 16, 12, tzinfo=NOON.tzinfo))

    assert (local(before).isoformat(), local(after).isoformat()) == (
        "2027-03-27T19:00:00+01:00",
        "2027-04-03T19:00:00+02:00",
    )


@pytest.mark.parametrize(
    "when, precision, first, last",
    [
        ("2022-01-17", "day", "2022-01-17T00:00", "2022-01-18T00:00"),
        ("2022-06", "month", "2022-06-01T00:00", "2022-06-30T23:59"),
        ("2022-12", "month", "2022-12-01T00:00", "2022-12-31T23:59"),
        ("2022-03/2022-04", "month", "2022-03-01T00:00", "2022-04-30T23:59"),
        ("2023", "year", "2023-01-01T00:00", "2023-12-31T23:59"),
        ("2021/2022", "year", "2021-01-01T00:00", "2022-12-31T23:59"),
    ],
)
def test_of_the_past_no_more_is_told_than_is_known(app, when, precision, first, last):
    known, starts_at, ends_at = past(when)

    assert (known, f"{starts_at:%Y-%m-%dT%H:%M}", f"{ends_at:%Y-%m-%dT%H:%M}") == (precision, first, last)
