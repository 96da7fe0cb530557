"""Cards for the tables with which people say whom they would like to meet: four on a sheet of A4, to be cut."""

from dataclasses import asdict, dataclass

from .codes import qr_svg
from .paper import printable, set_pdf, set_png, typed


@dataclass(frozen=True)
class MeetCard:
    """For one event, in four languages at once."""

    site_name: str
    title: str
    link: str


def draw_meet_cards(card: MeetCard) -> bytes:
    """The sheet as a PDF for the printer."""
    return set_pdf("meet_cards", facts_for_paper(card))


def draw_meet_cards_as_picture(card: MeetCard, *, pixels_per_inch: float = 72) -> bytes:
    """The sheet as it will look."""
    return set_png("meet_cards", facts_for_paper(card), pixels_per_inch=pixels_per_inch)


def facts_for_paper(card: MeetCard) -> dict[str, object]:
    """The facts as the template reads them, with the code drawn."""
    code = str(qr_svg(card.link, label="QR-code"))
    return {name: printable(value) for name, value in asdict(card).items()} | {
        "language": "nl",
        "direction": "ltr",
        "title": typed(card.title)._asdict(),
        "code": code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
    }
