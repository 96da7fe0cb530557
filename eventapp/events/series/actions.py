"""Changes to a series: its dates and its texts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from ...database import transaction
from ...formats import local
from ...organisations.actions import note
from .. import staff_rules
from ..actions import copy_event, new_series, publish
from ..models import Event, Series
from ..staff_rules import Section
from . import queries, rules


def make_dates(event_id: int, *, title: str, days: Sequence[date], staff_id: int, now: datetime) -> list[Event]:
    """Make this event a date of a series, and a draft like it on each of these days that the series does not have."""
    with transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True, populate_existing=True)
        if event.is_practice:
            raise rules.IsPractice
        if event.series is None:
            event.series = new_series(title)
            event.changed_at = now
            note(staff_id, what="event.changed", about=f"event/{event_id}", after={"fields": ["series"]}, now=now)
        assert event.series is not None
        there = {local(each.starts_at).date() for each in queries.dates_of(event.series)} | {
            local(event.starts_at).date()
        }
        new = [day for day in days if day not in there]
        if len(there) + len(new) > rules.MOST_DATES:
            raise rules.TooManyDates
        made = [_copy(event, day, staff_id=staff_id, now=now) for day in new]
        event.series.left_out = {
            day: since for day, since in event.series.left_out.items() if date.fromisoformat(day) not in new
        }
    return made


def _copy(event: Event, day: date, *, staff_id: int, now: datetime) -> Event:
    moments = rules.moments_on(day, event)
    if moments is None:
        raise staff_rules.NoSuchHour
    return copy_event(event.id, keep=set(Section), starts_at=moments[0], staff_id=staff_id, now=now)


def publish_drafts(event_ids: Collection[int], *, staff_id: int, now: datetime) -> int:
    """Everybody may see these dates: all of them or none. Tells how many."""
    with transaction():
        for event_id in sorted(event_ids):
            publish(event_id, staff_id=staff_id, now=now)
    return len(event_ids)


def remove_date(event_id: int, *, is_known: bool, staff_id: int, now: datetime) -> None:
    """Take a draft out of its series for good: the rule does not bring it back. `is_known`: somebody signed up once."""
    with transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True, populate_existing=True)
        rules.check_removable(event, is_known=is_known)
        if series := event.series:
            day = local(event.starts_at).date().isoformat()
            series.left_out = series.left_out | {day: now.isoformat()}
        session.delete(event)
        note(staff_id, what="event.removed", about=f"event/{event_id}", now=now)


def change_texts(
    series_id: int,
    *,
    title: str,
    summary: str,
    texts: Mapping[str, dict[str, str]],
    event_id: int,
    staff_id: int,
    now: datetime,
) -> Series:
    """What the series is called, and what it is about, in every language; noted with the event it was changed from."""
    with transaction() as session:
        series = session.get_one(Series, series_id, with_for_update=True, populate_existing=True)
        series.title, series.summary, series.texts = title, summary, dict(texts)
        note(staff_id, what="event.changed", about=f"event/{event_id}", after={"fields": ["series"]}, now=now)
    return series
