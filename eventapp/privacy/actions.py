"""Erasing what is known of a person; figures stay."""

from datetime import datetime

from sqlalchemy import delete, select, update

from .. import tokens
from ..connections.profiles import actions as profiles
from ..database import db, transaction
from ..door.models import CheckIn, Device, DoorPass, Quarantined
from ..door.stations.models import StationNumber
from ..events.models import Event
from ..events.proposals.actions import forget as forget_proposals
from ..mail.actions import forget_dead_addresses, release
from ..mail.models import Letter
from ..organisations.actions import note, remove_member
from ..organisations.queries import members_at_address
from ..programme.models import Part, Slot
from ..registrations.invitations import actions as invitations
from ..registrations.letters import MESSAGE_TESTS, MY_LINKS, about, within
from ..registrations.letters import topics as all_topics
from ..registrations.models import Answer, Call, Choice, Consent, Registration, Ticket
from ..registrations.rules import NEEDS_RETENTION, RETENTION
from ..subscriptions.actions import erase_address as erase_subscriptions
from ..subscriptions.actions import forget as forget_subscriptions
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
    _erase_discreet_choices(now=now)
    _erase_station_keys(now=now)
    _erase_loose_letters(now=now)
    _erase_told_at_door(now=now)
    profiles.erase_due(now=now)
    forget_proposals(now=now)
    forget_subscriptions(now=now)
    forget_dead_addresses(now=now)
    invitations.erase(queries.over(now=now))
    invitations.erase_outdated()
    for event_id in queries.practices_over(now=now):
        remove_practice(event_id, staff_id=None, now=now)
    return len(ids)


def remove_practice(event_id: int, *, staff_id: int | None, now: datetime) -> None:
    """Of a practice nothing stays: no sign-ups, no letters, no scans, no event."""
    with transaction() as session:
        event = session.get_one(Event, event_id, with_for_update=True, populate_existing=True)
        if not event.is_practice:
            return
        ids = session.scalars(select(Registration.id).where(Registration.event_id == event_id)).all()
        invitations.erase([event_id])
        session.execute(delete(Letter).where(Letter.about.in_([f"registration/{each}" for each in ids])))
        profiles.erase_of(event_id)
        release(within(event_id))
        passes = select(DoorPass.id).where(DoorPass.event_id == event_id)
        for told in (CheckIn, Quarantined):
            session.execute(delete(told).where(told.event_id == event_id))
        session.execute(delete(Device).where(Device.pass_id.in_(passes)))
        session.execute(delete(DoorPass).where(DoorPass.event_id == event_id))
        for own in (Consent, Choice):
            session.execute(delete(own).where(own.registration_id.in_(ids)))
        for table in (Call, Ticket, Registration, Slot, Part):
            session.execute(delete(table).where(table.event_id == event_id))
        session.delete(event)
        note(staff_id, what="event.removed", about=f"event/{event_id}", now=now)


def erase_memberships(email: str, *, now: datetime) -> int:
    """Take an address off all lists: of members, of who is invited, gets news, or meets others; with the letters.

    Tells from how many.
    """
    members = members_at_address(email.strip().lower())
    with transaction():
        for member in members:
            remove_member(member.id, by=None, now=now)
        invited = invitations.erase_address(email.strip().lower())
        subscribed = erase_subscriptions(email)
        met = profiles.erase_address(email.strip().lower())
    return len(members) + invited + subscribed + met


def _erase_needs(*, now: datetime) -> None:
    """What somebody needed to take part goes the day after."""
    over = select(Event.id).where(Event.ends_at <= now - NEEDS_RETENTION)
    with transaction() as session:
        session.execute(
            update(Registration).where(Registration.needs != "", Registration.event_id.in_(over)).values(needs="")
        )


def _erase_discreet_choices(*, now: datetime) -> None:
    """What somebody came for at a station goes the day after; how many did stays with the slot."""
    with transaction() as session:
        session.execute(
            delete(Choice)
            .where(Choice.slot_id.in_(queries.discreet_slots_over(now=now)))
            .execution_options(synchronize_session=False)
        )


def _erase_station_keys(*, now: datetime) -> None:
    """The page of a number is gone the day after; the number leads to nobody."""
    over = select(Part.id).join(Event).where(Event.ends_at <= now - NEEDS_RETENTION)
    with transaction() as session:
        keys = update(StationNumber).where(StationNumber.key.is_not(None), StationNumber.part_id.in_(over))
        session.execute(keys.values(key=None))


def _erase(registration_id: int, *, now: datetime) -> None:
    """Nothing is left that leads to a person: name, address, answers, letters, ticket, the key of the page."""
    with transaction() as session:
        registration = session.get_one(Registration, registration_id)
        for table in (Answer, Call, Choice, Consent, Ticket):
            session.execute(delete(table).where(table.registration_id == registration_id))
        topics = [about(registration)] if _is_known_elsewhere(registration) else all_topics(registration)
        session.execute(delete(Letter).where(Letter.about.in_(topics)))
        session.execute(
            update(Registration)
            .where(Registration.id == registration_id)
            .values(
                name="",
                email="",
                phone="",
                needs="",
                companions="",
                passed_over_because="",
                press=tokens.new_press(),
                key=tokens.new_key(),
                erased_at=now,
            )
        )


def _is_known_elsewhere(registration: Registration) -> bool:
    """Whether a later date of the same sign-up is still to be erased: until then a letter about all of them stays."""
    others = select(Registration.id).where(
        Registration.together == registration.together,
        Registration.id != registration.id,
        Registration.erased_at.is_(None),
    )
    return db.session.scalar(select(others.exists())) or False


def _erase_told_at_door(*, now: datetime) -> None:
    """The names of who came without a sign-up, and what phones told that was no fact: anything may stand in it."""
    over = select(Event.id).where(Event.ends_at <= now - RETENTION)
    with transaction() as session:
        session.execute(update(CheckIn).where(CheckIn.event_id.in_(over), CheckIn.name != "").values(name=""))
        session.execute(delete(Quarantined).where(Quarantined.event_id.in_(over)))


def _erase_loose_letters(*, now: datetime) -> None:
    """Letters that belong to no registration, such as a list of links, go after the same time."""
    with transaction() as session:
        session.execute(
            delete(Letter).where(Letter.about.in_((MY_LINKS, MESSAGE_TESTS)), Letter.written_at <= now - RETENTION)
        )
