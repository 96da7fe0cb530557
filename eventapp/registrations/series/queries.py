"""Questions about who comes to several dates."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ...database import db
from ...events.models import Event
from ...events.models import Status as EventStatus
from ...events.queries import FOR_EVERYBODY
from ...mail.models import Letter
from ..models import GONE, Call, Registration
from .rules import MOST_DATES


def coming_dates(series_id: int, *, now: datetime) -> list[Event]:
    """The dates of a series that everybody may see and that are not over, the first one first."""
    return list(
        db.session.scalars(
            select(Event)
            .where(
                Event.series_id == series_id,
                Event.status.in_(FOR_EVERYBODY),
                Event.unlisted.is_(False),
                Event.practice_to == "",
                Event.ends_at > now,
            )
            .options(joinedload(Event.venue), selectinload(Event.organisations), selectinload(Event.themes))
            .order_by(Event.starts_at, Event.id)
            .limit(MOST_DATES)
        )
    )


def lock_events(event_ids: Collection[int]) -> list[Event]:
    """These events in order of time, read afresh; always locked in the same order, so that nobody waits in a ring."""
    rows = select(Event).where(Event.id.in_(event_ids)).order_by(Event.id).with_for_update(of=Event)
    events = db.session.scalars(rows.execution_options(populate_existing=True)).all()
    return sorted(events, key=lambda event: (event.starts_at, event.id))


def standing_at(event_ids: Collection[int]) -> list[Registration]:
    """Everybody who has a place or a turn at one of these events, by date and in order of arrival."""
    return list(
        db.session.scalars(
            select(Registration)
            .join(Event)
            .where(Registration.event_id.in_(event_ids), Registration.status.not_in(GONE))
            .options(joinedload(Registration.ticket), joinedload(Registration.event))
            .order_by(Event.starts_at, Event.id, Registration.id)
        )
    )


class Told(NamedTuple):
    """The last letter and the last line of a call list, after which new ones come."""

    letter_id: int
    call_id: int


def last_told() -> Told:
    last = select(select(func.max(Letter.id)).scalar_subquery(), select(func.max(Call.id)).scalar_subquery())
    return Told(*(number or 0 for number in db.session.execute(last).one()))


def names_written(since: Told, *, at: datetime) -> list[str]:
    """Whose name stands in each letter that was written since then, at this very moment."""
    name = Letter.facts["name"].as_string()
    new = (Letter.id > since.letter_id, Letter.written_at == at)
    return list(db.session.scalars(select(name).where(*new).order_by(Letter.id)))


def names_to_call(since: Told, *, at: datetime) -> list[str]:
    """Who came on a call list since then, at this very moment."""
    calls = select(Registration.name).join(Call, Call.registration_id == Registration.id)
    return list(db.session.scalars(calls.where(Call.id > since.call_id, Call.written_at == at).order_by(Call.id)))


def other_dates(event: Event, *, now: datetime) -> list[Event]:
    """The dates of the same series that can still change, without this one, the first one first."""
    if event.series_id is None:
        return []
    return list(
        db.session.scalars(
            select(Event)
            .where(
                Event.series_id == event.series_id,
                Event.id != event.id,
                Event.status != EventStatus.CANCELLED,
                Event.ends_at > now,
            )
            .options(selectinload(Event.organisations))
            .order_by(Event.starts_at, Event.id)
            .limit(MOST_DATES)
        )
    )


def made_by_press(press: str, *, series_id: int) -> list[Registration]:
    """What this very press made, in order of time."""
    return list(
        db.session.scalars(
            select(Registration)
            .join(Event)
            .where(Event.series_id == series_id, Registration.press == press)
            .order_by(Event.starts_at, Event.id)
        )
    )


def all_dates_of(registration: Registration) -> list[Registration]:
    """All that was signed up for at once with this one, in order of time; only itself where that is all."""
    if registration.together is None:
        return [registration]
    return list(
        db.session.scalars(
            select(Registration)
            .join(Event)
            .where(Registration.together == registration.together, Registration.erased_at.is_(None))
            .options(joinedload(Registration.event), joinedload(Registration.ticket))
            .order_by(Event.starts_at, Event.id)
        )
    )
