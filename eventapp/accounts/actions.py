"""Changes to accounts: each is one verb and one transaction."""

from datetime import datetime

from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token

from .. import tokens
from ..database import transaction
from ..errors import Refusal
from ..i18n import DEFAULT, _l
from ..mail.actions import post
from . import letters, queries
from .models import Account


class AlreadyInvited(Refusal):
    """The address belongs to an account already."""

    message = _l("There is an account with this e-mail address already.")
    reason = "already-invited"


def invite(email: str, *, name: str, is_administrator: bool = False, now: datetime) -> tuple[Account, str]:
    """Make an account and write to its owner; also tells the token that opens the page for a first password."""
    with transaction() as session:
        if queries.account_by_email(email):
            raise AlreadyInvited
        account = Account(
            email=email.strip().lower(),
            name=name,
            is_administrator=is_administrator,
            invited_at=now,
            fs_uniquifier=tokens.new_token(),
        )
        session.add(account)
        session.flush()
        token = generate_reset_password_token(account)
        post(letters.draft("staff-invitation", account, token=token, language=DEFAULT), now=now)
    return account, token


def set_password(account_id: int, password: str) -> None:
    """Give an account a password without a letter: for a demo, whose password everybody may know."""
    hashed = hash_password(password)  # slow on purpose, so before the transaction
    with transaction() as session:
        session.get_one(Account, account_id).password = hashed


def suspend(account_id: int) -> None:
    """Nobody signs in to this account any more, and who is in is out."""
    with transaction() as session:
        account = session.get_one(Account, account_id)
        account.active = False
        account.fs_uniquifier = tokens.new_token()


def restore(account_id: int) -> None:
    """A suspended account opens again, with its own password."""
    with transaction() as session:
        session.get_one(Account, account_id).active = True


def sign_out_everywhere(account_id: int) -> None:
    """End every session of this account, on every device."""
    with transaction() as session:
        session.get_one(Account, account_id).fs_uniquifier = tokens.new_token()
