"""What a browser may send us at the door."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from .rules import NotUnderstood, TooMany

KEY = re.compile(r"[A-Za-z0-9_-]{20,40}")
PIN_LENGTH = 6
FACT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REFERENCE = re.compile(r"[0-9a-f]{16}")
COUNT = re.compile(r"[0-9]{1,3}")


def typed_pin(form: MultiDict[str, str]) -> str:
    """The digits that were typed, in whatever script and with whatever between them; of something long nothing."""
    typed = form.get("pin", "")
    digits = "".join(str(unicodedata.decimal(c)) for c in typed if c.isdecimal())
    return digits if len(digits) == PIN_LENGTH and len(typed) <= 20 else ""


def fact_id_in(form: MultiDict[str, str]) -> str:
    return _shaped(form.get("fact", ""), FACT_ID)


def ticket_in(form: MultiDict[str, str]) -> str | None:
    """The ticket that a form is about, to go back to."""
    reference = form.get("ticket", "")
    return reference if REFERENCE.fullmatch(reference) else None


def _shaped(value: str, shape: re.Pattern[str]) -> str:
    if not shape.fullmatch(value):
        raise NotUnderstood
    return value


@dataclass(frozen=True)
class CheckInForm:
    """One press of a button that lets people in."""

    fact_id: str
    reference: str
    people: int
    seen: int  # how many were in when the button was shown

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> Self:
        people = form.get("people", "")
        if not COUNT.fullmatch(people):
            raise TooMany
        return cls(
            fact_id=fact_id_in(form),
            reference=_shaped(form.get("ticket", ""), REFERENCE),
            people=int(people),
            seen=int(_shaped(form.get("seen", ""), COUNT)),
        )
