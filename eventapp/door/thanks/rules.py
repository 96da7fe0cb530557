"""When people are written to after an event, and with which words."""

from datetime import UTC, datetime, time, timedelta

from ... import formats
from ...events.models import Event, Precision
from ...registrations.letters import CAME, MISSED, SIGNED_UP, WALKED_IN
from ...registrations.models import Registration, Source
from ...registrations.offers.rules import is_day
from ..places import days_of

WRITTEN_AT = time(10)  # the day after
TOO_LATE = timedelta(days=7)
LAST_MOMENT = timedelta(hours=1)  # who signs up after this does so on the spot


def written_at(event: Event) -> datetime:
    """The morning after its last day; an evening that ends after midnight still is that evening."""
    day = days_of(event.starts_at, event.ends_at)[-1] + timedelta(days=1)
    return formats.from_local(day, WRITTEN_AT).astimezone(UTC)


def may_write(event: Event, *, now: datetime) -> bool:
    """Whether this is the moment to write, for the first and only time."""
    wanted = event.thanks and event.thanked_at is None and event.precision == Precision.DAY
    in_time = timedelta() <= now - written_at(event) <= TOO_LATE
    return wanted and in_time and is_day(now)


def kind_for(registration: Registration, event: Event, *, came: bool, door_was_used: bool) -> str:
    """Which letter somebody with a place gets; nobody is missed where nobody looked who came."""
    late = registration.signed_up_at >= event.starts_at - LAST_MOMENT
    on_the_spot = late and registration.source != Source.IMPORT
    if on_the_spot and (came or registration.source == Source.STAFF):
        return WALKED_IN
    if came:
        return CAME
    return MISSED if door_was_used else SIGNED_UP
