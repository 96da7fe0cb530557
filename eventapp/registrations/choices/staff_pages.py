"""Who comes to what, as the organisers of an event see it."""

from typing import NamedTuple

from ... import formats
from ...events.models import Event
from ...i18n import _, ngettext
from ...programme.models import Slot
from ..models import Choice, Status
from . import queries


class Listed(NamedTuple):
    """Who comes to one session or time slot, and who waits for it."""

    title: str
    people: str
    names: list[tuple[int, str]]  # the sign-up, and who
    waiting: list[tuple[int, str]]


def lists_of(event: Event) -> list[Listed]:
    """A list for everything that was chosen, by hour; of what is discreet it says only the time."""
    found: dict[tuple[str, str], list[Choice]] = {}
    for choice in queries.choices_at_event(event.id):
        found.setdefault((choice.slot.starts_at.isoformat(), title_of(choice.slot)), []).append(choice)
    return [_listed(title, choices) for (_starts_at, title), choices in found.items()]


def title_of(slot: Slot) -> str:
    if slot.part.discreet:
        return _("time slot %(hour)s", hour=formats.format_hour(slot.starts_at))
    return ", ".join(
        filter(None, (formats.format_hours(slot.starts_at, slot.ends_at), slot.part.title, slot.part.room))
    )


def _listed(title: str, choices: list[Choice]) -> Listed:
    comes = [choice for choice in choices if choice.status == Status.CONFIRMED]
    people = sum(choice.people for choice in comes)
    return Listed(
        title=title,
        people=ngettext("%(num)s person", "%(num)s people", people),
        names=[_name(choice) for choice in comes],
        waiting=[_name(choice) for choice in choices if choice.status == Status.WAITING],
    )


def _name(choice: Choice) -> tuple[int, str]:
    name = choice.registration.name
    return choice.registration_id, f"{name} ({choice.people})" if choice.people > 1 else name
