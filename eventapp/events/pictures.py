"""Pictures from outside, made harmless: drawn anew from their dots, so that nothing else of the file is kept."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

from ..errors import Refusal
from ..i18n import _l

MOST_BYTES = 10 * 1024 * 1024
MOST_DOTS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")  # by what is in the file, whatever its name says
WIDTHS = SMALL, LARGE = 480, 960
TALLEST = 2 * max(WIDTHS)
QUALITY = 70


class PictureTooLarge(Refusal):
    """More bytes or more dots than we want to read."""

    message = _l("This picture is too large. Choose a picture of at most 10 MB and 40 megapixels.")
    reason = "picture-too-large"


class NotAPicture(Refusal):
    """No JPEG, PNG or WebP, or a broken one."""

    message = _l("We cannot open this file as a picture. Choose a JPEG, PNG or WebP picture.")
    reason = "not-a-picture"


@dataclass(frozen=True)
class Cleaned:
    """A picture to publish: WebP by width in dots, and the size of the largest."""

    by_width: dict[int, bytes]
    width: int
    height: int

    @property
    def mark(self) -> str:
        """Another one for every other picture."""
        return hashlib.sha256(self.by_width[LARGE]).hexdigest()[:20]


def clean_picture(stream: IO[bytes]) -> Cleaned:
    """The first frame of a picture, upright, on white, without metadata, in every width and never enlarged."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PictureTooLarge
    picture = _opened(data)
    if picture.width * picture.height > MOST_DOTS:
        raise PictureTooLarge
    upright = _upright(picture)
    sizes = {width: _fitting(upright, width) for width in WIDTHS}
    largest = sizes[max(WIDTHS)]
    by_width = {width: _as_webp(sized) for width, sized in sizes.items()}
    return Cleaned(by_width=by_width, width=largest.width, height=largest.height)


def _opened(data: bytes) -> Image.Image:
    """The picture with its size known and its dots not yet read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we count the dots ourselves
            return Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise PictureTooLarge from None
    except Exception:
        # whatever a file from outside makes the reader stumble over, it is no picture for us
        raise NotAPicture from None


def _upright(picture: Image.Image) -> Image.Image:
    """Drawn small first: what follows then costs little, however many dots the file has."""
    try:
        if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
            picture = picture.convert("RGBA")
        picture.thumbnail((TALLEST, TALLEST), reducing_gap=2)
        turned = ImageOps.exif_transpose(picture).convert("RGBA")
    except Exception:
        # see above: cut off, or broken within
        raise NotAPicture from None
    paper = Image.new("RGB", turned.size, "white")
    paper.paste(turned, mask=turned.getchannel("A"))
    return paper


def _fitting(picture: Image.Image, width: int) -> Image.Image:
    """At most this wide and twice as high."""
    fitting = picture.copy()
    fitting.thumbnail((width, width * 2), reducing_gap=2)
    return fitting


def _as_webp(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
