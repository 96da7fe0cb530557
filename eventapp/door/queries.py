"""Questions about the door: asked at every scan, so each statement is built once and reads only what is shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from ..database import db
from ..events.models import Counted, Event
from ..programme.models import Part, Slot
from ..registrations.models import Choice, Registration, Status, Ticket
from ..tickets.codes import code_of_reference, ticket_reference
from .facts import DoorState, Fact, fold, standing
from .models import CheckIn, Device, DoorPass, FactKind, Quarantined
from .names import holds, searchable, words_of
from .places import ENTRANCE, entrance_at, has_own_list, session_at, station_at
from .rules import TicketAtDoor


class OpenDoor(NamedTuple):
    """A browser at the door, the pass that was opened in it, and the event behind that door."""

    device: str
    pass_id: int
    event_id: int
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    label: str

    @property
    def at_session(self) -> bool:
        return session_at(self.place) is not None

    @property
    def station_id(self) -> int | None:
        """The station whose tables this pass is for, and nothing else."""
        return station_at(self.place)

    def at(self, now: datetime) -> "OpenDoor":
        """The same door on this day: the entrance of an event of several days is another place each day."""
        if self.at_session or self.station_id:
            return self
        return self._replace(place=entrance_at(now, starts_at=self.starts_at, ends_at=self.ends_at))


# Columns, not objects: a scan asks five questions and changes nothing of what it reads.
_devices, _passes, _facts, _events, _tickets, _registrations = (
    model.__table__ for model in (Device, DoorPass, CheckIn, Event, Ticket, Registration)
)

_OPEN_DOOR = (
    select(
        _devices.c.id,
        _passes.c.id,
        _passes.c.event_id,
        _passes.c.valid_from,
        _passes.c.valid_until,
        _passes.c.revoked_at,
        _events.c.title,
        _events.c.starts_at,
        _events.c.ends_at,
        _passes.c.place,
        _passes.c.label,
    )
    .join(_passes, _devices.c.pass_id == _passes.c.id)
    .join(_events, _passes.c.event_id == _events.c.id)
    .where(_devices.c.secret_fingerprint == bindparam("fingerprint"))
)

_FACTS = select(*(_facts.c[name] for name in Fact._fields))
_FACTS_OF_EVENT = _FACTS.where(_facts.c.event_id == bindparam("event_id"))
_FACTS_OF_TICKET = _FACTS_OF_EVENT.where(_facts.c.reference == bindparam("reference"))
_FACT_HERE = _FACTS_OF_EVENT.where(_facts.c.id == bindparam("fact_id"))

_by_ticket = (
    select(_facts.c.reference, func.min(_facts.c.people).label("people"), func.count().label("count"))
    .where(
        _facts.c.event_id == bindparam("event_id"),
        _facts.c.reference.is_not(None),
        _facts.c.place == bindparam("place"),
    )
    .group_by(_facts.c.reference)
    .subquery()
)
_PEOPLE_OF_SINGLE_FACTS = select(func.sum(_by_ticket.c.people)).where(_by_ticket.c.count == 1)
_BUSY_TICKETS = select(_by_ticket.c.reference).where(_by_ticket.c.count > 1)
_undos = _facts.alias()
_PEOPLE_WITHOUT_TICKET = select(func.sum(_facts.c.people)).where(
    _facts.c.event_id == bindparam("event_id"),
    _facts.c.reference.is_(None),
    _facts.c.kind.in_((FactKind.WALK_IN, FactKind.TALLY)),
    _facts.c.place == bindparam("place"),
    ~select(_undos.c.id).where(_undos.c.undo_of == _facts.c.id, _undos.c.reference.is_(None)).exists(),
)
_FACTS_ABOUT = _FACTS_OF_EVENT.where(or_(_facts.c.id == bindparam("fact_id"), _facts.c.undo_of == bindparam("fact_id")))
_LAST_FACTS = _FACTS_OF_EVENT.order_by(_facts.c.stored_at.desc(), _facts.c.device, _facts.c.seq.desc())

# Of a party with a ticket each, one ticket is of one person, who may stay at home while the others come.
_NAME = case((_tickets.c.name != "", _tickets.c.name), else_=_registrations.c.name)
_PEOPLE = case((_registrations.c.separate, 1), else_=_registrations.c.people)
_STATUS = case((_tickets.c.left_at.is_not(None), Status.CANCELLED.value), else_=_registrations.c.status)

_TICKETS = (
    select(
        _tickets.c.reference,
        _tickets.c.event_id,
        _NAME.label("name"),
        _PEOPLE.label("people"),
        _registrations.c.needs,
        _STATUS.label("status"),
        _events.c.status,
        _events.c.starts_at,
        _events.c.ends_at,
        *_FACTS.selected_columns,
    )
    .join(_registrations, _tickets.c.registration_id == _registrations.c.id)
    .join(_events, _tickets.c.event_id == _events.c.id)
    .outerjoin(_facts, and_(_facts.c.event_id == _tickets.c.event_id, _facts.c.reference == _tickets.c.reference))
)
_TICKETS_WITH_TOKEN = _TICKETS.where(_tickets.c.token == bindparam("token"))
# By the reference alone: with the event beside it, SQLite reads all tickets of the event.
_TICKETS_WITH_REFERENCE = _TICKETS.where(_tickets.c.reference == bindparam("reference"))

_LOCK = select(_events.c.id).where(_events.c.id == bindparam("event_id")).with_for_update()


def lock_door(event_id: int) -> None:
    """One change at a time at the doors of an event; it holds the same row as who decides about places does."""
    db.session.execute(_LOCK, {"event_id": event_id}).one()


def pass_by_key(key: str) -> DoorPass | None:
    return db.session.scalar(select(DoorPass).where(DoorPass.key == key))


def has_pass(event_id: int) -> bool:
    """Whether a door pass was ever made for this event."""
    return db.session.scalar(select(DoorPass.id).where(DoorPass.event_id == event_id).limit(1)) is not None


def open_door(fingerprint: str) -> OpenDoor | None:
    """The door that this browser opened, live or not."""
    row = db.session.execute(_OPEN_DOOR, {"fingerprint": fingerprint}).first()
    return OpenDoor(*row) if row else None


class Scanned(NamedTuple):
    """A ticket with what happened to it, or nothing."""

    ticket: TicketAtDoor | None
    facts: list[Fact]


def ticket_by_token(token: str, *, event_id: int) -> Scanned:
    """The ticket that was scanned, of whatever event.

    One that is for several dates is the ticket of this event, and where it is for none here that of its first date.
    """
    rows = db.session.execute(_TICKETS_WITH_TOKEN, {"token": token}).all()
    here = [row for row in rows if row.event_id == event_id]
    if not rows:
        return _ticket_of_walk_in(ticket_reference(token), event_id=event_id)
    if not here:
        first = min(rows, key=lambda row: (row.starts_at, row.event_id)).event_id
        here = [row for row in rows if row.event_id == first]
    return _scanned(here)


def ticket_here(reference: str, *, event_id: int) -> Scanned:
    """A ticket of this event."""
    rows = db.session.execute(_TICKETS_WITH_REFERENCE, {"reference": reference})
    here = [row for row in rows if row.event_id == event_id]
    return _scanned(here) if here else _ticket_of_walk_in(reference, event_id=event_id)


def _ticket_of_walk_in(reference: str, *, event_id: int) -> Scanned:
    """A ticket that was given at a door of this event, as long as that was not taken back."""
    facts = facts_of_ticket(reference, event_id=event_id)
    given = next((fact for fact in standing(facts) if fact.kind == FactKind.WALK_IN), None)
    if given is None:
        return Scanned(None, [])
    event = db.session.get_one(Event, event_id)
    of_event = (event.status, event.starts_at, event.ends_at)
    return Scanned(TicketAtDoor(reference, event_id, given.name, given.people, "", Status.CONFIRMED, *of_event), facts)


def _scanned(rows: Sequence[Row]) -> Scanned:
    """Each row holds the ticket, and one fact or none; there is one at least."""
    width = len(TicketAtDoor._fields)
    facts = [Fact(*row[width:]) for row in rows if row[width] is not None]
    return Scanned(TicketAtDoor(*rows[0][:width]), facts)


def reference_by_code(code: str, *, event_id: int) -> str | None:
    """The ticket with this short code, which is good only with its event."""
    signed_up = select(Ticket.reference).where(Ticket.event_id == event_id, Ticket.code == code)
    given_here = select(CheckIn.reference).where(CheckIn.event_id == event_id, CheckIn.kind == FactKind.WALK_IN)
    given = (reference for reference in db.session.scalars(given_here) if reference)
    of_walk_in = (reference for reference in given if code_of_reference(reference) == code)
    return db.session.scalar(signed_up) or next(of_walk_in, None)


def facts_about(fact: Fact, *, event_id: int) -> list[Fact]:
    """What tells whether a fact stands: all of its ticket, or itself with what undoes it."""
    if fact.reference:
        return facts_of_ticket(fact.reference, event_id=event_id)
    return [Fact(*row) for row in db.session.execute(_FACTS_ABOUT, {"event_id": event_id, "fact_id": fact.id})]


def facts_of_ticket(reference: str, *, event_id: int) -> list[Fact]:
    return [Fact(*row) for row in db.session.execute(_FACTS_OF_TICKET, {"event_id": event_id, "reference": reference})]


def state_of_tickets(references: Sequence[str], *, event_id: int) -> DoorState:
    """Who is in on these tickets."""
    if not references:
        return DoorState()
    rows = db.session.execute(_FACTS_OF_EVENT.where(CheckIn.reference.in_(references)), {"event_id": event_id})
    return fold(Fact(*row) for row in rows)


def fact_here(fact_id: str, *, event_id: int) -> Fact | None:
    """A fact of this event."""
    row = db.session.execute(_FACT_HERE, {"event_id": event_id, "fact_id": fact_id}).first()
    return Fact(*row) if row else None


def inside(event_id: int, place: str = ENTRANCE) -> int:
    """How many people came in at a place, as the fold over all facts of the event would tell.

    A ticket with one fact needs no fold: that one stands, or undoes nothing. Of the others the facts are read.
    """
    values = {"event_id": event_id, "place": place}
    busy = db.session.scalars(_BUSY_TICKETS, values).all()
    counted = (_PEOPLE_OF_SINGLE_FACTS, _PEOPLE_WITHOUT_TICKET)
    people = sum(db.session.scalar(statement, values) or 0 for statement in counted)
    return people + state_of_tickets(busy, event_id=event_id).people(place)


class Phone(NamedTuple):
    """A browser in which a door was opened, and when we last heard of it."""

    label: str
    opened_at: datetime
    contact_at: datetime | None  # when it last told something, if it has a queue of its own
    queued: int  # how many facts waited there then
    last_at: datetime | None  # when it last let somebody in
    facts: int
    last_seq: int  # the number of its last fact that we have: more than there are facts is a gap
    own_facts: int

    @property
    def missing(self) -> int:
        """How many facts lie before one that we have, and never came."""
        return self.last_seq - self.own_facts


def phones_of(event_id: int) -> list[Phone]:
    """Every phone at the doors of an event, the first first."""
    is_own = _facts.c.device == Device.app
    last, count = func.max(_facts.c.stored_at), func.count(_facts.c.id)
    last_seq = func.coalesce(func.max(case((is_own, _facts.c.seq))), 0)
    rows = db.session.execute(
        select(
            DoorPass.label,
            Device.opened_at,
            Device.contact_at,
            Device.queued,
            last,
            count,
            last_seq,
            func.count(case((is_own, 1))),
        )
        .join(DoorPass, Device.pass_id == DoorPass.id)
        .outerjoin(_facts, or_(_facts.c.device == Device.id, is_own))
        .where(DoorPass.event_id == event_id)
        .group_by(Device.id, DoorPass.label, Device.opened_at, Device.contact_at, Device.queued)
        .order_by(Device.opened_at, Device.id)
    )
    return [Phone(*row) for row in rows]


def labels_of_phones(event_id: int) -> dict[str, str]:
    """At which entrance each phone stands, where that has a name."""
    rows = db.session.execute(
        select(Device.id, Device.app, DoorPass.label)
        .join(DoorPass)
        .where(DoorPass.event_id == event_id, DoorPass.label != "")
    )
    return {name: row.label for row in rows for name in (row.id, row.app) if name}


def passes_of(event_id: int) -> list[DoorPass]:
    """Every pass that was ever made for an event, the first first."""
    return list(db.session.scalars(select(DoorPass).where(DoorPass.event_id == event_id).order_by(DoorPass.id)))


def pass_of_event(pass_id: int, *, event_id: int) -> DoorPass | None:
    return db.session.scalar(select(DoorPass).where(DoorPass.id == pass_id, DoorPass.event_id == event_id))


def facts_of_event(event_id: int) -> list[Fact]:
    """All that happened at the doors of an event."""
    return [Fact(*row) for row in db.session.execute(_FACTS_OF_EVENT, {"event_id": event_id})]


class Arrived(NamedTuple):
    """Somebody of whom a phone told something."""

    registration_id: int
    name: str
    code: str
    people: int
    status: str


def who_arrived(event_id: int) -> dict[str, Arrived]:
    """Everybody with a fact at the doors of an event, by the reference of the ticket."""
    seen = select(_facts.c.reference).where(_facts.c.event_id == event_id, _facts.c.reference.is_not(None))
    rows = db.session.execute(
        select(
            _tickets.c.reference,
            _registrations.c.id,
            _NAME.label("name"),
            _tickets.c.code,
            _PEOPLE.label("people"),
            _STATUS.label("status"),
        )
        .join(_registrations, _tickets.c.registration_id == _registrations.c.id)
        .where(_tickets.c.event_id == event_id, _tickets.c.reference.in_(seen))
    )
    return {row[0]: Arrived(*row[1:]) for row in rows}


def facts_with(event_id: int, *, ids: Sequence[str], device: str, numbers: Sequence[int]) -> list[tuple[int, Fact]]:
    """Facts with one of these ids, at whatever event, or one of these numbers of this device."""
    same = or_(_facts.c.id.in_(ids), and_(_facts.c.device == device, _facts.c.seq.in_(numbers)))
    rows = db.session.execute(select(_facts.c.event_id, *_FACTS.selected_columns).where(same))
    return [(row[0], Fact(*row[1:])) for row in rows]


def facts_after(event_id: int, *, number: int, most: int) -> list[tuple[int, Fact]]:
    """Facts of an event that were stored after this number, with their own, in that order."""
    after = select(_facts.c.number, *_FACTS.selected_columns).where(
        _facts.c.event_id == event_id, _facts.c.number > number
    )
    rows = db.session.execute(after.order_by(_facts.c.number).limit(most))
    return [(row[0], Fact(*row[1:])) for row in rows]


def last_number(event_id: int) -> int:
    """Of the fact that was stored last at an event."""
    return db.session.scalar(select(func.max(_facts.c.number)).where(_facts.c.event_id == event_id)) or 0


def in_quarantine(event_id: int, *, ids: Sequence[str]) -> list[Quarantined]:
    """What is kept apart under one of these ids."""
    kept = select(Quarantined).where(Quarantined.event_id == event_id, Quarantined.fact_id.in_(ids))
    return list(db.session.scalars(kept))


def quarantined_of(event_id: int) -> list[Quarantined]:
    """All that is kept apart, the first first."""
    kept = select(Quarantined).where(Quarantined.event_id == event_id)
    return list(db.session.scalars(kept.order_by(Quarantined.id)))


class Counts(NamedTuple):
    inside: int
    signed_up: int
    places_left: int | None  # None: there is no limit


def counts(event_id: int, place: str = ENTRANCE) -> Counts:
    """The numbers on the door's own page."""
    room = room_at(event_id, place)
    return Counts(inside=inside(event_id, place), signed_up=room.taken, places_left=room.places_free)


def room_at(event_id: int, place: str) -> Counted:
    """What has places behind this door: a session that people chose, or else the event."""
    slot = _slot_at(place)
    return slot or db.session.get_one(Event, event_id)


def guests_of(place: str) -> set[int] | None:
    """Which sign-ups are on the list of this room; None where everybody with a ticket may come in."""
    slot = _slot_at(place)
    if slot is None:
        return None
    confirmed = select(Choice.registration_id).where(Choice.slot_id == slot.id, Choice.status == Status.CONFIRMED)
    return set(db.session.scalars(confirmed))


def is_guest_at(place: str, reference: str) -> bool:
    """Whether the holder of this ticket is on the list of this room."""
    slot = _slot_at(place)
    if slot is None:
        return True
    chosen = select(Choice.id).join(Ticket, Ticket.registration_id == Choice.registration_id)
    of_ticket = (Choice.slot_id == slot.id, Choice.status == Status.CONFIRMED, Ticket.reference == reference)
    return db.session.scalar(chosen.where(*of_ticket).limit(1)) is not None


def _slot_at(place: str) -> Slot | None:
    part_id = session_at(place)
    part = db.session.get(Part, part_id) if part_id else None
    return part.slots[0] if part and has_own_list(part) else None


def last_facts(event_id: int, *, most: int) -> list[Fact]:
    """What happened last at this door, the newest first; an undo comes before what it undoes."""
    return [Fact(*row) for row in db.session.execute(_LAST_FACTS.limit(most), {"event_id": event_id})]


def names_of(references: Sequence[str]) -> dict[str, str]:
    """The names on these tickets."""
    rows = db.session.execute(
        select(_tickets.c.reference, _NAME.label("name"))
        .join(_registrations, _tickets.c.registration_id == _registrations.c.id)
        .where(_tickets.c.reference.in_(references))
    )
    return {row.reference: row.name for row in rows}


class Guest(NamedTuple):
    """Somebody on the list of this event."""

    reference: str
    name: str
    people: int
    status: str


_ALONG = case((_registrations.c.separate, ""), else_=_registrations.c.companions)  # who comes in on the same ticket
_LISTED = (
    select(
        *_TICKETS.selected_columns[: len(TicketAtDoor._fields)],
        _tickets.c.token,
        _tickets.c.code,
        _ALONG.label("along"),
        _registrations.c.id.label("registration_id"),
    )
    .join(_registrations, _tickets.c.registration_id == _registrations.c.id)
    .join(_events, _tickets.c.event_id == _events.c.id)
    .where(_tickets.c.event_id == bindparam("event_id"), _registrations.c.erased_at.is_(None))
    .order_by(_tickets.c.id)
)
_VERSION = (
    select(
        func.count(_tickets.c.id),
        func.count(_tickets.c.left_at),
        func.coalesce(func.sum(_registrations.c.version), 0),
        func.coalesce(func.sum(_registrations.c.people), 0),
    )
    .join(_registrations, _tickets.c.registration_id == _registrations.c.id)
    .where(_tickets.c.event_id == bindparam("event_id"))
)


def list_version(event: Event, place: str = ENTRANCE) -> str:
    """What the guest list of a door is called: another name as soon as anything on it may be another."""
    room = room_at(event.id, place)
    counted = db.session.execute(_VERSION, {"event_id": event.id}).one()
    of_event = (event.sequence, event.taken, event.waiting, event.asked, event.keeps_names_on_phones)
    of_room = (room.taken, room.waiting, room.capacity or 0)
    return f"{place}-" + "-".join(str(int(each)) for each in (*of_event, *of_room, *counted))


def listed_tickets(event_id: int) -> list[tuple[TicketAtDoor, str, str, str, int]]:
    """Every ticket of an event with its token, its short code, who comes along on it, and whose it is."""
    width = len(TicketAtDoor._fields)
    rows = db.session.execute(_LISTED, {"event_id": event_id})
    return [(TicketAtDoor(*row[:width]), *row[width:]) for row in rows]


def tickets_that_let_in(event_id: int) -> list[tuple[TicketAtDoor, str]]:
    """Every ticket of who has a place and comes, with its short code."""
    listed = listed_tickets(event_id)
    return [(ticket, code) for ticket, _token, code, *_rest in listed if ticket.status == Status.CONFIRMED]


_GUESTS = select(
    _tickets.c.reference,
    _NAME.label("name"),
    _PEOPLE.label("people"),
    _STATUS.label("status"),
    _ALONG.label("along"),
).join(_registrations, _tickets.c.registration_id == _registrations.c.id)


def guests_by_name(text: str, *, event_id: int, most: int) -> list[Guest]:
    """Who of this event has these words in the name, whatever the accents and capitals, by name.

    The names are compared here: neither database knows without help that Ö is an o, and here % and _ are only signs.
    """
    words = words_of(text)
    rows = db.session.execute(_GUESTS.where(_tickets.c.event_id == event_id))
    found = [
        (searchable(row.name), Guest(*row[:-1]))
        for row in rows
        if any(holds(name, words) for name in (row.name, *row.along.splitlines()))
    ]
    return [guest for _name, guest in sorted(found)[:most]]


def present_tickets(event_id: int) -> Select[str | None]:
    """Selects the tickets of this event with a check-in that stands, on any day, for asking within another question."""
    undo = aliased(CheckIn)
    undone = select(undo.id).where(undo.undo_of == CheckIn.id, undo.reference == CheckIn.reference)
    return select(CheckIn.reference).where(
        CheckIn.event_id == event_id,
        CheckIn.reference.is_not(None),
        CheckIn.place.not_like("sessie-%"),
        CheckIn.kind.in_((FactKind.IN, FactKind.MORE)),
        ~undone.exists(),
    )
