"""Questions about what the events share: organisations, places, neighbourhoods, focal points and themes."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from ..accounts.models import Account
from ..connections.profiles.models import Exchange
from ..connections.profiles.queries import count_saying
from ..database import db
from ..events.models import Event, FocalPoint, Neighbourhood, Theme, Venue, event_organisations, event_themes
from ..folding import fold, folded
from ..organisations.models import Organisation, TeamMember
from ..organisations.rules import Role
from ..programme.models import Part

PAGE = 50

BELONGS_TO: dict[type[Any], Any] = {
    Organisation: event_organisations.c.organisation_id,
    Venue: Event.venue_id,
    Neighbourhood: Event.neighbourhood_id,
    Theme: event_themes.c.theme_id,
    FocalPoint: Theme.focal_point_id,
}


def row_of(table: type[Any], row_id: int) -> Any:
    """The row with this number, or nothing."""
    return db.session.get(table, row_id)


def rows_like(table: type[Any], text: str, *, page: int) -> tuple[list[Any], int]:
    """One page of the rows with this text in their name, and how many there are in all."""
    wanted = folded(table.name).contains(fold(text), autoescape=True)
    rows = select(table).where(wanted).order_by(*_order(table)).limit(PAGE).offset((page - 1) * PAGE)
    count = db.session.scalar(select(func.count(table.id)).where(wanted)) or 0
    return list(db.session.scalars(rows)), count


def all_rows(table: type[Any]) -> list[Any]:
    return list(db.session.scalars(select(table).order_by(*_order(table))))


def _order(table: type[Any]) -> list[ColumnElement[Any]]:
    first = [table.sort_order] if hasattr(table, "sort_order") else []
    return [*first, table.name, table.id]


def counts(table: type[Any]) -> dict[int, int]:
    """How many events belong to each row; of a focal point how many themes, of what is exchanged how many people."""
    if table is Exchange:
        return {row.id: count_saying(row.slug) for row in all_rows(Exchange)}
    column = BELONGS_TO[table]
    rows = select(column, func.count()).where(column.is_not(None)).group_by(column)
    return dict(list(db.session.execute(rows)))


def count_at(table: type[Any], row_id: int) -> int:
    """How many events belong to this row; of a focal point how many themes, of what is exchanged how many people."""
    if table is Exchange:
        return count_saying(db.session.get_one(Exchange, row_id).slug)
    return db.session.scalar(select(func.count()).where(BELONGS_TO[table] == row_id)) or 0


def has_stands(organisation_id: int) -> bool:
    """Whether an organisation has a stand anywhere."""
    return bool(db.session.scalar(select(exists().where(Part.organisation_id == organisation_id))))


def row_named(table: type[Any], name: str) -> Any:
    """A row with this name, however it is written."""
    return db.session.scalar(select(table).where(folded(table.name) == fold(name)).limit(1))


def names_twice() -> set[str]:
    """The names, folded, that several places have."""
    name = folded(Venue.name)
    return set(db.session.scalars(select(name).group_by(name).having(func.count() > 1)))


def team_sizes() -> dict[int, int]:
    """How many people are in the team of each organisation that has one."""
    rows = select(TeamMember.organisation_id, func.count()).group_by(TeamMember.organisation_id)
    return dict(list(db.session.execute(rows)))


def team_of(organisation_id: int) -> list[tuple[Account, Role]]:
    """Who works for an organisation, and what they may do there."""
    rows = (
        select(Account, TeamMember.role)
        .join(TeamMember, TeamMember.account_id == Account.id)
        .where(TeamMember.organisation_id == organisation_id)
        .order_by(Account.name, Account.id)
    )
    return [(account, Role(role)) for account, role in db.session.execute(rows)]
