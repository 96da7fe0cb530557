"""What an organiser may send us about who is invited."""

import csv
import re

from flask import request
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, TextAreaField
from wtforms.validators import StopValidation

from ...fields import no_control_characters, trimmed, whole_number
from ...i18n import _, _l
from ...organisations.members import NAMES
from ...sheets import MOST_ROWS, Unreadable, plain_heading, read_table, seen_table
from ..staff_forms import PressForm

HEADING = ["Name", "E-mail", "Organisation"]
LONGEST_TEXT = 100_000


class CountedForm(PressForm):
    """A button that says how many it writes to."""

    expected = HiddenField()

    @property
    def count(self) -> int:
        return whole_number(self.expected.data) or 0


def chosen_networks() -> list[int]:
    """The networks that were ticked."""
    numbers = (whole_number(value) for value in request.values.getlist("network")[:200])
    return [number for number in numbers if number is not None and number < 2**31]


class PeopleForm(PressForm):
    """People who are on no list: typed, pasted or as a file; then as we read them."""

    text = TextAreaField(
        _l("Who do you invite?"),
        description=_l(
            "One person on each line: name, e-mail address, organisation. You can paste from a spreadsheet."
        ),
        filters=[trimmed],
        validators=[no_control_characters],
    )
    file = FileField(
        _l("Or a file"), description=_l("A CSV file or an Excel file (.xlsx), with names above the columns.")
    )
    rows = HiddenField()

    def validate_text(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_TEXT:
            raise StopValidation(_("This is too long. Use at most %(count)s letters.", count=LONGEST_TEXT))

    def table(self) -> list[list[str]]:
        """The rows that were typed, or of the file, or those that were seen and come back."""
        if self.rows.data:
            return seen_table(self.rows.data)
        if self.text.data:
            return _typed(self.text.data)
        data = self.file.data.read() if self.file.data else b""
        if not data:
            raise Unreadable(_("Type who you invite, or choose a file."))
        return read_table(data)


def _typed(text: str) -> list[list[str]]:
    """A line of a spreadsheet has tabs; a typed one commas or semicolons. A heading is not needed."""
    rows = [_cells(line) for line in text.splitlines() if line.strip()]
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has more than %(count)s rows. Make it several files.", count=MOST_ROWS))
    named = {NAMES.get(plain_heading(cell)) for cell in rows[0]} if rows else set()
    return rows if {"name", "email"} <= named else [HEADING, *rows]


def _cells(line: str) -> list[str]:
    address = re.fullmatch(r"\s*(.+?)\s*<([^<>\s]+)>\s*[,;]?\s*(.*)", line)
    if address:
        return [address[1].strip('"'), address[2], address[3]]
    delimiter = next((each for each in "\t;" if each in line), ",")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))]
