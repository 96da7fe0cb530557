"""Changes to what happens."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ..database import db, transaction
from ..formats import local
from ..organisations.actions import note
from ..organisations.models import Organisation
from ..organisations.queries import networks_with, organisations_by_name
from ..web import settings
from . import queries, staff_rules
from .kinds import USUAL
from .models import Event, FocalPoint, Kind, Neighbourhood, Picture, Series, Status, Theme, Venue
from .pictures import LARGE, SMALL, Cleaned
from .questions.actions import copy_questions
from .slugs import numbered, slug_of
from .staff_rules import Section


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
    practice_to: str = "",
    staff_id: int,
    now: datetime,
) -> Event:
    """An event that only its team sees yet, which admits people as its kind usually does.

    A practice is open at once, and stays out of sight: all its letters go to `practice_to`.
    """
    with transaction() as session:
        slug, uid = _unused_address(slug_of(title, local(starts_at).date()))
        usual = USUAL[kind]
        columns = {
            "slug": slug,
            "uid": uid,
            "title": title,
            "kind": kind,
            "status": Status.PUBLISHED if practice_to else Status.DRAFT,
            "unlisted": bool(practice_to),
            "practice_to": practice_to,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "venue": venue_for({"name": place}) if place else None,
            "capacity": capacity,
            "party_size_max": usual.party_size_max,
            "waiting_list": usual.waiting_list,
            "drop_in": usual.drop_in,
            "meet": usual.follow_up,
            "languages": ("nl",),
            "organisations": [session.get_one(Organisation, organisation_id)],
        }
        event = create_event(columns, now=now)
        note(staff_id, what="event.made", about=f"event/{event.id}", now=now)
    return event


def columns_of(changes: dict[str, Any], *, event: Event) -> dict[str, Any]:
    """The same changes of this event, with rows where a form names slugs and an address."""
    with transaction():
        rows: dict[str, Any] = {}
        if "venue" in changes:
            rows["venue"] = venue_for(changes["venue"], instead_of=event.venue)
        if "neighbourhood" in changes:
            rows["neighbourhood"] = queries.by_slug(Neighbourhood, changes["neighbourhood"])
        if "themes" in changes:
            themes = queries.by_slugs(Theme)
            rows["themes"] = [themes[slug] for slug in changes["themes"] if slug in themes]
        if "organisations" in changes:
            rows["organisations"] = organisations_by_name(changes["organisations"])
        if "networks" in changes:
            rows["networks"] = networks_with(changes["networks"])
        return changes | rows


def copy_event(
    event_id: int, *, keep: Collection[Section], starts_at: datetime, staff_id: int | None, now: datetime
) -> Event:
    """A draft like this event at another wall-clock time (aware, in our zone), with an own address and nobody in it."""
    with transaction() as session:
        original = session.get_one(Event, event_id)
        columns = staff_rules.copied(original, keep=keep, starts_at=starts_at)
        staff_rules.check_times(columns["starts_at"], columns["ends_at"])
        slug, uid = _unused_address(slug_of(columns["title"], local(starts_at).date()))
        event = create_event(columns | {"slug": slug, "uid": uid}, now=now)
        if Section.TEXTS in keep and original.picture:
            event.picture = original.picture.copy()
        if Section.SIGN_UP in keep:
            copy_questions(event_id, to=event.id)
        after = {"copy_of": event_id, "kept": sorted(keep)}
        note(staff_id, what="event.copied", about=f"event/{event.id}", after=after, now=now)
    return event


def set_picture(event_id: int, cleaned: Cleaned | None, *, alt: str, staff_id: int, now: datetime) -> None:
    """Show this picture with the event; without one the old picture gets another description."""
    with _locked(event_id) as event:
        picture = event.picture or Picture()
        picture.alt = alt
        if cleaned:
            picture.mark, picture.width, picture.height = cleaned.mark, cleaned.width, cleaned.height
            picture.small, picture.large = cleaned.by_width[SMALL], cleaned.by_width[LARGE]
        event.picture = picture
        event.changed_at = now
        note(staff_id, what="event.changed", about=f"event/{event_id}", after={"fields": ["picture"]}, now=now)


def remove_picture(event_id: int, *, staff_id: int, now: datetime) -> None:
    """From now on the event has no picture; without one nothing happens."""
    with _locked(event_id) as event:
        if event.picture:
            event.picture = None
            event.changed_at = now
            note(staff_id, what="event.changed", about=f"event/{event_id}", after={"fields": ["picture"]}, now=now)


def publish(event_id: int, *, staff_id: int | None, now: datetime) -> Event:
    """Everybody may see the event, and sign up."""
    with _locked(event_id) as event:
        if event.status != Status.PUBLISHED:
            staff_rules.check_publishable(event)
            _set_status(event, Status.PUBLISHED, staff_id=staff_id, now=now)
    return event


def unpublish(event_id: int, *, staff_id: int | None, now: datetime) -> Event:
    """Make the event a draft again, where nobody counts on it yet."""
    with _locked(event_id) as event:
        if event.status != Status.DRAFT:
            staff_rules.check_withdrawable(event)
            _set_status(event, Status.DRAFT, staff_id=staff_id, now=now)
    return event


@contextmanager
def _locked(event_id: int) -> Iterator[Event]:
    """The event, read afresh under its lock: nobody signs up meanwhile."""
    with transaction() as session:
        yield session.get_one(Event, event_id, with_for_update=True, populate_existing=True)


def _set_status(event: Event, status: Status, *, staff_id: int | None, now: datetime) -> None:
    before = event.status
    event.status = status
    event.changed_at = now
    event.sequence += 1
    about = f"event/{event.id}"
    note(staff_id, what=f"event.{status}", about=about, before={"status": before}, after={"status": status}, now=now)


def _unused_address(slug: str) -> tuple[str, str]:
    """A slug that no event has, and the name in calendars that goes with it."""
    host = urlsplit(settings().base_url).hostname
    number = 1
    while queries.event_by_slug(numbered(slug, number)) or queries.event_by_uid(f"{numbered(slug, number)}@{host}"):
        number += 1
    return numbered(slug, number), f"{numbered(slug, number)}@{host}"


def venue_for(given: dict[str, Any] | None, *, instead_of: Venue | None = None) -> Venue | None:
    """The venue with this very address, or the known one of this name where nothing but the name is new.

    A new one where there is none.
    """
    if not given:
        return None
    with transaction():
        if _is_only_a_name(given, instead_of) and (known := queries.venue_named(given["name"])):
            return known
        return queries.venue_like(given) or _added(Venue(**given))


def _is_only_a_name(given: dict[str, Any], before: Venue | None) -> bool:
    """No address is given, or still the one of the place before."""
    rest = {name: value for name, value in given.items() if name != "name"}
    if before and before.name != given["name"] and all(getattr(before, name) == value for name, value in rest.items()):
        return True
    return not given.get("address") and not given.get("postcode")


def series_for(title: str | None) -> Series | None:
    """The series with this slug or title; a new one where there is none yet."""
    if not title:
        return None
    with transaction():
        return queries.series_called(title) or new_series(title)


def new_series(title: str) -> Series:
    """A series of one's own, also where another one has this title."""
    with transaction():
        return _added(Series(slug=_unused_series_slug(title), title=title))


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
