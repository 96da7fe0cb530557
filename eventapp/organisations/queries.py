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


def all_accounts() -> list[Account]:
    """Everybody of the staff, by name."""
    return list(db.session.scalars(select(Account).order_by(Account.name, Account.id)))


def roles_of_all() -> dict[int, list[tuple[int, str, Role]]]:
    """Per account, the organisations with their names and what somebody may do there."""
    rows = db.session.execute(
        select(TeamMember.account_id, Organisation.id, Organisation.name, TeamMember.role)
        .join(Organisation, Organisation.id == TeamMember.organisation_id)
        .order_by(Organisation.name)
    )
    found: dict[int, list[tuple[int, str, Role]]] = {}
    for account_id, organisation_id, name, role in rows:
        found.setdefault(account_id, []).append((organisation_id, name, Role(role)))
    return found


def latest_notes(page: int, *, size: int = 50) -> list[tuple[AuditNote, str | None]]:
    """One page of the log, the latest first, each with who it was."""
    statement = (
        select(AuditNote, Account.name)
        .outerjoin(Account, Account.id == AuditNote.account_id)
        .order_by(AuditNote.id.desc())
        .limit(size + 1)
        .offset((page - 1) * size)
    )
    return [(note, name) for note, name in db.session.execute(statement)]
