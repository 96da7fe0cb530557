"""Somebody who organises in the demo; everybody may know the password."""

from datetime import datetime

from ..accounts import actions as accounts
from ..organisations.actions import set_role
from ..organisations.queries import organisations_by_name
from ..organisations.rules import Role

EMAIL = "noor@voorbeeld.nl"
PASSWORD = "samen gezond in utrecht"  # noqa: S105


def ensure(*, now: datetime) -> None:
    """Noor organises for every organisation, so that every event of the demo can be tried."""
    account, _token = accounts.invite(EMAIL, name="Noor", now=now)
    accounts.set_password(account.id, PASSWORD)
    for organisation in organisations_by_name():
        set_role(organisation.id, account.id, Role.ORGANISER)
