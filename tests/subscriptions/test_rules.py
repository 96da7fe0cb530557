"""When letters about new events go, and what fits a choice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import formats
from eventapp.subscriptions import rules
from eventapp.subscriptions.rules import News, Wanted

from ..conftest import NOON

MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
CODES = st.lists(st.text(min_size=1, max_size=5), max_size=3).map(tuple)
HOURS_OF_2027 = st.integers(0, 365 * 24 * 60 - 1).map(
    lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)

pytestmark = pytest.mark.one_database


def at(day: date, hour: time) -> datetime:
    return formats.from_local(day, hour).astimezone(UTC)


@given(HOURS_OF_2027)
def test_the_weekly_moment_is_the_last_thursday_at_ten_by_the_clock_on_the_wall(app_of_all, now):
    moment = rules.weekly_moment(now)
    local = formats.local(moment)

    assert (local.weekday(), local.time()) == (3, time(10))
    assert moment <= now < at(local.date() + WEEK, time(10))


@given(HOURS_OF_2027)
def test_updates_go_every_second_thursday(app_of_all, now):
    moment, following = rules.fortnightly_moment(now), rules.next_update(now)

    assert moment <= now < following
    assert formats.local(following).date() - formats.local(moment).date() == 2 * WEEK
    assert (formats.local(following).weekday(), formats.local(following).time()) == (3, time(10))
    assert rules.weekly_moment(following) == following


@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2027, 10, 31)], ids=["forward", "back"])
def test_across_a_clock_change_it_stays_ten_and_a_week_is_an_hour_shorter_or_longer(app, sunday):
    before, after = at(sunday - 3 * DAY, time(10)), at(sunday + 4 * DAY, time(10))

    assert after - before - WEEK == timedelta(hours=-1 if sunday.month == 3 else 1)
    assert rules.weekly_moment(after - MINUTE) == before
    assert rules.weekly_moment(after) == after


@pytest.mark.parametrize("day", [date(2027, 6, 2), date(2027, 3, 28), date(2027, 10, 31)])
@pytest.mark.parametrize(
    "hour, quiet",
    [(time(7, 59), True), (time(8), False), (time(20, 59), False), (time(21), True), (time(0), True), (time(3), True)],
)
def test_nobody_is_written_to_between_nine_and_eight(app, day, hour, quiet):
    assert rules.is_quiet(at(day, hour)) is quiet


@given(CODES, CODES, CODES)
def test_the_same_choice_is_the_same_text_and_comes_back_whole(themes, kinds, languages):
    wanted = Wanted(themes=themes, kinds=kinds, languages=languages)
    turned = Wanted(themes=themes[::-1], kinds=kinds[::-1] * 2, languages=languages)

    assert wanted.as_text() == turned.as_text()
    again = Wanted.from_text(wanted.as_text())
    assert (set(again.themes), set(again.kinds), again.networks) == (set(themes), set(kinds), ())


WALK = News(
    1, NOON, NOON, themes=("bewegen", "buiten"), neighbourhoods=("west",), kinds=("wandeling",), languages=("nl", "tr")
)


@pytest.mark.parametrize(
    "wanted, fits",
    [
        (Wanted(), True),
        (Wanted(themes=("bewegen",)), True),
        (Wanted(themes=("koken", "buiten")), True),
        (Wanted(themes=("koken",)), False),
        (Wanted(themes=("bewegen",), neighbourhoods=("oost",)), False),
        (Wanted(themes=("bewegen",), neighbourhoods=("oost", "west"), kinds=("wandeling",), languages=("tr",)), True),
        (Wanted(organisations=("dock",)), False),
        (Wanted(networks=("pact",)), False),
    ],
)
def test_a_choice_fits_what_has_one_of_everything_that_was_chosen(wanted, fits):
    assert wanted.matches(WALK) is fits


def test_only_a_whole_network_and_nothing_else_is_its_update():
    assert Wanted(networks=("pact",)).only_network == "pact"
    assert Wanted(networks=("pact", "hub")).only_network == ""
    assert Wanted(networks=("pact",), languages=("nl",)).only_network == ""
    assert Wanted().only_network == ""


def date_of(series_id: int | None, number: int) -> News:
    return News(number, NOON, NOON + number * DAY, series_id=series_id)


def test_a_series_is_one_thing_with_its_next_dates():
    dates = [date_of(7, 3), date_of(7, 4)]

    entries = rules.entries_for(
        [date_of(None, 5), *dates], told=(), known_series=(), dates_of={7: [date_of(7, 2), *dates]}
    )

    assert [[news.id for news in entry.dates] for entry in entries] == [[2, 3, 4], [5]]


def test_what_was_told_and_series_that_are_known_are_no_news():
    chosen = [date_of(None, 1), date_of(7, 2), date_of(8, 3)]

    entries = rules.entries_for(chosen, told={1}, known_series={7}, dates_of={7: chosen[1:2], 8: chosen[2:]})

    assert [entry.first.id for entry in entries] == [3]
