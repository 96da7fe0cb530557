"""Recounts what is kept twice, so that a difference is found before somebody stands at a closed door."""

from collections.abc import Iterator

from sqlalchemy import case, func, select

from .database import db
from .door.models import CheckIn, FactKind
from .events.models import Event
from .events.models import Status as EventStatus
from .mail.models import Letter
from .registrations.letters import MY_LINKS, about
from .registrations.models import Reach, Registration, Status, Ticket


def faults() -> list[str]:
    """Everything that does not agree with the rows, one sentence each; nothing where all is well."""
    db.session.rollback()  # count in one view of the database, of now
    return [*_places(), *_waiting_lists(), *_tickets(), *_letters(), *_check_ins()]


def _places() -> Iterator[str]:
    people = func.coalesce(func.sum(case((Registration.status == Status.CONFIRMED, Registration.people))), 0)
    counted = select(Event, people).outerjoin(Registration, Registration.event_id == Event.id).group_by(Event.id)
    for event, confirmed in db.session.execute(counted):
        if event.taken != confirmed:
            yield f"{event.slug}: {event.taken} places are counted as taken, the registrations take {confirmed}."
        if event.capacity is not None and event.ceiling != max(event.capacity, event.taken):
            yield f"{event.slug}: the ceiling is {event.ceiling}, of a capacity of {event.capacity}, {event.taken} taken."


def _waiting_lists() -> Iterator[str]:
    """A place that is free while the first who waits would fit was forgotten."""
    first = (
        select(func.min(Registration.id)).where(Registration.status == Status.WAITING).group_by(Registration.event_id)
    )
    heads = (
        select(Registration, Event)
        .join(Event, Registration.event_id == Event.id)
        .where(Registration.id.in_(first), Event.status == EventStatus.PUBLISHED)
    )
    for head, event in db.session.execute(heads):
        left = event.places_left
        if left is None or head.people <= left:
            yield f"{event.slug}: registration {head.id} waits for {head.people} places, and {left} are free."


def _tickets() -> Iterator[str]:
    without = (
        select(Registration.id)
        .outerjoin(Ticket, Ticket.registration_id == Registration.id)
        .where(Ticket.id.is_(None), Registration.erased_at.is_(None))
    )
    yield from (f"Registration {id} has no ticket." for id in db.session.scalars(without))
    elsewhere = select(Ticket.id).join(Registration).where(Ticket.event_id != Registration.event_id)
    yield from (f"Ticket {id} is for another event than its registration." for id in db.session.scalars(elsewhere))


def _letters() -> Iterator[str]:
    """Who signed up by mail was written to, and everything that happened to somebody since was told."""
    told: dict[str, set[tuple[str, int]]] = {}
    written = select(Letter.about, Letter.kind, Letter.facts["version"].as_integer())
    for topic, kind, version in db.session.execute(written.where(Letter.about != MY_LINKS)):
        told.setdefault(topic, set()).add((kind, version))
    for registration in db.session.scalars(select(Registration).where(Registration.erased_at.is_(None))):
        mailed = told.get(about(registration), set())
        by_mail = registration.reach == Reach.EMAIL
        if by_mail and not {("place-confirmed", 0), ("on-waiting-list", 0)} & mailed:
            yield f"Registration {registration.id} got no letter when it was made."
        missing = set(range(1, registration.version + 1)) - {version for _kind, version in mailed}
        if by_mail and missing:
            yield f"Registration {registration.id} was changed {len(missing)} times without a letter."


def _check_ins() -> Iterator[str]:
    strangers = (
        select(CheckIn.id)
        .outerjoin(Ticket, (Ticket.reference == CheckIn.reference) & (Ticket.event_id == CheckIn.event_id))
        .join(Event, Event.id == CheckIn.event_id)
        .where(CheckIn.reference.is_not(None), Ticket.id.is_(None))
        .where(select(Registration.id).where(Registration.event_id == Event.id, Registration.erased_at.is_(None)).exists())
    )
    yield from (f"Check-in {id} is of a ticket that is not there." for id in db.session.scalars(strangers))
    known = select(CheckIn.id)
    of_nothing = select(CheckIn.id).where(CheckIn.kind == FactKind.UNDO, CheckIn.undo_of.not_in(known))
    yield from (f"Check-in {id} takes back something that is not there." for id in db.session.scalars(of_nothing))
