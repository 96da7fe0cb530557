"""A list that was kept elsewhere, row by row: what it says, what is wrong with it, and who is there already."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import phonenumbers

from ..folding import fold
from ..i18n import _, ngettext
from ..sheets import Unreadable, address_in, language_in, line_in, plain_heading, unharmed
from .forms import NAME_LENGTH, NEEDS_LENGTH
from .models import Reach
from .parties import Party

COLUMNS = {
    "name": ("name", "naam", "voornaam"),
    "email": ("email", "mail", "emailadres"),
    "phone": ("phone", "telefoon", "telefoonnummer", "tel", "mobiel"),
    "people": ("people", "mensen", "aantal", "personen"),
    "needs": ("needs", "nodig", "bijzonderheden"),
    "language": ("language", "taal"),
}
NAMES = {name: column for column, names in COLUMNS.items() for name in names}


@dataclass
class Reading:
    """What a file holds."""

    parties: list[tuple[int, Party]] = field(default_factory=list)  # each with its row in the file
    faults: list[tuple[int, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # columns that we leave alone


def read(rows: Sequence[Sequence[str]], *, largest_party: int) -> Reading:
    """All rows, and all faults of all rows, each with its row."""
    columns = [NAMES.get(plain_heading(heading)) for heading in rows[0]]
    if "name" not in columns:
        raise Unreadable(_("The first row needs a column with the heading Name."))
    named = [column for column in columns if column]
    if len(named) != len(set(named)):
        raise Unreadable(_("Two columns have the same heading."))
    reading = Reading(unread=[heading for heading, column in zip(rows[0], columns, strict=True) if not column])
    for number, row in enumerate(rows[1:], 2):
        if any(row):
            given = {column: unharmed(cell) for column, cell in zip(columns, row, strict=False) if column}
            _read_row(reading, number, given, largest_party=largest_party)
    if not reading.parties and not reading.faults:
        raise Unreadable(_("There is nobody in the file."))
    return reading


def _read_row(reading: Reading, number: int, given: dict[str, str], *, largest_party: int) -> None:
    faults: list[str] = []
    email, phone = address_in(given.get("email", ""), faults), _phone(given.get("phone", ""), faults)
    party = Party(
        name=line_in(given.get("name", ""), faults, most=NAME_LENGTH),
        reach=Reach.EMAIL if email else Reach.PHONE if phone else Reach.NONE,
        email=email,
        phone="" if email else phone,
        people=_people(given.get("people", ""), largest_party, faults),
        needs=_needs(given.get("needs", ""), faults),
        language=language_in(given.get("language", ""), faults),
    )
    reading.faults += [(number, fault) for fault in faults]
    if not faults:
        reading.parties.append((number, party))


def _needs(text: str, faults: list[str]) -> str:
    if len(text) > NEEDS_LENGTH:
        faults.append(_("What somebody needs is longer than %(count)s letters.", count=NEEDS_LENGTH))
    if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in text):
        faults.append(_("What somebody needs holds strange letters."))
    return text


def _phone(text: str, faults: list[str]) -> str:
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        faults.append(_("%(text)s is not a phone number.", text=text[:100]))
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _people(text: str, largest: int, faults: list[str]) -> int:
    people = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0 if text else 1
    if not 1 <= people <= largest:
        faults.append(
            ngettext("The number of people must be %(num)s.", "The number of people must be 1 up to %(num)s.", largest)
        )
    return people


def doubles(parties: Iterable[tuple[int, Party]], known: Iterable[tuple[str, str, str]]) -> set[int]:
    """The rows of who is on the list already, or stands earlier in the file: the same name, address and number."""
    seen = {(fold(name), email, phone) for name, email, phone in known}
    found = set()
    for number, party in parties:
        who = (fold(party.name), party.email, party.phone)
        if who in seen:
            found.add(number)
        seen.add(who)
    return found
