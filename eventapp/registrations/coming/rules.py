"""When people are asked once more if they come, and what their silence means."""

from datetime import UTC, datetime, time, timedelta

from ... import formats
from ...errors import Refusal
from ...events.models import Event, Reconfirm
from ...i18n import _l
from ..models import Registration, Status
from ..offers.rules import is_day

ASKED_AT, ANSWERED_BY = time(10), time(18)  # two days ahead, and one day ahead
TIME_TO_ANSWER = timedelta(hours=6)


class NotAsked(Refusal):
    """Nobody asked this person, or there is no place to keep or to free any more."""

    message = _l("We do not ask you this now. Look at your sign-up.")
    reason = "not-asked"


def asks_at(event: Event) -> datetime:
    """The morning two days ahead of the event."""
    return formats.from_local(_days_before(event, 2), ASKED_AT).astimezone(UTC)


def answers_by(event: Event) -> datetime:
    """The evening before the event: until then a place is kept for who says nothing."""
    return formats.from_local(_days_before(event, 1), ANSWERED_BY).astimezone(UTC)


def was_asked(event: Event) -> bool:
    """Whether people were asked about the day on which it is; an event that moves far away asks again."""
    return event.reconfirm_asked_at is not None and event.reconfirm_asked_at >= asks_at(event)


def may_ask(event: Event, *, now: datetime) -> bool:
    """Whether this is the moment to ask: by day, and with time to answer."""
    in_time = asks_at(event) <= now <= answers_by(event) - TIME_TO_ANSWER
    return event.reconfirm != Reconfirm.NOT and in_time and is_day(now) and not was_asked(event)


def frees_places(event: Event, *, now: datetime) -> bool:
    """Whether silence has lasted long enough to give places away."""
    return (
        event.reconfirm == Reconfirm.FREE
        and was_asked(event)
        and answers_by(event) <= now < event.starts_at
        and is_day(now)
    )


def waits_for_answer(registration: Registration) -> bool:
    """Whether this person was asked, and said neither yes nor no."""
    asked = registration.reconfirm_asked_at is not None and registration.coming_said_at is None
    return asked and registration.status == Status.CONFIRMED


def _days_before(event: Event, days: int):
    return formats.local(event.starts_at).date() - timedelta(days=days)
