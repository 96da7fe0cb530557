"""What the demo's mailbox shows, as plain values."""

import base64
import hashlib
import re
from dataclasses import dataclass

from .. import formats, i18n
from ..i18n import Language, _
from . import queries
from .models import Letter, State
from .sheets import Enclosures
from .writing import subject_of, write

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class MailboxLine:
    """One letter in the list."""

    id: int
    subject: str
    language: Language  # of the reader
    date: formats.DateBlock
    facts: list[tuple[str, str]]
    badges: list[tuple[str, str]]


@dataclass(frozen=True)
class MailboxPage:
    """The letters, newest first."""

    lines: list[MailboxLine]
    number: int
    last: int


@dataclass(frozen=True)
class LetterPage:
    """One letter, opened."""

    line: MailboxLine
    text: str
    attachment: str  # its name, or nothing


def mailbox_page(number: int) -> MailboxPage:
    last = max(-(-queries.count_letters() // queries.PAGE), 1)
    number = min(max(number, 1), last)
    return MailboxPage(lines=[line_of(letter) for letter in queries.latest_letters(number)], number=number, last=last)


def letter_page(letter: Letter, enclosures: Enclosures) -> LetterPage:
    invitation = enclosures.invitation
    return LetterPage(
        line=line_of(letter),
        text=write(letter, enclosures).text,
        attachment=invitation.file_name if invitation else "",
    )


def line_of(letter: Letter) -> MailboxLine:
    """A letter as a list shows it."""
    language = i18n.LANGUAGES[letter.language]
    return MailboxLine(
        id=letter.id,
        subject=subject_of(letter),
        language=language,
        date=formats.date_block(letter.written_at),
        facts=[
            ("mail", letter.to_address),
            ("clock", formats.format_hour(letter.written_at)),
            ("globe", language.name),
        ],
        badges=[_badge(letter.state)],
    )


def _badge(state: str) -> tuple[str, str]:
    if state == State.SENT:
        return _("Sent"), "ok"
    if state == State.BOUNCED:
        return _("Came back"), "bad"
    if state == State.FAILED:
        return _("Could not be delivered"), "bad"
    return _("On its way"), "plain"


def policy_for(html: str) -> str:
    """Mail carries its style within itself: this very style is allowed, and nothing else."""
    return f"default-src 'none'; style-src {styles_in(html)}; img-src 'self'; base-uri 'none'; frame-ancestors 'self'"


def styles_in(html: str) -> str:
    """What a policy says to allow the style that a letter carries within itself."""
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in STYLE.findall(html)]
    return " ".join(f"'sha256-{digest}'" for digest in hashes)


def with_its_pictures(html: str, enclosures: Enclosures) -> str:
    """The letter for within a frame that is nobody's: its pictures come along, as it may fetch nothing."""
    for each in filter(None, [enclosures.picture, *(ticket.picture for ticket in enclosures.tickets)]):
        html = html.replace(f"cid:{each.cid}", f"data:image/png;base64,{base64.b64encode(each.png).decode()}")
    return html
