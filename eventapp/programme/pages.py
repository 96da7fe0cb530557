"""What visitors see of a programme, as plain values: by hour and room, the stations, and the market."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from flask import url_for

from .. import formats
from ..events import cards
from ..events.models import Event, Status
from ..events.rules import SignUp
from ..i18n import DEFAULT, Said, _, current_language, ngettext
from ..tickets.programmes import Entry, Hour, Programme
from ..web import settings
from . import queries, rules
from .models import Part, PartKind, Slot

MOST_ROOMS = 5  # beside each other on a wide screen; more rooms than that stand with each session
COLOURS = ("", "brick", "leaf", "plum", "")
CAN_COME = (SignUp.OPEN, SignUp.WAITING_LIST, SignUp.FULL, SignUp.NOT_YET)


class Left(NamedTuple):
    """How much of a part is free: in words, and as a share of a bar."""

    text: str
    is_full: bool
    share: int | None  # percent; None where there is no limit


class SessionShown(NamedTuple):
    title: Said
    description: Said
    lasts: str
    room: str
    column: int  # of its room, from 1; 0 is all of them
    colour: str
    speakers: str
    for_all: bool
    left: Left | None


class HourShown(NamedTuple):
    """What begins at one moment."""

    day: str  # only where it is another day than of the hour before
    hour: str
    iso: str
    sessions: list[SessionShown]


class StationShown(NamedTuple):
    title: Said
    description: Said
    lasts: str
    hours: str
    room: str
    left: Left | None


class StandShown(NamedTuple):
    name: Said
    room: str
    description: Said
    url: str


@dataclass(frozen=True)
class ProgrammeShown:
    """The programme of an event for who reads its page; empty where there is none."""

    rooms: list[str]
    hours: list[HourShown]
    stations: list[StationShown]
    stands: list[StandShown]
    paper_url: str
    has_choice: bool
    is_discreet: bool
    only_dutch: bool


def programme_of(event: Event, *, sign_up: SignUp) -> ProgrammeShown | None:
    """What can be done at an event, and what of it is free as long as people can come."""
    parts = rules.in_order(queries.parts_of(event.id))
    if not parts:
        return None
    shows_left = sign_up in CAN_COME
    sessions, stations, stands = ([part for part in parts if part.kind == kind] for kind in PartKind)
    rooms = _rooms(sessions)
    is_public = event.status != Status.DRAFT and not event.is_practice
    return ProgrammeShown(
        rooms=rooms,
        hours=_hours(sessions, rooms, shows_left=shows_left),
        stations=[_station(part, event, shows_left=shows_left) for part in stations],
        stands=[_stand(part) for part in stands],
        paper_url=url_for("programme.paper", slug=event.slug) if is_public else "",
        has_choice=any(part.slots for part in parts),
        is_discreet=any(part.discreet and part.slots for part in stations),
        only_dutch=any(_said(part, "title").language != current_language().code for part in [*sessions, *stations]),
    )


def _rooms(sessions: Iterable[Part]) -> list[str]:
    """The rooms in the order of the organiser, where they fit beside each other."""
    chosen = sorted((part for part in sessions if not part.for_all), key=lambda part: part.position)
    rooms = list(dict.fromkeys(part.room for part in chosen if part.room))
    return rooms if 2 <= len(rooms) <= MOST_ROOMS else []


def _hours(sessions: list[Part], rooms: list[str], *, shows_left: bool) -> list[HourShown]:
    found: list[HourShown] = []
    several_days = len({formats.local(part.starts_at).date() for part in sessions}) > 1
    before = ""
    for starts_at, beginning in groupby(sessions, key=lambda part: part.starts_at):
        day = formats.format_day(starts_at) if several_days else ""
        shown = [_session(part, rooms, shows_left=shows_left) for part in beginning]
        iso = formats.local(starts_at).isoformat(timespec="minutes")
        found.append(HourShown(day if day != before else "", formats.format_hour(starts_at), iso, shown))
        before = day
    return found


def _session(part: Part, rooms: list[str], *, shows_left: bool) -> SessionShown:
    column = rooms.index(part.room) + 1 if part.room in rooms and not part.for_all else 0
    slot = part.slots[0] if part.slots else None
    return SessionShown(
        title=_said(part, "title"),
        description=_said(part, "description"),
        lasts=_minutes(part.starts_at, part.ends_at),
        room=part.room,
        column=column,
        colour=COLOURS[(column - 1) % len(COLOURS)] if column else "",
        speakers=part.speakers,
        for_all=part.for_all,
        left=_left(slot) if slot and shows_left else None,
    )


def _left(slot: Slot) -> Left:
    free = slot.places_left
    if free is None:
        return Left(_("There is a place for everybody."), is_full=False, share=None)
    if free == 0:
        text = _("Full. There is a waiting list") if slot.waiting_list else _("Full")
        return Left(text, is_full=True, share=0)
    text = ngettext(
        "%(num)s of %(places)s places free", "%(num)s of %(places)s places free", free, places=slot.capacity
    )
    return Left(text, is_full=False, share=_share(free, slot.capacity))


def _share(free: int, places: int | None) -> int:
    """Percent; one that is free is to be seen."""
    return max(round(100 * free / places), 3) if places else 0


def _station(part: Part, event: Event, *, shows_left: bool) -> StationShown:
    has_own_hours = (part.starts_at, part.ends_at) != (event.starts_at, event.ends_at)
    if part.slot_minutes is None:
        lasts = _("You take a number at the table.")
    else:
        lasts = ngettext("%(num)s minute", "%(num)s minutes", part.slot_minutes)
    return StationShown(
        title=_said(part, "title"),
        description=_said(part, "description"),
        lasts=lasts,
        hours=formats.format_hours(part.starts_at, part.ends_at) if has_own_hours else "",
        room=part.room,
        left=_slots_left(part.slots) if part.slots and shows_left else None,
    )


def _slots_left(slots: list[Slot]) -> Left:
    free = sum(slot.places_left != 0 for slot in slots)
    if free == 0:
        return Left(_("All time slots are taken."), is_full=True, share=0)
    text = ngettext("%(num)s time slot free", "%(num)s time slots free", free)
    return Left(text, is_full=False, share=_share(free, len(slots)))


def _stand(part: Part) -> StandShown:
    owner = part.organisation
    return StandShown(
        name=Said(owner.name, DEFAULT) if owner else _said(part, "title"),
        room=part.room,
        description=_said(part, "description"),
        url=url_for("events.show_organisation", slug=owner.slug) if owner else "",
    )


def _said(part: Part, name: str) -> Said:
    return part.said(name, current_language().code)


def _minutes(starts_at: datetime, ends_at: datetime) -> str:
    minutes = round((ends_at - starts_at).total_seconds() / 60)
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


def paper_of(event: Event) -> Programme | None:
    """The programme as it goes on A4, in the language of the moment; nothing where there is none."""
    parts = rules.in_order(queries.parts_of(event.id))
    if not parts:
        return None
    language = current_language()
    sessions, stations, stands = ([part for part in parts if part.kind == kind] for kind in PartKind)
    return Programme(
        language=language.code,
        direction=language.direction,
        site_name=settings().site_name,
        title=event.said("title", language.code),
        when=formats.format_when(event.starts_at, event.ends_at),
        where=", ".join(event.venue.lines) if event.venue else cards.place_text(event),
        hours_title=_("Programme"),
        hours=_paper_hours(sessions),
        stations_title=_("What can you do?"),
        stations=[_entry(part, _station_facts(_station(part, event, shows_left=False))) for part in stations],
        stands_title=market_title(len(stands)),
        stands=[_entry(part, [part.room]) for part in stands],
        questions=_("Do you have a question? Call %(phone)s.", phone=_phone(event)),
    )


def market_title(stands: int) -> str:
    return ngettext("Market: %(num)s stand", "Market: %(num)s stands", stands)


def _phone(event: Event) -> str:
    return (event.contact_phone or settings().contact_phone).replace(" ", "\u00a0")


def _paper_hours(sessions: list[Part]) -> list[Hour]:
    shown = _hours(sessions, [], shows_left=False)
    found = []
    for hour, (_moment, beginning) in zip(shown, groupby(sessions, key=lambda part: part.starts_at), strict=True):
        entries = [
            _entry(part, [part.room, _minutes(part.starts_at, part.ends_at), part.speakers]) for part in beginning
        ]
        found.append(Hour(hour.day, hour.hour, entries))
    return found


def _station_facts(shown: StationShown) -> list[str]:
    return [shown.hours, shown.lasts, shown.room]


def _entry(part: Part, facts: list[str]) -> Entry:
    title = part.organisation.name if part.organisation else _said(part, "title")
    return Entry(title, [fact for fact in facts if fact], _said(part, "description"))
