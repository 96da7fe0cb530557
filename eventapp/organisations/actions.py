"""Changes to who hosts, to their teams, and the record of who changed what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ..database import transaction
from . import queries
from .models import AuditNote, Organisation, TeamMember
from .rules import Role


def ensure_organisations(rows: Iterable[dict[str, Any]]) -> None:
    """Organisations with these slugs are there from now on; those that are there stay as they are."""
    with transaction() as session:
        known = queries.organisation_slugs()
        session.add_all(Organisation(**row) for row in rows if row["slug"] not in known)


def set_role(organisation_id: int, account_id: int, role: Role | None) -> None:
    """Put somebody in a team, change what they may do there, or take them out of it."""
    with transaction() as session:
        member = session.get(TeamMember, (organisation_id, account_id))
        if member and role:
            member.role = role
        elif member:
            session.delete(member)
        elif role:
            session.add(TeamMember(organisation_id=organisation_id, account_id=account_id, role=role))


def note(
    account_id: int | None,
    *,
    what: str,
    about: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    now: datetime,
) -> None:
    """Record a change in the transaction that makes it; never what is known of a person, only that it changed."""
    with transaction() as session:
        session.add(
            AuditNote(at=now, account_id=account_id, what=what, about=about, before=before or {}, after=after or {})
        )
