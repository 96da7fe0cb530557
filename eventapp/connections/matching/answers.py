"""What comes of a question: pairs with their reason, who is left and why, and what nobody offered."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .candidates import Candidates, candidates
from .greedy import choose_greedily
from .matching import Chosen, Room, Unsolved, choose, worth
from .people import Person, Question
from .reasons import Reason, met, needs_met, reason
from .scores import VERSION, Scores

Progress = Callable[[str], None]


class Why(StrEnum):
    """Why somebody is put together with nobody."""

    SEEKS_AND_OFFERS_NOTHING = "seeks-and-offers-nothing"
    NOBODY_OFFERS = "nobody-offers"  # what they seek, or seeks what they offer
    OWN_ORGANISATION = "own-organisation"  # who fits works in the same house
    MET_BEFORE = "met-before"
    NO_REASON = "no-reason"  # somebody offers it, and there is nothing else between them
    ALL_FULL = "all-full"


@dataclass(frozen=True)
class Proposal:
    """Two people who may like to meet; the score in millionths."""

    one: int
    other: int
    score: int
    reason: Reason


@dataclass(frozen=True)
class Left:
    person: int
    why: Why


@dataclass(frozen=True)
class Unmet:
    """What was sought and offered by nobody; without a theme where none was given."""

    need: str
    theme: str
    count: int


@dataclass(frozen=True)
class Answer:
    """Everything that is kept of a run: the same question has the same answer."""

    proposals: tuple[Proposal, ...]
    left: tuple[Left, ...]
    unmet: tuple[Unmet, ...]
    value: int
    bound: int  # no choice among these pairs could be worth more
    how: str  # "exact", "near" or "greedy"
    pairs: int  # how many were weighed
    fingerprint: str
    weights: str

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def answer_from(text: str) -> Answer:
    """The answer that as_json() wrote down."""
    told: dict[str, Any] = json.loads(text)
    proposals = tuple(Proposal(**each | {"reason": _reason_from(each["reason"])}) for each in told["proposals"])
    left = tuple(Left(each["person"], Why(each["why"])) for each in told["left"])
    return Answer(
        **told | {"proposals": proposals, "left": left, "unmet": tuple(Unmet(**each) for each in told["unmet"])}
    )


def _reason_from(told: dict[str, Any]) -> Reason:
    whole: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return Reason(**whole)


def answer(question: Question, *, progress: Progress = lambda step: None) -> Answer:
    """Who meets whom of everybody in the question."""
    question = question.in_order()
    shuffled = replace(question, people=tuple(sorted(question.people, key=_lot)))
    progress("scores")
    pairs = candidates(Scores(shuffled))
    room = _room(shuffled)
    progress("pairs")
    chosen, how = _chosen(pairs, room)
    progress("reasons")
    proposals = _proposals(shuffled, pairs, chosen.picked)
    return Answer(
        proposals=proposals,
        left=tuple(_left(shuffled, pairs, proposals)),
        unmet=tuple(_unmet(question.people, question)),
        value=chosen.value,
        bound=chosen.bound,
        how=how,
        pairs=len(pairs),
        fingerprint=question.fingerprint,
        weights=VERSION,
    )


def _lot(person: Person) -> str:
    """Of two that fit equally well, who is first is no matter of who came first."""
    return hashlib.sha256(str(person.id).encode()).hexdigest()


def _chosen(pairs: Candidates, room: Room) -> tuple[Chosen, str]:
    try:
        chosen = choose(pairs, room)
    except Unsolved:
        picked = choose_greedily(pairs, room)
        value = worth(pairs, room, picked)
        return Chosen(picked, value, value, is_exact=False), "greedy"
    return chosen, "exact" if chosen.is_exact else "near"


def _room(question: Question) -> Room:
    """What the pairs that stand already leave of everybody."""
    place = {person.id: n for n, person in enumerate(question.people)}
    places = np.array([person.cap for person in question.people], dtype=np.int64)
    alone = np.ones(len(places), dtype=bool)
    unserved = np.array([bool(person.seeks) for person in question.people], dtype=bool)
    for one, other in (pair for pair in question.fixed if set(pair) <= place.keys()):
        for me, them in ((one, other), (other, one)):
            mine = question.people[place[me]]
            places[place[me]] -= 1
            alone[place[me]] = False
            unserved[place[me]] &= not met(mine, question.people[place[them]], question)
    return Room(np.maximum(places, 0), alone, unserved)


def _proposals(question: Question, pairs: Candidates, picked: NDArray[np.bool_]) -> tuple[Proposal, ...]:
    found = []
    for pair in np.flatnonzero(picked):
        one, other = sorted(
            (question.people[pairs.one[pair]], question.people[pairs.other[pair]]), key=lambda person: person.id
        )
        why = reason(question, one, other, alike=bool(pairs.alike[pair]))
        found.append(Proposal(one.id, other.id, int(pairs.scores[pair]), why))
    return tuple(sorted(found, key=lambda proposal: (proposal.one, proposal.other)))


def _left(question: Question, pairs: Candidates, proposals: Iterable[Proposal]) -> list[Left]:
    together = {id for each in proposals for id in (each.one, each.other)} | {
        id for pair in question.fixed for id in pair
    }
    left = [
        Left(person.id, Why.ALL_FULL if pairs.partners[n] else _why_alone(person, question))
        for n, person in enumerate(question.people)
        if person.id not in together
    ]
    return sorted(left, key=lambda each: each.person)


def _why_alone(person: Person, question: Question) -> Why:
    """Why there is nobody with whom this person may be put together."""
    if not person.seeks and not person.offers:
        return Why.SEEKS_AND_OFFERS_NOTHING
    useful = [
        other
        for other in question.people
        if other.id != person.id and (met(person, other, question) or met(other, person, question))
    ]
    if not useful:
        return Why.NOBODY_OFFERS
    apart = {id for pair in (*question.never, *question.fixed) if person.id in pair for id in pair}
    strangers = [other for other in useful if other.id not in apart]
    if not strangers:
        return Why.MET_BEFORE
    house = person.organisation.casefold()
    if house and all(other.organisation.casefold() == house for other in strangers):
        return Why.OWN_ORGANISATION
    return Why.NO_REASON


def _unmet(people: Iterable[Person], question: Question) -> list[Unmet]:
    """What somebody seeks and nobody offers, by theme: advice for a next event."""
    people = list(people)
    offered = {need for person in people for need in needs_met(person, question)}
    counts = Counter(
        (need, theme)
        for person in people
        for need in person.seeks
        if need not in offered
        for theme in person.themes or ("",)
    )
    return [Unmet(need, theme, count) for (need, theme), count in sorted(counts.items())]
