"""New codes: the only place that makes secrets."""

import base64
import hashlib
import hmac
import secrets
import uuid

from flask import current_app
from itsdangerous import BadSignature, Signer

# Without O and 0, I and 1: they are read aloud and typed from paper.
SHORT_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_token() -> str:
    """128 random bits as 26 upper-case base32 characters; what a ticket's QR code holds."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def new_key() -> str:
    """The secret in the address of a manage page."""
    return secrets.token_urlsafe(20)


def new_press() -> str:
    """Names one press of a button, so that the same press twice is one sign-up."""
    return new_token()


def new_short_code() -> str:
    """Six characters for reading aloud; good only with its event and at its door."""
    return "".join(secrets.choice(SHORT_CODE_LETTERS) for _ in range(6))


def new_pin() -> str:
    """Six digits for a volunteer."""
    return f"{secrets.randbelow(1_000_000):06}"


def new_id() -> str:
    """The id of a fact, unique wherever it was made."""
    return str(uuid.uuid4())


def new_nonce(length: int) -> bytes:
    """Bytes that were never used before, for sealing one value; they are no secret."""
    return secrets.token_bytes(length)


def fingerprint(secret: str) -> str:
    """What is kept of a secret that must be recognised and never be shown again."""
    return hashlib.sha256(secret.encode()).hexdigest()


def pin_fingerprint(pin: str, *, salt: str) -> str:
    """A slow fingerprint: a PIN has only a million values."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), salt.encode(), 100_000).hex()


def signed(value: str, *, purpose: str) -> str:
    """The value with our signature for one purpose: nobody else can make it, and nothing is kept of it."""
    return _signer(purpose).sign(value).decode()


def value_in(key: str, *, purpose: str) -> str | None:
    """What we signed for this purpose; None where it is not our signature."""
    try:
        return _signer(purpose).unsign(key).decode()
    except (BadSignature, UnicodeError):
        return None


def _signer(purpose: str) -> Signer:
    return Signer(current_app.secret_key or "", salt=purpose, digest_method=hashlib.sha256)


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, told in the same time either way."""
    return hmac.compare_digest(one.encode(), other.encode())
