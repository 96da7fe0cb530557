"""What a browser may send us about choosing: per hour one session, per station one time slot."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask import abort
from werkzeug.datastructures import MultiDict

from ... import formats
from ...errors import Refusal
from ...fields import RefusableForm, whole_number
from ...i18n import Said, _, current_language, ngettext
from ...programme.models import Part, PartKind, Slot
from ...programme.queries import parts_of
from ...programme.rules import in_order
from ..models import Choice, Registration, Status
from .queries import choices_of
from .rules import AboutSlot, NotOffered, SlotFull, SlotJustTaken, Wish

SEEN_FULL = "seen-full"  # which slots the page said to be full: who chooses one of those wants to wait
NOTHING_CHOSEN = "0"


class Option(NamedTuple):
    """One session or time slot to choose."""

    slot_id: int
    title: Said
    meta: list[str]
    left: str
    is_full: bool
    is_chosen: bool
    is_refused: bool
    can_be_chosen: bool


class Question(NamedTuple):
    """What is chosen at one hour, or at one station."""

    name: str
    title: Said | str
    hint: str
    day: str
    options: list[Option]

    @property
    def is_answered(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass
class ProgrammeForm:
    """The sessions and stations that can be chosen; with answers, or with what was chosen before."""

    parts: list[Part]
    now: datetime
    own: Collection[Choice] = ()
    typed: MultiDict[str, str] | None = None
    refused_slot: int | None = field(default=None, init=False)
    found_full: set[int] = field(default_factory=set, init=False)

    @property
    def hours(self) -> list[Question]:
        """Every hour at which sessions begin, in order."""
        sessions = [part for part in in_order(self.parts) if part.kind == PartKind.SESSION and self._offered(part)]
        several_days = len({formats.local(part.starts_at).date() for part in sessions}) > 1
        return [
            Question(
                name=_hour_name(starts_at),
                title=formats.format_hour(starts_at),
                hint="",
                day=formats.format_day(starts_at) if several_days else "",
                options=[self._option(slot, _session_meta(part)) for part in parts for slot in part.slots],
            )
            for starts_at, parts in groupby(sessions, key=lambda part: part.starts_at)
        ]

    @property
    def stations(self) -> list[Question]:
        """Every station with time slots."""
        return [
            Question(
                name=_station_name(part),
                title=part.said("title", current_language().code),
                hint=", ".join(filter(None, (_minutes(part.slot_minutes or 0), part.room))),
                day="",
                options=[self._option(slot, []) for slot in self._offered(part)],
            )
            for part in in_order(self.parts)
            if part.kind == PartKind.STATION and self._offered(part)
        ]

    @property
    def is_empty(self) -> bool:
        return not any(self._offered(part) for part in self.parts)

    @property
    def is_discreet(self) -> bool:
        return any(part.discreet and self._offered(part) for part in self.parts)

    @property
    def seen_full(self) -> str:
        """What the page that is shown now says to be full."""
        slots = [slot for part in self.parts for slot in self._offered(part)]
        return ",".join(str(slot.id) for slot in slots if self._is_full(slot))

    def wish(self) -> Wish:
        """What was chosen; a slot that the page said to be full is one to wait for."""
        offered = {str(slot.id): slot.id for part in self.parts for slot in self._offered(part)}
        typed = self.typed if self.typed is not None else MultiDict[str, str]()
        answers = {value for name in self._names() for value in typed.getlist(name)} - {NOTHING_CHOSEN, ""}
        if not answers <= offered.keys():
            raise NotOffered
        chosen = frozenset(offered[answer] for answer in answers)
        seen = {whole_number(each) for each in typed.get(SEEN_FULL, "").split(",")}
        return Wish(chosen, frozenset(slot_id for slot_id in chosen if slot_id in seen))

    def refuse(self, refusal: Refusal) -> None:
        if isinstance(refusal, AboutSlot):
            self.refused_slot = refusal.slot_id
        if isinstance(refusal, SlotFull | SlotJustTaken):
            self.found_full.add(refusal.slot_id)

    def _names(self) -> Iterator[str]:
        for part in self.parts:
            yield _hour_name(part.starts_at) if part.kind == PartKind.SESSION else _station_name(part)

    def _offered(self, part: Part) -> list[Slot]:
        """What can still be come to, and what was chosen before."""
        return [slot for slot in part.slots if slot.ends_at > self.now or slot.id in self._statuses]

    @property
    def _statuses(self) -> dict[int, str]:
        return {choice.slot_id: choice.status for choice in self.own}

    def _is_full(self, slot: Slot) -> bool:
        is_confirmed = self._statuses.get(slot.id) == Status.CONFIRMED
        return not is_confirmed and (slot.places_left == 0 or slot.id in self.found_full)

    def _is_chosen(self, slot: Slot) -> bool:
        if self.typed is None:
            return slot.id in self._statuses
        return any(str(slot.id) in self.typed.getlist(name) for name in self._names())

    def _option(self, slot: Slot, meta: list[str]) -> Option:
        is_full, own = self._is_full(slot), self._statuses.get(slot.id)
        can_be_chosen = own is not None or not is_full or slot.waiting_list
        return Option(
            slot_id=slot.id,
            title=slot.part.said("title", current_language().code)
            if meta
            else Said(formats.format_hours(slot.starts_at, slot.ends_at), current_language().code),
            meta=meta,
            left=_left(slot, is_full=is_full, own=own),
            is_full=is_full and own is None,
            is_chosen=can_be_chosen and self._is_chosen(slot),
            is_refused=slot.id == self.refused_slot,
            can_be_chosen=can_be_chosen,
        )


def programme_of(registration: Registration, *, typed: MultiDict[str, str] | None, now: datetime) -> ProgrammeForm:
    """What a party can choose from with what it chose, or has typed; there is no page where there is nothing."""
    parts, own = parts_of(registration.event_id), choices_of(registration.id)
    programme = ProgrammeForm(parts, now=now, own=own, typed=typed)
    if programme.is_empty:
        abort(404)
    return programme


class ChooseForm(RefusableForm):
    """The page for choosing afterwards has no other questions."""


def _hour_name(starts_at: datetime) -> str:
    return f"hour-{int(starts_at.timestamp())}"


def _station_name(part: Part) -> str:
    return f"station-{part.id}"


def _minutes(minutes: int) -> str:
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


def _session_meta(part: Part) -> list[str]:
    lasts = _minutes(round((part.ends_at - part.starts_at).total_seconds() / 60))
    return list(filter(None, (part.room, lasts, part.speakers)))


def _left(slot: Slot, *, is_full: bool, own: str | None) -> str:
    if own == Status.CONFIRMED:
        return _("You have a place.")
    if own == Status.WAITING:
        return _("You are on the waiting list for this.")
    if is_full:
        return _("Full. Choose it for the waiting list.") if slot.waiting_list else _("Full.")
    free = slot.places_left
    if free is None:
        return _("There is a place for everybody.")
    return ngettext(
        "%(num)s of %(places)s places free", "%(num)s of %(places)s places free", free, places=slot.capacity
    )
