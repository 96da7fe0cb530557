"""Comparing names as somebody at a door would: without accents, capitals and apostrophes."""

import unicodedata

FEWEST_LETTERS = 2
LONGEST = 100

# Letters that are not a plain letter with a mark on it; the Turkish dotless i among them.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_AS_SPACE = ("P", "Z", "C", "S")  # punctuation, spaces, control characters, signs


def searchable(text: str) -> str:
    """`Öztürk-'t Hooft` as `ozturk t hooft`."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    kept = (c for c in plain if not unicodedata.combining(c))
    return " ".join("".join(" " if unicodedata.category(c)[0] in _AS_SPACE else c for c in kept).split())


def words_of(text: str) -> list[str]:
    """What to look for: each of these words must be a part of the name."""
    return searchable(text).split()


def holds(name: str, words: list[str]) -> bool:
    there = searchable(name)
    return all(word in there for word in words)


def enough_letters(text: str) -> bool:
    return len(searchable(text).replace(" ", "")) >= FEWEST_LETTERS
