"""What the facts of the door say together: a fold that does not depend on their order."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple

from .models import FactKind

OF_A_TICKET = (FactKind.IN, FactKind.MORE)
ADMISSIONS = (FactKind.IN, FactKind.WALK_IN)


class Fact(NamedTuple):
    """One check-in fact: what the state of the door depends on, and what somebody without a sign-up told."""

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
    name: str = ""
    language: str = ""
    neighbourhood: str = ""
    age: str = ""

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
    """Who is in, by ticket and place, and who came in without a ticket."""

    presences: dict[tuple[str, str], Presence] = field(default_factory=dict)
    without_ticket: tuple[Fact, ...] = ()  # walk-ins and the tally, of which some are less than nothing
    given: dict[str, Fact] = field(default_factory=dict)  # what gave a ticket to who came without a sign-up

    def of(self, reference: str, place: str = "") -> Presence:
        return self.presences.get((reference, place), NOBODY)

    def people(self, place: str = "") -> int:
        """How many came in at this place."""
        with_ticket = sum(presence.people for (_reference, where), presence in self.presences.items() if where == place)
        return with_ticket + sum(fact.people for fact in self.without_ticket if fact.place == place)

    def counted(self, place: str = "") -> list[Fact]:
        """Every fact that counts at this place, in no order."""
        of_tickets = (presence.counted for (_reference, where), presence in self.presences.items() if where == place)
        return [*chain.from_iterable(of_tickets), *(fact for fact in self.without_ticket if fact.place == place)]

    def walked_in(self, place: str = "") -> int:
        """How many came without having signed up."""
        return sum(fact.people for fact in self.counted(place) if fact.kind == FactKind.WALK_IN)


def standing(facts: Collection[Fact]) -> list[Fact]:
    """What among these was not undone, in the order of the facts; an undo names the ticket too, where there is one."""
    undone = {(fact.undo_of, fact.reference) for fact in facts if fact.kind == FactKind.UNDO}
    came_in = (fact for fact in facts if fact.kind != FactKind.UNDO)
    return [fact for fact in came_in if (fact.id, fact.reference) not in undone]


def fold(facts: Iterable[Fact]) -> DoorState:
    """The state of the door: the same in whatever order, and however often, the facts came."""
    by_ticket: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    without_ticket: list[Fact] = []
    given: dict[str, Fact] = {}
    for fact in sorted(standing(set(facts)), key=_in_order):
        if fact.reference and fact.kind == FactKind.WALK_IN:
            given.setdefault(fact.reference, fact)
        if fact.reference and fact.kind != FactKind.TALLY:
            by_ticket[fact.reference, fact.place].append(fact)
        elif fact.kind not in OF_A_TICKET and not fact.reference:
            without_ticket.append(fact)
    presences = {key: _presence(of_ticket) for key, of_ticket in by_ticket.items()}
    return DoorState(presences, tuple(without_ticket), given)


def _presence(in_order: list[Fact]) -> Presence:
    """The first admission is the one that counts, further ones are duplicates."""
    admissions = [fact for fact in in_order if fact.kind in ADMISSIONS]
    return Presence(
        admission=admissions[0] if admissions else None,
        more=tuple(fact for fact in in_order if fact.kind == FactKind.MORE),
        duplicates=tuple(admissions[1:]),
    )


def is_undone(fact: Fact, facts: Collection[Fact]) -> bool:
    return fact not in standing(facts)
