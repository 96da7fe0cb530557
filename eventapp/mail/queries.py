"""Questions about the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from ..database import db
from .models import Letter, State

PAGE = 25


def is_due(now: datetime, *, busy_domains: Sequence[str] = ()) -> ColumnElement[bool]:
    """Waits for a worker, or was in the hands of one that is gone."""
    due = or_(
        and_(Letter.state == State.WRITTEN, Letter.due_at <= now),
        and_(Letter.state.in_((State.CLAIMED, State.AT_THE_WIRE)), Letter.lease_until <= now),
    )
    return and_(due, *(not_(Letter.to_address.endswith(f"@{domain}", autoescape=True)) for domain in busy_domains))


def anything_due(*, now: datetime, busy_domains: Sequence[str] = ()) -> bool:
    return db.session.scalar(select(Letter.id).where(is_due(now, busy_domains=busy_domains)).limit(1)) is not None


def lock_due_letters(count: int, *, now: datetime, busy_domains: Sequence[str]) -> list[Letter]:
    """Some letters that are due, the longest waiting first; nobody else can take them until this transaction ends."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(is_due(now, busy_domains=busy_domains))
            .order_by(Letter.due_at, Letter.id)
            .limit(count)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )


def latest_letters(page: int) -> list[Letter]:
    """One page of the mailbox, newest first."""
    return list(db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(PAGE).offset((page - 1) * PAGE)))


def count_letters() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter)) or 0


def letter_by_id(letter_id: int) -> Letter | None:
    return db.session.get(Letter, letter_id)
