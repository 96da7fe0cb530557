"""Who meets whom, the scarcest asker first: what is left when the solver gives no answer, and what it must beat."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from .candidates import Candidates
from .matching import Room


def choose_greedily(pairs: Candidates, room: Room) -> NDArray[np.bool_]:
    """Which candidates: for each asker somebody who serves, for each other somebody, and then the best that fit."""
    places = room.places.copy()
    picked = np.zeros(len(pairs), dtype=bool)
    by_person = _by_person(pairs)
    waiting = room.without_any.copy()

    def take(pair: int) -> None:
        picked[pair] = True
        for person in (pairs.one[pair], pairs.other[pair]):
            places[person] -= 1
            waiting[person] = False

    def best(person: int, *, serving: bool) -> int | None:
        for pair in by_person[person]:
            is_one = pairs.one[pair] == person
            serves = pairs.serves_one[pair] if is_one else pairs.serves_other[pair]
            partner = pairs.other[pair] if is_one else pairs.one[pair]
            if not picked[pair] and places[partner] > 0 and places[person] > 0 and (serves or not serving):
                return pair
        return None

    scarcest = sorted(by_person, key=lambda person: (len(by_person[person]), person))
    for person in scarcest:
        if room.unserved[person] and (pair := best(person, serving=True)) is not None:
            take(pair)
    for person in scarcest:
        if waiting[person] and (pair := best(person, serving=False)) is not None:
            take(pair)
    for pair in np.argsort(-pairs.scores, kind="stable"):
        if not picked[pair] and places[pairs.one[pair]] > 0 and places[pairs.other[pair]] > 0:
            take(pair)
    return picked


def _by_person(pairs: Candidates) -> dict[int, list[int]]:
    """Everybody's pairs, the best first."""
    found: dict[int, list[int]] = defaultdict(list)
    for pair in np.argsort(-pairs.scores, kind="stable"):
        found[int(pairs.one[pair])].append(int(pair))
        found[int(pairs.other[pair])].append(int(pair))
    return found
