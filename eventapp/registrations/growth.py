"""How an event fills, day by day: the numbers, and the line that shows them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from .. import formats
from ..i18n import _, ngettext

LEFT, RIGHT, TOP, BOTTOM = 40, 484, 30, 190  # of the field in a picture of 500 by 220
MOST_LINES, MOST_LABELS = 4, 6
BY_DAY_UP_TO = 31


class SignUp(NamedTuple):
    """How many people one registration is, from when until when."""

    people: int
    signed_up_at: datetime
    cancelled_at: datetime | None


class Step(NamedTuple):
    """A day, or the week from this day on: who came, who signed off, and how many there were then."""

    day: date
    came: int
    left: int
    standing: int


class Mark(NamedTuple):
    """A number or a day beside the field, and how far from the top or the left it stands."""

    at: float
    text: str


@dataclass(frozen=True)
class Growth:
    """The line in a picture of 500 by 220, and its numbers."""

    title: str
    period: str
    says: str  # the picture in words
    curve: str
    area: str
    end: tuple[float, float]
    lines: list[Mark]
    days: list[Mark]
    limit: Mark | None
    steps: list[Step]
    by_week: bool


def growth(sign_ups: Iterable[SignUp], *, capacity: int | None, until: datetime) -> Growth | None:
    """How many people were signed up, with a place or waiting, until this moment; None where nobody ever was."""
    days = steps_by_day(sign_ups, until=until)
    if not days:
        return None
    first, last, standing = days[0].day, days[-1].day, days[-1].standing
    top = max([step.standing for step in days] + [capacity or 0, 1])
    points = [_point(0, 0, days=len(days), top=top)]
    points += [_point(n, step.standing, days=len(days), top=top) for n, step in enumerate(days, 1)]
    curve = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    by_week = len(days) > BY_DAY_UP_TO
    return Growth(
        title=ngettext("%(num)s person is signed up", "%(num)s people are signed up", standing),
        period=_("%(first)s up to %(last)s", first=formats.format_date(first), last=formats.format_date(last)),
        says=_(
            "A line from %(first)s, with nobody, to %(last)s, with %(count)s. The numbers stand in the table below.",
            first=formats.format_date(first),
            last=formats.format_date(last),
            count=standing,
        ),
        curve=curve,
        area=f"{curve}L{points[-1][0]:g} {BOTTOM}L{LEFT} {BOTTOM}z",
        end=points[-1],
        lines=[Mark(_height(number, top=top), str(number)) for number in _round_numbers(top)],
        days=_labels(days),
        limit=None
        if capacity is None
        else Mark(_height(capacity, top=top), ngettext("%(num)s place", "%(num)s places", capacity)),
        steps=by_weeks(days) if by_week else days,
        by_week=by_week,
    )


def steps_by_day(sign_ups: Iterable[SignUp], *, until: datetime) -> list[Step]:
    """Every day by our own clocks, from the first sign-up on; days on which nothing happened too."""
    came: Counter[date] = Counter()
    left: Counter[date] = Counter()
    for people, signed_up_at, cancelled_at in sign_ups:
        came[formats.local(signed_up_at).date()] += people
        if cancelled_at:
            left[formats.local(cancelled_at).date()] += people
    if not came:
        return []
    first, last = min(came), max(*came, *left, formats.local(until).date())
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    standing = accumulate(came[day] - left[day] for day in days)
    return [Step(day, came[day], left[day], total) for day, total in zip(days, standing, strict=True)]


def by_weeks(days: list[Step]) -> list[Step]:
    """The same steps, seven at a time."""
    weeks = [days[start : start + 7] for start in range(0, len(days), 7)]
    return [
        Step(week[0].day, sum(day.came for day in week), sum(day.left for day in week), week[-1].standing)
        for week in weeks
    ]


def _point(day: int, people: int, *, days: int, top: int) -> tuple[float, float]:
    return round(LEFT + (RIGHT - LEFT) * day / days, 1), _height(people, top=top)


def _height(people: int, *, top: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * people / top, 1)


def _round_numbers(top: int) -> list[int]:
    """1, 2 or 5, or ten, a hundred times as many, and their multiples up to the top."""
    step = next(
        factor * 10**power for power in range(10) for factor in (1, 2, 5) if top / (factor * 10**power) <= MOST_LINES
    )
    return list(range(0, top + 1, step))


def _labels(days: list[Step]) -> list[Mark]:
    """A few days along the bottom, at equal distances."""
    every = -(-len(days) // MOST_LABELS)
    return [
        Mark(_point(n, 0, days=len(days), top=1)[0], formats.format_date_short(days[n].day))
        for n in range(0, len(days), every)
    ]
