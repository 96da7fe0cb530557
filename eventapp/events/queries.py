"""Questions about events. What one page asks is a fixed number of them, however much there is to show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, bindparam, case, func, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, load_only

from ..database import db
from ..formats import from_local
from ..organisations.models import Organisation
from .folding import fold, folded
from .forms import Search
from .models import Event, Neighbourhood, Series, Status, Theme, Venue, event_organisations, event_themes

PER_PAGE = 20
DATES_ON_CARD = 4  # of a series, after the one that the card shows
DATES_BESIDE = 6  # of a series, on the page of one of its events
PAST_DATES = 10

FOR_EVERYBODY = (Status.PUBLISHED, Status.CANCELLED)  # a cancelled event stays to be seen until its time has passed

# One reader asks these for every page view: built once, so that only the answer costs time.
_EVENT_PAGE = (
    select(Event)
    .where(Event.slug == bindparam("slug"), Event.status != Status.DRAFT)
    .options(joinedload(Event.venue), joinedload(Event.neighbourhood), joinedload(Event.series))
)
_HOSTS = (
    select(Organisation.slug, Organisation.name)
    .join(event_organisations)
    .where(event_organisations.c.event_id == bindparam("event_id"))
    .order_by(Organisation.name)
)
_THEMES = (
    select(Theme.slug, Theme.name, Theme.names, Theme.colour)
    .join(event_themes)
    .where(event_themes.c.event_id == bindparam("event_id"))
    .order_by(Theme.sort_order, Theme.id)
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
            Event.slug, Event.title, Event.kind, Event.starts_at, Event.ends_at, Event.precision, Event.status,
            Event.online_url, Event.languages, Event.cost_cents, Event.capacity, Event.taken, Event.waiting_list,
            Event.drop_in, Event.registration_closes_at, Event.known_attendance, Event.series_id,
            raiseload=True,
        ),
        contains_eager(Event.neighbourhood).load_only(Neighbourhood.name, raiseload=True),
        contains_eager(Event.venue).load_only(Venue.name, raiseload=True),
        contains_eager(Event.series).load_only(Series.slug, Series.title, raiseload=True),
    )
)  # fmt: skip


_CARDS = _CARD.where(Event.id.in_(bindparam("ids", expanding=True)))

_count_alone = func.count(case((Event.series_id.is_(None), 1)))
_count_series = func.count(Event.series_id.distinct())


class ListedEvent(NamedTuple):
    """An event for a card, with the colour of its first theme."""

    event: Event
    colour: str | None


class LaterDate(NamedTuple):
    """Another date of a series."""

    series_id: int
    starts_at: datetime
    status: str
    dates: int  # how many dates the series has in all, within this search


@dataclass(frozen=True)
class Found:
    """One page of what was found."""

    events: list[ListedEvent]
    total: int
    page: int
    later_dates: dict[int, list[LaterDate]] = field(default_factory=dict)  # by series

    @property
    def pages(self) -> int:
        return max(-(-self.total // PER_PAGE), 1)


def published_event(slug: str) -> Event | None:
    """The event at this address with its place, or nothing where the public may not see it."""
    return None if "\0" in slug else db.session.scalar(_EVENT_PAGE, {"slug": slug})


def published_series(slug: str) -> Series | None:
    return None if "\0" in slug else db.session.scalar(select(Series).where(Series.slug == slug))


def hosts(event_id: int) -> Sequence[Row[Any]]:
    """The slug and name of who hosts an event."""
    return db.session.execute(_HOSTS, {"event_id": event_id}).all()


def themes(event_id: int) -> Sequence[Row[Any]]:
    """What an event is about: slug, name, names in other languages, colour."""
    return db.session.execute(_THEMES, {"event_id": event_id}).all()


def neighbourhood_choices() -> Sequence[Row[Any]]:
    return db.session.execute(
        select(Neighbourhood.slug, Neighbourhood.name).order_by(Neighbourhood.sort_order, Neighbourhood.name)
    ).all()


def theme_choices() -> Sequence[Row[Any]]:
    return db.session.execute(select(Theme.slug, Theme.name, Theme.names).order_by(Theme.sort_order, Theme.id)).all()


def organisation_choices() -> Sequence[Row[Any]]:
    return db.session.execute(select(Organisation.slug, Organisation.name).order_by(Organisation.name)).all()


def upcoming_events(search: Search, *, now: datetime) -> Found:
    """What is still to come, the first one first; a series once, with its next date that takes place."""
    coming = [Event.status.in_(FOR_EVERYBODY), Event.ends_at > now, *_conditions(search)]
    total = db.session.scalar(select(_count_alone + _count_series).where(*coming)) or 0
    page = _page_within(search.page, total)
    turns = _turns_in_series(coming)
    each = union_all(
        select(Event.id, Event.starts_at).where(Event.series_id.is_(None), *coming),
        select(turns.c.id, turns.c.starts_at).where(turns.c.turn == 1),
    ).subquery()
    events = _one_page(select(each.c.id).order_by(each.c.starts_at, each.c.id), page=page)
    return Found(events, total, page, _later_dates(turns, [event.series_id for event, _colour in events if event.series_id]))


def past_events(search: Search, *, now: datetime) -> Found:
    """What was, the latest first."""
    past = [Event.status == Status.PUBLISHED, Event.ends_at <= now, *_conditions(search)]
    total = db.session.scalar(select(func.count(Event.id)).where(*past)) or 0
    page = _page_within(search.page, total)
    latest_first = select(Event.id).where(*past).order_by(Event.ends_at.desc(), Event.id.desc())
    return Found(_one_page(latest_first, page=page), total, page)


def coming_dates(series_id: int, *, now: datetime, limit: int = 100) -> list[ListedEvent]:
    """The dates of a series that are still to come, the first one first."""
    statement = _dates_of(series_id).where(Event.ends_at > now).order_by(Event.starts_at, Event.id).limit(limit)
    return [ListedEvent(*row) for row in db.session.execute(statement)]


def past_dates(series_id: int, *, now: datetime) -> list[ListedEvent]:
    """The last few dates of a series that took place, the latest first."""
    statement = (
        _dates_of(series_id)
        .where(Event.ends_at <= now, Event.status == Status.PUBLISHED)
        .order_by(Event.ends_at.desc(), Event.id.desc())
        .limit(PAST_DATES)
    )
    return [ListedEvent(*row) for row in db.session.execute(statement)]


def other_dates(event: Event, *, now: datetime) -> Sequence[Row[Any]]:
    """The next few dates of the same series: slug, title, starts_at, ends_at, status."""
    return db.session.execute(
        select(Event.slug, Event.title, Event.starts_at, Event.ends_at, Event.status)
        .where(
            Event.series_id == event.series_id,
            Event.id != event.id,
            Event.status.in_(FOR_EVERYBODY),
            Event.unlisted.is_(False),
            Event.ends_at > now,
        )
        .order_by(Event.starts_at, Event.id)
        .limit(DATES_BESIDE)
    ).all()


def _dates_of(series_id: int) -> Select[Any]:
    return _CARD.where(Event.series_id == series_id, Event.status.in_(FOR_EVERYBODY), Event.unlisted.is_(False))


def _turns_in_series(conditions: list[ColumnElement[bool]]) -> Subquery:
    """The dates of series that match, each with its turn; a cancelled date only stands first where all are cancelled."""
    takes_place_first = case((Event.status == Status.PUBLISHED, 0), else_=1)
    turn = func.row_number().over(
        partition_by=Event.series_id, order_by=(takes_place_first, Event.starts_at, Event.id)
    )
    dates = func.count().over(partition_by=Event.series_id)
    return (
        select(Event.id, Event.starts_at, Event.series_id, turn.label("turn"), dates.label("dates"))
        .where(Event.series_id.is_not(None), *conditions)
        .subquery()
    )


def _page_within(page: int, total: int) -> int:
    """Beyond the last page is the last page."""
    return min(page, max(-(-total // PER_PAGE), 1))


def _one_page(ordered: Select[Any], *, page: int) -> list[ListedEvent]:
    """These events, in this order, each with what its card shows."""
    ids = list(db.session.scalars(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)))
    found = {row[0].id: ListedEvent(*row) for row in db.session.execute(_CARDS, {"ids": ids})} if ids else {}
    return [found[event_id] for event_id in ids]


def _later_dates(turns: Subquery, series_ids: list[int]) -> dict[int, list[LaterDate]]:
    """The dates after the one on the card, of each of these series."""
    if not series_ids:
        return {}
    statement = (
        select(turns.c.series_id, Event.starts_at, Event.status, turns.c.dates)
        .join(turns, turns.c.id == Event.id)
        .where(turns.c.series_id.in_(series_ids), turns.c.turn > 1, turns.c.turn <= 1 + DATES_ON_CARD)
        .order_by(Event.starts_at, Event.id)
    )
    dates: dict[int, list[LaterDate]] = {}
    for row in db.session.execute(statement):
        dates.setdefault(row.series_id, []).append(LaterDate(*row))
    return dates


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    """What an event must meet to be found; nothing unlisted ever is."""
    conditions = [Event.unlisted.is_(False), *_on_the_days(search), *(_mentions(word) for word in search.words)]
    if search.neighbourhoods:
        wanted = select(Neighbourhood.id).where(Neighbourhood.slug.in_(search.neighbourhoods))
        conditions.append(Event.neighbourhood_id.in_(wanted))
    if search.themes:
        about = select(event_themes.c.event_id).join(Theme).where(Theme.slug.in_(search.themes))
        conditions.append(Event.id.in_(about))
    if search.kinds:
        conditions.append(Event.kind.in_(search.kinds))
    if search.languages:
        conditions.append(or_(*(Event.languages.like(f"%|{code}|%") for code in search.languages)))
    if search.organisation:
        conditions.append(Event.id.in_(_hosted_by(Organisation.slug == search.organisation)))
    if search.wheelchair:
        at_home = and_(Event.venue_id.is_(None), Event.online_url != "")
        conditions.append(or_(at_home, Event.venue_id.in_(select(Venue.id).where(Venue.wheelchair.is_(True)))))
    return conditions


def _on_the_days(search: Search) -> list[ColumnElement[bool]]:
    conditions = []
    if search.first_day:
        conditions.append(Event.ends_at > from_local(search.first_day, time()))
    if search.last_day:
        conditions.append(Event.starts_at < from_local(search.last_day + timedelta(days=1), time()))
    return conditions


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether the word stands in the title, the summary, the place, the neighbourhood or the name of a host."""

    def stands_in(text: ColumnElement[str]) -> ColumnElement[bool]:
        return folded(text).contains(fold(word), autoescape=True)

    return or_(
        stands_in(Event.title + " " + Event.summary),
        Event.venue_id.in_(select(Venue.id).where(stands_in(Venue.name + " " + Venue.address))),
        Event.neighbourhood_id.in_(select(Neighbourhood.id).where(stands_in(Neighbourhood.name))),
        Event.series_id.in_(select(Series.id).where(stands_in(Series.title))),
        Event.id.in_(_hosted_by(stands_in(Organisation.name))),
    )


def _hosted_by(condition: ColumnElement[bool]) -> Any:
    return select(event_organisations.c.event_id).join(Organisation).where(condition)
