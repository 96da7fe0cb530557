"""The letters of the whole service, as plain values."""

from dataclasses import dataclass

from ..i18n import _, ngettext
from . import pages, queries
from .models import Letter, State
from .pages import MailboxLine
from .rules import PERHAPS_SENT, without_keys
from .sheets import Enclosures
from .writing import Words, write

WITH_A_SECRET = ("staff-invitation", "staff-reset")
GROUPS = {
    "": (),
    "waiting": (State.WRITTEN, State.CLAIMED, State.AT_THE_WIRE),
    "sent": (State.SENT,),
    "failed": (State.FAILED,),
}


@dataclass(frozen=True)
class Group:
    code: str
    name: str
    number: int


@dataclass(frozen=True)
class LettersPage:
    """Letters like those that were looked for, newest first."""

    lines: list[MailboxLine]
    groups: list[Group]
    group: str
    address: str
    number: int
    last: int
    failed: list[int]  # on this page, to be tried again at once

    @property
    def again(self) -> str:
        return ngettext("Send %(num)s letter again", "Send %(num)s letters again", len(self.failed))


@dataclass(frozen=True)
class LetterPage:
    """One letter, and what became of it; its words only where they hold no secret."""

    line: MailboxLine
    text: str
    answer: str
    has_failed: bool


def letters_page(group: str, address: str, number: int) -> LettersPage:
    wanted = queries.Wanted(address=address, states=GROUPS[group])
    letters, count = queries.letters_like(wanted, page=number)
    numbers = queries.count_by_state()
    names = {"": _("All"), "waiting": _("Waiting"), "sent": _("Sent"), "failed": _("Not arrived")}
    return LettersPage(
        lines=[pages.line_of(letter) for letter in letters],
        groups=[
            Group(code, names[code], sum(numbers.get(state, 0) for state in states or numbers))
            for code, states in GROUPS.items()
        ],
        group=group,
        address=address,
        number=number,
        last=max(-(-count // queries.PAGE), 1),
        failed=[letter.id for letter in letters if letter.state == State.FAILED],
    )


def letter_page(letter: Letter) -> LetterPage:
    words = words_of(letter)
    return LetterPage(
        line=pages.line_of(letter),
        text=words.text if words else "",
        answer=letter.answer,
        has_failed=letter.state == State.FAILED,
    )


def words_of(letter: Letter) -> Words | None:
    """The letter as its reader sees it, without ticket or keys; of a letter with a secret link nothing."""
    if letter.kind in WITH_A_SECRET:
        return None
    values = {column.key: getattr(letter, column.key) for column in Letter.__table__.columns}
    return write(Letter(**values | {"facts": without_keys(letter.facts)}), Enclosures())


def answer_in_words(answer: str) -> str:
    """What a mail server said, as somebody who is no postmaster understands it."""
    if "5.1.1" in answer or "5.1.2" in answer or "5.4.4" in answer:
        return _("This address does not exist.")
    if "5.2.2" in answer or answer.startswith("552"):
        return _("The mailbox of this person is full.")
    if answer == PERHAPS_SENT:
        return _("Perhaps it has arrived: the service stopped just then.")
    if answer.startswith("4"):
        return _("The mail server did not take it for two days.")
    return _("The mail server of this person does not take it.")
