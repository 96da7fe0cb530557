"""Questions about the door: asked at every scan, so each statement is built once and reads only what is shown."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, or_, select

from ..database import db
from ..events.models import Event
from ..registrations.models import Registration, Ticket
from .models import CheckIn, Device, DoorPass
from .names import holds, searchable, words_of
from .rules import DoorState, Fact, TicketAtDoor, fold


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


_OPEN_DOOR = (
    select(
        Device.id,
        DoorPass.id,
        DoorPass.event_id,
        DoorPass.valid_from,
        DoorPass.valid_until,
        DoorPass.revoked_at,
        Event.title,
        Event.starts_at,
        Event.ends_at,
    )
    .join(DoorPass, Device.pass_id == DoorPass.id)
    .join(Event, DoorPass.event_id == Event.id)
    .where(Device.secret_fingerprint == bindparam("fingerprint"))
)

_TICKETS = (
    select(
        Ticket.reference,
        Ticket.event_id,
        Registration.name,
        Registration.people,
        Registration.needs,
        Registration.status,
        Event.status,
        Event.starts_at,
        Event.ends_at,
    )
    .join(Registration, Ticket.registration_id == Registration.id)
    .join(Event, Ticket.event_id == Event.id)
)
_TICKET_BY_TOKEN = _TICKETS.where(Ticket.token == bindparam("token"))
_TICKET_HERE = _TICKETS.where(Ticket.reference == bindparam("reference"), Ticket.event_id == bindparam("event_id"))

_FACTS: Select = select(
    CheckIn.id,
    CheckIn.device,
    CheckIn.seq,
    CheckIn.kind,
    CheckIn.reference,
    CheckIn.place,
    CheckIn.people,
    CheckIn.at,
    CheckIn.offset_ms,
    CheckIn.undo_of,
)
_FACTS_OF_EVENT = _FACTS.where(CheckIn.event_id == bindparam("event_id"))
_FACTS_OF_TICKET = _FACTS_OF_EVENT.where(CheckIn.reference == bindparam("reference"))
_FACTS_OF_TICKET_OR_WITH_ID = _FACTS.where(
    or_(
        (CheckIn.event_id == bindparam("event_id")) & (CheckIn.reference == bindparam("reference")),
        CheckIn.id == bindparam("fact_id"),
    )
)
_FACT_HERE = _FACTS_OF_EVENT.where(CheckIn.id == bindparam("fact_id"))


def pass_by_key(key: str) -> DoorPass | None:
    return db.session.scalar(select(DoorPass).where(DoorPass.key == key))


def open_door(fingerprint: str) -> OpenDoor | None:
    """The door that this browser opened, live or not."""
    row = db.session.execute(_OPEN_DOOR, {"fingerprint": fingerprint}).first()
    return OpenDoor(*row) if row else None


def ticket_by_token(token: str) -> TicketAtDoor | None:
    """The ticket that was scanned, of whatever event."""
    row = db.session.execute(_TICKET_BY_TOKEN, {"token": token}).first()
    return TicketAtDoor(*row) if row else None


def ticket_here(reference: str, *, event_id: int) -> TicketAtDoor | None:
    """A ticket of this event."""
    row = db.session.execute(_TICKET_HERE, {"reference": reference, "event_id": event_id}).first()
    return TicketAtDoor(*row) if row else None


def reference_by_code(code: str, *, event_id: int) -> str | None:
    """The ticket with this short code, which is good only with its event."""
    return db.session.scalar(select(Ticket.reference).where(Ticket.event_id == event_id, Ticket.code == code))


def facts_of_event(event_id: int) -> list[Fact]:
    return [Fact(*row) for row in db.session.execute(_FACTS_OF_EVENT, {"event_id": event_id})]


def facts_of_ticket(reference: str, *, event_id: int) -> list[Fact]:
    return [Fact(*row) for row in db.session.execute(_FACTS_OF_TICKET, {"event_id": event_id, "reference": reference})]


def state_of_tickets(references: Sequence[str], *, event_id: int) -> DoorState:
    """Who is in on these tickets."""
    if not references:
        return DoorState()
    rows = db.session.execute(_FACTS_OF_EVENT.where(CheckIn.reference.in_(references)), {"event_id": event_id})
    return fold(Fact(*row) for row in rows)


def facts_of_ticket_or_with_id(reference: str, fact_id: str, *, event_id: int) -> list[Fact]:
    """What is known of a ticket, and what already has this id, wherever it was made."""
    values = {"event_id": event_id, "reference": reference, "fact_id": fact_id}
    return [Fact(*row) for row in db.session.execute(_FACTS_OF_TICKET_OR_WITH_ID, values)]


def fact_here(fact_id: str, *, event_id: int) -> Fact | None:
    """A fact of this event."""
    row = db.session.execute(_FACT_HERE, {"event_id": event_id, "fact_id": fact_id}).first()
    return Fact(*row) if row else None


class Counts(NamedTuple):
    inside: int
    signed_up: int
    places_left: int | None  # None: there is no limit


def counts(event_id: int, state: DoorState) -> Counts:
    """The numbers on the door's own page."""
    event = db.session.get_one(Event, event_id)
    return Counts(inside=state.people(), signed_up=event.taken, places_left=event.places_left)


class Guest(NamedTuple):
    """Somebody on the list of this event."""

    reference: str
    name: str
    people: int
    status: str


_GUESTS = select(Ticket.reference, Registration.name, Registration.people, Registration.status).join(
    Registration, Ticket.registration_id == Registration.id
)


def guests_by_name(text: str, *, event_id: int, most: int) -> list[Guest]:
    """Who of this event has these words in the name, whatever the accents and capitals, by name.

    The names are compared here: neither database knows without help that Ö is an o, and here % and _ are only signs.
    """
    words = words_of(text)
    rows = db.session.execute(_GUESTS.where(Ticket.event_id == event_id))
    found = [(searchable(row.name), Guest(*row)) for row in rows if holds(row.name, words)]
    return [guest for _name, guest in sorted(found)[:most]]


def names_of(references: Collection[str], *, event_id: int) -> dict[str, str]:
    """The names on these tickets."""
    rows = db.session.execute(
        select(Ticket.reference, Registration.name)
        .join(Registration, Ticket.registration_id == Registration.id)
        .where(Ticket.event_id == event_id, Ticket.reference.in_(references))
    )
    return {row.reference: row.name for row in rows}


def door_state(event_id: int) -> DoorState:
    """Who is in at this event."""
    return fold(facts_of_event(event_id))
