"""Questions about staff."""

from sqlalchemy import select

from ..database import db
from .models import Account


def account_by_email(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def account_by_id(account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def active_administrators() -> list[Account]:
    """Who is told what waits for an administrator."""
    rows = select(Account).where(Account.is_administrator.is_(True), Account.active.is_(True))
    return list(db.session.scalars(rows.order_by(Account.id)))
