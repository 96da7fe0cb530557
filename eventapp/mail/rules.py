"""When to try again, what a mail server's answer means, and how a typed name looks in a letter."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any

from .models import UNDELIVERED, Letter, State

# Longer than the slowest mail server may take: a letter goes to another worker only when this one is surely gone.
LEASE = timedelta(minutes=10)

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
MOST_ATTEMPTS = 30  # with these pauses about two days
NEVER_TWICE = ("digest",)  # what was at the wire when a worker died waits for a person: it may have arrived
OF_WHAT_COMES = ("reminder",)
PERHAPS_SENT = "the worker stopped while it was handed over"
PER_DOMAIN_A_MINUTE = 200  # by all workers together
RELAY_PAUSE = timedelta(seconds=30)
NOT_MAILED = "not mailed: this address does not exist"
KEPT_DEAD = timedelta(days=365)  # then somebody else may have the address

# RFC 3463: bad mailbox, bad system, bad syntax, moved away, null MX, mailbox disabled, no such host
NOBODY_THERE = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.4)\b")

SHORTEST_PHONE_NUMBER = 5
LONGEST_NAME = 60
NOT_YOURS = "..."  # in place of the key to somebody else's page
NAME_MARKS = frozenset("'’‘ʼ`´-‐‑·,&+().\u200c\u200d")  # the last two join letters of Persian and parts of emoji


# What lists of letters show: the states by what people call them.
GROUPS: dict[str, tuple[State, ...]] = {
    "": (),
    "waiting": (State.WRITTEN, State.CLAIMED, State.AT_THE_WIRE),
    "sent": (State.SENT,),
    "failed": UNDELIVERED,
}


class Outcome(StrEnum):
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"


@dataclass(frozen=True)
class Answer:
    """What a mail server said to a letter."""

    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}"


@dataclass(frozen=True)
class Tried:
    """A letter that was handed over, and what came of it; `due_at` is when it is to be tried again."""

    letter: Letter
    answer: Answer
    outcome: Outcome
    at: datetime
    due_at: datetime


def outcome_of(answer: Answer, *, attempts: int) -> Outcome:
    """Sent, never to be sent, or to be tried again; who is not reached for two days is given up."""
    if 200 <= answer.code < 300:
        return Outcome.SENT
    if 500 <= answer.code < 600 or attempts >= MOST_ATTEMPTS:
        return Outcome.FAILED
    return Outcome.RETRY


def comes_too_late(kind: str, facts: dict[str, Any], *, now: datetime) -> bool:
    """Whether a letter waited so long that nobody should get it any more: a reminder of what has begun."""
    return kind in OF_WHAT_COMES and datetime.fromisoformat(facts["event"]["starts_at"]) <= now


def nobody_is_there(words: str) -> bool:
    """Whether these words of a mail server mean that the address itself is no good, now and tomorrow."""
    return bool(NOBODY_THERE.search(words))


def backoff(attempts: int, rng: Random) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, and never all at the same moment."""
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return pause * rng.uniform(0.75, 1.25)


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def busy_domains(addresses: Iterable[str]) -> list[str]:
    """Where nothing more should go, when these were written to in the last minute: many refuse who comes in a crowd."""
    counts = Counter(map(domain_of, addresses))
    return sorted(domain for domain, count in counts.items() if count >= PER_DOMAIN_A_MINUTE)


def plain_name(name: str) -> str:
    """A name as people write names: in it no mail program finds an address, a link or a telephone number.

    Whoever signs up chooses the name, and somebody else may get the letter.
    """
    spaced = "".join(letter if _belongs_in_a_name(letter) else " " for letter in unicodedata.normalize("NFC", name))
    if sum(letter.isdigit() for letter in spaced) >= SHORTEST_PHONE_NUMBER:
        spaced = "".join(" " if letter.isdigit() else letter for letter in spaced)
    return shortened(on_one_line(re.sub(r"\.+(?=\S)", ". ", spaced)), LONGEST_NAME)


def _belongs_in_a_name(letter: str) -> bool:
    return letter in NAME_MARKS or unicodedata.category(letter) in {
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "So", "Sk",
    }  # fmt: skip


def on_one_line(text: str) -> str:
    """The text without newlines and control characters: what may stand in a header."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text).split())


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def without_keys(facts: Any) -> Any:
    """The same facts, and nothing with which somebody else's page could be opened."""
    if isinstance(facts, list):
        return [without_keys(fact) for fact in facts]
    if not isinstance(facts, dict):
        return facts
    hidden: dict[str, Any] = {"key": NOT_YOURS, "leave": NOT_YOURS, "stop": NOT_YOURS, "others": [], "ticket": None}
    return {name: hidden.get(name, without_keys(fact)) for name, fact in facts.items()}
