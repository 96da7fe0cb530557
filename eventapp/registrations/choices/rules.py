"""What a party may choose of a programme, and when the answer is no."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from ...errors import Refusal
from ...formats import format_hour, format_hours
from ...i18n import _l, current_language
from ...programme.models import PartKind, Slot
from ..models import Choice, Registration, Status
from ..rules import fits


class Wish(NamedTuple):
    """All that a party wants to come to, and for what of it they would wait."""

    slot_ids: frozenset[int] = frozenset()
    willing_to_wait: frozenset[int] = frozenset()


NOTHING = Wish()


def named(slot: Slot) -> str:
    """The part and the hour, as on the page where people choose."""
    title = slot.part.said("title", current_language().code)
    return f"{title} ({format_hours(slot.starts_at, slot.ends_at)})"


class NoPlaceYet(Refusal):
    """Who waits for the event chooses once they have a place."""

    message = _l("You are on the waiting list. You can choose as soon as you have a place.")
    reason = "no-place-yet"


class NotOffered(Refusal):
    """It was taken out of the programme meanwhile, or was never in it."""

    message = _l("Something that you chose is not in the programme any more. Look at the programme and choose again.")
    reason = "not-offered"


class AboutSlot(Refusal):
    """A no about one session or time slot."""

    def __init__(self, slot: Slot) -> None:
        super().__init__()
        self.slot_id = slot.id
        self.message = self.words(named(slot))

    def words(self, part: str) -> str:
        raise NotImplementedError


class SlotOver(AboutSlot):
    """It has been."""

    reason = "part-over"

    def words(self, part: str) -> str:
        return _l("%(part)s is over. Choose something else.", part=part)


class SlotFull(AboutSlot):
    """No place, and no waiting list either."""

    reason = "part-full"

    def words(self, part: str) -> str:
        return _l("%(part)s is full. Choose something else.", part=part)


class SlotJustTaken(AboutSlot):
    """Full, and the person did not say that they want to wait."""

    reason = "part-waiting-list"

    def words(self, part: str) -> str:
        return _l(
            "%(part)s is full. Do you want to be on the waiting list for it? Press the button again. "
            "Or choose something else.",
            part=part,
        )


class TooManyForSlot(AboutSlot):
    """A party that is larger than the room would wait for ever."""

    reason = "part-too-small"

    def words(self, part: str) -> str:
        return _l("You come with more people than there are places at %(part)s. Choose something else.", part=part)


class NoRoomForMoreThere(AboutSlot):
    """A party grows only where everything that it chose has room."""

    reason = "no-room-for-more"

    def words(self, part: str) -> str:
        return _l("There is no room for more people at %(part)s. Your sign-up stays as it was.", part=part)


class TwoAtOnce(Refusal):
    """Nobody is in two rooms at the same time."""

    reason = "two-at-once"

    def __init__(self, one: Slot, other: Slot) -> None:
        super().__init__()
        self.message = _l(
            "%(one)s and %(other)s are at the same time. Choose one of the two.", one=named(one), other=named(other)
        )


class TwoOfOneStation(Refusal):
    """The places at a station are for as many people as can be."""

    reason = "two-of-one-station"

    def __init__(self, one: Slot, other: Slot) -> None:
        super().__init__()
        self.message = _l(
            "You chose two time slots of %(part)s: at %(one)s and at %(other)s. Choose one of the two.",
            part=one.part.said("title", current_language().code),
            one=format_hour(one.starts_at),
            other=format_hour(other.starts_at),
        )


def check_has_place(registration: Registration) -> None:
    if registration.status != Status.CONFIRMED:
        raise NoPlaceYet


def check_together(slots: Iterable[Slot]) -> None:
    """Refuse two that overlap, and two slots of one station."""
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.ends_at, slot.id))
    for one, other in combinations(ordered, 2):
        if one.overlaps(other):
            raise TwoAtOnce(one, other)
        if one.part_id == other.part_id and one.part.kind == PartKind.STATION:
            raise TwoOfOneStation(one, other)


def status_at(slot: Slot, *, people: int, willing_to_wait: Collection[int], now: datetime) -> Status:
    """Nobody passes who waits, a party stays together, and nobody is put on a list unasked: as at the event."""
    if slot.ends_at <= now:
        raise SlotOver(slot)
    if slot.capacity is not None and people > slot.capacity:
        raise TooManyForSlot(slot)
    if not slot.waiting and fits(slot, places=people):
        return Status.CONFIRMED
    if not slot.waiting_list:
        raise SlotFull(slot)
    if slot.id not in willing_to_wait:
        raise SlotJustTaken(slot)
    return Status.WAITING


def check_new_size(choices: Sequence[Choice], *, people: int) -> None:
    """A smaller party keeps all that it chose; a larger one needs free places and an empty list at each."""
    for choice in choices:
        more = people - choice.people
        if more > 0 and (
            choice.status != Status.CONFIRMED or choice.slot.waiting or not fits(choice.slot, places=more)
        ):
            raise NoRoomForMoreThere(choice.slot)
