"""The guest list as phones keep it: who finds a phone can forge no code, and reads no name without the ticket.

Each ticket is a row: its reference, which is no secret, and beside it what the door may know, under AES-GCM with a key
made from the ticket's token (HKDF, RFC 5869). Where phones may keep names, the name and the short code stand beside it.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .. import tokens
from .rules import TicketAtDoor, Verdict

INFO = b"guest1"
KEY_BYTES, NONCE_BYTES = 16, 12


class Listed(NamedTuple):
    """A ticket on the list, with what it says when nobody of it is in yet."""

    ticket: TicketAtDoor
    token: str
    code: str
    along: str
    parts: list[str]
    verdict: Verdict


def rows(listed: Iterable[Listed], *, with_names: bool) -> list[dict[str, Any]]:
    """What phones keep, a row a ticket."""
    return [_row(each) | (_named(each) if with_names else {}) for each in listed]


def sealed(value: dict[str, Any], *, token: str) -> str:
    """A value that only who holds the token can read: nonce and ciphertext, in base64."""
    nonce = tokens.new_nonce(NONCE_BYTES)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return b64encode(nonce + AESGCM(key_of(token)).encrypt(nonce, text.encode(), None)).decode()


def key_of(token: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=INFO).derive(token.encode())


def facts_of(listed: Listed) -> dict[str, Any]:
    """What a door may know of a ticket."""
    return {
        "says": listed.verdict.kind,
        "name": listed.ticket.name,
        "people": listed.ticket.people,
        "needs": listed.ticket.needs,
        "parts": listed.parts,
    }


def _row(listed: Listed) -> dict[str, Any]:
    return {"ref": listed.ticket.reference, "box": sealed(facts_of(listed), token=listed.token)}


def _named(listed: Listed) -> dict[str, Any]:
    """What may lie open on a phone: no need, no part, nothing but what is said at a door."""
    names = [listed.ticket.name, *listed.along.splitlines()]
    return {"names": names, "code": listed.code, "people": listed.ticket.people, "says": listed.verdict.kind}
