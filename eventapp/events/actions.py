"""Changes to what happens."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ..database import db, transaction
from ..formats import local
from ..organisations.models import Organisation
from . import queries
from .models import Event, FocalPoint, Kind, Neighbourhood, Series, Status, Theme, Venue
from .rules import DEFAULTS
from .slugs import numbered, slug_of


def create_event(columns: dict[str, Any], *, now: datetime) -> Event:
    """A new event, with nobody in it yet."""
    with transaction() as session:
        event = Event(**columns, ceiling=columns["capacity"], changed_at=now)
        session.add(event)
        session.flush()
    return event


def make_draft(
    *,
    title: str,
    kind: Kind,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    capacity: int | None,
    organisation_id: int,
    uid_host: str,
    now: datetime,
) -> Event:
    """An event that only its team sees yet, which admits people as its kind usually does."""
    with transaction() as session:
        slug = _unused_slug(slug_of(title, local(starts_at).date()))
        columns = {
            **DEFAULTS[kind]._asdict(),
            "slug": slug,
            "uid": f"{slug}@{uid_host}",
            "title": title,
            "kind": kind,
            "status": Status.DRAFT,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "venue": venue_for({"name": place, "address": "", "postcode": ""}) if place else None,
            "capacity": capacity,
            "languages": ("nl",),
            "organisations": [session.get_one(Organisation, organisation_id)],
        }
        return create_event(columns, now=now)


def columns_of(changes: dict[str, Any]) -> dict[str, Any]:
    """The same changes, with rows where a form names slugs and an address."""
    with transaction():
        rows: dict[str, Any] = {}
        if "venue" in changes:
            rows["venue"] = venue_for(changes["venue"])
        if "neighbourhood" in changes:
            rows["neighbourhood"] = queries.by_slug(Neighbourhood, changes["neighbourhood"])
        if "themes" in changes:
            themes = queries.by_slugs(Theme)
            rows["themes"] = [themes[slug] for slug in changes["themes"] if slug in themes]
        return changes | rows


def _unused_slug(slug: str) -> str:
    number = 1
    while queries.event_by_slug(numbered(slug, number)):
        number += 1
    return numbered(slug, number)


def venue_for(given: dict[str, Any] | None) -> Venue | None:
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
