"""What a programme may be: hours within the event, whole time slots, and no more people than the building holds."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from ..errors import Refusal
from ..events.models import Event
from ..formats import format_when, local
from ..i18n import _l
from .models import Part, PartKind, Slot

SHORTEST_SLOT, LONGEST_SLOT = 5, 240  # minutes
MOST_SLOTS = 500  # of one station
MOST_TABLES = 50
MOST_PARTS = 200  # of one event


class NoTitle(Refusal):
    message = _l("Give it a name.")
    reason = "no-title"


class OutsideEvent(Refusal):
    """Nobody is there before the doors open, or after they close."""

    reason = "outside-event"

    def __init__(self, event: Event) -> None:
        super().__init__()
        hours = format_when(event.starts_at, event.ends_at)
        self.message = _l("The event is on %(hours)s. Choose hours within it.", hours=hours)


class PartEndsBeforeStart(Refusal):
    message = _l("The end must come after the start.")
    reason = "part-ends-before-start"


class SlotLength(Refusal):
    """Shorter is no talk, longer is a session."""

    message = _l(
        "A time slot lasts from %(shortest)s to %(longest)s minutes.", shortest=SHORTEST_SLOT, longest=LONGEST_SLOT
    )
    reason = "slot-length"


class NoWholeSlot(Refusal):
    """The table closes before the first slot ends."""

    message = _l("Not one whole time slot fits in these hours. Make the slots shorter, or the hours longer.")
    reason = "no-whole-slot"


class TooManySlots(Refusal):
    message = _l(
        "These are more than %(most)s time slots. Make the slots longer, or the hours shorter.", most=MOST_SLOTS
    )
    reason = "too-many-slots"


class TablesOutOfRange(Refusal):
    message = _l("A station has from 1 to %(most)s tables.", most=MOST_TABLES)
    reason = "tables"


class NotInTheProgramme(Refusal):
    """Somebody else took it away meanwhile."""

    message = _l("This is not in the programme any more.")
    reason = "not-in-the-programme"


class TooManyParts(Refusal):
    message = _l("A programme has at most %(most)s parts.", most=MOST_PARTS)
    reason = "too-many-parts"


class PeopleChoseIt(Refusal):
    """What people count on does not vanish unsaid."""

    message = _l("People chose this. Move them to something else first. Then you can take it away.")
    reason = "people-chose-it"


class PeopleChoseTheseSlots(Refusal):
    """The station may change around the slots that people chose, and must keep those."""

    message = _l(
        "People chose a time slot that would not be there any more. Keep the hours and the length of the slots, "
        "or move these people first."
    )
    reason = "people-chose-these-slots"


class ProgrammeOutside(Refusal):
    """The hours of the event cannot leave its own programme outside."""

    message = _l("A part of the programme is outside these hours. Change the hours in the programme first.")
    reason = "programme-outside"


class MoreThanTheBuilding(Refusal):
    """An organiser may know better than we do, and says so."""

    message = _l("This is more people than the building may hold. Is that all right? Then tick the box below.")
    reason = "more-than-the-building"


class Time(NamedTuple):
    """When a slot is, and for how many."""

    starts_at: datetime
    ends_at: datetime
    places: int | None


class Crowd(NamedTuple):
    """More people at one moment than the building holds."""

    at: datetime
    people: int


def slots_of_station(starts_at: datetime, ends_at: datetime, minutes: int, tables: int) -> list[Time]:
    """Whole slots one after the other; the last one ends by closing, also on the night the clock changes."""
    if not SHORTEST_SLOT <= minutes <= LONGEST_SLOT:
        raise SlotLength
    if not 1 <= tables <= MOST_TABLES:
        raise TablesOutOfRange
    opens, closes, length = starts_at.astimezone(UTC), ends_at.astimezone(UTC), timedelta(minutes=minutes)
    count = (closes - opens) // length
    if count < 1:
        raise NoWholeSlot
    if count > MOST_SLOTS:
        raise TooManySlots
    return [Time(opens + n * length, opens + (n + 1) * length, tables) for n in range(count)]


def slots_of(part: Part, *, capacity: int | None) -> list[Time]:
    """The slots that a part has: one of a session that is chosen, those of a station's tables, and none of the rest."""
    if part.kind == PartKind.SESSION and not part.for_all:
        return [Time(part.starts_at, part.ends_at, capacity)]
    if part.kind == PartKind.STATION and part.slot_minutes is not None:
        return slots_of_station(part.starts_at, part.ends_at, part.slot_minutes, part.tables)
    return []


def check_part(part: Part, event: Event) -> None:
    """Refuse what cannot be a part of this event."""
    if not part.title.strip():
        raise NoTitle
    if part.ends_at <= part.starts_at:
        raise PartEndsBeforeStart
    if not is_within(part, event):
        raise OutsideEvent(event)


def is_within(part: Part, event: Event) -> bool:
    return event.starts_at <= part.starts_at and part.ends_at <= event.ends_at


def is_chosen(slots: Iterable[Slot]) -> bool:
    """Whether somebody has a place or a turn at one of these."""
    return any(slot.taken or slot.waiting for slot in slots)


def in_order(parts: Iterable[Part]) -> list[Part]:
    """Sessions by their hour, the others as the organiser put them."""
    return sorted(parts, key=_place)


def _place(part: Part) -> tuple[Any, ...]:
    kinds = list(PartKind)
    hour = part.starts_at if part.kind == PartKind.SESSION else datetime.min.replace(tzinfo=UTC)
    return kinds.index(PartKind(part.kind)), hour, part.position, part.id


def neighbour(part: Part, parts: Sequence[Part], *, step: int) -> Part | None:
    """Who changes places with a part that goes up (-1) or down (1): of sessions only one of the same hour."""
    ordered = [each for each in in_order(parts) if each.kind == part.kind]
    index = ordered.index(part) + step
    if not 0 <= index < len(ordered):
        return None
    other = ordered[index]
    return None if part.kind == PartKind.SESSION and other.starts_at != part.starts_at else other


def largest_crowd(times: Iterable[Time]) -> Crowd | None:
    """The moment at which most people have a place at once, counted in all parts together."""
    steps: list[tuple[datetime, int]] = []
    for time in times:
        steps += [(time.starts_at, time.places or 0), (time.ends_at, -(time.places or 0))]
    people, largest = 0, None
    for at, change in sorted(steps):
        people += change
        if people and (largest is None or people > largest.people):
            largest = Crowd(at, people)
    return largest


def during(times: Iterable[Time], starts_at: datetime, ends_at: datetime) -> list[Time]:
    """What of these is between two moments."""
    return [
        Time(max(time.starts_at, starts_at), min(time.ends_at, ends_at), time.places)
        for time in times
        if time.starts_at < ends_at and starts_at < time.ends_at
    ]


def check_building(times: Iterable[Time], *, most_people: int | None, knowingly: bool) -> None:
    """Refuse more people at a moment than the building holds, unless the organiser knows."""
    crowd = largest_crowd(times)
    if most_people is not None and crowd and crowd.people > most_people and not knowingly:
        raise MoreThanTheBuilding


def moved_by(before: tuple[datetime, datetime], after: tuple[datetime, datetime]) -> timedelta:
    """How far the programme goes along with an event, on the clock on the wall.

    It goes to another day, and where the whole event moves; who opens earlier or closes later moves nothing.
    """
    begin, end = (_wall(new) - _wall(old) for old, new in zip(before, after, strict=True))
    is_another_day = _wall(before[0]).date() != _wall(after[0]).date()
    return begin if is_another_day or begin == end else timedelta()


def moved(moment: datetime, by: timedelta) -> datetime:
    """The same moment so much later, on the clock on the wall."""
    return (_wall(moment) + by).replace(tzinfo=local(moment).tzinfo).astimezone(UTC)


def _wall(moment: datetime) -> datetime:
    return local(moment).replace(tzinfo=None)
