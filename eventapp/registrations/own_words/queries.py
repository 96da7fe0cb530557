"""Who wrote the letters of an event."""

from datetime import datetime

from sqlalchemy import select

from ...accounts.models import Account
from ...database import db
from ...organisations.models import AuditNote

WRITTEN = "letters.worded"


def writers_of(event_id: int) -> dict[str, tuple[str, datetime]]:
    """Per kind of letter, who wrote its words last, and when."""
    notes = (
        select(AuditNote, Account.name)
        .outerjoin(Account, Account.id == AuditNote.account_id)
        .where(AuditNote.about == f"event/{event_id}", AuditNote.what == WRITTEN)
        .order_by(AuditNote.id)
    )
    return {each.after["kind"]: (name or "", each.at) for each, name in db.session.execute(notes)}
