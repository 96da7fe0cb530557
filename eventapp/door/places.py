"""The places of an event that have a door: the entrance, on each of its days, and each session."""

from datetime import date, datetime, time, timedelta

from ..formats import from_local, local
from ..programme.models import Part, PartKind

ENTRANCE = ""  # on the first day, which mostly is the only one
DAY_BEGINS = time(6)  # by the wall clock: who comes in after midnight comes in on the evening before
_DAY = "dag-"
_SESSION = "sessie-"
_STATION = "tafel-"


def days_of(starts_at: datetime, ends_at: datetime) -> list[date]:
    """The days on which people come in to an event."""
    first, last = _day_of(starts_at), _day_of(ends_at - timedelta(microseconds=1))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def entrances_of(starts_at: datetime, ends_at: datetime) -> list[tuple[datetime, str]]:
    """What facts call the entrance on each day, and from when: on another day a ticket lets people in anew."""
    days = enumerate(days_of(starts_at, ends_at), 1)
    return [(from_local(day, DAY_BEGINS), f"{_DAY}{n}" if n > 1 else ENTRANCE) for n, day in days]


def entrance_at(moment: datetime, *, starts_at: datetime, ends_at: datetime) -> str:
    """What facts call the entrance at this moment; before the first day it is that of the first day."""
    begun = [place for since, place in entrances_of(starts_at, ends_at) if since <= moment]
    return begun[-1] if begun else ENTRANCE


def place_of(session: Part) -> str:
    """What facts call the door of this session."""
    return f"{_SESSION}{session.id}"


def table_of(station: Part) -> str:
    """What a pass calls this station: at its tables numbers are called, and nobody is let in."""
    return f"{_STATION}{station.id}"


def session_at(place: str) -> int | None:
    """The session behind a door; nothing where it is the entrance."""
    return _part_at(place, _SESSION)


def station_at(place: str) -> int | None:
    """The station that a pass is for; nothing where it is for a door."""
    return _part_at(place, _STATION)


def _part_at(place: str, kind: str) -> int | None:
    number = place.removeprefix(kind)
    return int(number) if place.startswith(kind) and number.isdecimal() else None


def has_own_list(session: Part) -> bool:
    """Whether people chose it: who did not is no guest there."""
    return session.kind == PartKind.SESSION and not session.for_all and bool(session.slots)


def _day_of(moment: datetime) -> date:
    return (local(moment).replace(tzinfo=None) - timedelta(hours=DAY_BEGINS.hour)).date()
