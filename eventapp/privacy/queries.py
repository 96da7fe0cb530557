"""What is due to be erased."""

from datetime import datetime

from sqlalchemy import select

from ..database import db
from ..events.models import Event
from ..registrations.models import Registration
from ..registrations.rules import RETENTION


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
