"""The places of an event that have a door: the entrance, and each session."""

from ..programme.models import Part, PartKind

ENTRANCE = ""
_SESSION = "sessie-"


def place_of(session: Part) -> str:
    """What facts call the door of this session."""
    return f"{_SESSION}{session.id}"


def session_at(place: str) -> int | None:
    """The session behind a door; nothing where it is the entrance."""
    number = place.removeprefix(_SESSION)
    return int(number) if place.startswith(_SESSION) and number.isdecimal() else None


def has_own_list(session: Part) -> bool:
    """Whether people chose it: who did not is no guest there."""
    return session.kind == PartKind.SESSION and not session.for_all and bool(session.slots)
