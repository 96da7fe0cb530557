"""The poster at the entrance with which visitors check themselves in, on A4, in four languages at once."""

from dataclasses import asdict, dataclass

from .codes import qr_svg
from .paper import printable, set_pdf, set_png, typed


@dataclass(frozen=True)
class SelfPoster:
    """For one event; its link opens nothing on another day."""

    site_name: str
    title: str
    when: str
    link: str


def draw_self_poster(poster: SelfPoster) -> bytes:
    """The poster as a PDF for the printer."""
    return set_pdf("self", facts_for_paper(poster))


def draw_self_poster_as_picture(poster: SelfPoster, *, pixels_per_inch: float = 72) -> bytes:
    """The poster as it will look."""
    return set_png("self", facts_for_paper(poster), pixels_per_inch=pixels_per_inch)


def facts_for_paper(poster: SelfPoster) -> dict[str, object]:
    """The facts as the template reads them, with the code drawn."""
    code = str(qr_svg(poster.link, label="QR-code"))
    return {name: printable(value) for name, value in asdict(poster).items()} | {
        "language": "nl",
        "direction": "ltr",
        "title": typed(poster.title)._asdict(),
        "code": code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
    }
