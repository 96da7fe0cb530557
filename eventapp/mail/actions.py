"""Putting letters in the outbox, and keeping record of their delivery from it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from .. import tokens
from ..database import INSERT, insert_into, transaction
from ..web import settings
from . import queries
from .bounces import Bounce
from .drafts import Draft
from .models import UNDELIVERED, BounceReading, DeadAddress, Letter, LetterHold, MailPause, State, WorkerBeat
from .rules import (
    KEPT_DEAD,
    LEASE,
    MOST_ATTEMPTS,
    NEVER_TWICE,
    NOT_MAILED,
    PERHAPS_SENT,
    Outcome,
    Tried,
    comes_too_late,
    nobody_is_there,
)
from .summaries import CHANGES, FAREWELLS, leaves_at, summed_up, takes_up

FORGOTTEN_AFTER = timedelta(days=1)
ANSWER_LENGTH = 500
RELEASED = {"owner": "", "lease_until": None}


# Letters are posted under the lock of an event, while others wait: built once, so that only the writing costs time.
_POST = {
    dialect: insert(Letter.__table__).on_conflict_do_nothing(index_elements=["key"])
    for dialect, insert in INSERT.items()
}


def _step(*states: State) -> ReturningUpdate[Any]:
    letters = cast(Table, Letter.__table__)
    mine = (letters.c.id == bindparam("letter"), letters.c.owner == bindparam("hands"), letters.c.state.in_(states))
    return update(letters).where(*mine).returning(letters.c.id)


# Several of these go with each letter: built once too.
_TO_THE_WIRE = _step(State.CLAIMED).where(queries.may_leave())
_FROM_THE_WIRE = _step(State.AT_THE_WIRE)
_FROM_HAND = _step(State.CLAIMED, State.AT_THE_WIRE)


def post(draft: Draft, *, now: datetime) -> None:
    """Put the letter in the outbox, with the change it tells of; one that is there already stays as it is."""
    post_all([draft], now=now)


def post_all(drafts: Sequence[Draft], *, now: datetime) -> dict[str, dict[str, Any]]:
    """Put many letters in the outbox at once.

    One about a change takes up those before it that did not leave yet. Where in the end nothing changed there is no
    letter: tells of these, by what they were about, the facts that nobody was told and that are true no more.
    """
    undone: dict[str, dict[str, Any]] = {}
    with transaction() as session:
        waiting = _changes_not_told(drafts)
        rows = []
        for draft in drafts:
            earlier = waiting.get(draft.about)
            if earlier is None or not takes_up(draft, earlier.facts):
                rows.append(_row(draft, first=now, now=now))
                continue
            session.delete(earlier)
            if told := summed_up(draft, earlier.facts):
                rows.append(_row(told, first=earlier.written_at, now=now))
            else:
                undone[draft.about] = earlier.facts
        session.flush()
        _let_changes_go_first(drafts, now=now)
        if rows:
            session.connection().execute(_POST[session.get_bind().dialect.name], rows)
    return undone


def _row(draft: Draft, *, first: datetime, now: datetime) -> dict[str, Any]:
    return vars(draft) | {
        "message_id": _new_message_id(),
        "written_at": first,
        "state": State.WRITTEN,
        "due_at": leaves_at(draft, first=first, now=now),
    }


def _let_changes_go_first(drafts: Sequence[Draft], *, now: datetime) -> None:
    """Who hears of something else hears of a change before it: afterwards it would tell how things stood earlier."""
    to = [draft.to_address for draft in drafts if draft.kind not in CHANGES and draft.facts.get("version")]
    if to:
        waiting = (Letter.to_address.in_(to), Letter.due_at > now, *queries.untold(CHANGES))
        with transaction() as session:
            statement = update(Letter).where(*waiting).values(due_at=now)
            session.execute(statement.execution_options(synchronize_session=False))


def _changes_not_told(drafts: Sequence[Draft]) -> dict[str, Letter]:
    """Letters about a change that still wait for the next one, by what they are about; only where it may matter."""
    abouts = [draft.about for draft in drafts if draft.kind in (*CHANGES, *FAREWELLS)]
    return {letter.about: letter for letter in queries.lock_untold(abouts, CHANGES)} if abouts else {}


def claim(count: int, *, owner: str, busy_domains: Sequence[str] = (), now: datetime) -> list[Letter]:
    """Take some letters that are due in hand, for this worker alone, until the lease ends."""
    with transaction() as session:
        letters = queries.lock_due_letters(count, now=now, busy_domains=busy_domains)
        dead = queries.dead_among(letter.to_address for letter in letters if not letter.kind.startswith(queries.STAFF))
        for letter in letters:
            if comes_too_late(letter.kind, letter.facts, now=now):
                session.delete(letter)
            elif letter.to_address.lower() in dead:
                letter.state, letter.owner, letter.lease_until = State.FAILED, "", None
                letter.answer = NOT_MAILED
            elif letter.kind in NEVER_TWICE and letter.state == State.AT_THE_WIRE:
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
            .where(Letter.id.in_([letter.id for letter in letters]))
            .where(Letter.owner == owner, Letter.state == State.CLAIMED)
            .values(**RELEASED, state=State.WRITTEN, due_at=due_at, attempts=Letter.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def hand_on(tried: Tried | None, following: Letter, *, owner: str, now: datetime) -> bool:
    """Record what came of one letter and put the next at the wire: one commit, and nothing between two letters."""
    with transaction():
        if tried:
            record(tried, owner=owner)
        return put_at_the_wire(following, owner=owner, now=now)


def record(tried: Tried, *, owner: str) -> None:
    """What came of a letter."""
    if tried.outcome == Outcome.SENT:
        mark_sent(tried.letter, owner=owner, answer=str(tried.answer), now=tried.at)
    elif tried.outcome == Outcome.FAILED:
        mark_failed(tried.letter, owner=owner, answer=str(tried.answer), now=tried.at)
    else:
        mark_for_retry(tried.letter, owner=owner, answer=str(tried.answer), due_at=tried.due_at)


def put_at_the_wire(letter: Letter, *, owner: str, now: datetime) -> bool:
    """From here on the letter may have gone out; no, when it may not leave, or is not this worker's any more."""
    lease_until = now + LEASE
    return _move(_TO_THE_WIRE, letter, owner, state=State.AT_THE_WIRE, wire_at=now, lease_until=lease_until)


def mark_sent(letter: Letter, *, owner: str, answer: str, now: datetime) -> bool:
    """The mail server took it."""
    known = {"state": State.SENT, "sent_at": now, "answer": answer[:ANSWER_LENGTH]}
    return _move(_FROM_THE_WIRE, letter, owner, **known, **RELEASED)


def mark_for_retry(letter: Letter, *, owner: str, answer: str, due_at: datetime) -> bool:
    """It did not go out this time."""
    known = {"state": State.WRITTEN, "due_at": due_at, "answer": answer[:ANSWER_LENGTH]}
    return _move(_FROM_HAND, letter, owner, **known, **RELEASED)


def mark_failed(letter: Letter, *, owner: str, answer: str, now: datetime) -> bool:
    """It will never go out; and where nobody has that address, nothing else goes there."""
    with transaction():
        known = {"state": State.FAILED, "answer": answer[:ANSWER_LENGTH]}
        moved = _move(_FROM_HAND, letter, owner, **known, **RELEASED)
        if moved and nobody_is_there(answer):
            bury(letter.to_address, because=answer, now=now)
    return moved


def mark_bounced(bounce: Bounce, *, now: datetime) -> bool:
    """A letter that was taken came back; nothing happens where the bounce names no letter of ours.

    Only who got a letter knows its Message-ID: a stranger cannot silence an address.
    """
    with transaction() as session:
        found = session.execute(
            update(Letter)
            .where(Letter.message_id.in_(bounce.message_ids), Letter.state == State.SENT)
            .values(state=State.BOUNCED, bounced_at=now, answer=bounce.words[:ANSWER_LENGTH])
            .returning(Letter.to_address)
            .execution_options(synchronize_session=False)
        ).all()
        for (address,) in found:
            if nobody_is_there(bounce.words) and bounce.address in ("", address.lower()):
                bury(address, because=bounce.words, now=now)  # else it was forwarded, and this address is fine
    return bool(found)


def note_reading(mailbox: str, *, upto: str | None = None, fault: str = "", now: datetime) -> None:
    """How far the mailbox was read, or why it was not."""
    known: dict[str, Any] = {"fault": fault[:300]}
    if upto is not None:
        known |= {"upto": upto, "read_at": now}
    with transaction() as session:
        new = insert_into(BounceReading).values({"mailbox": mailbox, "upto": ""} | known)
        session.execute(new.on_conflict_do_update(index_elements=["mailbox"], set_=known))


def bury(address: str, *, because: str, now: datetime) -> None:
    """Mail this address no more, until somebody says that it is right after all."""
    with transaction() as session:
        words = because[:ANSWER_LENGTH]
        row = {"address": address.lower(), "since_at": now, "because": words}
        session.execute(insert_into(DeadAddress).values(row).on_conflict_do_nothing(index_elements=["address"]))


def revive(address: str) -> bool:
    """The address is right after all; no, when it was not on the list."""
    with transaction() as session:
        gone = delete(DeadAddress).where(DeadAddress.address == address.lower()).returning(DeadAddress.address)
        return session.scalar(gone) is not None


def forget_dead_addresses(*, now: datetime) -> None:
    """After a year an address may be somebody else's."""
    with transaction() as session:
        session.execute(delete(DeadAddress).where(DeadAddress.since_at <= now - KEPT_DEAD))


def hold(within: str, *, by: str, now: datetime) -> None:
    """From now on the letters within this wait; twice is once."""
    with transaction() as session:
        row = {"within": within, "began_at": now, "by": by}
        session.execute(insert_into(LetterHold).values(row).on_conflict_do_nothing())


def release(within: str) -> None:
    """The letters within this leave again."""
    with transaction() as session:
        session.execute(delete(LetterHold).where(LetterHold.within == within))


def send_again(letter_ids: Sequence[int], *, now: datetime) -> int:
    """Try letters that were given up once more. Tells how many."""
    return _try_again(Letter.id.in_(letter_ids), now=now)


def send_to_new_address(about: str, *, to_address: str, kinds: Collection[str] = (), now: datetime) -> int:
    """Send what could not be delivered about this to another address: nothing of it has arrived anywhere.

    Where kinds are given, of those alone.
    """
    which = Letter.about == about
    with transaction() as session:
        revive(to_address)
        elsewhere = session.scalars(
            select(Letter).where(which, Letter.state.in_(UNDELIVERED), Letter.to_address != to_address)
        )
        for letter in elsewhere:  # a late bounce of the old address must not be taken for one of the new
            letter.message_id = _new_message_id()
        session.flush()
        return _try_again(and_(which, Letter.kind.in_(kinds)) if kinds else which, to_address=to_address, now=now)


def _new_message_id() -> str:
    return f"<{tokens.new_token().lower()}@{urlsplit(settings().base_url).hostname}>"


def _try_again(which: ColumnElement[bool], *, now: datetime, **values: Any) -> int:
    with transaction() as session:
        again = session.scalars(
            update(Letter)
            .where(which, Letter.state.in_(UNDELIVERED))
            .values(state=State.WRITTEN, due_at=now, attempts=0, sent_at=None, bounced_at=None, **values)
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
            insert_into(WorkerBeat)
            .values(name=name, seen_at=now)
            .on_conflict_do_update(index_elements=["name"], set_={"seen_at": now})
        )
        session.execute(delete(WorkerBeat).where(WorkerBeat.seen_at < now - FORGOTTEN_AFTER))


def _move(step: ReturningUpdate[Any], letter: Letter, hands: str, /, **values: Any) -> bool:
    """One step of one letter; only from the hands and the state in which it should be."""
    with transaction() as session:
        return session.connection().scalar(step, {"letter": letter.id, "hands": hands, **values}) is not None
