"""The list of who comes as a file to take along."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, NamedTuple

from .. import formats
from ..i18n import _
from ..sheets import BEGIN, csv_rows, harmless, xlsx_file
from .finding import Line
from .models import Status


class Words(NamedTuple):
    """The words of a file, in the language of whoever asked for it; it is written after the answer began."""

    headings: list[str]
    statuses: dict[str, str]


def words() -> Words:
    headings = [
        _("Name"), _("People"), _("Status"), _("E-mail"), _("Phone"),
        _("Language"), _("Needs"), _("Code"), _("Signed up"),
    ]  # fmt: skip
    return Words(
        headings,
        {Status.CONFIRMED: _("Comes"), Status.WAITING: _("Waits"), Status.CANCELLED: _("Signed off")},
    )


def cells(line: Line, words: Words) -> list[str | int]:
    """One sign-up as a row."""
    since = formats.local(line.signed_up_at)
    texts = [words.statuses[line.status], line.email, line.phone, line.language, line.needs, line.code]
    return [harmless(line.name), line.people, *(harmless(text) for text in texts), f"{since:%Y-%m-%d %H:%M}"]


def write_csv(chunks: Iterable[Sequence[Line]], words: Words) -> Iterator[bytes]:
    """The file in pieces, as Excel in the Netherlands opens it."""
    yield BEGIN + csv_rows([words.headings])
    for lines in chunks:
        yield csv_rows([cells(line, words) for line in lines])


def write_xlsx(chunks: Iterable[Sequence[Line]], words: Words) -> IO[bytes]:
    """The same rows for Excel."""
    rows = (cells(line, words) for lines in chunks for line in lines)
    return xlsx_file(chain([words.headings], rows))
