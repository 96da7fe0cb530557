"""Addresses in plain letters, made from titles and names."""

import re
from datetime import date

from ..folding import fold

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_TITLE = 80  # letters of a title that an address keeps


def slug_of(title: str, day: date | None = None) -> str:
    """fit-en-gezond-dag-2027-06-05; a title without Latin letters is an "activiteit"."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title.replace("&", " en ").casefold())).strip("-")
    words = words[:LONGEST_TITLE].strip("-") or "activiteit"
    return f"{words}-{day.isoformat()}" if day else words


def numbered(slug: str, number: int) -> str:
    """The first has the slug as it is, the second ends in -2."""
    return slug if number == 1 else f"{slug}-{number}"
