"""Questions about proposals."""

from sqlalchemy import func, select

from ...database import db
from .models import Decision, Proposal


def all_proposals() -> list[Proposal]:
    """Those that wait for a decision first, the oldest first; then the others, the latest first."""
    rows = list(db.session.scalars(select(Proposal).order_by(Proposal.id)))
    waiting = [row for row in rows if row.status == Decision.NEW]
    return waiting + [row for row in reversed(rows) if row.status != Decision.NEW]


def proposal_by_id(proposal_id: int) -> Proposal | None:
    return db.session.get(Proposal, proposal_id)


def proposal_by_press(press: str) -> Proposal | None:
    return db.session.scalar(select(Proposal).where(Proposal.press == press))


def proposal_of(event_id: int) -> Proposal | None:
    """The proposal that this event came from."""
    return db.session.scalar(select(Proposal).where(Proposal.event_id == event_id))


def count_new() -> int:
    return db.session.scalar(select(func.count(Proposal.id)).where(Proposal.status == Decision.NEW)) or 0
