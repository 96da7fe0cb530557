"""Several people of one sign-up with a ticket each, under the lock of the event that the caller holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from .. import tokens
from ..database import db
from ..tickets.codes import ticket_reference
from .models import Registration, Ticket


def tickets_of(registration: Registration) -> list[Ticket]:
    """All tickets of a party, of who stays at home too, read afresh."""
    rows = select(Ticket).where(Ticket.registration_id == registration.id).order_by(Ticket.position)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def give_tickets(registration: Registration, *, now: datetime) -> None:
    """Where each has a ticket: as many tickets as people come; the last ones stay at home first."""
    if not registration.separate:
        return
    db.session.flush()
    tickets = tickets_of(registration)
    standing = [ticket for ticket in tickets if ticket.left_at is None]
    for ticket in standing[registration.people :]:
        ticket.left_at = now
    names = dict(enumerate(registration.companions.splitlines(), 1))
    last = tickets[-1].position if tickets else 0
    for position in range(last + 1, last + 1 + registration.people - len(standing)):
        db.session.add(_ticket(registration, position, name=names.get(position, "")))
        db.session.flush()


def _ticket(registration: Registration, position: int, *, name: str) -> Ticket:
    token = tokens.new_token()
    return Ticket(
        registration_id=registration.id,
        event_id=registration.event_id,
        position=position,
        name=name,
        token=token,
        reference=ticket_reference(token),
        code=unused_code([registration.event_id]),
    )


def unused_code(event_ids: Sequence[int]) -> str:
    """A short code that none of these events has."""
    while _is_used(event_ids, code := tokens.new_short_code()):
        pass
    return code


def _is_used(event_ids: Sequence[int], code: str) -> bool:
    found = select(Ticket.id).where(Ticket.event_id.in_(event_ids), Ticket.code == code)
    return db.session.scalar(found.limit(1)) is not None
