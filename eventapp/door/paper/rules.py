"""What was ticked on paper, and when the answer is no."""

from collections.abc import Mapping
from datetime import datetime

from ...errors import Refusal
from ...i18n import _l
from ..facts import DoorState
from ..models import FactKind
from ..rules import Window


class NotYet(Refusal):
    """Nobody came at a moment that is still to come."""

    message = _l("This moment is still to come. Choose when these people came in.")
    reason = "not-yet"


class AnotherDay(Refusal):
    """The paper is of the days of the event."""

    message = _l("This moment is not on the day of the event.")
    reason = "another-day"


def check_moment(at: datetime, *, window: Window, now: datetime) -> None:
    if at > now:
        raise NotYet
    if not window.valid_from <= at < window.valid_until:
        raise AnotherDay


def still_to_come(
    came: Mapping[str, int], *, parties: Mapping[str, int], state: DoorState, place: str
) -> dict[str, int]:
    """Of who was ticked, how many were not let in before: paper adds nobody who was scanned as well."""
    missing = {
        reference: min(people, parties[reference]) - state.of(reference, place).people
        for reference, people in came.items()
        if reference in parties
    }
    return {reference: people for reference, people in missing.items() if people > 0}


def kind_of(reference: str, state: DoorState, *, place: str) -> FactKind:
    """The admission, or the rest of the party."""
    return FactKind.MORE if state.of(reference, place).admission else FactKind.IN


def device_of(press: str) -> str:
    """Each paper is a device of its own, so that its facts have numbers of their own."""
    return f"paper-{press}"


def is_paper(device: str) -> bool:
    return device.startswith("paper-")
