"""Questions about the outbox."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from ..database import db
from .models import BounceReading, DeadAddress, Letter, LetterHold, MailPause, State

PAGE = 25
STAFF = "staff-"  # letters that staff need to sign in: they leave during a pause too


def is_due(now: datetime, *, busy_domains: Sequence[str] = ()) -> ColumnElement[bool]:
    """Waits for a worker, or was in the hands of one that is gone."""
    due = or_(
        and_(Letter.state == State.WRITTEN, Letter.due_at <= now),
        and_(Letter.state.in_((State.CLAIMED, State.AT_THE_WIRE)), Letter.lease_until <= now),
    )
    return and_(
        due,
        may_leave(),
        *(not_(Letter.to_address.endswith(f"@{domain}", autoescape=True)) for domain in busy_domains),
    )


def may_leave() -> ColumnElement[bool]:
    """Nobody paused the mail, or the letters of the event."""
    paused = and_(Letter.kind.not_like(f"{STAFF}%"), exists().where(MailPause.ended_at.is_(None)))
    return and_(not_(paused), Letter.within.not_in(select(LetterHold.within)))


def addresses_written_to(*, since: datetime) -> list[str]:
    """Where letters went after this moment, by any worker."""
    return list(db.session.scalars(select(Letter.to_address).where(Letter.wire_at > since)))


def anything_due(*, now: datetime, busy_domains: Sequence[str] = ()) -> bool:
    return db.session.scalar(select(Letter.id).where(is_due(now, busy_domains=busy_domains)).limit(1)) is not None


def is_held(letter: Letter) -> bool:
    """Whether somebody paused the mail, or the letters of an event, while this one was in hand."""
    return db.session.scalar(select(Letter.id).where(Letter.id == letter.id, may_leave())) is None


def hold_of(within: str) -> LetterHold | None:
    """Since when the letters within this wait, and who said so; None where they leave."""
    return db.session.get(LetterHold, within)


def dead_among(addresses: Iterable[str]) -> set[str]:
    """Which of these are mailed no more."""
    wanted = {address.lower() for address in addresses}
    return set(db.session.scalars(select(DeadAddress.address).where(DeadAddress.address.in_(wanted))))


def dead_addresses(part: str, *, page: int) -> tuple[list[DeadAddress], int]:
    """One page of the addresses that are mailed no more, the latest first, and how many there are."""
    found = DeadAddress.address.contains(part.lower(), autoescape=True)
    rows = select(DeadAddress).where(found).order_by(DeadAddress.since_at.desc(), DeadAddress.address)
    number = db.session.scalar(select(func.count()).select_from(DeadAddress).where(found)) or 0
    return list(db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE))), number


def reading_of(mailbox: str) -> BounceReading | None:
    return db.session.get(BounceReading, mailbox)


def latest_reading() -> BounceReading | None:
    """When bounces were read last, whatever the mailbox is called."""
    return db.session.scalars(select(BounceReading).order_by(BounceReading.read_at.desc()).limit(1)).first()


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


def anything_untold(within: str, kinds: Sequence[str]) -> bool:
    """Whether letters of these kinds within this still wait for their moment."""
    return db.session.scalar(select(Letter.id).where(Letter.within == within, *untold(kinds)).limit(1)) is not None


def lock_untold(abouts: Sequence[str], kinds: Sequence[str]) -> list[Letter]:
    """Letters of these kinds about these that nobody tried to send yet; no worker takes them meanwhile."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(Letter.about.in_(abouts), *untold(kinds))
            .order_by(Letter.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def untold(kinds: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Letters of these kinds that nobody tried to send, now or earlier."""
    return Letter.kind.in_(kinds), Letter.state == State.WRITTEN, Letter.attempts == 0, Letter.wire_at.is_(None)


def open_pause() -> MailPause | None:
    """The pause that lasts still, if there is one."""
    return db.session.scalars(select(MailPause).where(MailPause.ended_at.is_(None)).limit(1)).first()


@dataclass(frozen=True)
class Wanted:
    """Which letters to look for: part of an address, a state, and what they belong to; empty is all."""

    address: str = ""
    states: tuple[str, ...] = ()
    within: str = ""

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.address:
            found.append(Letter.to_address.contains(self.address.lower(), autoescape=True))
        if self.states:
            found.append(Letter.state.in_(self.states))
        if self.within:
            found.append(Letter.within == self.within)
        return found


def letters_like(wanted: Wanted, *, page: int) -> tuple[list[Letter], int]:
    """One page of these letters, newest first, and how many there are."""
    rows = select(Letter).where(*wanted.conditions).order_by(Letter.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    number = db.session.scalar(select(func.count()).select_from(Letter).where(*wanted.conditions)) or 0
    return list(db.session.scalars(rows)), number


def count_by_state(wanted: Wanted) -> dict[str, int]:
    """How many of these letters there are in each state."""
    rows = db.session.execute(select(Letter.state, func.count()).where(*wanted.conditions).group_by(Letter.state))
    return {row.state: row[1] for row in rows}


def latest_letters(page: int) -> list[Letter]:
    """One page of the mailbox, newest first."""
    return list(db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(PAGE).offset((page - 1) * PAGE)))


def count_letters() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter)) or 0


def letter_by_id(letter_id: int) -> Letter | None:
    return db.session.get(Letter, letter_id)
