"""Name badges for who comes, ten on a sheet of A4."""

from dataclasses import dataclass

from ..i18n import LANGUAGES
from .paper import printable, set_pdf, set_png, typed
from .posters import shortened

LONGEST_TITLE = 50  # fits on one line


@dataclass(frozen=True)
class BadgeSheet:
    """Whose badges, and of which event."""

    names: list[str]
    title: str
    site_name: str
    language: str


def draw_badges(sheet: BadgeSheet) -> bytes:
    """The sheets as a PDF for the printer."""
    return set_pdf("badges", facts_for_paper(sheet))


def draw_badges_as_picture(sheet: BadgeSheet, *, pixels_per_inch: float = 72) -> bytes:
    """The first sheet as it will look; for one sheet only."""
    return set_png("badges", facts_for_paper(sheet), pixels_per_inch=pixels_per_inch)


def facts_for_paper(sheet: BadgeSheet) -> dict[str, object]:
    return {
        "site_name": printable(sheet.site_name),
        "language": sheet.language,
        "direction": LANGUAGES[sheet.language].direction,
        "title": typed(shortened(printable(sheet.title) or sheet.site_name, longest=LONGEST_TITLE))._asdict(),
        "names": [typed(name)._asdict() for name in sheet.names],
    }
