"""When the answer to an organiser is no."""

from ..errors import Refusal
from ..events.models import Event
from ..i18n import _l


class FormUsed(Refusal):
    """This form was already sent, with something else in it."""

    message = _l("You sent this form before, with something else in it. Look at it, and press the button again.")
    reason = "form-used"


class LargerThanRoom(Refusal):
    """A party that would wait for ever, and everybody behind it."""

    message = _l("There are fewer places than this group has people. Make more places first.")
    reason = "larger-than-room"


def check_room(event: Event, *, people: int) -> None:
    """Refuse what would wait for ever."""
    if event.capacity is not None and people > event.capacity:
        raise LargerThanRoom
