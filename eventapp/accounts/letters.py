"""Letters to staff about signing in."""

from .. import tokens
from ..mail.drafts import Draft
from .models import Account


def draft(kind: str, account: Account, *, token: str = "", language: str) -> Draft:
    """An invitation, a link for a new password, or word of a change; `token` opens the page for a password."""
    once = tokens.fingerprint(token or str(account.password))[:20]
    return Draft(
        key=f"account/{account.id}/{kind}/{once}",
        kind=kind,
        about=f"account/{account.id}",
        language=language,
        to_address=account.email,
        facts={"name": account.name, "token": token},
    )
