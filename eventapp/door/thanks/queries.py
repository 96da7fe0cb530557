"""Which events are over since yesterday, who had a place there, and who came."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import literal, select
from sqlalchemy.orm import aliased

from ...database import db
from ...events.models import Event, Precision
from ...events.models import Status as EventStatus
from ...mail.models import Letter
from ...registrations.finding import ABOUT
from ...registrations.letters import THANKS
from ...registrations.models import Registration, Ticket
from ...registrations.queries import guests_by_mail
from ..models import CheckIn, FactKind
from . import rules

BEHIND = rules.TOO_LATE + timedelta(days=2)  # from the end until the morning after it, and that long


def events_to_thank(*, now: datetime) -> list[int]:
    """Events that ended, and of which it is time to write to people."""
    over = db.session.scalars(
        select(Event)
        .where(
            Event.status == EventStatus.PUBLISHED,
            Event.ends_at <= now,
            Event.ends_at > now - BEHIND,
            Event.thanks,
            Event.thanked_at.is_(None),
            Event.precision == Precision.DAY,
        )
        .order_by(Event.ends_at, Event.id)
    )
    return [event.id for event in over if rules.may_write(event, now=now)]


def people_to_thank(event_id: int, *, most: int) -> list[Registration]:
    """Who had a place and has an address, and was not written to yet."""
    written = select(Letter.id).where(Letter.key == ABOUT + literal(f"/{THANKS}"))
    return list(db.session.scalars(guests_by_mail(event_id, most=most).where(~written.exists())))


_undo = aliased(CheckIn)
_SCANNED = select(CheckIn.reference).where(
    CheckIn.reference.is_not(None),
    CheckIn.kind.in_((FactKind.IN, FactKind.MORE)),
    ~select(_undo.id).where(_undo.undo_of == CheckIn.id, _undo.reference == CheckIn.reference).exists(),
)  # at whatever door: who was seen at a session alone was there too


def door_was_used(event_id: int) -> bool:
    """Whether tickets were looked at: without that, who was not seen may well have been there."""
    return db.session.scalar(_SCANNED.where(CheckIn.event_id == event_id).limit(1)) is not None


def who_came(event_id: int, registration_ids: Collection[int]) -> set[int]:
    """Of which of these sign-ups at least one person came in."""
    scanned = _SCANNED.where(CheckIn.event_id == event_id)
    came = select(Ticket.registration_id).where(
        Ticket.registration_id.in_(registration_ids), Ticket.event_id == event_id, Ticket.reference.in_(scanned)
    )
    return set(db.session.scalars(came))
