"""Putting letters in the outbox, and keeping record of their delivery from it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from .. import tokens
from ..database import transaction
from ..web import settings
from . import queries
from .models import Letter, MailPause, State, WorkerBeat
from .rules import LEASE, MOST_ATTEMPTS, NEVER_TWICE, PERHAPS_SENT

FORGOTTEN_AFTER = timedelta(days=1)
ANSWER_LENGTH = 500
RELEASED = {"owner": "", "lease_until": None}

_INSERT: dict[str, Callable[..., Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

# Letters are posted under the lock of an event, while others wait: built once, so that only the writing costs time.
_POST = {
    dialect: insert(Letter.__table__).on_conflict_do_nothing(index_elements=["key"])
    for dialect, insert in _INSERT.items()
}


@dataclass(frozen=True)
class Draft:
    """A letter before it has a place in the outbox."""

    key: str  # the same key is the same letter
    kind: str
    about: str
    language: str
    to_address: str
    facts: dict[str, Any]


def post(draft: Draft, *, now: datetime) -> None:
    """Put the letter in the outbox, with the change it tells of; one that is there already stays as it is."""
    post_all([draft], now=now)


def post_all(drafts: Sequence[Draft], *, now: datetime) -> None:
    """Put many letters in the outbox at once."""
    host = urlsplit(settings().base_url).hostname
    rows = [
        vars(draft)
        | {
            "message_id": f"<{tokens.new_token().lower()}@{host}>",
            "written_at": now,
            "state": State.WRITTEN,
            "due_at": now,
        }
        for draft in drafts
    ]
    if rows:
        with transaction() as session:
            session.connection().execute(_POST[session.get_bind().dialect.name], rows)


def claim(count: int, *, owner: str, busy_domains: Sequence[str] = (), now: datetime) -> list[Letter]:
    """Take some letters that are due in hand, for this worker alone, until the lease ends."""
    with transaction() as session:
        letters = queries.lock_due_letters(count, now=now, busy_domains=busy_domains)
        for letter in letters:
            if letter.kind in NEVER_TWICE and letter.state == State.AT_THE_WIRE:
                letter.state, letter.owner, letter.lease_until = State.FAILED, "", None
                letter.answer = PERHAPS_SENT
            elif letter.attempts < MOST_ATTEMPTS:
                letter.state, letter.owner, letter.lease_until = State.CLAIMED, owner, now + LEASE
                letter.attempts += 1
            else:
                letter.state, letter.owner, letter.lease_until = State.FAILED, "", None
        session.flush()
        session.expunge_all()  # what is in hand stays as it was read, whatever happens to the row
    return [letter for letter in letters if letter.state == State.CLAIMED]


def put_back(letters: Sequence[Letter], *, owner: str, due_at: datetime) -> None:
    """Leave letters that were not tried to whoever comes next."""
    with transaction() as session:
        session.execute(
            update(Letter)
            .where(Letter.id.in_([letter.id for letter in letters]), _held_by(owner, State.CLAIMED))
            .values(**RELEASED, state=State.WRITTEN, due_at=due_at, attempts=Letter.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def put_at_the_wire(letter: Letter, *, owner: str, now: datetime) -> bool:
    """From here on the letter may have gone out; no, when it is not this worker's to send any more."""
    return _move(letter, _held_by(owner, State.CLAIMED), state=State.AT_THE_WIRE, lease_until=now + LEASE)


def mark_sent(letter: Letter, *, owner: str, answer: str, now: datetime) -> bool:
    """The mail server took it."""
    at_the_wire = _held_by(owner, State.AT_THE_WIRE)
    return _move(letter, at_the_wire, **RELEASED, state=State.SENT, sent_at=now, answer=answer[:ANSWER_LENGTH])


def mark_for_retry(letter: Letter, *, owner: str, answer: str, due_at: datetime) -> bool:
    """It did not go out this time."""
    held = _held_by(owner, State.CLAIMED, State.AT_THE_WIRE)
    return _move(letter, held, **RELEASED, state=State.WRITTEN, due_at=due_at, answer=answer[:ANSWER_LENGTH])


def mark_failed(letter: Letter, *, owner: str, answer: str) -> bool:
    """It will never go out."""
    held = _held_by(owner, State.CLAIMED, State.AT_THE_WIRE)
    return _move(letter, held, **RELEASED, state=State.FAILED, answer=answer[:ANSWER_LENGTH])


def send_again(letter_ids: Sequence[int], *, now: datetime) -> int:
    """Try letters that were given up once more. Tells how many."""
    return _try_again(Letter.id.in_(letter_ids), now=now)


def send_to_new_address(about: str, *, to_address: str, kinds: Collection[str] = (), now: datetime) -> int:
    """Send what could not be delivered about this to another address: nothing of it has arrived anywhere.

    Where kinds are given, of those alone.
    """
    which = Letter.about == about
    return _try_again(and_(which, Letter.kind.in_(kinds)) if kinds else which, to_address=to_address, now=now)


def _try_again(which: ColumnElement[bool], *, now: datetime, **values: Any) -> int:
    with transaction() as session:
        again = session.scalars(
            update(Letter)
            .where(which, Letter.state == State.FAILED)
            .values(state=State.WRITTEN, due_at=now, attempts=0, **values)
            .returning(Letter.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(again)


def forget(about: str) -> None:
    """Keep no letter about this, and send none that still waits."""
    with transaction() as session:
        session.execute(delete(Letter).where(Letter.about == about))


def pause(*, reason: str, by: str, now: datetime) -> None:
    """From now on letters wait, but those that staff need to sign in; twice is once."""
    with transaction() as session:
        if queries.open_pause() is None:
            session.add(MailPause(began_at=now, reason=reason, by=by))


def resume(*, now: datetime) -> None:
    """Letters leave again, those that waited first."""
    with transaction() as session:
        session.execute(update(MailPause).where(MailPause.ended_at.is_(None)).values(ended_at=now))


def beat(name: str, *, now: datetime) -> None:
    """A worker shows that it is alive, and workers of long ago are forgotten."""
    with transaction() as session:
        session.execute(
            _INSERT[session.get_bind().dialect.name](WorkerBeat)
            .values(name=name, seen_at=now)
            .on_conflict_do_update(index_elements=["name"], set_={"seen_at": now})
        )
        session.execute(delete(WorkerBeat).where(WorkerBeat.seen_at < now - FORGOTTEN_AFTER))


def _move(letter: Letter, held: ColumnElement[bool], **values: Any) -> bool:
    """One step of one letter, one commit; only from the hands and the state in which it should be."""
    with transaction() as session:
        moved = session.scalar(
            update(Letter)
            .where(Letter.id == letter.id, held)
            .values(**values)
            .returning(Letter.id)
            .execution_options(synchronize_session=False)
        )
        return moved is not None


def _held_by(owner: str, *states: State) -> ColumnElement[bool]:
    return and_(Letter.owner == owner, Letter.state.in_(states))
