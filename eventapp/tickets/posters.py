"""A poster to hang up, on A4 or A5, from plain facts."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from .codes import qr_svg
from .paper import printable, set_pdf, set_png, typed

LONGEST_LEAD = 170


class Paper(StrEnum):
    A4 = "a4"
    A5 = "a5"


@dataclass(frozen=True)
class Poster:
    """What a poster says, every sentence in its own language."""

    language: str
    direction: str
    site_name: str
    title: str
    lead: str
    weekday: str
    day: str
    month: str
    hours: str
    day_and_hours: str
    place: tuple[str, ...]
    cost: str
    sign_up: str
    languages: str
    organised_by: str
    questions: str
    address: str  # what the QR code opens
    code_label: str  # what a screen reader says of the code
    caption: str  # what stands under the code

    @property
    def short_address(self) -> str:
        """What somebody without a camera types."""
        parts = urlsplit(self.address)
        return f"{parts.netloc}{parts.path}".lower()


def draw_poster(poster: Poster, *, paper: Paper) -> bytes:
    """The poster as a PDF for the printer."""
    return set_pdf("poster", facts_for_paper(poster), paper=paper.value)


def draw_poster_as_picture(poster: Poster, *, paper: Paper, pixels_per_inch: float = 110) -> bytes:
    """The poster as it will look."""
    return set_png("poster", facts_for_paper(poster), paper=paper.value, pixels_per_inch=pixels_per_inch)


def facts_for_paper(poster: Poster) -> dict[str, object]:
    """The facts as the templates read them, with the code drawn."""
    sentences = {name: printable(value) if isinstance(value, str) else value for name, value in asdict(poster).items()}
    code = str(qr_svg(poster.address.upper(), label=poster.code_label))
    return sentences | {
        "title": typed(printable(poster.title) or poster.site_name)._asdict(),
        "lead": typed(shortened(poster.lead))._asdict(),
        "place": [typed(line)._asdict() for line in poster.place],
        "place_in_a_line": typed(", ".join(poster.place))._asdict(),
        "code": code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
        "short_address": poster.short_address,
    }


def shortened(text: str, *, longest: int = LONGEST_LEAD) -> str:
    """As many whole words as fit, and a sign that there is more."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" .,;:") + " …"
