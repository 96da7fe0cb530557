"""Changes at the door: each is one verb and one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from .. import tokens
from ..database import Base, db, transaction
from ..events.models import Event
from ..organisations.actions import note
from . import queries, rules
from .batches import Ack, Batch, Told, why_not_counted
from .facts import Fact, fold, is_undone
from .models import CheckIn, Device, DoorPass, FactKind, Quarantined
from .places import ENTRANCE
from .rules import Window

QUIET = timedelta(seconds=30)

_NEXT_NUMBER = (
    select(func.coalesce(func.max(CheckIn.seq), 0) + 1)
    .where(CheckIn.device == bindparam("of_device"))
    .scalar_subquery()
)
_WRITE_FACT = insert(Base.metadata.tables[CheckIn.__tablename__]).values(
    id=bindparam("fact_id"),
    event_id=bindparam("event"),
    device=bindparam("of_device"),
    seq=_NEXT_NUMBER,
    kind=bindparam("what"),
    reference=bindparam("ticket"),
    place=bindparam("where"),
    people=bindparam("how_many"),
    at=bindparam("now"),
    offset_ms=0,  # this form of the door is our own page, so its clock is ours
    undo_of=bindparam("undone"),
    stored_at=bindparam("now"),
    number=select(func.coalesce(func.max(CheckIn.number), 0) + 1)
    .where(CheckIn.event_id == bindparam("event"))
    .scalar_subquery(),
)


def make_pass(
    event_id: int,
    *,
    label: str = "",
    place: str = ENTRANCE,
    for_visitors: bool = False,
    staff_id: int | None = None,
    now: datetime,
    valid_from: datetime | None = None,
) -> tuple[DoorPass, str]:
    """Give the right to scan for one event: the pass, and its PIN, which is told this once.

    `valid_from` opens the door on another moment than an hour before the day of the event, for a demo.
    """
    key, pin = tokens.new_key(), tokens.new_pin()
    pin_fingerprint = tokens.pin_fingerprint(pin, salt=key)
    with transaction() as session:
        event = session.get_one(Event, event_id)
        usual_start, valid_until = rules.days_of_pass(event.starts_at, event.ends_at)
        if valid_until <= now:
            raise rules.EventOver
        door_pass = DoorPass(
            event_id=event_id,
            label=label,
            place=place,
            for_visitors=for_visitors,
            key=key,
            pin_fingerprint=pin_fingerprint,
            valid_from=valid_from or usual_start,
            valid_until=valid_until,
        )
        session.add(door_pass)
        note(staff_id, what="door.pass-made", about=f"event/{event_id}", now=now)
    return door_pass, pin


def revoke_pass(pass_id: int, *, staff_id: int | None = None, now: datetime) -> DoorPass:
    """Take a pass back, on every phone at once; twice is once."""
    with transaction() as session:
        door_pass = session.get_one(DoorPass, pass_id, populate_existing=True)
        if door_pass.revoked_at is None:
            door_pass.revoked_at = now
            note(staff_id, what="door.pass-stopped", about=f"event/{door_pass.event_id}", now=now)
    return door_pass


def open_device(key: str, *, pin: str, now: datetime) -> tuple[str, datetime]:
    """Open the door in one browser: the secret that it keeps, and until when that is good.

    The slow work on the PIN comes before the transaction, and is done for an unknown key as well: nobody can tell by
    waiting whether a link exists.
    """
    door_pass = queries.pass_by_key(key)
    fingerprint = tokens.pin_fingerprint(pin, salt=key)
    if door_pass is None or door_pass.for_visitors or not tokens.same(fingerprint, door_pass.pin_fingerprint):
        raise rules.WrongPin
    secret = tokens.new_key()
    with transaction() as session:
        door_pass = session.get_one(DoorPass, door_pass.id)
        rules.check_live(door_pass, now=now)
        session.add(
            Device(
                id=tokens.new_id(),
                pass_id=door_pass.id,
                secret_fingerprint=tokens.fingerprint(secret),
                opened_at=now,
            )
        )
        return secret, door_pass.valid_until


def close_device(device_id: str) -> None:
    """Stop scanning in this browser; what it let in stays."""
    with transaction() as session:
        if device := session.get(Device, device_id):
            session.delete(device)


def check_in(
    event_id: int,
    *,
    device: str,
    fact_id: str,
    reference: str,
    people: int,
    seen: int,
    place: str = ENTRANCE,
    now: datetime,
) -> str | None:
    """Let people of one ticket in: the id of the fact, or nothing where the ticket is no longer as it was seen.

    `seen` is how many were in when the button was shown. When somebody else was first, nobody is let in unasked and
    the door shows the ticket again. The same press twice is one fact.
    """
    with transaction():
        queries.lock_door(event_id)
        ticket, facts = queries.ticket_here(reference, event_id=event_id)
        if known := next((fact for fact in facts if fact.id == fact_id), None):
            rules.check_same_press(known, device=device, people=people)
            return fact_id
        presence, is_guest = fold(facts).of(reference, place), queries.is_guest_at(place, reference)
        verdict = rules.verdict(ticket, presence, event_id=event_id, is_guest=is_guest, now=now)
        if not verdict.may_enter or verdict.inside != seen:
            return None
        rules.check_people(verdict, people=people)
        kind = verdict.next_kind
        _write(event_id, fact_id, kind, device=device, reference=reference, place=place, people=people, now=now)
    return fact_id


def hear_of(device_id: str, *, app: str, queued: int, now: datetime) -> None:
    """A phone with a queue of its own told something; one that opened the door anew is still the same phone.

    Phones tell something every few seconds: what is as it was half a minute ago is not written again.
    """
    known = db.session.get(Device, device_id)
    if known and known.contact_at and (known.app, known.queued) == (app, queued) and now - known.contact_at < QUIET:
        return
    with transaction() as session:
        session.execute(update(Device).where(Device.app == app, Device.id != device_id).values(app=None))
        values = {"app": app, "contact_at": now, "queued": queued}
        session.execute(update(Device).where(Device.id == device_id).values(values))


def keep_names(event_id: int, *, wanted: bool, staff_id: int, now: datetime) -> None:
    """Let phones at the door keep names, or not."""
    with transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True, populate_existing=True)
        if event.keeps_names_on_phones != wanted:
            note(staff_id, what="door.names", about=f"event/{event_id}", after={"wanted": wanted}, now=now)
        event.names_on_phones = wanted


def bring_together(event_id: int, batch: Batch, *, window: Window, now: datetime) -> list[Ack]:
    """Store what a phone tells, each fact once, whatever arrives twice, late or out of order; what became of each.

    A fact that contradicts another one is kept apart, and so is one of an hour at which the pass did not work.
    """
    if not batch.told:
        return []
    with transaction() as session:
        queries.lock_door(event_id)
        known = _Known(batch, event_id=event_id)
        new: list[Fact] = []
        acks: list[Ack] = []
        for told in batch.told:
            if why := known.why_apart(told, window=window):
                acks.append(Ack.QUARANTINED)
                if known.is_new_apart(told):
                    session.add(_quarantined(event_id, told, device=batch.device, why=why, now=now))
            elif told.fact is None or known.holds(told.fact):
                acks.append(Ack.KNOWN)
            else:
                acks.append(Ack.STORED)
                new.append(told.fact)
                known.add(told.fact)
        store(event_id, new, now=now)
    return acks


class _Known:
    """What the facts of a batch could be the same as, or contradict."""

    def __init__(self, batch: Batch, *, event_id: int) -> None:
        ids = [told.id for told in batch.told]
        numbers = [told.fact.seq for told in batch.told if told.fact]
        found = queries.facts_with(event_id, ids=ids, device=batch.device, numbers=numbers)
        self._by_id = {fact.id: fact if of_event == event_id else None for of_event, fact in found}
        self._used = {fact.seq: fact.id for _event, fact in found if fact.device == batch.device}
        self._apart = [(each.fact_id, each.content) for each in queries.in_quarantine(event_id, ids=ids)]

    def holds(self, fact: Fact) -> bool:
        return fact.id in self._by_id

    def add(self, fact: Fact) -> None:
        self._by_id[fact.id], self._used[fact.seq] = fact, fact.id

    def why_apart(self, told: Told, *, window: Window) -> str:
        """Why this is kept apart; nothing where it is stored, or was."""
        if told.fact is None:
            return "not-understood"
        if self.holds(told.fact):
            return "" if self._by_id[told.id] == told.fact else "other-content"
        if told.fact.seq in self._used:
            return "number-used"
        return why_not_counted(told.fact, window=window)

    def is_new_apart(self, told: Told) -> bool:
        """Whether this was not kept apart before, word for word; the next time it was."""
        if (told.id, told.content) in self._apart:
            return False
        self._apart.append((told.id, told.content))
        return True


def store(event_id: int, facts: Sequence[Fact], *, now: datetime) -> None:
    """Under the next numbers of the event; the caller holds its lock."""
    if facts:
        number = queries.last_number(event_id)
        rows = [
            fact._asdict() | {"event_id": event_id, "stored_at": now, "number": number + n}
            for n, fact in enumerate(facts, 1)
        ]
        db.session.execute(insert(Base.metadata.tables[CheckIn.__tablename__]), rows)


def _to_the_millisecond(moment: datetime) -> datetime:
    """As precise as phones tell it, so that everybody agrees on who was first."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _quarantined(event_id: int, told: Told, *, device: str, why: str, now: datetime) -> Quarantined:
    return Quarantined(event_id=event_id, device=device, fact_id=told.id, content=told.content, why=why, told_at=now)


def undo(event_id: int, *, device: str, fact_id: str, now: datetime) -> str | None:
    """Take a check-in back, by a later fact, for good; twice is once. Tells which ticket it was, if it was one."""
    with transaction():
        queries.lock_door(event_id)
        fact = queries.fact_here(fact_id, event_id=event_id)
        if fact is None or fact.kind == FactKind.UNDO:
            raise rules.UnknownFact
        if not is_undone(fact, queries.facts_about(fact, event_id=event_id)):
            _write(
                event_id,
                tokens.new_id(),
                FactKind.UNDO,
                device=device,
                reference=fact.reference,
                place=fact.place,
                undone=fact,
                now=now,
            )
    return fact.reference


def _write(
    event_id: int,
    fact_id: str,
    kind: FactKind,
    *,
    device: str,
    reference: str | None,
    place: str,
    people: int = 0,
    undone: Fact | None = None,
    now: datetime,
) -> None:
    """Store a fact under the next number of its device; the caller holds the lock of the event."""
    values = {
        "fact_id": fact_id,
        "event": event_id,
        "of_device": device,
        "what": kind,
        "ticket": reference,
        "where": place,
        "how_many": people,
        "now": _to_the_millisecond(now),
        "undone": undone.id if undone else None,
    }
    try:
        db.session.execute(_WRITE_FACT, values)
    except IntegrityError:  # another ticket has a fact with this id
        raise rules.FactUsed from None
