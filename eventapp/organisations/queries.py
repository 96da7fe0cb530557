"""Questions about who hosts, about their teams, and about networks and their members."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from ..accounts.models import Account
from ..database import db
from ..folding import fold, folded
from ..formats import from_local
from .models import AuditNote, Member, Network, Organisation, TeamMember
from .rules import Role, Staff

MEMBERS_PAGE = 100


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


@dataclass(frozen=True)
class WantedNotes:
    """Which notes to look for: of whom, about which kind of thing, from and up to which day; empty is all."""

    account_id: int | None = None
    topic: str = ""
    first_day: date | None = None
    last_day: date | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.account_id is not None:
            found.append(AuditNote.account_id == self.account_id)
        if self.topic:
            found.append(AuditNote.what.startswith(f"{self.topic}.", autoescape=True))
        if self.first_day:
            found.append(AuditNote.at >= from_local(self.first_day, time()))
        if self.last_day:
            found.append(AuditNote.at < from_local(self.last_day + timedelta(days=1), time()))
        return found


def latest_notes(wanted: WantedNotes, page: int, *, size: int = 50) -> list[tuple[AuditNote, str | None]]:
    """One page of the log, the latest first, each with who it was."""
    statement = (
        select(AuditNote, Account.name)
        .outerjoin(Account, Account.id == AuditNote.account_id)
        .where(*wanted.conditions)
        .order_by(AuditNote.id.desc())
        .limit(size + 1)
        .offset((page - 1) * size)
    )
    return [(note, name) for note, name in db.session.execute(statement)]


def networks_by_name(ids: Iterable[int] | None = None) -> list[Network]:
    """All networks, or those that these organisations keep."""
    statement = select(Network).order_by(Network.name)
    return list(db.session.scalars(statement if ids is None else statement.where(Network.organisation_id.in_(ids))))


def networks_with(ids: Iterable[int]) -> list[Network]:
    return list(db.session.scalars(select(Network).where(Network.id.in_(list(ids))).order_by(Network.name)))


def network_by_slug(slug: str) -> Network | None:
    return None if "\0" in slug else db.session.scalar(select(Network).where(Network.slug == slug))


def coalitions_of(network_id: int) -> list[Network]:
    """The networks within a network."""
    return list(db.session.scalars(select(Network).where(Network.parent_id == network_id).order_by(Network.name)))


def members_like(network_id: int, words: str, *, page: int) -> tuple[list[Member], int]:
    """One page of the members whose name, address or organisation holds the words, and how many there are."""
    wanted = [Member.network_id == network_id]
    for word in words.split():
        in_all = (Member.name, Member.email, Member.organisation)
        wanted.append(or_(*(folded(column).contains(fold(word), autoescape=True) for column in in_all)))
    rows = select(Member).where(*wanted).order_by(Member.name, Member.id).limit(MEMBERS_PAGE)
    number = db.session.scalar(select(func.count(Member.id)).where(*wanted)) or 0
    return list(db.session.scalars(rows.offset((page - 1) * MEMBERS_PAGE))), number


def all_members(network_id: int) -> list[Member]:
    return list(db.session.scalars(select(Member).where(Member.network_id == network_id).order_by(Member.name)))


def known_addresses(network_id: int) -> set[str]:
    """The addresses of all members."""
    return set(db.session.scalars(select(Member.email).where(Member.network_id == network_id)))


def member_of(network_id: int, member_id: int) -> Member | None:
    return db.session.scalar(select(Member).where(Member.id == member_id, Member.network_id == network_id))


def member_by_id(member_id: int) -> Member | None:
    return db.session.get(Member, member_id)


def members_at_address(email: str) -> list[Member]:
    """On which lists an address stands."""
    rows = select(Member).where(Member.email == email).options(joinedload(Member.network)).order_by(Member.id)
    return list(db.session.scalars(rows))


def members_of_networks(network_ids: Iterable[int]) -> list[Member]:
    """The members of these networks, each address once."""
    rows = db.session.scalars(select(Member).where(Member.network_id.in_(list(network_ids))).order_by(Member.id))
    return list({member.email: member for member in reversed(list(rows))}.values())[::-1]


def count_members() -> dict[int, int]:
    """How many members each network has."""
    rows = db.session.execute(select(Member.network_id, func.count(Member.id)).group_by(Member.network_id))
    return {row.network_id: row[1] for row in rows}
