"""A list of members that was kept elsewhere, row by row: what it says, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..i18n import DEFAULT, _
from ..sheets import Unreadable, address_in, language_in, line_in, plain_heading, unharmed

NAME_LENGTH = 200
COLUMNS = {
    "name": ("name", "naam"),
    "email": ("email", "mail", "emailadres"),
    "organisation": ("organisation", "organization", "organisatie"),
    "language": ("language", "taal"),
}
NAMES = {name: column for column, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class Person:
    """Somebody for the list of a network."""

    name: str
    email: str
    organisation: str = ""
    language: str = DEFAULT


@dataclass
class Reading:
    """What a file holds: people with their row, and all faults with theirs."""

    people: list[tuple[int, Person]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def doubles(self, known: set[str]) -> list[int]:
        """The rows whose address is on the list already, or stands earlier in the file."""
        seen = set(known)
        found = []
        for number, person in self.people:
            if person.email in seen:
                found.append(number)
            seen.add(person.email)
        return found


def read(rows: Sequence[Sequence[str]]) -> Reading:
    """All rows, and all faults of all rows."""
    columns = [NAMES.get(plain_heading(heading)) for heading in rows[0]]
    if not {"name", "email"} <= set(columns):
        raise Unreadable(_("The first row needs columns with the headings Name and E-mail."))
    reading = Reading()
    for number, row in enumerate(rows[1:], 2):
        if any(row):
            given = {column: unharmed(cell) for column, cell in zip(columns, row, strict=False) if column}
            _read_row(reading, number, given)
    if not reading.people and not reading.faults:
        raise Unreadable(_("There is nobody in the file."))
    return reading


def _read_row(reading: Reading, number: int, given: dict[str, str]) -> None:
    faults: list[str] = []
    person = Person(
        name=line_in(given.get("name", ""), faults, most=NAME_LENGTH),
        email=address_in(given.get("email", ""), faults),
        organisation=_organisation(given.get("organisation", ""), faults),
        language=language_in(given.get("language", ""), faults),
    )
    if not given.get("email"):
        faults.append(_("There is no e-mail address."))
    reading.faults += [(number, fault) for fault in faults]
    if not faults:
        reading.people.append((number, person))


def _organisation(text: str, faults: list[str]) -> str:
    return line_in(text, faults, most=NAME_LENGTH) if text else ""
