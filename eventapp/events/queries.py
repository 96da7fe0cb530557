"""Questions about events. What one page asks is a fixed number of them, however much there is to show."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    null,
    select,
    type_coerce,
)
from sqlalchemy.orm import contains_eager, joinedload, load_only

from ..database import db
from ..formats import spoken_languages
from ..organisations.models import Network, Organisation
from .forms import Choice
from .imports import Known
from .models import (
    Event,
    Neighbourhood,
    Picture,
    Precision,
    Series,
    Status,
    Theme,
    Venue,
    event_networks,
    event_organisations,
    event_themes,
)

DATES_BESIDE = 6  # of a series, on the page of one of its events
PAST_DATES = 10
KEPT_IN_FEEDS = timedelta(days=90)

FOR_EVERYBODY = (Status.PUBLISHED, Status.CANCELLED)  # a cancelled event stays to be seen until its time has passed

# One reader asks these for every page view: built once, so that only the answer costs time.
_EVENT_PAGE = (
    select(Event)
    .where(Event.slug == bindparam("slug"), Event.status != Status.DRAFT, Event.practice_to == "")
    .options(
        joinedload(Event.venue), joinedload(Event.neighbourhood), joinedload(Event.series), joinedload(Event.picture)
    )
)
_MARK_OF_EVENT = select(
    Event.id, Event.changed_at, Event.sequence, Event.status, Event.capacity, Event.ceiling, Event.taken, Event.waiting
).where(Event.slug == bindparam("slug"), Event.status != Status.DRAFT, Event.practice_to == "")
_OF_EVENT = (
    select(
        literal_column("'host'"), literal_column("0"), Organisation.name, Organisation.slug, type_coerce(null(), JSON)
    )
    .join(event_organisations)
    .where(event_organisations.c.event_id == bindparam("event_id"))
    .union_all(
        select(literal_column("'theme'"), Theme.sort_order, Theme.name, Theme.slug, Theme.names)
        .join(event_themes)
        .where(event_themes.c.event_id == bindparam("event_id"))
    )
)
_COLOUR = (
    select(Theme.colour)
    .join(event_themes)
    .where(event_themes.c.event_id == Event.id)
    .order_by(Theme.sort_order, Theme.id)
    .limit(1)
    .correlate(Event)
    .scalar_subquery()
)
_CARD = (
    select(Event, _COLOUR)
    .outerjoin(Event.neighbourhood)
    .outerjoin(Event.venue)
    .outerjoin(Event.series)
    .options(
        load_only(
            Event.slug, Event.title, Event.texts, Event.kind, Event.starts_at, Event.ends_at, Event.precision,
            Event.status, Event.practice_to, Event.online_url, Event.languages, Event.cost_cents, Event.capacity,
            Event.taken, Event.waiting, Event.waiting_list, Event.drop_in, Event.registration_closes_at, Event.asked,
            Event.known_attendance, Event.series_id,
            raiseload=True,
        ),
        contains_eager(Event.neighbourhood).load_only(Neighbourhood.name, raiseload=True),
        contains_eager(Event.venue).load_only(Venue.name, Venue.most_people, raiseload=True),
        contains_eager(Event.series).load_only(Series.slug, Series.title, Series.texts, raiseload=True),
    )
)  # fmt: skip
_CARDS = _CARD.where(Event.id.in_(bindparam("ids", expanding=True)))


class Host(NamedTuple):
    slug: str
    name: str


class Subject(NamedTuple):
    slug: str
    name: str
    names: dict[str, str]  # in other languages


class ListedEvent(NamedTuple):
    """An event for a card, with the colour of its first theme."""

    event: Event
    colour: str | None


class OtherDate(NamedTuple):
    """Another date of the series of an event."""

    slug: str
    title: str
    texts: dict[str, dict[str, str]]
    starts_at: datetime
    ends_at: datetime
    status: str


def published_event(slug: str) -> Event | None:
    """The event at this address with its place, or nothing where the public may not see it."""
    return None if "\0" in slug else db.session.scalar(_EVENT_PAGE, {"slug": slug})


def mark_of_event(slug: str) -> tuple[Any, ...] | None:
    """What is another value as soon as the event at this address changed, or somebody took a place."""
    row = None if "\0" in slug else db.session.execute(_MARK_OF_EVENT, {"slug": slug}).first()
    return tuple(row) if row else None


def picture(slug: str, *, mark: str) -> Picture | None:
    """The picture of this event, as long as it is still this one; the mark tells nobody what is not public yet."""
    return db.session.scalar(select(Picture).join(Event).where(Event.slug == slug, Picture.mark == mark))


def published_series(slug: str) -> Series | None:
    return None if "\0" in slug else db.session.scalar(select(Series).where(Series.slug == slug))


def hosts_and_themes(event_id: int) -> tuple[list[Host], list[Subject]]:
    """Who hosts an event, and what it is about."""
    rows = sorted(db.session.execute(_OF_EVENT, {"event_id": event_id}).all(), key=lambda row: row[:4])
    hosts = [Host(slug, name) for what, _place, name, slug, _names in rows if what == "host"]
    themes = [Subject(slug, name, names) for what, _place, name, slug, names in rows if what == "theme"]
    return hosts, themes


def organisation_at(slug: str) -> Organisation | None:
    """Who has this address."""
    return None if "\0" in slug else db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def public_events_of(organisation_id: int, *, now: datetime, limit: int = 100) -> list[ListedEvent]:
    """What everybody may know is coming at this organisation, the first one first."""
    statement = _public_of(organisation_id).where(Event.ends_at > now).order_by(Event.starts_at)
    return _listed(statement, limit=limit)


def public_past_events_of(organisation_id: int, *, now: datetime) -> list[ListedEvent]:
    """The last few events of this organisation that took place, the latest first."""
    past = _public_of(organisation_id).where(Event.ends_at <= now, Event.status == Status.PUBLISHED)
    return _listed(past.order_by(Event.ends_at.desc()), limit=PAST_DATES)


def _public_of(organisation_id: int) -> Select[Any]:
    return _of_organisations([organisation_id]).where(Event.status.in_(FOR_EVERYBODY), Event.unlisted.is_(False))


def neighbourhood_choices() -> list[Choice]:
    rows = select(Neighbourhood.slug, Neighbourhood.name).order_by(Neighbourhood.sort_order, Neighbourhood.name)
    return [Choice(slug, name) for slug, name in db.session.execute(rows)]


def theme_choices(language: str) -> list[Choice]:
    """The themes, in this language where they have a name in it."""
    rows = select(Theme.slug, Theme.name, Theme.names).order_by(Theme.sort_order, Theme.id)
    return [Choice(slug, names.get(language, name)) for slug, name, names in db.session.execute(rows)]


def organisation_choices() -> list[Choice]:
    rows = select(Organisation.slug, Organisation.name).order_by(Organisation.name)
    return [Choice(slug, name) for slug, name in db.session.execute(rows)]


def network_choices() -> list[Choice]:
    rows = select(Network.slug, Network.name).order_by(Network.name)
    return [Choice(slug, name) for slug, name in db.session.execute(rows)]


def coming_of_network(network_id: int, *, now: datetime) -> list[ListedEvent]:
    """What everybody may know of a network that is still to come, the first one first."""
    statement = _listed_of_network(network_id).where(Event.ends_at > now).order_by(Event.starts_at)
    return _listed(statement, limit=100)


def past_of_network(network_id: int, *, now: datetime) -> list[ListedEvent]:
    """The last few events of a network."""
    past = (Event.ends_at <= now, Event.status == Status.PUBLISHED)
    return _listed(_listed_of_network(network_id).where(*past).order_by(Event.starts_at.desc()), limit=PAST_DATES)


def _listed_of_network(network_id: int) -> Select[Any]:
    within = select(event_networks.c.event_id).where(event_networks.c.network_id == network_id)
    return _CARD.where(Event.id.in_(within), Event.status.in_(FOR_EVERYBODY), Event.unlisted.is_(False))


def in_feeds(*, now: datetime) -> list[ColumnElement[bool]]:
    """What many people may follow: nothing that is not for everybody, and what was for a while."""
    return [
        Event.status.in_(FOR_EVERYBODY),
        Event.practice_to == "",
        Event.unlisted.is_(False),
        Event.private.is_(False),
        Event.precision == Precision.DAY,
        Event.ends_at > now - KEPT_IN_FEEDS,
    ]


def of_organisation(organisation_id: int) -> ColumnElement[bool]:
    hosts = event_organisations.c
    return Event.id.in_(select(hosts.event_id).where(hosts.organisation_id == organisation_id))


def of_network(network_id: int) -> ColumnElement[bool]:
    return Event.id.in_(select(event_networks.c.event_id).where(event_networks.c.network_id == network_id))


def listed_events(ids: list[int]) -> list[ListedEvent]:
    """These events, in this order, each with what its card shows."""
    found = {row[0].id: ListedEvent(*row) for row in db.session.execute(_CARDS, {"ids": ids})} if ids else {}
    return [found[event_id] for event_id in ids if event_id in found]


def coming_events_of(organisations: list[int] | None, *, now: datetime, limit: int = 300) -> list[ListedEvent]:
    """Coming events of these organisations, or of all: drafts too, the first one first."""
    return _listed(_of_organisations(organisations).where(Event.ends_at > now).order_by(Event.starts_at), limit=limit)


def past_events_of(organisations: list[int] | None, *, now: datetime, limit: int = 100) -> list[ListedEvent]:
    """The last events of these organisations, or of all."""
    statement = _of_organisations(organisations).where(Event.ends_at <= now).order_by(Event.starts_at.desc())
    return _listed(statement, limit=limit)


def _of_organisations(organisations: list[int] | None) -> Select[Any]:
    if organisations is None:
        return _CARD
    hosted = select(event_organisations.c.event_id).where(event_organisations.c.organisation_id.in_(organisations))
    return _CARD.where(Event.id.in_(hosted))


def _listed(statement: Select[Any], *, limit: int) -> list[ListedEvent]:
    return [ListedEvent(*row) for row in db.session.execute(statement.order_by(Event.id).limit(limit))]


def past_dates(series_id: int, *, now: datetime) -> list[ListedEvent]:
    """The last few dates of a series that took place, the latest first."""
    statement = (
        _dates_of(series_id)
        .where(Event.ends_at <= now, Event.status == Status.PUBLISHED)
        .order_by(Event.ends_at.desc(), Event.id.desc())
        .limit(PAST_DATES)
    )
    return [ListedEvent(*row) for row in db.session.execute(statement)]


def other_dates(event: Event, *, now: datetime) -> list[OtherDate]:
    """The next few dates of the same series."""
    statement = (
        select(Event.slug, Event.title, Event.texts, Event.starts_at, Event.ends_at, Event.status)
        .where(
            Event.series_id == event.series_id,
            Event.id != event.id,
            Event.status.in_(FOR_EVERYBODY),
            Event.unlisted.is_(False),
            Event.ends_at > now,
        )
        .order_by(Event.starts_at, Event.id)
        .limit(DATES_BESIDE)
    )
    return [OtherDate(*row) for row in db.session.execute(statement)]


def _dates_of(series_id: int) -> Select[Any]:
    return _CARD.where(Event.series_id == series_id, Event.status.in_(FOR_EVERYBODY), Event.unlisted.is_(False))


def event_by_slug(slug: str) -> Event | None:
    """The event with this slug, a draft too."""
    return db.session.scalar(select(Event).where(Event.slug == slug))


def event_by_id(event_id: int) -> Event | None:
    """The event with this number, a draft too."""
    return db.session.get(Event, event_id)


def event_by_uid(uid: str) -> Event | None:
    return db.session.scalar(select(Event).where(Event.uid == uid))


def series_called(title: str) -> Series | None:
    """The series with this slug, or else this title."""
    return by_slug(Series, title) or db.session.scalar(
        select(Series).where(Series.title == title).order_by(Series.id).limit(1)
    )


def venue_like(address: dict[str, str]) -> Venue | None:
    """A venue that has all of this address."""
    return db.session.scalar(select(Venue).filter_by(**address).order_by(Venue.id).limit(1))


def venue_named(name: str) -> Venue | None:
    """A venue with this name of which we know the address."""
    named = select(Venue).where(Venue.name == name, Venue.address != "")
    return db.session.scalar(named.order_by(Venue.id.desc()).limit(1))


def venue_names() -> list[str]:
    """What may be typed as a place, so that its address comes along."""
    return list(db.session.scalars(select(Venue.name).where(Venue.address != "").distinct().order_by(Venue.name)))


def known_names() -> Known:
    """What an event that is brought in may name."""
    organisations = db.session.scalars(select(Organisation)).all()
    return Known(
        neighbourhoods=by_slugs(Neighbourhood),
        themes=by_slugs(Theme),
        organisations={name: row for row in organisations for name in (row.name, row.slug)},
        languages=tuple(spoken_languages()),
    )


def by_slugs(table: type[Any]) -> dict[str, Any]:
    """All rows of this table, by slug."""
    return {row.slug: row for row in db.session.scalars(select(table))}


def by_slug(table: type[Any], slug: str) -> Any:
    """The row of this table with this slug."""
    return db.session.scalar(select(table).filter_by(slug=slug))


def count_events(*, uid_ending: str = "") -> int:
    """How many events there are, or how many of one maker."""
    return db.session.scalar(select(func.count(Event.id)).where(Event.uid.endswith(uid_ending, autoescape=True))) or 0


def event_to_try_the_door(now: datetime) -> Event | None:
    """The event that is on now, or else the next one."""
    return db.session.scalar(
        select(Event)
        .where(Event.status == Status.PUBLISHED, Event.ends_at > now, Event.venue_id.is_not(None))
        .order_by(Event.starts_at)
        .limit(1)
    )


def open_events(*, now: datetime) -> list[tuple[int, int]]:
    """Published events that are still to come: the id, and how many may come together."""
    coming = select(Event.id, Event.party_size_max).where(Event.status == Status.PUBLISHED, Event.starts_at > now)
    return [(id, most) for id, most in db.session.execute(coming.order_by(Event.starts_at, Event.id))]
