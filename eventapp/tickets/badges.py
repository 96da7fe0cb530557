"""Name badges for who comes, on sheets of A4: cards to cut out, or labels."""

from dataclasses import dataclass
from typing import NamedTuple

from ..i18n import LANGUAGES
from .paper import printable, set_pdf, set_png, typed
from .posters import shortened

LETTERS_PER_MM = 0.55  # of a title that fits on one line


class Sheet(NamedTuple):
    """How badges lie on A4; everything in millimetres. What lies around the labels is the same on both sides."""

    width: float
    height: float
    columns: int
    rows: int
    gap: float = 0  # between the columns
    to_cut: bool = False  # cards with a line around them; labels are cut already

    @property
    def left(self) -> float:
        return (210 - self.columns * self.width - (self.columns - 1) * self.gap) / 2

    @property
    def top(self) -> float:
        return (297 - self.rows * self.height) / 2


SHEETS = {
    "cards": Sheet(90, 54, 2, 5, to_cut=True),
    "L7165": Sheet(99.1, 67.7, 2, 4, gap=2.5),
    "L7163": Sheet(99.1, 38.1, 2, 7, gap=2.5),
    "L7160": Sheet(63.5, 38.1, 3, 7, gap=2.5),
}


@dataclass(frozen=True)
class BadgeSheet:
    """Whose badges, of which event, and on which paper."""

    names: list[str]
    title: str
    site_name: str
    language: str
    paper: str = "cards"  # one of SHEETS


def draw_badges(sheet: BadgeSheet) -> bytes:
    """The sheets as a PDF for the printer."""
    return set_pdf("badges", facts_for_paper(sheet))


def draw_badges_as_picture(sheet: BadgeSheet, *, pixels_per_inch: float = 72) -> bytes:
    """The first sheet as it will look; for one sheet only."""
    return set_png("badges", facts_for_paper(sheet), pixels_per_inch=pixels_per_inch)


def facts_for_paper(sheet: BadgeSheet) -> dict[str, object]:
    """The facts as the template reads them."""
    paper = SHEETS[sheet.paper]
    return {
        "site_name": printable(sheet.site_name),
        "language": sheet.language,
        "direction": LANGUAGES[sheet.language].direction,
        "title": typed(
            shortened(printable(sheet.title) or sheet.site_name, longest=int(paper.width * LETTERS_PER_MM))
        )._asdict(),
        "sheet": paper._asdict() | {"left": paper.left, "top": paper.top},
        "names": [typed(name)._asdict() for name in sheet.names],
    }
