"""What a ticket is told at the door, and when the answer is no."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from ..errors import Refusal
from ..events.models import Event
from ..events.models import Status as EventStatus
from ..formats import midnight_after, midnight_before
from ..i18n import _l
from ..registrations.models import GONE, Status
from .facts import NOBODY, Fact, Presence
from .models import FactKind

AROUND = timedelta(hours=1)  # how long before and after the days of the event a pass works


class WrongPin(Refusal):
    """The link and the PIN do not belong together; whether the link exists is not told."""

    message = _l("This PIN is not right. Look at it once more.")
    reason = "wrong-pin"


class DoorClosed(Refusal):
    """This browser may not scan: it never got the link and the PIN, or what it got is good no more."""

    message = _l("Open the door link that you got from the organiser. Then type the PIN.")
    reason = "no-pass"


class PassNotYet(DoorClosed):
    """The pass is for a later day."""

    message = _l("This door pass does not work yet. It starts one hour before the day of the event.")
    reason = "pass-not-yet"


class PassEnded(DoorClosed):
    """The days of the pass are over."""

    message = _l("This door pass has ended. Ask the organiser for a new one.")
    reason = "pass-ended"


class PassRevoked(DoorClosed):
    """The organiser took the pass back."""

    message = _l("This door pass was stopped. Ask the organiser for a new one.")
    reason = "pass-revoked"


class EventOver(Refusal):
    """A pass for a day that is over would open nothing."""

    message = _l("This event is over.")
    reason = "over"


class TooMany(Refusal):
    """More people than are still to come on this ticket, or nobody."""

    message = _l("Choose how many people are here. Nobody was let in now.")
    reason = "too-many"


class FactUsed(Refusal):
    """The id of this press already stands for something else."""

    message = _l("This button was pressed before for something else. Open the ticket again.")
    reason = "fact-used"


class NotUnderstood(Refusal):
    """The form holds what no page of ours puts in it."""

    message = _l("We do not understand this. Open the ticket again.")
    reason = "not-understood"


class UnknownFact(Refusal):
    """There is no such check-in at this door."""

    message = _l("We cannot find this check-in. Open the ticket again.")
    reason = "unknown-fact"


class Window(Protocol):
    """When a pass works."""

    @property
    def valid_from(self) -> datetime: ...
    @property
    def valid_until(self) -> datetime: ...
    @property
    def revoked_at(self) -> datetime | None: ...


class Dates(NamedTuple):
    """The days of an event with an hour around them: when a pass for it works that nobody takes back."""

    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None = None

    @classmethod
    def of(cls, event: Event) -> "Dates":
        return cls(*days_of_pass(event.starts_at, event.ends_at))


def days_of_pass(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """From the midnight before the event until the midnight after it, by the local clock, and an hour around."""
    last_moment = ends_at - timedelta(microseconds=1)  # an event until midnight has no next day
    return (
        midnight_before(starts_at).astimezone(UTC) - AROUND,
        midnight_after(last_moment).astimezone(UTC) + AROUND,
    )


def why_closed(window: Window, *, now: datetime) -> DoorClosed | None:
    """The reason why a pass does not work at this moment, or nothing where it does."""
    if window.revoked_at is not None:
        return PassRevoked()
    if now < window.valid_from:
        return PassNotYet()
    if now >= window.valid_until:
        return PassEnded()
    return None


def check_live(window: Window, *, now: datetime) -> None:
    if closed := why_closed(window, now=now):
        raise closed


class TicketAtDoor(NamedTuple):
    """What a door may know of a ticket."""

    reference: str
    event_id: int
    name: str
    people: int
    needs: str
    status: str
    event_status: str
    starts_at: datetime
    ends_at: datetime


class VerdictKind(StrEnum):
    WELCOME = "welcome"
    PART_IN = "part-in"  # the rest of the party may come
    ALREADY_IN = "already-in"
    OTHER_DAY = "other-day"
    OTHER_EVENT = "other-event"  # of ours, also today
    CANCELLED = "cancelled"
    WAITING = "waiting"
    NO_PLACE_YET = "no-place-yet"  # an offer without a yes, or a wish that nobody answered
    OTHER_SESSION = "other-session"  # of this event, and not on the list of this room
    EVENT_CANCELLED = "event-cancelled"
    UNKNOWN = "unknown"


MAY_ENTER = (VerdictKind.WELCOME, VerdictKind.PART_IN, VerdictKind.ALREADY_IN)


@dataclass(frozen=True)
class Verdict:
    """What the door says of a ticket; of another event's ticket it holds no name."""

    kind: VerdictKind
    reference: str = ""
    name: str = ""
    needs: str = ""
    party: int = 0
    presence: Presence = NOBODY
    starts_at: datetime | None = None  # of the other event

    @property
    def inside(self) -> int:
        return self.presence.people

    @property
    def beyond(self) -> int:
        return self.presence.beyond(self.party)

    @property
    def may_enter(self) -> bool:
        return self.kind in MAY_ENTER

    @property
    def most(self) -> int:
        """How many may be let in at once: who is still to come, or after a warning the same party again."""
        if not self.may_enter:
            return 0
        return self.party - self.presence.within(self.party) or self.party

    @property
    def next_kind(self) -> FactKind:
        """What letting people in would be: the admission, or the rest of the party."""
        return FactKind.MORE if self.presence.admission else FactKind.IN


def verdict(
    ticket: TicketAtDoor | None, presence: Presence, *, event_id: int, is_guest: bool = True, now: datetime
) -> Verdict:
    """What the door of this event says of a ticket, of which these people are in; a room may have guests of its own."""
    if ticket is None:
        return Verdict(VerdictKind.UNKNOWN)
    if ticket.event_id != event_id:
        today = midnight_before(ticket.starts_at) <= now < midnight_after(ticket.ends_at)
        return Verdict(VerdictKind.OTHER_EVENT if today else VerdictKind.OTHER_DAY, starts_at=ticket.starts_at)
    kind = _kind_here(ticket, presence)
    return Verdict(
        kind if is_guest or kind not in MAY_ENTER else VerdictKind.OTHER_SESSION,
        reference=ticket.reference,
        name=ticket.name,
        needs=ticket.needs,
        party=ticket.people,
        presence=presence,
    )


def verdict_before(said: Verdict) -> VerdictKind:
    """What the same ticket says while nobody of it is in: a phone counts for itself who is."""
    return VerdictKind.WELCOME if said.may_enter else said.kind


def _kind_here(ticket: TicketAtDoor, presence: Presence) -> VerdictKind:
    if ticket.event_status == EventStatus.CANCELLED:
        return VerdictKind.EVENT_CANCELLED
    if ticket.status in GONE:
        return VerdictKind.CANCELLED
    if ticket.status != Status.CONFIRMED:
        return VerdictKind.WAITING if ticket.status == Status.WAITING else VerdictKind.NO_PLACE_YET
    if presence.people == 0:
        return VerdictKind.WELCOME
    return VerdictKind.PART_IN if presence.people < ticket.people else VerdictKind.ALREADY_IN


def check_people(verdict: Verdict, *, people: int) -> None:
    """Nobody comes in unseen: no more than are still to come, or after the warning no more than the party once more."""
    if not 1 <= people <= verdict.most:
        raise TooMany


def check_same_press(known: Fact, *, device: str, people: int) -> None:
    """The same press is the same check-in only with the same content."""
    if known.kind == FactKind.UNDO or (known.device, known.people) != (device, people):
        raise FactUsed
