"""What may be said of the records of a sender, whichever of the three it is about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum

LookUp = Callable[[str, str], tuple[str, ...]]  # (name, type) -> the records; none where DNS says that there are none

LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
DOMAIN = re.compile(rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.?", re.IGNORECASE)


class Why(StrEnum):
    """Why nothing is known."""

    NO_ANSWER = "no-answer"
    NO_SERVER = "no-server"
    REFUSED = "refused"
    SEALED_OFF = "sealed-off"


class CouldNotLook(Exception):
    """It is not known whether there are such records: that is something else than that there are none."""

    def __init__(self, why: Why, name: str) -> None:
        super().__init__(f"{name}: {why}")
        self.why = why
        self.name = name

    @property
    def remark(self) -> "Remark":
        return Remark(f"unknown.{self.why}", State.UNKNOWN, value=self.name)


class State(StrEnum):
    """How it is with a record; the worst of what is said of it."""

    GOOD = "good"
    UNKNOWN = "unknown"
    WEAK = "weak"
    MISSING = "missing"
    WRONG = "wrong"


WORST_LAST = list(State)


@dataclass(frozen=True)
class Remark:
    """One thing to say: a code that the page has words for, and what those words are about."""

    code: str
    state: State
    value: str = ""
    number: int = 0


@dataclass(frozen=True)
class Record:
    """What somebody puts into DNS."""

    name: str
    value: str


@dataclass(frozen=True)
class Finding:
    """What was found at a name, what is to be said of it, and what should stand there."""

    name: str
    remarks: tuple[Remark, ...]
    records: tuple[str, ...] = ()
    to_add: Record | None = None

    @property
    def state(self) -> State:
        return self.remarks[0].state


def finding(name: str, *remarks: Remark, records: tuple[str, ...] = (), to_add: Record | None = None) -> Finding:
    """With the worst first."""
    worst_first = sorted(remarks, key=lambda remark: -WORST_LAST.index(remark.state))
    return Finding(name, tuple(worst_first), records, to_add)


def domain_of_sender(mail_from: str) -> str:
    """The domain behind the @, as DNS writes it; nothing where it is none."""
    _name, at, domain = parseaddr(mail_from)[1].rpartition("@")
    try:
        domain = domain.lower().encode("idna").decode()
    except UnicodeError:
        return ""
    return domain if at and DOMAIN.fullmatch(domain) else ""


def tags_of(record: str) -> list[tuple[str, str]] | None:
    """A list of tags, `name=value` with `;` between, as DKIM and DMARC write them (RFC 6376 3.2); None if it is none.

    Names are lower-cased. A name that stands there twice makes the whole list worthless.
    """
    pairs = []
    for part in record.rstrip(" \t").removesuffix(";").split(";"):
        name, sign, value = (each.strip(" \t\r\n") for each in part.partition("="))
        if not sign or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
            return None
        pairs.append((name.lower(), value))
    return pairs if len(dict(pairs)) == len(pairs) else None


def written(tags: list[tuple[str, str]]) -> str:
    return "; ".join(f"{name}={value}" for name, value in tags)
