"""Questions about who waits at the stations of an event."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ...database import db
from ...programme.models import Part, PartKind
from .models import StationNumber


def stations_of(event_id: int) -> list[Part]:
    """The stations of an event, in the order of the organiser."""
    of_event = select(Part).where(Part.event_id == event_id, Part.kind == PartKind.STATION)
    return list(db.session.scalars(of_event.order_by(Part.position, Part.id)))


def lock_station(part_id: int, *, event_id: int) -> Part | None:
    """One turn at a time at a station."""
    station = select(Part).where(Part.id == part_id, Part.event_id == event_id, Part.kind == PartKind.STATION)
    return db.session.scalar(station.with_for_update(of=Part).execution_options(populate_existing=True))


def numbers_at(part_ids: Collection[int]) -> dict[int, list[StationNumber]]:
    """All numbers of these stations, by station and in order."""
    found: dict[int, list[StationNumber]] = {part_id: [] for part_id in part_ids}
    rows = select(StationNumber).where(StationNumber.part_id.in_(part_ids)).order_by(StationNumber.number)
    for number in db.session.scalars(rows.execution_options(populate_existing=True)):
        found[number.part_id].append(number)
    return found


def last_number(part_id: int) -> int:
    return db.session.scalar(select(func.max(StationNumber.number)).where(StationNumber.part_id == part_id)) or 0


def number_by_key(key: str) -> StationNumber | None:
    """The turn behind the page on somebody's own phone."""
    turn = select(StationNumber).where(StationNumber.key == key)
    return db.session.scalar(turn.options(joinedload(StationNumber.part).joinedload(Part.event))) if key else None
