"""When the clock changes in a time zone, told as calendars want to hear it (VTIMEZONE)."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Offset(NamedTuple):
    """What the clock goes by for a while."""

    from_utc: timedelta
    name: str
    is_summer_time: bool


class Change(NamedTuple):
    """From one offset to the next."""

    before: Offset
    after: Offset


def clock_changes(name: str, first_year: int, last_year: int) -> Timezone:
    """The zone as the zone database knows it in these years.

    A change that comes every year is told as a rule, and the zone has as few parts as it can: Outlook passes over
    lists of dates, and is then an hour off. icalendar's own Timezone.from_tzid writes such lists, and the start of
    summer time an hour too late.
    """
    zone = ZoneInfo(name)
    begin, end = datetime(first_year - 1, 1, 1, tzinfo=UTC), datetime(last_year + 2, 1, 1, tzinfo=UTC)
    timezone = Timezone()
    timezone.add("tzid", name)
    moments = list(_moments_of_change(zone, begin, end))
    if not moments or moments[0].year >= first_year:
        at_first = _offset(zone, begin)
        timezone.add_component(_part(Change(at_first, at_first), [_wall_clock(begin, at_first)]))
    onsets: defaultdict[Change, list[datetime]] = defaultdict(list)
    for moment in moments:
        change = Change(_offset(zone, moment - SECOND), _offset(zone, moment))
        onsets[change].append(_wall_clock(moment, change.before))
    for change, times in onsets.items():
        timezone.add_component(_part(change, times, until_year=last_year + 1))
    return timezone


@lru_cache(maxsize=64)
def written_clock_changes(name: str, first_year: int, last_year: int) -> bytes:
    """The same as it stands in a file."""
    return clock_changes(name, first_year, last_year).to_ical()


def _offset(zone: ZoneInfo, moment: datetime) -> Offset:
    local = moment.astimezone(zone)
    return Offset(local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst()))


def _wall_clock(moment: datetime, offset: Offset) -> datetime:
    return (moment + offset.from_utc).replace(tzinfo=None)


def _moments_of_change(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    day = begin
    while day < end:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _first_second_after_the_change(zone, day, day + DAY)
        day += DAY


def _first_second_after_the_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    earlier = _offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == earlier:
            before = middle
        else:
            after = middle
    return after


def _part(change: Change, onsets: list[datetime], until_year: int = 0) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.after.is_summer_time else TimezoneStandard()
    part.add("dtstart", onsets[0])
    part.add("tzoffsetfrom", change.before.from_utc)
    part.add("tzoffsetto", change.after.from_utc)
    part.add("tzname", change.after.name)
    if rule := _yearly_rule(onsets, until_year):
        part.add("rrule", rule)
    elif len(onsets) > 1:
        part.add("rdate", onsets[1:])
    return part


def _yearly_rule(onsets: list[datetime], until_year: int) -> dict[str, Any] | None:
    """The last Sunday of March, every year; None where no such rule holds for all of them."""
    first = onsets[0]
    every_year = [onset.year for onset in onsets] == list(range(first.year, until_year + 1))
    alike = {(onset.month, onset.weekday(), onset.time()) for onset in onsets}
    if len(onsets) == 1 or not every_year or len(alike) > 1:
        return None
    weeks = {(onset.day - 1) // 7 + 1 for onset in onsets}
    if all(onset.day + 7 > monthrange(onset.year, onset.month)[1] for onset in onsets):
        weeks = {-1}
    if len(weeks) > 1:
        return None
    return {"freq": "yearly", "bymonth": first.month, "byday": f"{weeks.pop()}{WEEKDAYS[first.weekday()]}"}
