"""Questions about the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from ..database import db
from .models import Letter, MailPause, State

PAGE = 25
STAFF = "staff-"  # letters that staff need to sign in: they leave during a pause too


def is_due(now: datetime, *, busy_domains: Sequence[str] = ()) -> ColumnElement[bool]:
    """Waits for a worker, or was in the hands of one that is gone."""
    due = or_(
        and_(Letter.state == State.WRITTEN, Letter.due_at <= now),
        and_(Letter.state.in_((State.CLAIMED, State.AT_THE_WIRE)), Letter.lease_until <= now),
    )
    held = and_(Letter.kind.not_like(f"{STAFF}%"), exists().where(MailPause.ended_at.is_(None)))
    return and_(
        due, not_(held), *(not_(Letter.to_address.endswith(f"@{domain}", autoescape=True)) for domain in busy_domains)
    )


def anything_due(*, now: datetime, busy_domains: Sequence[str] = ()) -> bool:
    return db.session.scalar(select(Letter.id).where(is_due(now, busy_domains=busy_domains)).limit(1)) is not None


def anything_held(letters: Sequence[Letter]) -> bool:
    """Whether somebody paused the mail while these were in hand."""
    return any(not letter.kind.startswith(STAFF) for letter in letters) and open_pause() is not None


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


def open_pause() -> MailPause | None:
    """The pause that lasts still, if there is one."""
    return db.session.scalars(select(MailPause).where(MailPause.ended_at.is_(None)).limit(1)).first()


@dataclass(frozen=True)
class Wanted:
    """Which letters to look for: part of an address, and a state; empty is all."""

    address: str = ""
    states: tuple[str, ...] = ()

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.address:
            found.append(Letter.to_address.contains(self.address.lower(), autoescape=True))
        if self.states:
            found.append(Letter.state.in_(self.states))
        return found


def letters_like(wanted: Wanted, *, page: int) -> tuple[list[Letter], int]:
    """One page of these letters, newest first, and how many there are."""
    rows = select(Letter).where(*wanted.conditions).order_by(Letter.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    number = db.session.scalar(select(func.count()).select_from(Letter).where(*wanted.conditions)) or 0
    return list(db.session.scalars(rows)), number


def count_by_state() -> dict[str, int]:
    """How many letters there are in each state."""
    rows = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    return {row.state: row[1] for row in rows}


def latest_letters(page: int) -> list[Letter]:
    """One page of the mailbox, newest first."""
    return list(db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(PAGE).offset((page - 1) * PAGE)))


def count_letters() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter)) or 0


def letter_by_id(letter_id: int) -> Letter | None:
    return db.session.get(Letter, letter_id)
