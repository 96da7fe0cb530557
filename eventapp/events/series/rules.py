"""The dates of a series: by a rule, on the calendar on the wall, and when the answer is no."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from ...errors import Refusal
from ...formats import exists_on_the_clock, from_local, local
from ...i18n import _l
from ..models import Event

MOST_DATES = 100
LONGEST = timedelta(days=3 * 366)


class Every(StrEnum):
    """How often it is."""

    WEEK = "week"
    TWO_WEEKS = "two-weeks"
    FOUR_WEEKS = "four-weeks"
    MONTH = "month"  # on the same weekday: every second Tuesday
    BY_HAND = "by-hand"


class NoEnd(Refusal):
    """A rule goes on for ever."""

    message = _l("Type how many times it is, or until which day.")
    reason = "no-end"


class TooManyDates(Refusal):
    """So many dates are a mistake, more often than not."""

    message = _l("A series has at most 100 dates. Choose fewer dates, or an earlier last day.")
    reason = "too-many-dates"


class TooFarAway(Refusal):
    """Nobody plans so far ahead."""

    message = _l("The last date is more than three years after the first. Choose an earlier day.")
    reason = "too-far-away"


class NoDates(Refusal):
    """There would be nothing to make."""

    message = _l("Choose at least one date.")
    reason = "no-dates"


class IsPractice(Refusal):
    """Of what nobody sees there is no series."""

    message = _l("This is a practice. Make a real event first. Then you can make a series of it.")
    reason = "practice"


class SomebodyCounts(Refusal):
    """A date that people know of does not vanish unsaid."""

    message = _l("This date is published, or people signed up for it. Cancel it, so that everybody hears of it.")
    reason = "somebody-counts"


def days_by_rule(first: date, every: Every, *, count: int | None, until: date | None) -> list[date]:
    """The days on which it is, the first one among them: so many, or up to and including the last day."""
    if count is None and until is None:
        raise NoEnd
    if until and until - first > LONGEST:
        raise TooFarAway
    most = MOST_DATES + 1 if count is None else min(count, MOST_DATES + 1)
    days = [moment.date() for moment in islice(_rule(first, every), most) if until is None or moment.date() <= until]
    return _checked(days)


def days_by_hand(days: Sequence[date]) -> list[date]:
    """These days, each once, in order."""
    return _checked(sorted(set(days)))


def _checked(days: list[date]) -> list[date]:
    if not days:
        raise NoDates
    if len(days) > MOST_DATES:
        raise TooManyDates
    if days[-1] - days[0] > LONGEST:
        raise TooFarAway
    return days


def _rule(first: date, every: Every) -> rrule:
    start = datetime.combine(first, time())
    if every == Every.MONTH:
        number = (first.day - 1) // 7 + 1
        return rrule(MONTHLY, dtstart=start, byweekday=weekday(first.weekday(), -1 if number == 5 else number))
    weeks = {Every.WEEK: 1, Every.TWO_WEEKS: 2, Every.FOUR_WEEKS: 4}[every]
    return rrule(WEEKLY, interval=weeks, dtstart=start)


def moments_on(day: date, event: Event) -> tuple[datetime, datetime] | None:
    """When an event like this one starts and ends on that day, by the clock on the wall; none where the hour is not."""
    starts, ends = local(event.starts_at), local(event.ends_at)
    lasts = ends.replace(tzinfo=None) - starts.replace(tzinfo=None)
    starts_at = from_local(day, starts.time())
    ends_at = (starts_at.replace(tzinfo=None) + lasts).replace(tzinfo=starts_at.tzinfo)
    return (starts_at, ends_at) if exists_on_the_clock(starts_at) and exists_on_the_clock(ends_at) else None


def check_removable(event: Event, *, is_known: bool) -> None:
    """Only a draft that nobody ever signed up for may go; what people know of is called off."""
    if is_known or event.taken or event.waiting or event.status != "draft":
        raise SomebodyCounts
