"""The list of who comes as a file to take along."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, Any, NamedTuple

from .. import formats
from ..events.questions.models import Question
from ..i18n import _
from ..sheets import BEGIN, csv_rows, harmless, xlsx_file
from .answers import answer_text, columns_for
from .finding import COLUMNS, Line, Session
from .models import Status


class Words(NamedTuple):
    """The words of a file, in the language of whoever asked for it; it is written after the answer began."""

    headings: list[str]
    statuses: dict[str, str]
    columns: tuple[str, ...]
    questions: Sequence[Question] = ()
    slot: str = ""  # how an hour is told of which nobody needs to know more; empty where there is nothing to choose
    waits: str = ""


# which column of the list each column of the file belongs to; the name and the status always go along
PLACES = ("", "people", "", "contact", "contact", "language", "needs", "code", "since")


def status_names() -> dict[str, str]:
    """How a sign-up stands, in a word or two."""
    return {
        Status.CONFIRMED: _("Comes"),
        Status.WAITING: _("Waits"),
        Status.CANCELLED: _("Signed off"),
        Status.OFFERED: _("Has an offer"),
        Status.LAPSED: _("Offer lapsed"),
        Status.ASKED: _("Asks for a place"),
        Status.DECLINED: _("Declined"),
    }


def words(
    columns: tuple[str, ...] = COLUMNS, questions: Sequence[Question] = (), *, has_sessions: bool = False
) -> Words:
    headings = [
        _("Name"), _("People"), _("Status"), _("E-mail"), _("Phone"),
        _("Language"), _("Needs"), _("Code"), _("Signed up"),
    ]  # fmt: skip
    asked = questions if "answers" in columns else []
    return Words(
        [
            *_wanted(headings, columns),
            *(harmless(label) for label in columns_for(asked)),
            *([_("Sessions")] if has_sessions else []),
        ],
        status_names(),
        columns,
        asked,
        slot=_("time slot") if has_sessions else "",
        waits=_("waiting list"),
    )


def cells(line: Line, words: Words) -> list[str | int]:
    """One sign-up as a row."""
    since = formats.local(line.signed_up_at)
    texts = [words.statuses[line.status], line.email, line.phone, line.language, line.needs, line.code]
    name = ", ".join([line.name, *line.companions.splitlines()])
    row = [harmless(name), line.people, *(harmless(text) for text in texts), f"{since:%Y-%m-%d %H:%M}"]
    said = [harmless(answer_text(each, line.answers.get(each.id, ""))) for each in words.questions]
    sessions = [harmless("; ".join(_session(each, words) for each in line.sessions))] if words.slot else []
    return [*_wanted(row, words.columns), *said, *sessions]


def _session(session: Session, words: Words) -> str:
    hour = f"{formats.local(session.starts_at):%H.%M}"
    told = f"{hour} {session.title}" if session.title else f"{words.slot} {hour}"
    return f"{told} ({words.waits})" if session.waits else told


def _wanted(row: list[Any], columns: tuple[str, ...]) -> list[Any]:
    return [cell for cell, place in zip(row, PLACES, strict=True) if not place or place in columns]


def write_csv(chunks: Iterable[Sequence[Line]], words: Words) -> Iterator[bytes]:
    """The file in pieces, as Excel in the Netherlands opens it."""
    yield BEGIN + csv_rows([words.headings])
    for lines in chunks:
        yield csv_rows([cells(line, words) for line in lines])


def write_xlsx(chunks: Iterable[Sequence[Line]], words: Words) -> IO[bytes]:
    """The same rows for Excel."""
    rows = (cells(line, words) for lines in chunks for line in lines)
    return xlsx_file(chain([words.headings], rows))
