"""An organiser's own words in a letter, with placeholders for what is true for whoever gets it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..i18n import Said

PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
PARTS = ("subject", "opening", "closing")


class Piece(NamedTuple):
    """A stretch of text: words as they were written, or what stands there in the place of a placeholder."""

    text: str
    stands_for: str = ""  # the placeholder
    language: str = ""  # of a value, where we know it


@dataclass(frozen=True)
class Passage:
    """Some lines that an organiser wrote, as their reader gets them."""

    written: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.written)

    def __str__(self) -> str:
        return "".join(piece.text for piece in pieces_of(self.written, self.values))

    @property
    def paragraphs(self) -> list[list[Piece]]:
        """A paragraph a line, for HTML: each piece is escaped on its own there."""
        return [list(pieces_of(line, self.values)) for line in self.written.splitlines() if line.strip()]

    def tells(self, name: str) -> bool:
        """Whether it says this itself."""
        return name in PLACEHOLDER.findall(self.written)


@dataclass(frozen=True)
class OwnWords:
    """What an organiser wrote for letters of one kind; empty where the standard text stands."""

    kept: Mapping[str, str]
    values: Mapping[str, str]

    @property
    def subject(self) -> Passage:
        return self._passage("subject")

    @property
    def opening(self) -> Passage:
        return self._passage("opening")

    @property
    def closing(self) -> Passage:
        return self._passage("closing")

    def _passage(self, name: str) -> Passage:
        return Passage(self.kept.get(name, ""), self.values)


def pieces_of(text: str, values: Mapping[str, str]) -> Iterator[Piece]:
    """The text with each placeholder replaced by its value, once: nobody looks for placeholders within a value."""
    for number, part in enumerate(PLACEHOLDER.split(text)):
        if number % 2 == 0:
            piece = Piece(part)
        elif part in values:
            value = values[part]
            piece = Piece(str(value), stands_for=part, language=value.language if isinstance(value, Said) else "")
        else:  # of a letter that was written when there was such a placeholder
            piece = Piece(f"{{{part}}}")
        if piece.text:
            yield piece
