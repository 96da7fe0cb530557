"""When people are reminded of an event, and when it is too late for that."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ... import formats
from ...events.models import Event, Reconfirm, Reminder
from ..offers.rules import DAY_BEGINS, DAY_ENDS, is_day

LEADS = {
    Reminder.WEEK: timedelta(weeks=1),
    Reminder.TWO_DAYS: timedelta(days=2),
    Reminder.DAY: timedelta(days=1),
    Reminder.TWO_HOURS: timedelta(hours=2),
}


class Due(NamedTuple):
    """A reminder whose moment has come."""

    which: Reminder
    moment: datetime  # who hears of the event after this needs no reminder
    mark: str  # names it for good: an event that moves has other reminders


def moment_of(which: Reminder, starts_at: datetime) -> datetime:
    """So long before the start: days by the clock on the wall, hours as they pass."""
    lead, start = LEADS[which], formats.local(starts_at)
    if lead < timedelta(days=1):
        return starts_at - lead
    return formats.from_local(start.date() - lead, start.time().replace(tzinfo=None)).astimezone(UTC)


def by_day(moment: datetime) -> datetime:
    """The same moment, or 8.00 in the morning after it where it is at night."""
    local = formats.local(moment)
    if is_day(moment):
        return moment
    return formats.from_local(local.date() + timedelta(days=local.time() >= DAY_ENDS), DAY_BEGINS).astimezone(UTC)


def due(event: Event, *, now: datetime) -> Due | None:
    """The one reminder that people get at this moment, if any: of those whose moment has passed only the last.

    A worker that was down is still in time before half of the time until the start has gone.
    """
    if not is_day(now) or now >= event.starts_at:
        return None
    passed = [which for which in chosen(event) if by_day(moment_of(which, event.starts_at)) <= now]
    if not passed:
        return None
    which = max(passed, key=lambda which: moment_of(which, event.starts_at))
    moment = moment_of(which, event.starts_at)
    if now - by_day(moment) >= LEADS[which] / 2:
        return None
    return Due(which, moment, mark_of(which, event.starts_at))


def chosen(event: Event) -> list[Reminder]:
    """The reminders of an event; where people are asked two days ahead if they come, that is reminder enough."""
    known = [which for which in Reminder if which in event.reminders]
    return [which for which in known if which != Reminder.TWO_DAYS or event.reconfirm == Reconfirm.NOT]


def mark_of(which: Reminder, starts_at: datetime) -> str:
    return f"{which}/{starts_at.astimezone(UTC):%Y%m%dT%H%MZ}"
