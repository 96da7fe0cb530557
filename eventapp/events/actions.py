"""Changes to what happens."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ..database import db, transaction
from . import queries
from .models import Event, FocalPoint, Neighbourhood, Series, Theme, Venue
from .slugs import numbered, slug_of


def create_event(columns: dict[str, Any], *, now: datetime) -> Event:
    """A new event, with nobody in it yet."""
    with transaction() as session:
        event = Event(**columns, ceiling=columns["capacity"], changed_at=now)
        session.add(event)
        session.flush()
    return event


def venue_for(given: dict[str, str] | None) -> Venue | None:
    """The venue with this very address; a new one where there is none yet."""
    if not given:
        return None
    with transaction():
        return queries.venue_like(given) or _added(Venue(**given))


def series_for(title: str | None) -> Series | None:
    """The series with this slug or title; a new one where there is none yet."""
    if not title:
        return None
    with transaction():
        return queries.series_called(title) or _added(Series(slug=_unused_series_slug(title), title=title))


def _unused_series_slug(title: str) -> str:
    number = 1
    while queries.by_slug(Series, slug := numbered(slug_of(title), number)):
        number += 1
    return slug


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def ensure_neighbourhoods(rows: Iterable[dict[str, Any]]) -> None:
    """Neighbourhoods with these slugs are there from now on; those that are there stay as they are. Likewise below."""
    _ensure(Neighbourhood, rows)


def ensure_focal_points(rows: Iterable[dict[str, Any]]) -> None:
    _ensure(FocalPoint, rows)


def ensure_themes(rows: Iterable[dict[str, Any]]) -> None:
    """Themes too, each with the focal point of the slug that it names."""
    with transaction():
        focal_points = queries.by_slugs(FocalPoint)
        _ensure(Theme, [row | {"focal_point": focal_points[row["focal_point"]]} for row in rows])


def _ensure(table: type[Neighbourhood | FocalPoint | Theme], rows: Iterable[dict[str, Any]]) -> None:
    with transaction() as session:
        known = queries.by_slugs(table)
        session.add_all(table(**row) for row in rows if row["slug"] not in known)
        session.flush()
