"""Changes to what happens."""

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


def ensure_neighbourhood(slug: str, **columns: Any) -> None:
    """A neighbourhood with this slug is there from now on; likewise below."""
    _ensure(Neighbourhood, slug, **columns)


def ensure_focal_point(slug: str, **columns: Any) -> None:
    _ensure(FocalPoint, slug, **columns)


def ensure_theme(slug: str, *, focal_point: str, **columns: Any) -> None:
    _ensure(Theme, slug, focal_point=queries.by_slug(FocalPoint, focal_point), **columns)


def _ensure(table: type[Neighbourhood | FocalPoint | Theme], slug: str, **columns: Any) -> None:
    with transaction() as session:
        if queries.by_slug(table, slug) is None:
            session.add(table(slug=slug, **columns))
