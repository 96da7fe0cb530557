"""How an event fills, as numbers and as a line."""

from datetime import UTC, date, datetime, timedelta

import pytest

from eventapp.i18n import in_language
from eventapp.registrations.growth import BOTTOM, LEFT, RIGHT, SignUp, Step, by_weeks, growth, steps_by_day

MONDAY = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(app):
    with in_language("en"):
        yield


def came(day: int, people: int = 1, *, left: int | None = None) -> SignUp:
    return SignUp(people, MONDAY + timedelta(days=day), None if left is None else MONDAY + timedelta(days=left))


def test_every_day_counts_who_came_and_who_left():
    steps = steps_by_day([came(0, 2), came(0), came(2, 4, left=3)], until=MONDAY + timedelta(days=4))

    assert steps == [
        Step(date(2027, 3, 1), 3, 0, 3),
        Step(date(2027, 3, 2), 0, 0, 3),
        Step(date(2027, 3, 3), 4, 0, 7),
        Step(date(2027, 3, 4), 0, 4, 3),
        Step(date(2027, 3, 5), 0, 0, 3),
    ]


def test_a_day_is_a_day_of_our_own_clocks_in_winter_and_in_summer():
    winter = datetime(2027, 3, 27, 23, 30, tzinfo=UTC)  # 0.30 on the 28th, when the clock goes forward
    summer = datetime(2027, 3, 28, 22, 30, tzinfo=UTC)  # 0.30 on the 29th

    steps = steps_by_day([SignUp(1, winter, None), SignUp(1, summer, None)], until=summer)

    assert [(step.day, step.came) for step in steps] == [(date(2027, 3, 28), 1), (date(2027, 3, 29), 1)]


def test_weeks_are_seven_days_together():
    steps = steps_by_day([came(0), came(6), came(7, 5, left=8)], until=MONDAY + timedelta(days=8))

    assert by_weeks(steps) == [Step(date(2027, 3, 1), 2, 0, 2), Step(date(2027, 3, 8), 5, 5, 2)]


def test_nobody_is_no_picture():
    assert growth([], capacity=10, until=MONDAY) is None


def test_the_line_goes_from_nobody_at_the_left_to_everybody_at_the_right():
    drawn = growth([came(0), came(1, 3)], capacity=8, until=MONDAY + timedelta(days=1))

    assert drawn.curve == "M40 190L262 170L484 110"
    assert (drawn.end, drawn.limit.at, drawn.limit.text) == ((484, 110), 30, "8 places")
    assert [(line.at, line.text) for line in drawn.lines] == [(190, "0"), (150, "2"), (110, "4"), (70, "6"), (30, "8")]
    assert [(mark.at, mark.text) for mark in drawn.days] == [(40, "1 Mar"), (262, "2 Mar")]
    assert (drawn.title, drawn.period) == ("4 people are signed up", "1 March 2027 up to 2 March 2027")


@pytest.mark.parametrize("people, days", [(1, 1), (5000, 1), (5000, 400), (7, 31), (7, 32)])
def test_every_line_stays_in_its_field(people, days):
    signed_up = [came(n % days) for n in range(people)]

    drawn = growth(signed_up, capacity=None, until=MONDAY + timedelta(days=days - 1))

    points = [tuple(map(float, point.split())) for point in drawn.curve[1:].split("L")]
    assert all(LEFT <= x <= RIGHT and 30 <= y <= BOTTOM for x, y in points)
    assert len(drawn.lines) <= 5
    assert len(drawn.days) <= 6
    assert drawn.by_week == (days > 31)
    assert drawn.steps[-1].standing == people
