"""Who asks for a place."""

from collections.abc import Sequence

from sqlalchemy import select

from ...database import db
from ..models import Registration, Status


def who_asks(event_id: int) -> list[Registration]:
    """Everybody who waits for a yes or a no, first come first."""
    rows = select(Registration).where(Registration.event_id == event_id, Registration.status == Status.ASKED)
    return list(db.session.scalars(rows.order_by(Registration.id)))


def chosen(event_id: int, registration_ids: Sequence[int]) -> list[Registration]:
    """These sign-ups for this event, read afresh, first come first."""
    rows = select(Registration).where(
        Registration.event_id == event_id,
        Registration.id.in_(registration_ids),
        Registration.erased_at.is_(None),
    )
    return list(db.session.scalars(rows.order_by(Registration.id).execution_options(populate_existing=True)))
