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


# What stands before a last name and does not count for its order: 't Hooft stands under H, El Amrani under A.
_PARTICLES = frozenset(
    "van von de der den het 't 's te ten ter in op aan bij el al la le di da do dos du bin ben ibn".split()  # noqa: SIM905
)


def last_name_first(name: str) -> str:
    """`Zoë van den Berg` as `Berg, Zoë van den`, as a list at a door is ordered; one word stays one word."""
    words = name.split()
    first = next((n for n, word in enumerate(words) if n and fold(word) in _PARTICLES), None)
    if first is None:
        first = last = max(len(words) - 1, 0)
    else:
        last = next((n for n in range(first, len(words)) if fold(words[n]) not in _PARTICLES), first)
    if last == 0:
        return " ".join(words)
    return f"{' '.join(words[last:])}, {' '.join(words[:last])}"
