"""A letter in words, in the language of whoever gets it."""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template

from .. import i18n
from .models import Letter
from .rules import on_one_line
from .sheets import Enclosures, Sheet


@dataclass(frozen=True)
class Words:
    """A letter, written."""

    subject: str
    text: str
    html: str


def write(letter: Letter, enclosures: Enclosures) -> Words:
    """The letter in words, in its reader's language, whoever is looking."""
    with i18n.in_language(letter.language) as language:
        subject = subject_of(letter)
        more = {"sheet": Sheet(letter, enclosures), "subject": subject, "language": language}
        return Words(
            subject=subject, text=_tidy(_render(letter, "body.txt", **more)), html=_render(letter, "body.html", **more)
        )


def subject_of(letter: Letter) -> str:
    """What a mailbox shows of the letter before it is opened."""
    with i18n.in_language(letter.language):
        sheet = Sheet(letter, Enclosures())
        subject = on_one_line(str(sheet.own.subject) or _render(letter, "subject.txt", sheet=sheet))
        is_practice = letter.facts.get("event", {}).get("practice", False)
        return i18n._("Practice: %(subject)s", subject=subject) if is_practice else subject


def standard_opening(letter: Letter) -> str:
    """What letters like this begin with, as long as no organiser begins otherwise."""
    with i18n.in_language(letter.language):
        template = current_app.jinja_env.get_template(f"letters/{letter.kind}/body.txt")
        context = template.new_context({"sheet": Sheet(letter, Enclosures())})
        return _tidy("".join(template.blocks["opening"](context))).strip()


def _render(letter: Letter, part: str, **more: Any) -> str:
    return render_template(f"letters/{letter.kind}/{part}", **more)


def _tidy(text: str) -> str:
    """At most one empty line in a row, and no spaces at the end of a line."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
