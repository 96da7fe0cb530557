"""Questions about staff."""

from sqlalchemy import func, select

from ..database import db
from .models import Account


def account_by_email(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def count_accounts() -> int:
    return db.session.scalar(select(func.count(Account.id))) or 0
