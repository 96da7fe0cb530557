"""Questions about who hosts, and about their teams."""

from sqlalchemy import select

from ..accounts.models import Account
from ..database import db
from .models import AuditNote, Organisation, TeamMember
from .rules import Role, Staff


def organisation_slugs() -> set[str]:
    return set(db.session.scalars(select(Organisation.slug)))


def organisations_by_name(ids: list[int] | None = None) -> list[Organisation]:
    """All organisations, or these."""
    statement = select(Organisation).order_by(Organisation.name)
    return list(db.session.scalars(statement if ids is None else statement.where(Organisation.id.in_(ids))))


def staff_of(account: Account) -> Staff:
    """This account with its teams, as plain values."""
    rows = db.session.execute(
        select(TeamMember.organisation_id, TeamMember.role).where(TeamMember.account_id == account.id)
    )
    return Staff(
        account_id=account.id,
        name=account.name,
        email=account.email,
        is_administrator=account.is_administrator,
        teams={organisation: Role(role) for organisation, role in rows},
    )


def notes_about(about: str, *, limit: int = 100) -> list[AuditNote]:
    """What was changed about this, the latest first."""
    statement = select(AuditNote).where(AuditNote.about == about).order_by(AuditNote.id.desc()).limit(limit)
    return list(db.session.scalars(statement))
