"""A letter before it has a place in the outbox."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Draft:
    """What somebody is to be told; the same key is the same letter."""

    key: str
    kind: str
    about: str
    language: str
    to_address: str
    facts: dict[str, Any]
    within: str = ""  # what an organiser may let wait, such as event/3
