"""Questions about the programme of an event, a fixed number of them however long it is."""

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from ..database import db
from ..events.models import Venue
from .models import Part, PartKind, Slot

# Every page of an event asks this: built once, so that only the answer costs time.
_PROGRAMME = (
    select(Part)
    .where(Part.event_id == bindparam("event_id"))
    .order_by(Part.position, Part.id)
    .options(joinedload(Part.organisation), selectinload(Part.slots))
)


def parts_of(event_id: int) -> list[Part]:
    """The whole programme of an event with its slots, in the order of the organiser."""
    return list(db.session.scalars(_PROGRAMME, {"event_id": event_id}))


def sessions_of(event_id: int) -> list[Part]:
    """The sessions of an event, the first hour first."""
    sessions = select(Part).where(Part.event_id == event_id, Part.kind == PartKind.SESSION)
    return list(db.session.scalars(sessions.order_by(Part.starts_at, Part.position).options(selectinload(Part.slots))))


def part_of_event(part_id: int, event_id: int) -> Part | None:
    """This part, if it belongs to this event."""
    return db.session.scalar(select(Part).where(Part.id == part_id, Part.event_id == event_id))


def slots_of_event(event_id: int) -> list[Slot]:
    """All slots of an event with the part that each belongs to, the first one first."""
    statement = select(Slot).where(Slot.event_id == event_id).options(joinedload(Slot.part))
    return list(db.session.scalars(statement.order_by(Slot.starts_at, Slot.id)))


def most_people_at(venue_id: int | None) -> int | None:
    """How many the building may hold, where we know that."""
    return db.session.scalar(select(Venue.most_people).where(Venue.id == venue_id)) if venue_id else None


def has_slots(event_id: int) -> bool:
    """Whether there is anything to choose at this event."""
    return bool(db.session.scalar(select(exists().where(Slot.event_id == event_id))))


def count_parts(event_id: int) -> int:
    return db.session.scalar(select(func.count(Part.id)).where(Part.event_id == event_id)) or 0


def next_position(event_id: int) -> int:
    """What comes after all that is there."""
    return (db.session.scalar(select(func.max(Part.position)).where(Part.event_id == event_id)) or 0) + 1
