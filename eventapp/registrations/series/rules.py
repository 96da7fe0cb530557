"""Who gets which dates of a series, and when the answer is no."""

from collections.abc import Collection, Iterable

from ...errors import Refusal
from ...events.models import Event
from ...i18n import _l
from .. import rules
from ..models import Status

MOST_DATES = 100  # of one series that are shown and chosen at once


class DatesJustTaken(Refusal):
    """Some of the chosen dates have too few places left for the party; the person may choose to wait for those."""

    message = _l(
        "Some dates do not have enough places left. Below it says which. "
        "Press the button again: then you wait for those dates, and you are signed up for the others."
    )
    reason = "waiting-list"

    def __init__(self, event_ids: Collection[int]) -> None:
        super().__init__()
        self.event_ids = event_ids


class DatesGone(Refusal):
    """Some of the chosen dates cannot be chosen any more."""

    message = _l("Not all dates that you chose are still open. Look at the dates once more.")
    reason = "closed"


def statuses_for(events: Iterable[Event], *, people: int, known_full: Collection[int]) -> dict[int, Status]:
    """What the party gets at each of these dates; nobody is put on a list unasked."""
    statuses: dict[int, Status] = {}
    just_taken = []
    for event in events:
        try:
            statuses[event.id] = rules.status_for_next(event, people=people, willing_to_wait=event.id in known_full)
        except rules.PlacesJustTaken:
            just_taken.append(event.id)
        except rules.Full:
            raise DatesGone from None
    if just_taken:
        raise DatesJustTaken(just_taken)
    return statuses
