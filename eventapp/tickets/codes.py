"""The ticket's code: what it says, how it is drawn, and how a typed or scanned one is read."""

import hashlib
import io
import re
from functools import lru_cache
from urllib.parse import urlsplit

import qrcode
from markupsafe import Markup, escape
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

from ..tokens import SHORT_CODE_LETTERS

QUIET_ZONE = 4  # modules of white around a code, as the standard asks
TICKET = re.compile(r"(?:https?://[a-z0-9.:\[\]-]+(?:/[a-z]{2})?/T/)?([A-Z2-7]{26})", re.ASCII | re.IGNORECASE)
CODE_LENGTH = 6
SHORT_CODE = re.compile(rf"[{SHORT_CODE_LETTERS}]{{{CODE_LENGTH}}}", re.ASCII | re.IGNORECASE)
BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]")  # what people and their phones put between the halves of a code
LONGEST_ADDRESS = 300
LONGEST_CODE = 40


def ticket_address(base_url: str, token: str) -> str:
    """What the QR code says: all capitals, so that the code stays small. `base_url` has no path."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}/T/{token}".upper()


def ticket_reference(token: str) -> str:
    """What a door may keep of a ticket without being able to forge it: 8 bytes of SHA-256, in hexadecimal."""
    return hashlib.sha256(f"ref1|{token}".encode()).digest()[:8].hex()


def code_of_reference(reference: str) -> str:
    """The short code of a ticket that was given at a door: its first 30 bits, five a letter."""
    bits = int(reference, 16) >> (4 * len(reference) - 5 * CODE_LENGTH)
    return "".join(SHORT_CODE_LETTERS[bits >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))


def spell_code(code: str) -> str:
    """K7M4QX as K7M-4QX, for reading aloud."""
    return f"{code[:3]}-{code[3:]}"


def read_code(typed: str) -> str | None:
    """The short code that somebody typed, however they wrote it; None if it cannot be one."""
    code = BETWEEN.sub("", typed) if len(typed) <= LONGEST_CODE else ""
    return code.upper() if SHORT_CODE.fullmatch(code) else None


def read_token(scanned: str) -> str | None:
    """The token in what was scanned: a ticket's whole address or the token itself; None for anything else."""
    if len(scanned) > LONGEST_ADDRESS:
        return None
    ticket = TICKET.fullmatch(scanned.strip())
    return ticket[1].upper() if ticket else None


@lru_cache(maxsize=512)
def _modules(text: str) -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(QRData(text.encode()))  # all of it in the one mode that is shortest: alphanumeric for our addresses
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def qr_svg(text: str, *, label: str) -> Markup:
    """The code as one black path on white; `label` is what a screen reader says."""
    rows = _modules(text)
    size = len(rows)
    path = "".join(_strokes(row, y) for y, row in enumerate(rows))
    return Markup(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path stroke="#000" d="{}"/></svg>'
    ).format(escape(label), size, size, size, size, path)


def _strokes(row: tuple[bool, ...], y: int) -> str:
    """The dark runs of one row, each a horizontal stroke of one module high."""
    runs, x = "", 0
    while x < len(row):
        start = x
        while x < len(row) and row[x] == row[start]:
            x += 1
        if row[start]:
            runs += f"M{start} {y}.5h{x - start}"
    return runs


def qr_png(text: str, *, pixels: int = 440) -> bytes:
    """The code as a small black and white picture of about this width, for in a letter."""
    rows = _modules(text)
    scale = max(pixels // len(rows), 1)
    image = Image.new("1", (len(rows), len(rows)))
    image.putdata([0 if module else 255 for row in rows for module in row])
    out = io.BytesIO()
    image.resize((len(rows) * scale,) * 2, Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()
