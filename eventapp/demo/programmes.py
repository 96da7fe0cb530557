"""The programmes of the demo: sessions, stations and stands, as they are told in the season."""

from datetime import datetime
from random import Random
from typing import Any

from ..events.models import Event
from ..formats import from_local, local
from ..programme.actions import add_part, add_stands
from ..programme.models import PartKind
from ..programme.queries import slots_of_event
from ..registrations.choices.actions import choose
from ..registrations.queries import standing_registrations
from . import dates

CHOOSERS = 20
OF_SLOTS = ("capacity", "waiting_list")


def add_programme(event: Event, told: dict[str, Any], *, now: datetime) -> None:
    """Give an event the programme that is told of it."""
    for part in told.get("sessions", ()):
        _add(event, PartKind.SESSION, part, now=now)
    for part in told.get("stations", ()):
        _add(event, PartKind.STATION, {"discreet": True, "waiting_list": False} | part, now=now)
    if stands := told.get("stands"):
        add_stands(event.id, stands, staff_id=None, now=now)


def choose_some(event: Event, *, rng: Random, now: datetime) -> None:
    """The first few who have a place choose a session at some of the hours."""
    by_hour: dict[datetime, list[int]] = {}
    for slot in slots_of_event(event.id):
        if slot.part.kind == PartKind.SESSION:
            by_hour.setdefault(slot.starts_at, []).append(slot.id)
    coming = [each for each in standing_registrations(event.id) if each.places] if by_hour else []
    for registration in coming[:CHOOSERS]:
        wanted = [rng.choice(slot_ids) for slot_ids in by_hour.values() if rng.random() < 0.8]
        choose(registration.id, wanted, willing_to_wait=wanted, now=now)


def _add(event: Event, kind: PartKind, told: dict[str, Any], *, now: datetime) -> None:
    places = {name: told[name] for name in OF_SLOTS if name in told}
    columns = {name: value for name, value in told.items() if name not in (*OF_SLOTS, "hours")}
    add_part(event.id, kind, columns | _hours(event, told.get("hours")), **places, staff_id=None, now=now)


def _hours(event: Event, told: str | None) -> dict[str, datetime]:
    """On the day of the event; as long as the event where nothing else is told."""
    if told is None:
        return {"starts_at": event.starts_at, "ends_at": event.ends_at}
    day = local(event.starts_at).date()
    begin, end = dates.hours(told)
    return {"starts_at": from_local(day, begin), "ends_at": from_local(day, end)}
