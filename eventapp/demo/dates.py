"""When the events of the demo are: by the wall clock, and always ahead of today."""

from datetime import date, datetime, time, timedelta
from typing import Any

from ..events.models import Precision
from ..formats import from_local, local

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
LATEST_HOUR = 21  # after this nothing begins any more today
LATEST_END = 23
LONG_ENOUGH = 4  # hours


def moments(told: dict[str, Any], *, now: datetime) -> tuple[datetime, datetime]:
    """From when until when an event of the season is."""
    begin, end = hours(told["hours"])
    if told.get("today"):
        return _today(begin, end, now=now)
    today = local(now).date()
    blue = told.get("blue_monday")
    day = blue_monday(today) if blue else in_week(today, weeks=told["week"], day=told["day"])
    return from_local(day, begin), from_local(day, end)


def hours(text: str) -> tuple[time, time]:
    """9.30-11.00"""
    begin, end = (_hour(hour) for hour in text.split("-"))
    return begin, end


def _hour(text: str) -> time:
    hour, minute = text.split(".")
    return time(int(hour), int(minute))


def in_week(today: date, *, weeks: int, day: str) -> date:
    """That day so many weeks from now, or as many later as Christmas takes."""
    found = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=DAYS.index(day))
    while (found.month, found.day) >= (12, 24) or (found.month, found.day) == (1, 1):
        found += timedelta(weeks=1)
    return found


def blue_monday(today: date) -> date:
    """The third Monday of January, the next one."""
    for year in (today.year, today.year + 1):
        first = date(year, 1, 1)
        day = first + timedelta(days=-first.weekday() % 7, weeks=2)
        if day > today:
            break
    return day


def _today(begin: time, end: time, *, now: datetime) -> tuple[datetime, datetime]:
    """At its own hours as long as they are not nearly over, or from this hour on; late in the evening tomorrow."""
    day, hour = local(now).date(), local(now).hour
    if hour >= LATEST_HOUR:
        day += timedelta(days=1)
    elif hour >= end.hour - 1:
        begin, end = time(hour), time(min(hour + LONG_ENOUGH, LATEST_END))
    return from_local(day, begin), from_local(day, end)


def past(when: str) -> tuple[Precision, datetime, datetime]:
    """As much as the documents tell: 2022-01-17, 2022-06, 2023, or from one until another; never an hour."""
    first, _slash, last = when.partition("/")
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[first.count("-")]
    starts_at, last_day = from_local(_first_day(first), time()), _last_day(last or first)
    if precision == Precision.DAY:
        return precision, starts_at, from_local(last_day + timedelta(days=1), time())
    return precision, starts_at, from_local(last_day, time(23, 59))  # so that it ends in the year that it is of


def _first_day(text: str) -> date:
    return date.fromisoformat(f"{text}-01-01"[:10])


def _last_day(text: str) -> date:
    """The last day of a year or a month."""
    match text.count("-"):
        case 0:
            return date(int(text), 12, 31)
        case 1:
            return (_first_day(text) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return date.fromisoformat(text)
