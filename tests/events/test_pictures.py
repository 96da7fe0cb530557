import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from eventapp.events.pictures import MOST_BYTES, NotAPicture, PictureTooLarge, clean_picture
from eventapp.i18n import in_language

RED, WHITE = (255, 0, 0), (255, 255, 255)
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def a_file(picture: Image.Image, form: str = "PNG", **more) -> BytesIO:
    out = BytesIO()
    picture.save(out, form, **more)
    return BytesIO(out.getvalue())


def plain(width: int = 1200, height: int = 800, mode: str = "RGB", colour="red") -> Image.Image:
    return Image.new(mode, (width, height), colour)


def shown(cleaned, width: int) -> Image.Image:
    return Image.open(BytesIO(cleaned.by_width[width]))


def is_near(colour, wanted) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(colour, wanted, strict=True))


def png_that_says(width: int, height: int) -> BytesIO:
    """A PNG of a few bytes that says to be this large."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0" * 100))]
    chunks = [
        struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in [*parts, (b"IEND", b"")]
    ]
    return BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


class Endless:
    """A file of forty megabytes that counts what was read of it."""

    def __init__(self) -> None:
        self.left, self.read_of_it = 40_000_000, 0

    def read(self, size: int = -1) -> bytes:
        given = self.left if size < 0 else min(size, self.left)
        self.left -= given
        self.read_of_it += given
        return b"\xff" * given


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_in_two_widths(form):
    cleaned = clean_picture(a_file(plain(), form))

    assert (cleaned.width, cleaned.height) == (960, 640)
    assert {width: (shown(cleaned, width).size, shown(cleaned, width).format) for width in cleaned.by_width} == {
        480: ((480, 320), "WEBP"),
        960: ((960, 640), "WEBP"),
    }
    assert is_near(shown(cleaned, 960).getpixel((400, 300)), RED)


def test_a_small_picture_is_not_enlarged():
    cleaned = clean_picture(a_file(plain(300, 200)))

    assert (cleaned.width, cleaned.height) == (300, 200)
    assert [shown(cleaned, width).size for width in (480, 960)] == [(300, 200), (300, 200)]


def test_where_a_photo_was_taken_is_gone():
    exif = Image.Exif()
    exif[MAKER] = "Camera of Fatima"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 5.0, 30.0), 3: "E", 4: (5.0, 7.0, 0.0)})
    photo = a_file(plain(), "JPEG", exif=exif, comment=b"Fatima at home", icc_profile=b"profile of Fatima")
    assert Image.open(BytesIO(photo.getvalue())).getexif().get_ifd(GPS)[1] == "N"

    cleaned = clean_picture(photo)

    for width in (480, 960):
        assert (dict(shown(cleaned, width).getexif()), "icc_profile" in shown(cleaned, width).info) == ({}, False)
        assert b"Fatima" not in cleaned.by_width[width]


def test_a_photo_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    photo = plain(1200, 800)
    photo.paste("white", (0, 0, 600, 800))  # left of the file, above for who looks

    cleaned = clean_picture(a_file(photo, "JPEG", exif=exif))

    assert (cleaned.width, cleaned.height) == (800, 1200)
    assert is_near(shown(cleaned, 960).getpixel((400, 100)), WHITE)
    assert is_near(shown(cleaned, 960).getpixel((400, 1100)), RED)


@pytest.mark.parametrize("mode, colour", [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0))])
def test_what_is_transparent_becomes_white(mode, colour):
    cleaned = clean_picture(a_file(plain(100, 100, mode, colour)))

    assert is_near(shown(cleaned, 480).getpixel((50, 50)), WHITE)
    assert shown(cleaned, 480).mode == "RGB"


def test_of_a_moving_picture_the_first_frame_stays():
    film = a_file(
        plain(100, 100), "WEBP", save_all=True, append_images=[plain(100, 100, colour="white")], lossless=True
    )

    cleaned = clean_picture(film)

    assert getattr(shown(cleaned, 480), "n_frames", 1) == 1
    assert is_near(shown(cleaned, 480).getpixel((50, 50)), RED)


def test_a_program_behind_a_picture_is_not_kept():
    program = b"<?php system('ls'); ?><script>alert(1)</script>"
    for form in ("JPEG", "PNG", "WEBP"):
        cleaned = clean_picture(BytesIO(a_file(plain(), form).getvalue() + program))

        assert [data for data in cleaned.by_width.values() if b"script" in data or b"php" in data] == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"#!/bin/sh\nrm -rf /\n",
        b"MZ\x90\x00" + b"\0" * 500,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xff\xd8\xff\xe0 this is not a photo",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(NotAPicture):
        clean_picture(BytesIO(data))


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_kinds_of_pictures_are_refused(form):
    with pytest.raises(NotAPicture):
        clean_picture(a_file(plain(64, 64), form))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(form):
    noise = Image.effect_noise((400, 300), 80).convert("RGB")
    data = a_file(noise, form).getvalue()

    with pytest.raises(NotAPicture):
        clean_picture(BytesIO(data[: len(data) // 2]))


def test_forty_megabytes_are_refused_without_reading_them():
    file = Endless()

    with pytest.raises(PictureTooLarge):
        clean_picture(file)

    assert file.read_of_it == MOST_BYTES + 1


@pytest.mark.parametrize("width, height", [(8000, 5001), (20_000, 20_000), (60_000, 60_000)])
def test_a_small_file_with_very_many_dots_is_refused(width, height):
    with pytest.raises(PictureTooLarge):
        clean_picture(png_that_says(width, height))


def test_a_picture_of_one_dot_high_stays_one():
    cleaned = clean_picture(a_file(plain(3000, 1)))

    assert (cleaned.width, cleaned.height) == (960, 1)


def test_a_very_high_picture_becomes_narrow():
    cleaned = clean_picture(a_file(plain(400, 40_000)))

    assert (cleaned.width, cleaned.height) == (19, 1920)


@pytest.mark.parametrize("mode, colour", [("P", 0), ("1", 1), ("L", 255), ("I;16", 65535)])
def test_every_kind_of_png_is_drawn(mode, colour):
    assert shown(clean_picture(a_file(Image.new(mode, (50, 50), colour))), 480).size == (50, 50)


def test_a_photo_for_the_printer_is_drawn():
    assert shown(clean_picture(a_file(plain(50, 50, "CMYK"), "JPEG")), 480).mode == "RGB"


def test_who_is_refused_reads_what_to_do():
    with in_language("en"):
        assert str(NotAPicture()) == ("We cannot open this file as a picture. Choose a JPEG, PNG or WebP picture.")
        assert str(PictureTooLarge()) == (
            "This picture is too large. Choose a picture of at most 10 MB and 40 megapixels."
        )
