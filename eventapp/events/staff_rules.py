"""When a team may change, publish or take back its event."""

from datetime import datetime

from ..errors import Refusal
from ..i18n import _, _l
from .models import Event


class ChangedMeanwhile(Refusal):
    """Two people had the same event open; what the first one saved stays."""

    message = _l(
        "Somebody else changed this event while you were typing. Nothing of yours is saved yet. "
        "Look at the event in another window. Then press the button again."
    )
    reason = "changed-meanwhile"


class NotReady(Refusal):
    """People could not come with what is known so far."""

    message = _l("The event is not ready to publish yet.")
    reason = "not-ready"


class PeopleSignedUp(Refusal):
    """Who signed up must not find the event gone."""

    message = _l("People signed up for this event already. You can only cancel it, and then we write to them.")
    reason = "people-signed-up"


def check_seen(event: Event, *, seen: int) -> None:
    """Refuse to write over what somebody else saved since."""
    if event.sequence != seen:
        raise ChangedMeanwhile


def missing(event: Event, *, now: datetime) -> list[str]:
    """What must still be filled in before everybody may see it."""
    wanting = {
        _("Write a short text about the event."): not event.summary.strip(),
        _("Say where it is: a place or a link."): not (event.venue or event.online_url),
        _("Choose a day that is still to come."): event.is_past(now),
        _("Choose who organises it."): not event.organisations,
    }
    return [text for text, is_wanting in wanting.items() if is_wanting]


def check_ready(event: Event, *, now: datetime) -> None:
    if missing(event, now=now):
        raise NotReady
