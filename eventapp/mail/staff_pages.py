"""The letters of the whole service, as plain values."""

from dataclasses import dataclass

from .. import formats
from ..i18n import Language, _, ngettext
from ..web import settings
from . import pages, queries
from .models import UNDELIVERED, Letter, State
from .pages import MailboxLine
from .rules import GROUPS, NOT_MAILED, PERHAPS_SENT, nobody_is_there, without_keys
from .sheets import Enclosures
from .writing import Words, write

WITH_A_SECRET = ("staff-invitation", "staff-reset")


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
    told: "Told"
    has_failed: bool


@dataclass(frozen=True)
class Told:
    """A letter in a log: what happened to it and when, and the mail server's own words."""

    id: int
    subject: str
    language: Language
    to: str
    badges: list[tuple[str, str]]
    steps: list[tuple[str, str]]
    answer: str
    in_words: str


def told_of(letter: Letter) -> Told:
    """What became of a letter."""
    moments = [
        (_("Written"), letter.written_at),
        (_("Given to the mail server"), letter.wire_at),
        (_("Taken"), letter.sent_at),
        (_("Came back"), letter.bounced_at),
        (_("Next try"), letter.due_at if letter.state == State.WRITTEN and letter.attempts else None),
    ]
    line = pages.line_of(letter)
    return Told(
        id=letter.id,
        subject=line.subject,
        language=line.language,
        to=letter.to_address,
        badges=line.badges,
        steps=[(name, formats.format_moment_short(at)) for name, at in moments if at],
        answer=letter.answer,
        in_words=answer_in_words(letter.answer) if letter.state in UNDELIVERED else "",
    )


def group_names() -> dict[str, str]:
    return {"": _("All"), "waiting": _("Waiting"), "sent": _("Sent"), "failed": _("Not arrived")}


def letters_page(group: str, address: str, number: int) -> LettersPage:
    wanted = queries.Wanted(address=address, states=GROUPS[group])
    letters, count = queries.letters_like(wanted, page=number)
    numbers = queries.count_by_state(queries.Wanted())
    names = group_names()
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
        failed=[letter.id for letter in letters if letter.state in UNDELIVERED],
    )


@dataclass(frozen=True)
class AddressesPage:
    """The addresses that are mailed no more, and when bounces were read last."""

    rows: list[tuple[str, str, str]]  # the address, since when, and why
    part: str
    number: int
    last: int
    read: str
    fault: str


def addresses_page(part: str, number: int) -> AddressesPage:
    rows, count = queries.dead_addresses(part, page=number)
    reading = queries.latest_reading() if settings().bounces_url else None
    return AddressesPage(
        rows=[(row.address, formats.format_day(row.since_at), row.because) for row in rows],
        part=part,
        number=number,
        last=max(-(-count // queries.PAGE), 1),
        read=formats.format_moment(reading.read_at) if reading and reading.read_at else "",
        fault=reading.fault if reading else "",
    )


def letter_page(letter: Letter) -> LetterPage:
    words = words_of(letter)
    return LetterPage(
        line=pages.line_of(letter),
        text=words.text if words else "",
        told=told_of(letter),
        has_failed=letter.state in UNDELIVERED,
    )


def words_of(letter: Letter) -> Words | None:
    """The letter as its reader sees it, without ticket or keys; of a letter with a secret link nothing."""
    if letter.kind in WITH_A_SECRET:
        return None
    values = {column.key: getattr(letter, column.key) for column in Letter.__table__.columns}
    return write(Letter(**values | {"facts": without_keys(letter.facts)}), Enclosures())


def answer_in_words(answer: str) -> str:
    """What a mail server said, as somebody who is no postmaster understands it."""
    if answer == NOT_MAILED or nobody_is_there(answer):
        return _("This address does not exist.")
    if "5.2.2" in answer or answer.startswith("552"):
        return _("The mailbox of this person is full.")
    if answer == PERHAPS_SENT:
        return _("Perhaps it has arrived: the service stopped just then.")
    if answer.startswith("4"):
        return _("The mail server did not take it for two days.")
    return _("The mail server of this person does not take it.")
