from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.calendars.zones import clock_changes

AMSTERDAM_IN_2027 = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
DTSTART:20260329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20261025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def told_changes(name: str, first_year: int, last_year: int) -> list[tuple[datetime, timedelta]]:
    """From when on which offset holds, as a reader of the file works it out."""
    changes = []
    for part in clock_changes(name, first_year, last_year).subcomponents:
        onsets = [part.DTSTART]
        if "rrule" in part:
            rule = rrulestr(part["rrule"].to_ical().decode(), dtstart=part.DTSTART)
            onsets = rule.between(part.DTSTART, part.DTSTART.replace(year=last_year + 1), inc=True)
        elif "rdate" in part:
            onsets += [moment.dt for moment in part["rdate"].dts]
        changes += [((onset - part.TZOFFSETFROM).replace(tzinfo=UTC), part.TZOFFSETTO) for onset in onsets]
    return sorted(changes)


def offsets(name: str, first_year: int, last_year: int) -> list[tuple[datetime, timedelta, timedelta]]:
    """Every half hour of these years: what a reader makes of it from the file, and what the zone database says."""
    changes, zone = told_changes(name, first_year, last_year), ZoneInfo(name)
    moment, compared = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(hours=13), []
    while moment.year <= last_year:
        while len(changes) > 1 and changes[1][0] <= moment:
            changes.pop(0)
        compared.append((moment, changes[0][1], moment.astimezone(zone).utcoffset()))
        moment += timedelta(minutes=30)
    return compared


def test_the_zone_of_utrecht_is_two_yearly_rules():
    assert clock_changes("Europe/Amsterdam", 2027, 2027).to_ical().decode() == AMSTERDAM_IN_2027.replace("\n", "\r\n")


def test_the_clock_of_2027_changes_on_28_march_and_31_october():
    compared = offsets("Europe/Amsterdam", 2027, 2027)

    assert [moment for moment, told, known in compared if told != known] == []
    assert [after[0] for before, after in pairwise(compared) if before[1] != after[1]] == [
        datetime(2027, 3, 28, 1, tzinfo=UTC),
        datetime(2027, 10, 31, 1, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    "name, first_year, last_year",
    [
        ("UTC", 2027, 2027),
        ("Europe/Istanbul", 2027, 2027),  # no change any more
        ("Europe/Istanbul", 2016, 2018),  # the year in which it stopped
        ("Europe/Istanbul", 2015, 2015),
        ("America/Mexico_City", 2021, 2024),  # summer time ended for good in 2022
        ("America/New_York", 2027, 2027),  # the second Sunday of March
        ("Africa/Casablanca", 2027, 2027),  # with Ramadan: no rule
        ("Australia/Lord_Howe", 2027, 2027),  # half an hour, and summer at New Year
        ("Europe/Dublin", 2027, 2027),
        ("America/Caracas", 2016, 2016),
    ],
)
def test_other_zones_are_told_as_the_zone_database_knows_them(name, first_year, last_year):
    compared = offsets(name, first_year, last_year)

    assert [moment for moment, told, known in compared if told != known] == []


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(["Europe/Amsterdam", "Europe/Athens", "America/Santiago"]),
    st.integers(1997, 2035),
    st.integers(0, 4),
)
def test_any_stretch_of_years_is_told_right(name, first_year, more):
    compared = offsets(name, first_year, first_year + more)

    assert [moment for moment, told, known in compared if told != known] == []
