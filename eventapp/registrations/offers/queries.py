"""Which events have offers to make, or offers whose deadline passed."""

from datetime import datetime

from sqlalchemy import or_, select

from ...database import db
from ...events.models import Event
from ...events.models import Status as EventStatus
from ..models import Registration, Status

_OVERDUE = select(Registration).join(Event).where(
    Registration.status == Status.OFFERED, Event.status == EventStatus.PUBLISHED
)  # fmt: skip


def events_with_lapsed_offers(*, now: datetime) -> list[int]:
    """Where somebody did not answer in time."""
    overdue = _OVERDUE.where(Registration.offer_until <= now, Event.ends_at > now)
    return list(db.session.scalars(overdue.with_only_columns(Registration.event_id).distinct()))


def lapsed_offers(event_id: int, *, now: datetime) -> list[Registration]:
    """Who did not answer in time, first come first; the caller holds the lock of the event."""
    overdue = select(Registration).where(
        Registration.event_id == event_id, Registration.status == Status.OFFERED, Registration.offer_until <= now
    )
    in_order = overdue.order_by(Registration.turn, Registration.id)
    return list(db.session.scalars(in_order.execution_options(populate_existing=True)))


def events_with_free_places(*, now: datetime) -> list[Event]:
    """Where places are offered, some are free, and people wait."""
    return list(
        db.session.scalars(
            select(Event)
            .where(
                Event.offer_hours.is_not(None),
                Event.status == EventStatus.PUBLISHED,
                Event.ends_at > now,
                Event.waiting > 0,
                or_(Event.capacity.is_(None), Event.taken < Event.capacity),
            )
            .order_by(Event.id)
        )
    )
