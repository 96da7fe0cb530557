"""When people came in: the numbers, and the bars that show them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from .. import formats
from ..i18n import _, ngettext

LEFT, RIGHT, TOP, BOTTOM = 12, 488, 30, 180  # of the field in a picture of 500 by 212
MOST_BARS = 16
STEPS = (15, 30, 60, 240, 1440)  # minutes that a bar may stand for


class Arrival(NamedTuple):
    """So many people, at this moment."""

    people: int
    at: datetime


class Bar(NamedTuple):
    """One stretch of time: its hour, how many came in, and where its bar stands in the picture."""

    hour: str
    people: int
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        return round(BOTTOM - self.y, 1)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Arrivals:
    """The bars in a picture of 500 by 212, and what they say."""

    title: str
    period: str
    says: str
    bars: list[Bar]
    is_running: bool  # the last stretch is not over

    @property
    def people(self) -> int:
        return sum(bar.people for bar in self.bars)


def arrivals(came: Iterable[Arrival], *, now: datetime) -> Arrivals | None:
    """How many came in per quarter of an hour, or per longer stretch where there would be too many; None for nobody."""
    moments = sorted(came, key=lambda arrival: arrival.at)
    if not moments:
        return None
    first, last = moments[0].at, moments[-1].at
    minutes = next((each for each in STEPS if _count(first, last, each) <= MOST_BARS), STEPS[-1])
    counted: Counter[datetime] = Counter()
    for arrival in moments:
        counted[_start(arrival.at, minutes)] += arrival.people
    step = timedelta(minutes=minutes)
    starts = [_start(first, minutes) + n * step for n in range(_count(first, last, minutes))][-MOST_BARS:]
    busiest = max(starts, key=lambda start: counted[start])
    said = _hour(busiest, minutes)
    return Arrivals(
        title=_("It was busiest at %(hour)s", hour=said),
        period=ngettext("People who came in, per %(num)s minute", "People who came in, per %(num)s minutes", minutes),
        says=_(
            "Bars, one for each stretch of time. Most people came at %(hour)s: %(count)s. "
            "The numbers stand in the table below.",
            hour=said,
            count=counted[busiest],
        ),
        bars=_bars(starts, counted, minutes=minutes),
        is_running=now < starts[-1] + step,
    )


class Hours(NamedTuple):
    """How many came in, per hour and entrance; an empty name is of phones without an entrance of their own."""

    entrances: list[str]
    lines: list[tuple[str, list[int], int]]  # the hour, how many at each entrance, and together


def hours(came: Iterable[tuple[str, datetime, int]]) -> Hours | None:
    """The hours in which somebody came, the first first; None for nobody."""
    counted: Counter[tuple[str, datetime]] = Counter()
    for entrance, at, people in came:
        counted[entrance, _start(at, 60)] += people
    if not counted:
        return None
    entrances, starts = sorted({entrance for entrance, _at in counted}), {start for _entrance, start in counted}
    by_start = [(start, [counted[entrance, start] for entrance in entrances]) for start in sorted(starts)]
    return Hours(entrances, [(_hour(start, 60), people, sum(people)) for start, people in by_start])


def _bars(starts: list[datetime], counted: Counter[datetime], *, minutes: int) -> list[Bar]:
    room = (RIGHT - LEFT) / len(starts)
    top = max(counted.values())
    return [
        Bar(
            hour=_hour(start, minutes),
            people=counted[start],
            x=round(LEFT + room * n + room * 0.12, 1),
            y=round(BOTTOM - (BOTTOM - TOP) * counted[start] / top, 1),
            width=round(min(room * 0.76, 60), 1),
        )
        for n, start in enumerate(starts)
    ]


def _start(at: datetime, minutes: int) -> datetime:
    """The beginning of the stretch, by the clock on the wall; on the day that the clock changes no hour is lost."""
    since_midnight = at - formats.midnight_before(at)
    return at - since_midnight % timedelta(minutes=minutes)


def _count(first: datetime, last: datetime, minutes: int) -> int:
    return (_start(last, minutes) - _start(first, minutes)) // timedelta(minutes=minutes) + 1


def _hour(start: datetime, minutes: int) -> str:
    return formats.format_day_without_year(start) if minutes == STEPS[-1] else formats.format_hour(start)
