"""Changes to the programme of an event: each is one verb and one transaction under the lock of the event."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ..database import db, transaction
from ..events import actions as events
from ..events.models import Event
from ..events.rules import set_capacity
from ..events.staff_rules import Section
from ..folding import fold
from ..organisations.actions import note
from ..organisations.queries import organisations_by_name
from . import queries, rules
from .models import Part, PartKind, Slot
from .rules import Time

COPIED = (
    "kind", "position", "title", "description", "texts", "room", "speakers", "organisation_id", "for_all", "discreet",
    "slot_minutes", "tables",
)  # fmt: skip


class Changed(NamedTuple):
    """A part after a change: the slots of which the hour or the places changed, and those that moved."""

    part: Part
    slots: list[Slot]
    moved: list[Slot]


def add_part(
    event_id: int,
    kind: PartKind,
    columns: dict[str, Any],
    *,
    capacity: int | None = None,
    waiting_list: bool = True,
    knowingly: bool = False,
    staff_id: int | None,
    now: datetime,
) -> Part:
    """Add something that people can come to. `knowingly` may be more people than the building holds."""
    with _locked(event_id) as event:
        _check_count(event, 1)
        part = _added(event, kind, columns)
        rules.check_part(part, event)
        times = rules.slots_of(part, capacity=capacity)
        _check_building(event, part, times, knowingly=knowingly)
        _set_slots(part, times, waiting_list=waiting_list)
        _note_change(event, "part.added", part, staff_id=staff_id, now=now)
    return part


def add_stands(event_id: int, names: Sequence[str], *, staff_id: int | None, now: datetime) -> list[Part]:
    """Add a stand for each of these; one that has the name of an organisation that we know, is of that one."""
    with _locked(event_id) as event:
        _check_count(event, len(names))
        known = {fold(each.name): each for each in organisations_by_name()}
        stands = []
        for name in names:
            organisation = known.get(fold(name))
            columns = {"title": organisation.name if organisation else name, "organisation": organisation}
            stands.append(_added(event, PartKind.STAND, columns))
            rules.check_part(stands[-1], event)
        for stand in stands:
            _note_change(event, "part.added", stand, staff_id=staff_id, now=now)
    return stands


def change_part(
    part_id: int,
    columns: dict[str, Any],
    *,
    event_id: int,
    capacity: int | None = None,
    waiting_list: bool = True,
    knowingly: bool = False,
    staff_id: int | None,
    now: datetime,
) -> Changed:
    """Change a part; every slot that people chose stays, with who chose it."""
    with _locked(event_id) as event:
        part = _part(part_id, event_id)
        before = _slot_facts(part)
        fields = [name for name, value in columns.items() if getattr(part, name) != value]
        for name in fields:
            setattr(part, name, columns[name])
        rules.check_part(part, event)
        times = rules.slots_of(part, capacity=capacity)
        _check_building(event, part, times, knowingly=knowingly)
        changed = _set_slots(part, times, waiting_list=waiting_list)
        if fields or _slot_facts(part) != before:
            _note_change(event, "part.changed", part, after={"fields": fields}, staff_id=staff_id, now=now)
    return changed


def remove_part(part_id: int, *, event_id: int, staff_id: int | None, now: datetime) -> None:
    """Take a part out of the programme, where nobody chose it."""
    with _locked(event_id) as event:
        part = _part(part_id, event_id)
        if rules.is_chosen(part.slots):
            raise rules.PeopleChoseIt
        _note_change(event, "part.removed", part, staff_id=staff_id, now=now)
        db.session.delete(part)


def move_part(part_id: int, step: int, *, event_id: int, staff_id: int | None, now: datetime) -> None:
    """Let a part change places with the one above (-1) or below (1) it; without one nothing happens."""
    with _locked(event_id) as event:
        parts = queries.parts_of(event_id)
        part = _part(part_id, event_id)
        if other := rules.neighbour(part, parts, step=step):
            _number(rules.in_order(parts))
            part.position, other.position = other.position, part.position
            _note_change(event, "part.moved", part, staff_id=staff_id, now=now)


def copy_event(
    event_id: int, *, keep: Collection[Section], starts_at: datetime, staff_id: int | None, now: datetime
) -> Event:
    """A draft like this event at another wall-clock time, with its programme where that is kept."""
    with transaction() as session:
        copy = events.copy_event(event_id, keep=keep, starts_at=starts_at, staff_id=staff_id, now=now)
        if Section.PROGRAMME in keep:
            _copy_parts(session.get_one(Event, event_id), copy)
    return copy


def _copy_parts(original: Event, copy: Event) -> None:
    """The same programme as long after the start of the copy, with nobody in it."""
    by = rules.moved_by((original.starts_at, original.ends_at), (copy.starts_at, copy.ends_at))
    for part in queries.parts_of(original.id):
        hours = {"starts_at": rules.moved(part.starts_at, by), "ends_at": rules.moved(part.ends_at, by)}
        twin = Part(**{name: getattr(part, name) for name in COPIED}, **hours, event_id=copy.id)
        for slot in part.slots:
            time = Time(rules.moved(slot.starts_at, by), rules.moved(slot.ends_at, by), slot.capacity)
            twin.slots.append(_slot(copy.id, time, waiting_list=slot.waiting_list))
        db.session.add(twin)
    db.session.flush()


def follow_event(event: Event, before: tuple[datetime, datetime]) -> None:
    """Let the programme go along with an event that had these hours before; the caller holds the lock of the event."""
    after = (event.starts_at, event.ends_at)
    if before == after:
        return
    by = rules.moved_by(before, after)
    for part in queries.parts_of(event.id):
        if part.kind == PartKind.STAND:
            part.starts_at, part.ends_at = after
        elif by:
            part.starts_at, part.ends_at = rules.moved(part.starts_at, by), rules.moved(part.ends_at, by)
            _move_slots(part.slots, by)
        if not rules.is_within(part, event):
            raise rules.ProgrammeOutside


def _move_slots(slots: Sequence[Slot], by: timedelta) -> None:
    """One at a time, the foremost first, so that no two ever have the same moment."""
    for slot in sorted(slots, key=lambda slot: slot.starts_at, reverse=by > timedelta()):
        slot.starts_at, slot.ends_at = rules.moved(slot.starts_at, by), rules.moved(slot.ends_at, by)
        db.session.flush()


@contextmanager
def _locked(event_id: int) -> Iterator[Event]:
    """The event, read afresh under its lock: nobody signs up or chooses meanwhile."""
    with transaction() as session:
        yield session.get_one(Event, event_id, with_for_update=True, populate_existing=True)


def _part(part_id: int, event_id: int) -> Part:
    if part := queries.part_of_event(part_id, event_id):
        return part
    raise rules.NotInTheProgramme


def _added(event: Event, kind: PartKind, columns: dict[str, Any]) -> Part:
    """A part at the end of the list; a stand is there as long as the event."""
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    begin = {"description": "", "texts": {}, "for_all": False, "discreet": False, "slot_minutes": None, "tables": 1}
    part = Part(**hours | begin | columns, kind=kind, event_id=event.id, position=queries.next_position(event.id))
    db.session.add(part)
    db.session.flush()
    return part


def _set_slots(part: Part, times: Sequence[Time], *, waiting_list: bool) -> Changed:
    """Give a part these slots: those at a moment that stays remain, with who chose them."""
    kept = _kept_slots(part, times)
    changed: list[Slot] = []
    moved: list[Slot] = []
    for time in times:
        slot = kept.get(time.starts_at)
        if slot is None:
            part.slots.append(_slot(part.event_id, time, waiting_list=waiting_list))
            continue
        if (slot.starts_at, slot.ends_at) != (time.starts_at, time.ends_at):
            slot.starts_at, slot.ends_at = time.starts_at, time.ends_at
            moved.append(slot)
        if slot in moved or slot.capacity != time.places:
            changed.append(slot)
        set_capacity(slot, time.places)
        slot.waiting_list = waiting_list
    db.session.flush()
    return Changed(part, changed, moved)


def _kept_slots(part: Part, times: Sequence[Time]) -> dict[datetime, Slot]:
    """The slots that stay, by their moment to be; a session takes its one slot along to another hour."""
    if part.kind == PartKind.SESSION and len(part.slots) == len(times) == 1:
        return {times[0].starts_at: part.slots[0]}
    wanted = {time.starts_at for time in times}
    gone = [slot for slot in part.slots if slot.starts_at not in wanted]
    if rules.is_chosen(gone):
        raise rules.PeopleChoseIt if part.kind == PartKind.SESSION else rules.PeopleChoseTheseSlots
    part.slots = [slot for slot in part.slots if slot.starts_at in wanted]
    db.session.flush()
    return {slot.starts_at: slot for slot in part.slots}


def _slot(event_id: int, time: Time, *, waiting_list: bool) -> Slot:
    slot = Slot(event_id=event_id, starts_at=time.starts_at, ends_at=time.ends_at, waiting_list=waiting_list, taken=0)
    set_capacity(slot, time.places)
    return slot


def _slot_facts(part: Part) -> list[tuple[Any, ...]]:
    return [(slot.starts_at, slot.ends_at, slot.capacity, slot.waiting_list) for slot in part.slots]


def _check_count(event: Event, more: int) -> None:
    if queries.count_parts(event.id) + more > rules.MOST_PARTS:
        raise rules.TooManyParts


def _check_building(event: Event, part: Part, times: Sequence[Time], *, knowingly: bool) -> None:
    """Refuse where this part makes it too full; what was so without it was another's decision."""
    if not times or event.venue is None:
        return
    others = [
        Time(slot.starts_at, slot.ends_at, slot.capacity)
        for slot in queries.slots_of_event(event.id)
        if slot.part_id != part.id
    ]
    meanwhile = rules.during(others, min(time.starts_at for time in times), max(time.ends_at for time in times))
    rules.check_building([*times, *meanwhile], most_people=event.venue.most_people, knowingly=knowingly)


def _number(parts: Sequence[Part]) -> None:
    for position, part in enumerate(parts, start=1):
        part.position = position


def _note_change(
    event: Event, what: str, part: Part, *, after: dict[str, Any] | None = None, staff_id: int | None, now: datetime
) -> None:
    """The page of the event is made anew; nothing in a calendar changes, so its sequence stays."""
    event.changed_at = now
    about = f"event/{event.id}"
    note(staff_id, what=what, about=about, after={"part": part.id, "kind": part.kind} | (after or {}), now=now)
