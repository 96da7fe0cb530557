"""Erasing what is known of a person; figures stay."""

from datetime import datetime

from sqlalchemy import delete, select, update

from .. import tokens
from ..database import transaction
from ..events.models import Event
from ..events.proposals.actions import forget as forget_proposals
from ..mail.models import Letter
from ..organisations.actions import remove_member
from ..organisations.queries import members_at_address
from ..registrations.letters import INVITED, MESSAGE_TESTS, MY_LINKS, about
from ..registrations.models import Call, Consent, Registration, Ticket
from ..registrations.rules import NEEDS_RETENTION, RETENTION
from . import queries

BATCH = 200


def erase_due(*, now: datetime) -> int:
    """Erase every registration whose retention has ended; tells how many."""
    ids = queries.due(now=now)
    for start in range(0, len(ids), BATCH):
        with transaction():
            for registration_id in ids[start : start + BATCH]:
                _erase(registration_id, now=now)
    _erase_needs(now=now)
    _erase_loose_letters(now=now)
    forget_proposals(now=now)
    _erase_invitations(now=now)
    return len(ids)


def erase_memberships(email: str, *, now: datetime) -> int:
    """Take an address off all lists of members, with the letters that name it; tells from how many."""
    members = members_at_address(email.strip().lower())
    with transaction():
        for member in members:
            remove_member(member.id, by=None, now=now)
    return len(members)


def _erase_invitations(*, now: datetime) -> None:
    """Letters that invited members serve until the event is over, so that nobody is written to twice."""
    over = select(Event.id).where(Event.ends_at <= now - RETENTION)
    with transaction() as session:
        session.execute(
            delete(Letter)
            .where(Letter.kind == INVITED, Letter.facts[("event", "id")].as_integer().in_(over))
            .execution_options(synchronize_session=False)
        )


def _erase_needs(*, now: datetime) -> None:
    """What somebody needed to take part goes the day after."""
    over = select(Event.id).where(Event.ends_at <= now - NEEDS_RETENTION)
    with transaction() as session:
        session.execute(
            update(Registration).where(Registration.needs != "", Registration.event_id.in_(over)).values(needs="")
        )


def _erase(registration_id: int, *, now: datetime) -> None:
    """Nothing is left that leads to a person: name, address, answers, letters, ticket, the key of the page."""
    with transaction() as session:
        registration = session.get_one(Registration, registration_id)
        for table in (Call, Consent, Ticket):
            session.execute(delete(table).where(table.registration_id == registration_id))
        session.execute(delete(Letter).where(Letter.about == about(registration)))
        session.execute(
            update(Registration)
            .where(Registration.id == registration_id)
            .values(
                name="",
                email="",
                phone="",
                needs="",
                passed_over_because="",
                press=tokens.new_press(),
                key=tokens.new_key(),
                erased_at=now,
            )
        )


def _erase_loose_letters(*, now: datetime) -> None:
    """Letters that belong to no registration, such as a list of links, go after the same time."""
    with transaction() as session:
        session.execute(
            delete(Letter).where(Letter.about.in_((MY_LINKS, MESSAGE_TESTS)), Letter.written_at <= now - RETENTION)
        )
