"""What a change of one date of a series is for its other dates."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from ...errors import Refusal
from ...events import staff_rules
from ...events.models import Event
from ...formats import local
from ...i18n import _l

MOMENTS = ("starts_at", "ends_at")
AROUND_THE_START = ("registration_opens_at", "registration_closes_at")


class NotTheseDates(Refusal):
    """A date was called off, or is over, since the organiser looked."""

    message = _l("Not all of these dates can still be changed. Look at them and press the button again.")
    reason = "dates-changed"


def check_may_change(events: Iterable[Event], *, this: Event, now: datetime) -> None:
    """An event alone may always be changed; with others, only what is still to come."""
    others = [event for event in events if event.id != this.id]
    if any(event.series_id != this.series_id or event.is_cancelled or event.is_past(now) for event in others):
        raise NotTheseDates


def columns_for(event: Event, changed: dict[str, Any], *, this: Event) -> dict[str, Any]:
    """What a change of `this` date is for another date of its series: moments move by as much on the wall clock."""
    if event.id == this.id:
        return changed
    moved = {
        name: _moved(getattr(event, name), by=_distance(getattr(this, name), changed[name]))
        for name in MOMENTS
        if name in changed
    }
    if moved:
        staff_rules.check_times(moved.get("starts_at", event.starts_at), moved.get("ends_at", event.ends_at))
    for name in AROUND_THE_START:
        if changed.get(name):
            starts = changed.get("starts_at", this.starts_at)
            moved[name] = _moved(moved.get("starts_at", event.starts_at), by=_distance(starts, changed[name]))
    return changed | moved


def _distance(one: datetime, other: datetime) -> timedelta:
    """From one moment to another, as clocks on the wall show them."""
    return local(other).replace(tzinfo=None) - local(one).replace(tzinfo=None)


def _moved(moment: datetime, *, by: timedelta) -> datetime:
    wall = local(moment)
    return (wall.replace(tzinfo=None) + by).replace(tzinfo=wall.tzinfo)
