"""Films of tickets, as a camera would see them: a browser shows one instead of its camera."""

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from eventapp.tickets.codes import qr_png

WIDTH, HEIGHT, PER_SECOND = 640, 480, 15
HEAD = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode()
NO_COLOUR = bytes([128]) * (WIDTH * HEIGHT // 2)


def picture(text: str = "") -> Image.Image:
    """A code on a grey wall, or the wall alone."""
    wall = Image.new("L", (WIDTH, HEIGHT), 150)
    if text:
        code = Image.open(io.BytesIO(qr_png(text, pixels=300))).convert("L")
        wall.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    return wall


def write_film(path: Path, texts: Sequence[str], *, seconds: float = 1.5, between: float = 0.5) -> Path:
    """Each of these codes for so long, with the wall before each; it is shown over and over."""
    with path.open("wb") as film:
        film.write(HEAD)
        for text in texts:
            for shown, how_long in ((picture(), between), (picture(text), seconds)):
                film.write((b"FRAME\n" + shown.tobytes() + NO_COLOUR) * round(how_long * PER_SECOND))
    return path
