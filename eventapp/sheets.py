"""Lists as files: to take along as CSV or for Excel, and to bring in from elsewhere."""

import csv
import io
import json
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

from email_validator import EmailNotValidError, validate_email

from .errors import Refusal
from .folding import fold
from .i18n import DEFAULT, LANGUAGES, _, _l

PHONE = re.compile(r"\+\d+")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_BYTES = 5_000_000
MOST_BYTES_UNPACKED = 60_000_000
MOST_ROWS = 25_000
MOST_COLUMNS = 50


class Unreadable(Refusal):
    """The file is no list that we can read."""

    reason = "unreadable"

    def __init__(self, message: Any) -> None:
        super().__init__()
        self.message = message


NO_SPREADSHEET = _l("This is not an Excel file (.xlsx). Save it again as CSV or as .xlsx.")


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it: no formula, whatever people typed; a phone number stays as it is."""
    text = NOT_IN_A_CELL.sub("", text)
    if PHONE.fullmatch(text):
        return text
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA) else text


def unharmed(text: str) -> str:
    """What harmless() was given, where a file of ours comes back."""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(STARTS_A_FORMULA) else text


BEGIN = b"\xef\xbb\xbf"  # so that Excel reads a CSV as UTF-8


def csv_rows(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as Excel in the Netherlands reads them; BEGIN stands before the first ones."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def xlsx_file(rows: Iterable[Sequence[str | int]]) -> IO[bytes]:
    """An Excel file, written on disk row by row and ready to be read; a text in it is never a formula."""
    import openpyxl  # takes 6 MB, which a process without spreadsheets does not need

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_as_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _as_text(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def seen_table(rows: str) -> list[list[str]]:
    """The rows that were shown before and come back with a form."""
    try:
        table = json.loads(rows)
        is_whole = 0 < len(table) <= MOST_ROWS + 1 and all(_is_row(row) for row in table)
    except (TypeError, ValueError, RecursionError):
        is_whole = False
    if not is_whole:
        raise Unreadable(_("Choose the file once more."))
    return table


def _is_row(row: Any) -> bool:
    """A list of texts; half a letter is no text, and cannot be written anywhere."""
    return isinstance(row, list) and all(isinstance(cell, str) and cell.encode() is not None for cell in row)


def read_table(data: bytes) -> list[list[str]]:
    """The rows of a CSV or Excel file as texts, the heading first."""
    if not data:
        raise Unreadable(_("Choose a file first."))
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is too large. Make it several files."))
    rows = _read_xlsx(data) if data.startswith(b"PK") else _read_csv(data)
    if not rows:
        raise Unreadable(_("The file is empty."))
    return rows


def _read_csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable(NO_SPREADSHEET)
    first_line = text.partition("\n")[0]
    delimiter = max(";,\t", key=first_line.count)
    try:
        return _limited([cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise Unreadable(_("The file cannot be read. Save it again as CSV.")) from None


def _read_xlsx(data: bytes) -> list[list[str]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            too_large = sum(part.file_size for part in parts.infolist()) > MOST_BYTES_UNPACKED
        if too_large:
            raise Unreadable(_("The file is too large. Make it several files."))
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        return _limited(
            [_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        )
    except Refusal:
        raise
    except Exception:  # what openpyxl raises for a broken file is documented nowhere, and is of many kinds
        raise Unreadable(NO_SPREADSHEET) from None


def _limited(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows up to the last one that holds something."""
    found: list[list[str]] = []
    for row in rows:
        found.append(row)
        if len(found) > MOST_ROWS + 1:
            raise Unreadable(_("The file has more than %(count)s rows. Make it several files.", count=MOST_ROWS))
    while found and not any(found[-1]):
        found.pop()
    return found


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def plain_heading(heading: str) -> str:
    """The letters of a heading, so that E-mail, e mail and Email are one."""
    return "".join(letter for letter in fold(heading) if letter.isalpha())


def line_in(text: str, faults: list[str], *, most: int) -> str:
    """A name on one line; what is wrong with it goes to `faults`, as below."""
    if not text:
        faults.append(_("There is no name."))
    elif len(text) > most:
        faults.append(_("The name is longer than %(count)s letters.", count=most))
    elif any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text):
        faults.append(_("The name is not on one line."))
    return text


def address_in(text: str, faults: list[str]) -> str:
    if not text:
        return ""
    try:
        address = validate_email(text, check_deliverability=False, allow_smtputf8=False)
        return (address.ascii_email or address.normalized).lower()  # as a form writes it
    except EmailNotValidError:
        faults.append(_("%(text)s is not an e-mail address.", text=text[:100]))
        return ""


def language_in(text: str, faults: list[str]) -> str:
    known = {each.code: each.code for each in LANGUAGES.values()}
    known |= {fold(each.name): each.code for each in LANGUAGES.values()}
    if text and fold(text) not in known:
        faults.append(_("%(text)s is not a language that we speak.", text=text[:100]))
    return known.get(fold(text), DEFAULT)
