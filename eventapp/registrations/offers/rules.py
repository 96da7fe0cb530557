"""When an offer is made, until when it holds, and when the answer is no."""

from datetime import UTC, datetime, time, timedelta

from ... import formats
from ...errors import Refusal
from ...events.models import Event
from ...i18n import _l
from ..models import Registration, Status
from ..rules import closing_time

DAY_BEGINS, DAY_ENDS = time(8), time(21)  # nobody is woken, and nobody loses a place while asleep
MORNING = time(10)  # where a deadline of the night moves to: time enough for who reads the letter at breakfast
SHORTEST = timedelta(hours=2)


class NoOffersNow(Refusal):
    """It is night, or signing up ends too soon."""

    message = _l("Places are offered between 8.00 and 21.00, until 2 hours before signing up ends. Try again then.")
    reason = "no-offers-now"


class NotLapsed(Refusal):
    """Only who said nothing in time may wait again."""

    message = _l("You do not have to ask this: your sign-up still stands.")
    reason = "not-lapsed"


def deadline(event: Event, *, now: datetime) -> datetime | None:
    """Until when an offer holds that is made at this moment; None where none can be made."""
    if event.offer_hours is None or not is_day(now):
        return None
    until = min(in_the_day(now + timedelta(hours=event.offer_hours)), last_moment(event))
    return until if until - now >= SHORTEST else None


def is_day(moment: datetime) -> bool:
    """Whether people are awake, by the clock on the wall."""
    return DAY_BEGINS <= formats.local(moment).time() < DAY_ENDS


def in_the_day(moment: datetime) -> datetime:
    """The same moment, or the next morning where most people sleep then."""
    local = formats.local(moment)
    if MORNING <= local.time() <= DAY_ENDS:
        return moment
    day = local.date() + timedelta(days=local.time() > DAY_ENDS)
    return formats.from_local(day, MORNING).astimezone(UTC)


def last_moment(event: Event) -> datetime:
    """After this no offer holds: signing up ends, the event begins, or it is the evening before that."""
    end = min(closing_time(event), event.starts_at)
    local = formats.local(end)
    if DAY_BEGINS <= local.time() <= DAY_ENDS:
        return end
    day = local.date() - timedelta(days=local.time() < DAY_BEGINS)
    return formats.from_local(day, DAY_ENDS).astimezone(UTC)


def may_fill(event: Event, *, now: datetime) -> bool:
    """Whether who is next may hear of a free place at this moment."""
    return event.offer_hours is None or deadline(event, now=now) is not None


def check_may_fill(event: Event, *, now: datetime) -> None:
    if not may_fill(event, now=now):
        raise NoOffersNow


def stands(registration: Registration, *, now: datetime) -> bool:
    """Whether there is an offer that can still be taken: in the second of the deadline it cannot."""
    return (
        registration.status == Status.OFFERED
        and registration.offer_until is not None
        and now < registration.offer_until
    )


def is_lapsed(registration: Registration, *, now: datetime) -> bool:
    """Whether the deadline passed, also where nobody wrote that down yet."""
    overdue = registration.status == Status.OFFERED and not stands(registration, now=now)
    return overdue or registration.status == Status.LAPSED
