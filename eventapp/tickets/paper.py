"""Sets a page with typst, from a template in templates/print and plain facts that are never source."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import typst

from config import ROOT

TEMPLATES = ROOT / "templates" / "print"
ARABIC_FONTS = {"Noto Sans Arabic", "DejaVu Sans"}
LONGEST_WORD = 20  # a longer one may be broken there: it would leave the paper
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S{{5}})")
SPACES = re.compile(r"[^\S\u00a0]+")  # a no-break space keeps the digits of a telephone number in order
LAST_LATIN_SIGN = "\u2000"  # © and ® stay
JOINERS = "\u200c\u200e\u200f"  # Persian and Arabic cannot do without


class Typed(NamedTuple):
    """What people typed, with the language and direction that it seems to have."""

    text: str
    language: str
    direction: str


def typed(text: str) -> Typed:
    """This text as paper can show it."""
    text = printable(text)
    letters = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in letters if kind in ("L", "R", "AL")), "L")
    return Typed(text, "nl", "ltr") if first == "L" else Typed(text, "ar", "rtl")


def printable(text: str) -> str:
    """Without emoji and control signs, for which paper has no letters; a very long word may be broken."""
    text = "".join(letter for letter in text if not _is_picture(letter))
    return LONG_WORD.sub("\\g<0>\u200b", SPACES.sub(" ", text).strip())


def _is_picture(letter: str) -> bool:
    kind = unicodedata.category(letter)
    if letter.isspace() or letter in JOINERS:
        return False
    return kind[0] == "C" or unicodedata.name(letter, "").startswith("VARIATION") or _is_emoji(letter, kind)


def _is_emoji(letter: str, kind: str) -> bool:
    return letter > LAST_LATIN_SIGN and (kind in ("So", "Sk") or "COMBINING ENCLOSING" in unicodedata.name(letter, ""))


def shows_arabic() -> bool:
    """Whether this machine has letters that make Arabic legible."""
    return not ARABIC_FONTS.isdisjoint(_fonts().families())


def set_pdf(template: str, facts: Mapping[str, Any], **inputs: str) -> bytes:
    """A tagged PDF that a screen reader can read: PDF/UA-1, unless this machine lacks a letter that was typed."""
    try:
        return _set(template, facts, inputs, format="pdf", pdf_standards="ua-1")
    except typst.TypstError:
        return _set(template, facts, inputs, format="pdf")


def set_png(template: str, facts: Mapping[str, Any], *, pixels_per_inch: float, **inputs: str) -> bytes:
    """The same as a picture."""
    return _set(template, facts, inputs, format="png", ppi=pixels_per_inch)


def _set(template: str, facts: Mapping[str, Any], inputs: Mapping[str, str], **how: Any) -> bytes:
    values = {"facts": json.dumps(facts), **inputs}
    return typst.compile(TEMPLATES / f"{template}.typ", root=ROOT, font_paths=_fonts(), sys_inputs=values, **how)


@cache
def _fonts() -> typst.Fonts:
    """The machine's fonts, looked up once; typst brings Latin letters of its own."""
    return typst.Fonts()
