"""DKIM (RFC 6376): the key with which receivers see that a letter is really from this domain."""

import base64
import binascii
from collections.abc import Iterator

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from .rules import CouldNotLook, Finding, LookUp, Record, Remark, State, finding, tags_of, written

SHORTEST_RSA = 1024  # RFC 8301 3.2: receivers take nothing shorter
ADVISED_RSA = 2048  # and signers use this at least
LENGTH_OF_ED25519 = 32  # bytes, RFC 8463


def judge_dkim(domain: str, *, selector: str, look_up: LookUp) -> Finding:
    """Is there a key under this name that receivers can use?"""
    if not selector:
        return finding(f"_domainkey.{domain}", Remark("dkim.no-selector", State.UNKNOWN))
    name = f"{selector}._domainkey.{domain}"
    try:
        records = look_up(name, "TXT")
    except CouldNotLook as error:
        return finding(name, error.remark)
    if not records:
        return finding(name, Remark("dkim.missing", State.MISSING), to_add=Record(name, "v=DKIM1; k=rsa; p=…"))
    if len(records) > 1:  # RFC 6376 3.6.2.2: then receivers do as they like
        return finding(name, Remark("dkim.several", State.WRONG, number=len(records)), records=records)
    return _judged(name, records[0])


def _judged(name: str, record: str) -> Finding:
    tags = tags_of(record)
    if tags is None or "p" not in dict(tags):
        return finding(name, Remark("dkim.unreadable", State.WRONG), records=(record,))
    remarks = [*_on_tags(tags), _on_key(dict(tags))]
    can_be_mended = {"dkim.test", "dkim.no-version"} & {remark.code for remark in remarks}
    is_wrong = any(remark.state == State.WRONG for remark in remarks)
    to_add = Record(name, _mended(tags)) if can_be_mended and not is_wrong else None
    return finding(name, *remarks, records=(record,), to_add=to_add)


def _mended(tags: list[tuple[str, str]]) -> str:
    """With its version in front, and no longer a test."""
    flags = [flag for flag in _listed(dict(tags).get("t", "")) if flag != "y"]
    kept = [(tag, value) for tag, value in tags if tag not in ("v", "t", "p")]
    return written([("v", "DKIM1"), *kept, *([("t", ":".join(flags))] if flags else []), ("p", dict(tags)["p"])])


def _on_tags(tags: list[tuple[str, str]]) -> Iterator[Remark]:
    known = dict(tags)
    if "v" not in known:
        yield Remark("dkim.no-version", State.WEAK)
    elif tags[0] != ("v", "DKIM1"):  # RFC 6376 3.6.1: first, and written just so
        yield Remark("dkim.version", State.WRONG, value=known["v"])
    if "h" in known and "sha256" not in _listed(known["h"]):  # RFC 8301 3.1: sha1 counts for nothing
        yield Remark("dkim.hash", State.WRONG, value=known["h"])
    if "s" in known and not {"*", "email"} & set(_listed(known["s"])):
        yield Remark("dkim.not-for-mail", State.WRONG, value=known["s"])
    if "y" in _listed(known.get("t", "")):
        yield Remark("dkim.test", State.WEAK)


def _on_key(tags: dict[str, str]) -> Remark:
    """RFC 6376 3.6.1: an empty p says that the key was taken back."""
    kind, text = tags.get("k", "rsa").lower(), "".join(tags["p"].split())
    if not text:
        return Remark("dkim.revoked", State.WRONG)
    if kind not in ("rsa", "ed25519"):
        return Remark("dkim.kind", State.WRONG, value=kind)
    try:
        key = base64.b64decode(text, validate=True)
        bits = _bits_of_rsa(key) if kind == "rsa" else 0
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return Remark("dkim.broken-key", State.WRONG)
    if kind == "ed25519":
        fits = len(key) == LENGTH_OF_ED25519
        return Remark("dkim.good-ed25519", State.GOOD) if fits else Remark("dkim.broken-key", State.WRONG)
    if bits < SHORTEST_RSA:
        return Remark("dkim.too-short", State.WRONG, number=bits)
    if bits < ADVISED_RSA:
        return Remark("dkim.short", State.WEAK, number=bits)
    return Remark("dkim.good", State.GOOD, number=bits)


def _bits_of_rsa(key: bytes) -> int:
    public = load_der_public_key(key)
    if not isinstance(public, RSAPublicKey):
        raise ValueError("no RSA key")
    return public.key_size


def _listed(value: str) -> list[str]:
    return [each.strip().lower() for each in value.split(":") if each.strip()]
