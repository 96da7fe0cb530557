"""The pairs that may be proposed, and of a large crowd those that matter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .scores import Rows, Scores

MOST_PAIRS = 200_000  # with more than these only the best of everybody are weighed
BEST, BEST_SERVING = 30, 15

Ints = NDArray[np.int64]
Yeses = NDArray[np.bool_]


@dataclass(frozen=True)
class Candidates:
    """Pairs by the places of both people, the lower place first."""

    one: Ints
    other: Ints
    scores: Ints
    serves_one: Yeses  # the other offers what the one seeks
    serves_other: Yeses
    alike: Yeses
    partners: Ints  # with how many each person may be put together, of all pairs

    def __len__(self) -> int:
        return len(self.one)


def candidates(scores: Scores, *, most: int = MOST_PAIRS) -> Candidates:
    """All admissible pairs; above the most, for each the best and the best that serve."""
    nobody = np.zeros(0, dtype=np.int64)
    partners = np.concatenate([nobody, *((rows.scores > 0).sum(axis=1) for rows in scores.rows())])
    kept = _all if partners.sum() // 2 <= most else _best
    blocks = [_listed(rows, kept(rows)) for rows in scores.rows()]
    return _once(np.concatenate([np.zeros((0, 6), dtype=np.int64), *blocks]), partners)


def _listed(rows: Rows, kept: Yeses) -> Ints:
    """The admissible pairs of these rows, once each where both directions are kept."""
    at, column = np.nonzero((rows.scores > 0) & kept)
    row = at + rows.first
    forward = row < column
    marks = (rows.served[at, column], rows.serves[at, column])
    return np.stack(
        [
            np.where(forward, row, column),
            np.where(forward, column, row),
            rows.scores[at, column],
            np.where(forward, *marks),
            np.where(forward, *reversed(marks)),
            rows.alike[at, column],
        ],
        axis=1,
    )


def _all(rows: Rows) -> Yeses:
    return np.ones_like(rows.allowed)


def _best(rows: Rows) -> Yeses:
    kept = _highest(rows.scores, BEST)
    return kept | _highest(np.where(rows.served, rows.scores, 0), BEST_SERVING)


def _highest(scores: Ints, number: int) -> Yeses:
    """In each row the so many highest; of equal ones the first."""
    first = np.argsort(-scores, axis=1, kind="stable")[:, :number]
    kept = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(kept, first, True, axis=1)
    return kept


def _once(found: Ints, partners: Ints) -> Candidates:
    _pairs, first = np.unique(found[:, :2], axis=0, return_index=True)
    one, other, scores, serves_one, serves_other, alike = found[first].T
    return Candidates(one, other, scores, serves_one > 0, serves_other > 0, alike > 0, partners)
