"""Who meets whom: the pairs that together do the most for everybody.

A b-matching: the sum of the scores, plus one for everybody's first introduction, plus five for an asker's first one to
somebody who offers what is sought, with nobody above the own cap. The linear relaxation is half-integral (Anstee 1987):
nearly all of it is whole, its value is a bound that no choice can pass, and a small integer programme settles the rest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from .candidates import Candidates
from .scores import UNIT

FIRST, FIRST_SERVED = 1 * UNIT, 5 * UNIT
WHOLE = 1e-6  # how far from a whole number a solver's number may be
MOST_EXACT = 20_000  # pairs; with more only what the relaxation leaves open is searched
SECONDS = 240  # then the best so far will do

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Room:
    """What is left of everybody: how many places, and whose first introduction is still to come."""

    places: NDArray[np.int64]
    without_any: NDArray[np.bool_]
    unserved: NDArray[np.bool_]  # they seek something, and nobody who offers it was found yet


@dataclass(frozen=True)
class Chosen:
    """Which candidates, what they are worth, and what no choice of these could be worth more than."""

    picked: NDArray[np.bool_]
    value: int
    bound: int
    is_exact: bool


class Unsolved(Exception):
    """The solver found no answer, within its time or at all."""


def choose(pairs: Candidates, room: Room) -> Chosen:
    """The best pairs; Unsolved when the solver gives none, which is then for greed to mend."""
    if not len(pairs):
        return Chosen(np.zeros(0, dtype=bool), 0, 0, is_exact=True)
    programme = _programme(pairs, room)
    relaxed = linprog(
        -programme.worth, A_ub=programme.limits, b_ub=programme.most, bounds=(0, 1), method="highs",
        options={"time_limit": SECONDS},
    )  # fmt: skip
    if not relaxed.success:
        raise Unsolved(relaxed.message)
    picked = _settled(programme, relaxed.x, len(pairs))
    exact = len(pairs) <= MOST_EXACT
    return Chosen(picked, worth(pairs, room, picked), int(np.floor(-relaxed.fun + 0.5)), is_exact=exact)


def worth(pairs: Candidates, room: Room, picked: NDArray[np.bool_]) -> int:
    """The scores of these pairs and all that first introductions add, in millionths."""
    met = np.bincount(np.concatenate([pairs.one[picked], pairs.other[picked]]), minlength=len(room.places))
    served = np.bincount(_served(pairs, picked), minlength=len(room.places))
    first = int((room.without_any & (met > 0)).sum())
    first_served = int((room.unserved & (served > 0)).sum())
    return int(pairs.scores[picked].sum()) + FIRST * first + FIRST_SERVED * first_served


def _served(pairs: Candidates, picked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Who is put together with somebody that offers what they seek."""
    return np.concatenate([pairs.one[picked & pairs.serves_one], pairs.other[picked & pairs.serves_other]])


@dataclass(frozen=True)
class _Programme:
    """Maximise worth @ x where limits @ x <= most and 0 <= x <= 1; the first variables are the pairs."""

    worth: Floats
    limits: sparse.csr_array
    most: Floats


def _programme(pairs: Candidates, room: Room) -> _Programme:
    """A variable for each pair, one for everybody's first introduction, one for everybody's first that serves."""
    number, count = len(room.places), len(pairs)
    at = np.arange(count)
    ones = np.ones(count)
    one = sparse.csr_array((ones, (pairs.one, at)), shape=(number, count))
    other = sparse.csr_array((ones, (pairs.other, at)), shape=(number, count))
    met = one + other
    served = one * pairs.serves_one[None, :] + other * pairs.serves_other[None, :]
    nothing, each = sparse.csr_array((number, number)), sparse.eye_array(number)
    limits = sparse.block_array(
        [[met, nothing, nothing], [-met, each, nothing], [-served, nothing, each]], format="csr"
    )
    most = np.concatenate([room.places, np.zeros(2 * number)])
    worth = np.concatenate([pairs.scores, FIRST * room.without_any, FIRST_SERVED * room.unserved])
    return _Programme(worth.astype(float), limits, most.astype(float))


def _settled(programme: _Programme, relaxed: Floats, count: int) -> NDArray[np.bool_]:
    """Whole numbers for the pairs; where all are to be weighed none is fixed before."""
    whole = np.abs(relaxed - np.rint(relaxed)) < WHOLE
    if whole[:count].all():
        return np.rint(relaxed[:count]).astype(bool)
    fixed = whole & (np.arange(len(relaxed)) < count) & (count > MOST_EXACT)
    low, high = np.where(fixed, np.rint(relaxed), 0), np.where(fixed, np.rint(relaxed), 1)
    found = milp(
        -programme.worth,
        constraints=LinearConstraint(programme.limits, ub=programme.most),
        bounds=Bounds(low, high),
        integrality=np.arange(len(relaxed)) < count,
        options={"time_limit": SECONDS, "mip_rel_gap": 0},
    )
    if found.x is None:
        raise Unsolved(found.message)
    return np.rint(found.x[:count]).astype(bool)
