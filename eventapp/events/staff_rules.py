"""When a team may change, publish, copy or take back its event."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

from ..errors import Refusal
from ..formats import exists_on_the_clock
from ..i18n import _l
from .models import Event, Kind, Status


class Section(StrEnum):
    """What of an event goes along in a copy, by choice; its title, kind and hosts always do."""

    TEXTS = "texts"
    SUBJECTS = "subjects"
    PLACE = "place"
    CONTACT = "contact"
    SIGN_UP = "sign-up"
    SERIES = "series"
    PROGRAMME = "programme"


COLUMNS = {
    Section.TEXTS: ("summary", "description", "audience", "bring", "languages", "texts", "letter_words"),
    Section.SUBJECTS: ("themes", "aims"),
    Section.PLACE: ("venue", "online_url", "neighbourhood"),
    Section.CONTACT: ("contact_name", "contact_phone"),
    Section.SIGN_UP: (
        "capacity",
        "party_size_max",
        "waiting_list",
        "drop_in",
        "private",
        "unlisted",
        "members_only",
        "invitation_only",
        "cost_cents",
        "offer_hours",
        "reconfirm",
        "approval",
        "reminders",
        "thanks",
        "meet",
    ),
    Section.SERIES: ("series",),
    Section.PROGRAMME: (),  # rows of their own: programme.actions.copy_event
}
ALWAYS = ("title", "kind", "organisations", "networks")
LONGEST_EVENT = timedelta(days=31)


class ChangedMeanwhile(Refusal):
    """Two people had the same event open; what the first one saved stays."""

    message = _l(
        "Somebody else changed this event while you were typing. Nothing of yours is saved yet. "
        "Look at the event in another window. Then press the button again."
    )
    reason = "changed-meanwhile"


class NoSuchHour(Refusal):
    """The night on which the clock goes forward skips an hour."""

    message = _l("This hour does not exist: on that night the clock goes one hour forward. Choose another hour.")
    reason = "no-such-hour"


class EndsBeforeStart(Refusal):
    message = _l("The end must be later than the start.")
    reason = "ends-before-start"


class ClosesTooLate(Refusal):
    """Nobody signs up for what was."""

    message = _l("Signing up cannot end after the event itself.")
    reason = "closes-too-late"


class TooLong(Refusal):
    message = _l("An event can last at most 31 days. Make it several events.")
    reason = "too-long"


class NotReady(Refusal):
    """Something is missing that everybody must know: `missing` says what."""

    message = _l("This event cannot be published yet. Something is missing.")
    reason = "not-ready"

    def __init__(self, missing: list[LazyString]) -> None:
        super().__init__()
        self.missing = missing


class IsPractice(Refusal):
    """What was a practice once stays out of sight: nobody is told of it by mistake."""

    message = _l("This is a practice. Make a copy of it: that becomes a real event.")
    reason = "practice"


class CalledOff(Refusal):
    """Who was told that it does not take place must not find it again."""

    message = _l("This event is cancelled. You can make a copy of it.")
    reason = "cancelled"


class PeopleSignedUp(Refusal):
    """An event that people count on does not vanish unsaid."""

    message = _l("People signed up for this event. You can only cancel it, so that they hear of it.")
    reason = "people-signed-up"


def check_seen(event: Event, *, seen: int) -> None:
    """Refuse to write over what somebody else saved since."""
    if event.sequence != seen:
        raise ChangedMeanwhile


def check_closing(closes_at: datetime | None, *, ends_at: datetime) -> None:
    if closes_at and closes_at > ends_at:
        raise ClosesTooLate


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse wall-clock times (aware, in our zone) that no clock shows, or that are the wrong way round."""
    if not (exists_on_the_clock(starts_at) and exists_on_the_clock(ends_at)):
        raise NoSuchHour
    if (lasts := ends_at.astimezone(UTC) - starts_at.astimezone(UTC)) <= timedelta():
        raise EndsBeforeStart
    if lasts > LONGEST_EVENT:
        raise TooLong


def missing(event: Event) -> list[LazyString]:
    """What must be filled in before everybody may see the event, one sentence each."""
    wanted = (
        (event.title and event.title.strip(), _l("Fill in what the event is called.")),
        (event.kind in list(Kind), _l("Choose what kind of event it is.")),
        (event.starts_at and event.ends_at and event.starts_at < event.ends_at, _l("Fill in when it starts and ends.")),
        (event.organisations, _l("Choose who organises it.")),
        (event.venue or event.online_url, _l("Fill in where it is, or the address of the page where people meet.")),
    )
    return [sentence for is_there, sentence in wanted if not is_there]


def check_publishable(event: Event) -> None:
    if event.is_practice:
        raise IsPractice
    if event.is_cancelled:
        raise CalledOff
    if lacks := missing(event):
        raise NotReady(lacks)


def check_withdrawable(event: Event) -> None:
    """Only what nobody comes to or waits for can become a draft again."""
    if event.is_practice:
        raise IsPractice
    if event.is_cancelled:
        raise CalledOff
    if event.taken or event.waiting or event.asked:
        raise PeopleSignedUp


def copied(event: Event, *, keep: Collection[Section], starts_at: datetime) -> dict[str, Any]:
    """The columns of a copy that starts at this wall-clock time (aware, in our zone): a draft with nobody in it."""
    names = [*ALWAYS, *(name for section in keep for name in COLUMNS[section])]
    values = {name: _own(getattr(event, name)) for name in names}
    moments = {"starts_at": starts_at, "ends_at": _moved(event, event.ends_at, starts_at=starts_at)}
    if Section.SIGN_UP in keep:
        opens_and_closes = ("registration_opens_at", "registration_closes_at")
        moments |= {
            name: _moved(event, moment, starts_at=starts_at)
            for name in opens_and_closes
            if (moment := getattr(event, name))
        }
    if event.is_practice:  # which is never listed; its copy is, but for what is by invitation
        values["unlisted"] = any(values.get(name) for name in ("members_only", "invitation_only"))
    return {"capacity": None, "status": Status.DRAFT} | values | moments


def _own(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value


def _moved(event: Event, moment: datetime, *, starts_at: datetime) -> datetime:
    """As long before or after the start as it was, by the clock on the wall."""
    zone = starts_at.tzinfo
    distance = moment.astimezone(zone).replace(tzinfo=None) - event.starts_at.astimezone(zone).replace(tzinfo=None)
    return (starts_at.replace(tzinfo=None) + distance).replace(tzinfo=zone)
