"""What is due to be erased, and what the lists of members hold of a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from ..database import db
from ..events.models import Event
from ..organisations.queries import members_at_address
from ..programme.models import Part, Slot
from ..registrations.invitations.models import Invitation
from ..registrations.models import Registration
from ..registrations.rules import NEEDS_RETENTION, RETENTION
from ..subscriptions.queries import known_of as subscriptions_of


def due(*, now: datetime) -> list[int]:
    """The registrations whose retention has ended, by id."""
    return list(
        db.session.scalars(
            select(Registration.id)
            .join(Event)
            .where(Event.ends_at <= now - RETENTION, Registration.erased_at.is_(None))
            .order_by(Registration.id)
        )
    )


def discreet_slots_over(*, now: datetime) -> Select[int]:
    """Selects the slots of which nobody needs to know any more who came."""
    over = select(Event.id).where(Event.ends_at <= now - NEEDS_RETENTION)
    return select(Slot.id).join(Part).where(Part.discreet, Slot.event_id.in_(over))


def over(*, now: datetime) -> list[int]:
    """The events after which somebody is still known to have been invited, too long."""
    invited = select(Invitation.event_id).join(Event).where(Event.ends_at <= now - RETENTION)
    return list(db.session.scalars(invited.distinct()))


def practices_over(*, now: datetime) -> list[int]:
    """Practices that ended long enough ago."""
    return list(db.session.scalars(select(Event.id).where(Event.practice_to != "", Event.ends_at <= now - RETENTION)))


def memberships_of(email: str) -> list[dict[str, Any]]:
    """All that the lists of members and of who gets news hold of an address, for whoever asks what we know."""
    lists: list[dict[str, Any]] = [
        {
            "network": member.network.name,
            "name": member.name,
            "email": member.email,
            "organisation": member.organisation,
            "language": member.language,
            "added_at": member.added_at.isoformat(),
        }
        for member in members_at_address(email.strip().lower())
    ]
    return lists + subscriptions_of(email)
