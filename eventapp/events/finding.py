"""Finding events: what somebody searches for, as questions to the database."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)

from ..database import UTCDateTime, db
from ..folding import fold, folded
from ..formats import from_local
from ..i18n import LANGUAGES
from ..organisations.models import Network, Organisation
from .forms import Search
from .models import (
    TRANSLATED,
    Event,
    Neighbourhood,
    Series,
    Status,
    Theme,
    Venue,
    event_networks,
    event_organisations,
    event_themes,
)
from .queries import FOR_EVERYBODY, ListedEvent, listed_events

PER_PAGE = 20
DATES_ON_CARD = 4  # of a series, after the one that the card shows


class LaterDate(NamedTuple):
    """A date of a series after the one that its card shows."""

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


def upcoming_events(search: Search, *, now: datetime) -> Found:
    """What is still to come, the first one first; a series once, with its next date that takes place."""
    asked = _ask_upcoming(replace(search, page=1))
    found = _one_page(asked, page=search.page, now=now)
    series_ids = [event.series_id for event, _colour in found.events if event.series_id]
    if series_ids and asked.later_dates is not None:
        for row in db.session.execute(asked.later_dates, {"now": now, "series_ids": series_ids}):
            found.later_dates.setdefault(row.series_id, []).append(LaterDate(*row))
    return found


def past_events(search: Search, *, now: datetime) -> Found:
    """What was, the latest first."""
    return _one_page(_ask_past(replace(search, page=1)), page=search.page, now=now)


class Asked(NamedTuple):
    """The statements that find what was searched for; of `now` and the page they know only the place."""

    total: Select[Any]
    ids: Select[Any]
    later_dates: Select[Any] | None = None


@lru_cache(maxsize=64)
def _ask_upcoming(search: Search) -> Asked:
    coming = [
        Event.status.in_(FOR_EVERYBODY),
        Event.ends_at > bindparam("now", type_=UTCDateTime),
        *matching(search),
    ]
    turns = _turns_in_series(coming)
    each = union_all(
        select(Event.id, Event.starts_at).where(Event.series_id.is_(None), *coming),
        select(turns.c.id, turns.c.starts_at).where(turns.c.turn == 1),
    ).subquery()
    return Asked(
        total=select(func.count(case((Event.series_id.is_(None), 1))) + func.count(Event.series_id.distinct())).where(
            *coming
        ),
        ids=_by_page(select(each.c.id).order_by(each.c.starts_at, each.c.id)),
        later_dates=select(turns.c.series_id, Event.starts_at, Event.status, turns.c.dates)
        .join(turns, turns.c.id == Event.id)
        .where(turns.c.series_id.in_(bindparam("series_ids", expanding=True)))
        .where(turns.c.turn.between(2, 1 + DATES_ON_CARD))
        .order_by(Event.starts_at, Event.id),
    )


@lru_cache(maxsize=64)
def _ask_past(search: Search) -> Asked:
    past = [
        Event.status == Status.PUBLISHED,
        Event.ends_at <= bindparam("now", type_=UTCDateTime),
        *matching(search),
    ]
    return Asked(
        total=select(func.count(Event.id)).where(*past),
        ids=_by_page(select(Event.id).where(*past).order_by(Event.ends_at.desc(), Event.id.desc())),
    )


def _turns_in_series(conditions: list[ColumnElement[bool]]) -> Subquery:
    """The dates of series that match, each with its turn; a cancelled one only stands first where all are."""
    takes_place_first = case((Event.status == Status.PUBLISHED, 0), else_=1)
    turn = func.row_number().over(partition_by=Event.series_id, order_by=(takes_place_first, Event.starts_at, Event.id))
    dates = func.count().over(partition_by=Event.series_id)
    return (
        select(Event.id, Event.starts_at, Event.series_id, turn.label("turn"), dates.label("dates"))
        .where(Event.series_id.is_not(None), *conditions)
        .subquery()
    )


def _by_page(ordered: Select[Any]) -> Select[Any]:
    return ordered.limit(PER_PAGE).offset(bindparam("skipped"))


def _one_page(asked: Asked, *, page: int, now: datetime) -> Found:
    """The events of this page, in order, each with what its card shows; beyond the last page is the last page."""
    total = db.session.scalar(asked.total, {"now": now}) or 0
    page = min(page, max(-(-total // PER_PAGE), 1))
    ids = list(db.session.scalars(asked.ids, {"now": now, "skipped": (page - 1) * PER_PAGE})) if total else []
    return Found(listed_events(ids), total, page)


def matching(search: Search) -> list[ColumnElement[bool]]:
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
    if search.network:
        within = select(event_networks.c.event_id).join(Network).where(Network.slug == search.network)
        conditions.append(Event.id.in_(within))
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
    """Whether the word stands in its texts in any language, the place, the neighbourhood or the name of a host."""

    def stands_in(text: Any) -> ColumnElement[bool]:
        return folded(text).contains(fold(word), autoescape=True)

    return or_(
        stands_in(Event.title + " " + Event.summary),
        stands_in(_in_other_languages()),
        Event.venue_id.in_(select(Venue.id).where(stands_in(Venue.name + " " + Venue.address))),
        Event.neighbourhood_id.in_(select(Neighbourhood.id).where(stands_in(Neighbourhood.name))),
        Event.series_id.in_(select(Series.id).where(stands_in(Series.title))),
        Event.id.in_(_hosted_by(stands_in(Organisation.name))),
    )


def _in_other_languages() -> ColumnElement[str]:
    """The texts of an event in other languages, without the names under which they are kept."""
    words: ColumnElement[str] = type_coerce(Event.texts, Text)
    for name in (*TRANSLATED, *LANGUAGES):
        words = func.replace(words, f'"{name}": ', "")
    return words


def _hosted_by(condition: ColumnElement[bool]) -> Any:
    return select(event_organisations.c.event_id).join(Organisation).where(condition)
