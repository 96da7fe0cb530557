"""Bounces: what mail servers write back about a letter that they took and could not deliver."""

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from .rules import on_one_line

NO_WORDS = "came back, without a reason"
MOST_IDS = 20

STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Bounce:
    """A letter that did not arrive: by which names it may be known, to whom it went, and why not.

    The address is empty where the bounce does not say it.
    """

    message_ids: tuple[str, ...]
    address: str
    words: str


def read_bounce(raw: bytes, *, host: str) -> Bounce | None:
    """What a mail says about a letter of ours; None where it says nothing, or that the other server goes on trying.

    Delivery status notices (RFC 3464) and what the mail programs of forty years wrote instead of them.
    """
    mail = message_from_bytes(raw, policy=email.policy.compat32)
    ids = _names_of_letters(mail, host)
    if not ids:
        return None
    _delayed, failed = all_failures(mail)
    if not failed:
        return None
    addresses = sorted(each.decode("utf-8", "replace").strip("<>").lower() for each in failed)
    words = " ".join(_reasons(mail)) or NO_WORDS
    return Bounce(ids, addresses[0] if len(addresses) == 1 else "", words)


def _names_of_letters(mail: Message, host: str) -> tuple[str, ...]:
    """The Message-IDs of our letters, wherever they stand: few bounces bring the whole letter back."""
    ours = re.compile(rf"<[a-z2-7]{{26}}@{re.escape(host)}>", re.IGNORECASE)
    found: dict[str, None] = {}
    for part in mail.walk():
        for text in _texts(part):
            found |= dict.fromkeys(each.lower() for each in ours.findall(text))
    own = on_one_line(str(mail["Message-ID"] or "")).lower()
    return tuple(each for each in found if each != own)[:MOST_IDS]


def _texts(part: Message) -> Iterator[str]:
    yield from (str(value) for value in part.values())
    if not part.is_multipart():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield content.decode("utf-8", "replace")


def _reasons(mail: Message) -> Iterator[str]:
    """What the server said, once, and with its code where that stands apart."""
    seen = set()
    for part in mail.walk():
        if part.get("Action", "failed").strip().lower() != "failed":
            continue
        status = on_one_line(str(part.get("Status", "")))
        words = on_one_line(str(part.get("Diagnostic-Code", ""))).partition(";")[2].strip()
        if status and not STATUS.search(words):
            words = f"{status} {words}".strip()
        if words and words not in seen:
            seen.add(words)
            yield words
