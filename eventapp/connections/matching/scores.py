"""Who fits whom.

    s(i,j) = .45 max(f_ij, f_ji) + .10 min(f_ij, f_ji) + .20 cosine of themes + .10 near
           + .15 min(1.5 cosine of texts, 1) + .25 for each "wants to speak"

f_ij is the share of what i seeks that j offers. No harmonic mean of both directions, as is usual where people choose
each other: an organisation with a place needs nothing of who seeks one, and would score nothing. That both want it is
what the two yeses are for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from .people import WHOLE_CITY, Person, Question
from .reasons import needs_met

UNIT = 1_000_000  # scores are whole numbers of a millionth: sums are exact
ONE_WAY, BOTH_WAYS, THEMES, NEAR, TEXT, WISH = 0.45, 0.10, 0.20, 0.10, 0.15, 0.25
TEXT_COUNTS = 1.5  # two short sentences about the same are seldom more alike than two thirds
ALIKE = 0.25
NEXT_DOOR = 0.5  # or the whole city
VERSION = "1"  # of these weights
ROWS_AT_ONCE = 250  # so that memory grows with the people and not with their square

Floats = NDArray[np.float64]
Yeses = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """How some people, one a row, fit everybody, one a column."""

    first: int  # the place of the first of them among all
    scores: NDArray[np.int64]  # in millionths; 0 where two may not meet
    served: Yeses  # the column offers something that the row seeks
    serves: Yeses  # the row offers something that the column seeks
    alike: Yeses  # in what they want to do
    allowed: Yeses  # to be put together at all, whether they fit or not


class Scores:
    """Everybody's fit with everybody, a few rows at a time."""

    def __init__(self, question: Question) -> None:
        people = question.people
        self._number = len(people)
        given = [needs_met(person, question) for person in people]
        self._seeks, self._gives = _ones([person.seeks for person in people], given)
        self._sought = np.array([max(len(person.seeks), 1) for person in people], dtype=float)
        (self._themes,) = _ones([person.themes for person in people])
        self._has_themes = np.array([bool(person.themes) for person in people])
        self._theme_lengths = np.sqrt([max(len(person.themes), 1) for person in people])
        self._texts = _texts([person.sentence for person in people])
        self._homes = np.array([person.neighbourhood for person in people])
        self._next_to = _next_to(question)
        self._wishes = _wishes(people)
        self._houses = np.array([person.organisation.casefold() for person in people])
        self._apart = _apart(question)

    def rows(self) -> Iterator[Rows]:
        """Everybody, some at a time."""
        for first in range(0, self._number, ROWS_AT_ONCE):
            yield self._some(slice(first, min(first + ROWS_AT_ONCE, self._number)))

    def _some(self, some: slice) -> Rows:
        theirs = (self._seeks[some] @ self._gives.T).toarray() / self._sought[some, None]
        ours = (self._gives[some] @ self._seeks.T).toarray() / self._sought[None, :]
        themes = (self._themes[some] @ self._themes.T).toarray()
        themes /= np.outer(self._theme_lengths[some], self._theme_lengths)
        texts = (self._texts[some] @ self._texts.T).toarray()
        near = self._near(some)
        wishes = (self._wishes[some] + self._wishes.T[some]).toarray()
        score = (
            ONE_WAY * np.maximum(theirs, ours)
            + BOTH_WAYS * np.minimum(theirs, ours)
            + THEMES * themes
            + NEAR * near
            + TEXT * np.minimum(TEXT_COUNTS * texts, 1)
            + WISH * wishes
        )
        served, serves, alike = theirs > 0, ours > 0, texts >= ALIKE
        without_theme = ~(self._has_themes[some, None] & self._has_themes[None, :])
        fitting = (served | serves) & ((themes > 0) | alike | (without_theme & (near > 0)))
        allowed = self._allowed(some)
        may_meet = allowed & (fitting | (wishes > 0))
        whole = np.where(may_meet, np.rint(score * UNIT), 0).astype(np.int64)
        return Rows(some.start, whole, served, serves, alike, allowed)

    def _near(self, some: slice) -> Floats:
        here, there = self._homes[some, None], self._homes[None, :]
        beside = self._next_to[np.ix_(self._homes[some], self._homes)]
        near = np.where(here == there, 1.0, np.where(beside, NEXT_DOOR, 0.0))
        return np.where((here == WHOLE_CITY) | (there == WHOLE_CITY), NEXT_DOOR, near)

    def _allowed(self, some: slice) -> Yeses:
        """Not with oneself, not within an organisation, and not who is together already or never to be."""
        houses = self._houses
        allowed = (houses[some, None] != houses[None, :]) | (houses[some, None] == "")
        allowed &= ~self._apart[some].toarray()
        allowed[np.arange(some.stop - some.start), np.arange(some.start, some.stop)] = False
        return allowed


def _ones(*lists: Sequence[Iterable[str]]) -> list[sparse.csr_array]:
    """For each list a row for each person, with a one in the column of each code; the columns mean the same."""
    codes = sorted({code for each in lists for some in each for code in some})
    column = {code: n for n, code in enumerate(codes)}
    return [
        _marked([(row, column[code]) for row, some in enumerate(each) for code in some], (len(each), len(codes)), float)
        for each in lists
    ]


def _marked(places: Sequence[tuple[int, int]], shape: tuple[int, int], kind: type) -> sparse.csr_array:
    rows, columns = np.array(places, dtype=int).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(rows), dtype=kind), (rows, columns)), shape=(shape[0], max(shape[1], 1)))


def _texts(sentences: Sequence[str]) -> sparse.csr_array:
    """By groups of four letters within words: these survive typing errors and long Dutch words."""
    if not any(letter.isalnum() for sentence in sentences for letter in sentence):
        return sparse.csr_array((len(sentences), 1))
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4)).fit_transform(sentences)
    return sparse.csr_array(vectors)


def _next_to(question: Question) -> Yeses:
    """[a, b]: neighbourhood b lies next to a."""
    most = max([person.neighbourhood for person in question.people], default=0)
    table = np.zeros((most + 1, most + 1), dtype=bool)
    for one, other in question.neighbouring:
        if max(one, other) <= most:
            table[one, other] = table[other, one] = True
    return table


def _wishes(people: Sequence[Person]) -> sparse.csr_array:
    place = {person.id: n for n, person in enumerate(people)}
    wishes = {
        (n, place[wished])
        for n, person in enumerate(people)
        for wished in person.wishes
        if wished in place and wished != person.id
    }
    return _marked(sorted(wishes), (len(people), len(people)), float)


def _apart(question: Question) -> sparse.csr_array:
    place = {person.id: n for n, person in enumerate(question.people)}
    pairs = [
        (place[one], place[other]) for one, other in (*question.never, *question.fixed) if {one, other} <= place.keys()
    ]
    both_ways = sorted({*pairs, *((other, one) for one, other in pairs)})
    return _marked(both_ways, (len(place), len(place)), bool)
