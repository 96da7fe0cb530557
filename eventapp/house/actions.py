"""Changes to what the events share: organisations, places, neighbourhoods, focal points and themes."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..connections.profiles import actions as profiles
from ..connections.profiles.models import Exchange
from ..database import db, transaction
from ..events.models import Event, FocalPoint, Neighbourhood, Theme, Venue, event_organisations
from ..events.queries import by_slug
from ..events.slugs import numbered, slug_of
from ..organisations.actions import note, set_role
from ..organisations.models import Network, Organisation
from ..organisations.rules import Role
from ..programme.models import Part
from ..subscriptions.actions import move_organisation
from . import queries
from .rules import Gone, NameTaken, SameOne, StillUsed

WORDS: dict[type[Any], str] = {
    Organisation: "organisation",
    Venue: "venue",
    Neighbourhood: "neighbourhood",
    FocalPoint: "focal-point",
    Theme: "theme",
    Exchange: "exchange",
}
LONGEST_SLUG = 70  # leaves room for a number
NOT_NOTED = ("directions",)  # a sentence may name a person
COMES_ALONG = ("address", "postcode", "directions", "wheelchair", "wheelchair_toilet", "most_people")


def add(table: type[Any], columns: dict[str, Any], *, by: int, now: datetime) -> Any:
    """Something new, with an address of its own that stays when its name changes."""
    with transaction() as session:
        _check_name(table, columns["name"])
        slug = {"slug": _unused_slug(table, columns["name"])} if hasattr(table, "slug") else {}
        row = table(**columns, **slug)
        session.add(row)
        try:
            session.flush()
        except IntegrityError:  # pressed twice: the other press was a moment earlier
            raise NameTaken from None
        note(by, what=f"{WORDS[table]}.made", about=_about(row), after=_noted(columns), now=now)
    return row


def change(table: type[Any], row_id: int, columns: dict[str, Any], *, by: int, now: datetime) -> None:
    """Another name or other facts. Of a place it is a correction: nobody gets a letter, calendars read it afresh."""
    with transaction():
        row = _locked(table, row_id)
        _check_name(table, columns["name"], besides=row_id)
        before = {name: getattr(row, name) for name, value in columns.items() if getattr(row, name) != value}
        if not before:
            return
        for name in before:
            setattr(row, name, columns[name])
        if table is Venue:
            _renew_events_at(row_id, venue_id=row_id, now=now)
        after = {name: columns[name] for name in before}
        note(by, what=f"{WORDS[table]}.changed", about=_about(row), before=_noted(before), after=_noted(after), now=now)


def remove(table: type[Any], row_id: int, *, by: int, now: datetime) -> None:
    """It goes, as long as nothing belongs to it: the database knows best what does."""
    with transaction():
        row = _locked(table, row_id)
        if table is Organisation and queries.team_of(row_id):
            raise StillUsed
        if table is Exchange and queries.count_at(table, row_id):
            raise StillUsed
        note(by, what=f"{WORDS[table]}.removed", about=_about(row), before={"name": row.name}, now=now)
        _delete(row)


def merge(table: type[Any], row_id: int, *, into: int, by: int, now: datetime) -> None:
    """Two that are the same become one: everything that belongs to this one moves along, and this one goes."""
    if row_id == into:
        raise SameOne
    with transaction():
        locked = {each: _locked(table, each) for each in sorted((row_id, into))}
        gone, kept = locked[row_id], locked[into]
        moved = queries.count_at(table, row_id)
        if table is Venue:
            _move_to_venue(gone, kept, now=now)
        else:
            _move_to_organisation(gone, kept)
            move_organisation(gone.slug, to=kept.slug)
        after = {"from": row_id, "name": gone.name, "events": moved}
        note(by, what=f"{WORDS[table]}.merged", about=_about(kept), after=after, now=now)
        _delete(gone)


def _delete(row: Any) -> None:
    db.session.delete(row)
    try:
        db.session.flush()
    except IntegrityError:
        raise StillUsed from None


def _move_to_venue(gone: Venue, kept: Venue, *, now: datetime) -> None:
    """The events go along without a letter, for they stay where they were; what only the other one knew comes too."""
    _renew_events_at(gone.id, venue_id=kept.id, now=now)
    for name in COMES_ALONG:
        if getattr(kept, name) in (None, ""):
            setattr(kept, name, getattr(gone, name))
    if kept.position is None:
        kept.latitude, kept.longitude = gone.latitude, gone.longitude


def _move_to_organisation(gone: Organisation, kept: Organisation) -> None:
    hosts = event_organisations.c
    of_both = select(hosts.event_id).where(hosts.organisation_id == kept.id)
    moving = select(hosts.event_id).where(hosts.organisation_id == gone.id, hosts.event_id.not_in(of_both))
    rows = [{"event_id": event_id, "organisation_id": kept.id} for event_id in db.session.scalars(moving)]
    if rows:
        db.session.execute(insert(event_organisations), rows)
    db.session.execute(delete(event_organisations).where(hosts.organisation_id == gone.id))
    db.session.execute(update(Network).where(Network.organisation_id == gone.id).values(organisation_id=kept.id))
    db.session.execute(update(Part).where(Part.organisation_id == gone.id).values(organisation_id=kept.id))
    profiles.move_organisation(gone.id, to=kept.id)
    there = {account.id: role for account, role in queries.team_of(kept.id)}
    for account, role in queries.team_of(gone.id):
        set_role(gone.id, account.id, None)
        if there.get(account.id) != Role.ORGANISER:
            set_role(kept.id, account.id, role)
    db.session.flush()


def _renew_events_at(old_id: int, *, venue_id: int, now: datetime) -> None:
    """Pages and calendars of these events are read afresh; their sequence stays, so nobody is told that they moved."""
    db.session.execute(update(Event).where(Event.venue_id == old_id).values(venue_id=venue_id, changed_at=now))


def _locked(table: type[Any], row_id: int) -> Any:
    row = db.session.get(table, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Gone
    return row


def _check_name(table: type[Any], name: str, *, besides: int | None = None) -> None:
    """Every name once; but two places may share one, as halls in two streets do."""
    if table is Venue:
        return
    known = queries.row_named(table, name)
    if known and known.id != besides:
        raise NameTaken


def _unused_slug(table: type[Any], name: str) -> str:
    number, first = 1, slug_of(name)[:LONGEST_SLUG].strip("-")
    while by_slug(table, slug := numbered(first, number)):
        number += 1
    return slug


def _about(row: Any) -> str:
    return f"{WORDS[type(row)]}/{row.id}"


def _noted(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if name not in NOT_NOTED}
