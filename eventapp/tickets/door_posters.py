"""What a volunteer needs to open the door, on A4, from plain facts. It is Dutch, as volunteers' pages are."""

from dataclasses import asdict, dataclass

from .codes import qr_svg
from .paper import printable, set_pdf, set_png, typed
from .posters import shortened


@dataclass(frozen=True)
class DoorPoster:
    """A door link with its PIN, for one event and perhaps one entrance."""

    site_name: str
    title: str
    label: str
    when: str
    where: str
    link: str  # what the QR code opens
    pin: str
    phone: str


def draw_door_poster(poster: DoorPoster) -> bytes:
    """The poster as a PDF for the printer."""
    return set_pdf("door", facts_for_paper(poster))


def draw_door_poster_as_picture(poster: DoorPoster, *, pixels_per_inch: float = 72) -> bytes:
    """The poster as it will look."""
    return set_png("door", facts_for_paper(poster), pixels_per_inch=pixels_per_inch)


def facts_for_paper(poster: DoorPoster) -> dict[str, object]:
    """The facts as the template reads them, with the code drawn."""
    sentences = {name: printable(value) for name, value in asdict(poster).items()}
    code = str(qr_svg(poster.link, label="QR-code die de deur opent"))
    return sentences | {
        "language": "nl",
        "direction": "ltr",
        "title": typed(poster.title or poster.site_name)._asdict(),
        "where": shortened(str(sentences["where"]), longest=100),
        "label": typed(poster.label)._asdict(),
        "pin": f"{poster.pin[:3]} {poster.pin[3:]}",
        "code": code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
    }
