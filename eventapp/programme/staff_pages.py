"""What an event's team sees of its programme, as plain values."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from .. import formats
from ..events.models import Event
from ..i18n import _, ngettext
from ..organisations.queries import organisations_by_name
from . import queries, rules
from .models import Part, PartKind
from .rules import Time
from .staff_forms import FORMS, ProgrammeForm

KINDS = {"sessie": PartKind.SESSION, "station": PartKind.STATION, "stand": PartKind.STAND}
WORDS = {kind: word for word, kind in KINDS.items()}


class Line(NamedTuple):
    """A part in the list of the organiser."""

    id: int
    title: str
    hours: str
    facts: list[str]
    badges: list[tuple[str, str]]
    can_go_up: bool
    can_go_down: bool


class Shelf(NamedTuple):
    """All parts of one kind."""

    kind: PartKind
    word: str
    title: str
    empty: str
    add: str
    lines: list[Line]


@dataclass(frozen=True)
class ProgrammePage:
    shelves: list[Shelf]
    warnings: list[str]
    is_empty: bool


def programme_page(event: Event) -> ProgrammePage:
    """The whole programme by kind, and what is too much for the building."""
    parts = rules.in_order(queries.parts_of(event.id))
    shelves = [
        Shelf(kind, WORDS[kind], *_words_of(kind), lines=[_line(part, parts) for part in parts if part.kind == kind])
        for kind in PartKind
    ]
    return ProgrammePage(shelves, warnings=_warnings(event, parts), is_empty=not parts)


def _words_of(kind: PartKind) -> tuple[str, str, str]:
    """The heading, what stands there while there is nothing, and the button."""
    match kind:
        case PartKind.SESSION:
            return (
                _("Sessions"),
                _("A session has an hour and a room. For example a talk or a lesson."),
                _("Add a session"),
            )
        case PartKind.STATION:
            return (
                _("Stations"),
                _("A station is a table where people come one by one. For example to have a talk."),
                _("Add a station"),
            )
        case PartKind.STAND:
            return _("Stands"), _("At a stand an organisation tells what it does."), _("Add a stand")


def _line(part: Part, parts: list[Part]) -> Line:
    return Line(
        id=part.id,
        title=title_of(part),
        hours="" if part.kind == PartKind.STAND else formats.format_hours(part.starts_at, part.ends_at),
        facts=[fact for fact in (part.room, part.speakers, _slots_in_words(part), _waiting_in_words(part)) if fact],
        badges=_badges(part),
        can_go_up=rules.neighbour(part, parts, step=-1) is not None,
        can_go_down=rules.neighbour(part, parts, step=1) is not None,
    )


def title_of(part: Part) -> str:
    """What it is called; a stand as its organisation is."""
    return part.organisation.name if part.organisation else part.title


def _badges(part: Part) -> list[tuple[str, str]]:
    found = []
    if part.for_all:
        found.append((_("For everybody"), "plain"))
    if part.kind == PartKind.STATION and part.slot_minutes is None:
        found.append((_("With a number"), "plain"))
    if part.discreet:
        found.append((_("Not named on tickets"), "plain"))
    if part.slots and all(slot.places_left == 0 for slot in part.slots):
        found.append((_("Full"), "warn"))
    return found


def _slots_in_words(part: Part) -> str:
    """How much of a part is taken."""
    if not part.slots:
        return ""
    taken = sum(slot.taken for slot in part.slots)
    capacities = [slot.capacity for slot in part.slots if slot.capacity is not None]
    if part.kind == PartKind.STATION:
        last = formats.format_hour(part.slots[-1].ends_at)
        slots = ngettext(
            "%(num)s time slot, until %(hour)s", "%(num)s time slots, until %(hour)s", len(part.slots), hour=last
        )
        return _("%(slots)s. %(taken)s of %(places)s places taken", slots=slots, taken=taken, places=sum(capacities))
    if not capacities:
        return ngettext("%(num)s place taken, no limit", "%(num)s places taken, no limit", taken)
    return _("%(taken)s of %(places)s places taken", taken=taken, places=sum(capacities))


def _waiting_in_words(part: Part) -> str:
    waiting = sum(slot.waiting for slot in part.slots)
    return ngettext("%(num)s sign-up waits", "%(num)s sign-ups wait", waiting) if waiting else ""


def _warnings(event: Event, parts: list[Part]) -> list[str]:
    """What is more than the building may hold, a sentence each."""
    most = queries.most_people_at(event.venue_id)
    if most is None:
        return []
    found = []
    if event.capacity is not None and event.capacity > most:
        found.append(_("The event has %(places)s places.", places=event.capacity))
    slots = [slot for part in parts for slot in part.slots]
    large = {slot.part_id for slot in slots if (slot.capacity or 0) > most}
    for part in parts:
        if part.id in large:
            places = max(slot.capacity or 0 for slot in part.slots)
            found.append(_("%(title)s has %(places)s places.", title=part.title, places=places))
    crowd = rules.largest_crowd(Time(slot.starts_at, slot.ends_at, slot.capacity) for slot in slots)
    if crowd and crowd.people > most and not large:
        hour = formats.format_hour(crowd.at)
        found.append(_("At %(hour)s all parts together have %(places)s places.", hour=hour, places=crowd.people))
    return found


def part_form(event: Event, kind: PartKind, *, part: Part | None = None, **given: Any) -> ProgrammeForm:
    """The form of a part of this kind: empty, as the part is, or with what was sent."""
    if kind == PartKind.STAND:
        given["organisations"] = [(each.id, each.name) for each in organisations_by_name()]
    return FORMS[kind](event=event, part=part, **given)


def beginning(event: Event, kind: PartKind, *, like: Part | None, after: Part | None) -> dict[str, Any]:
    """What a form for another part begins with: a part to do once more, or only its room, right after it.

    A station is there all day, unless the organiser says otherwise.
    """
    part = like or after
    if part is None:
        start, end = formats.local(event.starts_at), formats.local(event.ends_at)
        return {"starts": f"{start:%H.%M}", "ends": f"{end:%H.%M}"} if kind == PartKind.STATION else {}
    shown = FORMS[PartKind(part.kind)].shown(part)
    ends_at = part.ends_at + (part.ends_at - part.starts_at)
    if part.kind == PartKind.SESSION and ends_at <= event.ends_at:
        start, end = formats.local(part.ends_at), formats.local(ends_at)
        shown |= {"day": start.date().isoformat(), "starts": f"{start:%H.%M}", "ends": f"{end:%H.%M}"}
    return shown if like else {name: shown[name] for name in ("day", "starts", "ends", "room")}


def heading(kind: PartKind, part: Part | None) -> str:
    if part:
        return _("Change: %(title)s", title=title_of(part))
    return _words_of(kind)[2]
