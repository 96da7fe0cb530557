"""What the facts of the door say together, what a ticket is told, and when the answer is no."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from ..errors import Refusal
from ..events.models import Status as EventStatus
from ..formats import midnight_after, midnight_before
from ..i18n import _l
from ..registrations.models import Status
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


def days_of_pass(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """From the midnight before the event until the midnight after it, by the local clock, and an hour around."""
    last_moment = ends_at - timedelta(microseconds=1)  # an event until midnight has no next day
    return (
        midnight_before(starts_at).astimezone(UTC) - AROUND,
        midnight_after(last_moment).astimezone(UTC) + AROUND,
    )


def check_live(window: Window, *, now: datetime) -> None:
    """Refuse where a pass does not work at this moment."""
    if window.revoked_at is not None:
        raise PassRevoked
    if now < window.valid_from:
        raise PassNotYet
    if now >= window.valid_until:
        raise PassEnded


class Fact(NamedTuple):
    """One check-in fact, as far as the state of the door depends on it."""

    id: str
    device: str
    seq: int
    kind: str
    reference: str | None
    place: str
    people: int
    at: datetime
    offset_ms: int
    undo_of: str | None

    @property
    def moment(self) -> datetime:
        """When it happened by our clock."""
        return self.at + timedelta(milliseconds=self.offset_ms)


def _in_order(fact: Fact) -> tuple[datetime, str, int, str]:
    return fact.moment, fact.device, fact.seq, fact.id


@dataclass(frozen=True)
class Presence:
    """Who of one ticket came in at one place."""

    admission: Fact | None = None
    more: tuple[Fact, ...] = ()
    duplicates: tuple[Fact, ...] = ()  # let in once more, somewhere else at the same time: listed, not counted

    @property
    def counted(self) -> tuple[Fact, ...]:
        return (self.admission, *self.more) if self.admission else self.more

    @property
    def facts(self) -> list[Fact]:
        """All that stands, the first first."""
        return sorted((*self.counted, *self.duplicates), key=_in_order)

    @property
    def people(self) -> int:
        """How many are in, also where that is more than the party."""
        return sum(fact.people for fact in self.counted)

    @property
    def since(self) -> datetime | None:
        return min((fact.moment for fact in self.counted), default=None)

    def within(self, party: int) -> int:
        """How many of the party are in."""
        return min(self.people, party)

    def beyond(self, party: int) -> int:
        """How many came in on top of the party."""
        return max(self.people - party, 0)


NOBODY = Presence()


@dataclass(frozen=True)
class DoorState:
    """Who is in, by ticket and place."""

    presences: dict[tuple[str, str], Presence] = field(default_factory=dict)

    def of(self, reference: str, place: str = "") -> Presence:
        return self.presences.get((reference, place), NOBODY)

    def people(self, place: str = "") -> int:
        """How many came in at this place."""
        return sum(presence.people for (_reference, where), presence in self.presences.items() if where == place)


def standing(facts: Collection[Fact]) -> list[Fact]:
    """The check-ins among these that were not undone, in the order of the facts."""
    undone = {fact.undo_of for fact in facts if fact.kind == FactKind.UNDO}
    return [fact for fact in facts if fact.kind in (FactKind.IN, FactKind.MORE) and fact.id not in undone]


def fold(facts: Iterable[Fact]) -> DoorState:
    """The state of the door: the same in whatever order, and however often, the facts came."""
    by_ticket: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in sorted(standing(set(facts)), key=_in_order):
        if fact.reference:
            by_ticket[fact.reference, fact.place].append(fact)
    return DoorState({key: _presence(of_ticket) for key, of_ticket in by_ticket.items()})


def _presence(in_order: list[Fact]) -> Presence:
    """The first `in` is the admission, further ones are duplicates."""
    admissions = [fact for fact in in_order if fact.kind == FactKind.IN]
    return Presence(
        admission=admissions[0] if admissions else None,
        more=tuple(fact for fact in in_order if fact.kind == FactKind.MORE),
        duplicates=tuple(admissions[1:]),
    )


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


def verdict(ticket: TicketAtDoor | None, presence: Presence, *, event_id: int, now: datetime) -> Verdict:
    """What the door of this event says of a ticket, of which these people are in."""
    if ticket is None:
        return Verdict(VerdictKind.UNKNOWN)
    if ticket.event_id != event_id:
        today = midnight_before(ticket.starts_at) <= now < midnight_after(ticket.ends_at)
        return Verdict(VerdictKind.OTHER_EVENT if today else VerdictKind.OTHER_DAY, starts_at=ticket.starts_at)
    return Verdict(
        _kind_here(ticket, presence),
        reference=ticket.reference,
        name=ticket.name,
        needs=ticket.needs,
        party=ticket.people,
        presence=presence,
    )


def _kind_here(ticket: TicketAtDoor, presence: Presence) -> VerdictKind:
    if ticket.event_status == EventStatus.CANCELLED:
        return VerdictKind.EVENT_CANCELLED
    if ticket.status == Status.CANCELLED:
        return VerdictKind.CANCELLED
    if ticket.status == Status.WAITING:
        return VerdictKind.WAITING
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


def is_undone(fact: Fact, facts: Collection[Fact]) -> bool:
    return fact not in standing(facts)
