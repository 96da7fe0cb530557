"""Comparing names as somebody at a door would: without accents, capitals and apostrophes."""

import unicodedata

from ..folding import fold

FEWEST_LETTERS = 2
LONGEST = 100

_AS_SPACE = ("P", "Z", "C", "S")  # punctuation, spaces, control characters, signs


def searchable(text: str) -> str:
    """`Öztürk-'t Hooft` as `ozturk t hooft`."""
    return " ".join("".join(" " if unicodedata.category(c)[0] in _AS_SPACE else c for c in fold(text)).split())


def words_of(text: str) -> list[str]:
    """What to look for: each of these words must be a part of the name."""
    return searchable(text).split()


def holds(name: str, words: list[str]) -> bool:
    there = searchable(name)
    return all(word in there for word in words)


def enough_letters(text: str) -> bool:
    return len(searchable(text).replace(" ", "")) >= FEWEST_LETTERS
