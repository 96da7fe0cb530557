"""Events as calendars and news that people follow: nothing that is not for everybody, and a while of what was."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Response, request
from sqlalchemy import ColumnElement, Text, cast, func, select

from .. import formats
from ..calendars.atom import Story, write_atom
from ..calendars.entries import Entry
from ..calendars.feeds import Feed, Written, write_feed, written
from ..database import db
from ..i18n import _, current_language
from ..organisations.models import Organisation
from ..web import address, kept, settings
from .models import Event, Neighbourhood, Picture, Status, Theme, Venue, event_organisations, event_themes
from .pictures import LARGE
from .queries import in_feeds

MOST_KEPT_ENTRIES = 8_192
SECONDS_KEPT = 600  # within these it shows what changed about a venue, a host or a theme; of an event at once
ICALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"


class Row(NamedTuple):
    """All that an entry tells of an event: where two rows are equal, so are their entries."""

    id: int
    slug: str
    uid: str
    sequence: int
    changed_at: datetime
    status: str
    title: str
    summary: str
    description: str
    texts: str  # in other languages, as JSON
    starts_at: datetime
    ends_at: datetime
    picture: str | None
    venue: str | None
    street: str | None
    postcode: str | None
    city: str | None
    latitude: float | None
    longitude: float | None
    is_online: bool
    private: bool
    neighbourhood: str | None
    hosts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    def said(self, name: str, language: str) -> str:
        """A text in this language, or else in Dutch."""
        return json.loads(self.texts).get(language, {}).get(name) or getattr(self, name)

    @property
    def position(self) -> tuple[float, float] | None:
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def place(self) -> str:
        town = " ".join(filter(None, (self.postcode, self.city)))
        if self.venue:
            return ", ".join(filter(None, (self.venue, self.street, town)))
        return _("Online") if self.is_online else (self.neighbourhood or "")


_ROWS = (
    select(
        Event.id, Event.slug, Event.uid, Event.sequence, Event.changed_at, Event.status, Event.title, Event.summary,
        Event.description, cast(Event.texts, Text), Event.starts_at, Event.ends_at, Picture.mark, Venue.name,
        Venue.address, Venue.postcode, Venue.city, Venue.latitude, Venue.longitude, Event.online_url != "",
        Event.private, Neighbourhood.name,
    )
    .outerjoin(Picture, Picture.event_id == Event.id)
    .outerjoin(Venue, Venue.id == Event.venue_id)
    .outerjoin(Neighbourhood, Neighbourhood.id == Event.neighbourhood_id)
    .order_by(Event.starts_at, Event.id)
)  # fmt: skip


def feed_response(
    *conditions: ColumnElement[bool], name: str, page: str, now: datetime, as_atom: bool = False
) -> Response:
    """The file for who follows these events, or that it is as it was; `page` is where people read the same."""
    shown = [*in_feeds(now=now), *conditions]

    def make() -> Response:
        rows = _rows(shown, language=current_language().code)
        changed_at = max((row.changed_at for row in rows), default=None)
        feed = Feed(name, address=_own_address(), page=page, changed_at=changed_at)
        content = _atom(feed, rows) if as_atom else _icalendar(feed, rows)
        response = Response(content, content_type=ATOM if as_atom else ICALENDAR)
        response.last_modified = changed_at
        return response

    return kept(make, same=_mark(shown), now=now, seconds=SECONDS_KEPT)


def calendar_of(event_id: int) -> bytes:
    """One event as an entry for anybody's calendar; of a private one it does not tell which."""
    [row] = _rows([Event.id == event_id], language=current_language().code)
    feed = Feed(
        _title(row, current_language().code),
        address=_own_address(),
        page=_address_of(row.slug),
        changed_at=row.changed_at,
    )
    return _icalendar(feed, [row])


def _mark(conditions: Sequence[ColumnElement[bool]]) -> tuple[Any, ...]:
    """Another value as soon as an event comes in, goes out or changes."""
    counts = (func.count(), func.sum(Event.id), func.sum(Event.sequence), func.max(Event.changed_at))
    return tuple(db.session.execute(select(*counts).where(*conditions)).one())


def _rows(conditions: Iterable[ColumnElement[bool]], *, language: str) -> list[Row]:
    rows = db.session.execute(_ROWS.where(*conditions)).all()
    shown = select(Event.id).where(*conditions)
    hosts, themes = _hosts(shown), _themes(shown, language=language)
    return [Row._make((*row, tuple(hosts[row.id]), tuple(themes[row.id]))) for row in rows]


def _hosts(shown: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    of_events = select(event_organisations.c.event_id, Organisation.name).join(Organisation)
    ordered = of_events.where(event_organisations.c.event_id.in_(shown)).order_by(Organisation.name)
    for event_id, name in db.session.execute(ordered):
        found[event_id].append(name)
    return found


def _themes(shown: Any, *, language: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    of_events = select(event_themes.c.event_id, Theme.name, Theme.names).join(Theme)
    ordered = of_events.where(event_themes.c.event_id.in_(shown)).order_by(Theme.sort_order, Theme.id)
    for event_id, name, names in db.session.execute(ordered):
        found[event_id].append(names.get(language, name))
    return found


def _icalendar(feed: Feed, rows: Iterable[Row]) -> bytes:
    language, timezone = current_language().code, settings().timezone
    return write_feed(feed, [_written(row, language, settings()) for row in rows], timezone=timezone)


@lru_cache(maxsize=MOST_KEPT_ENTRIES)
def _written(row: Row, language: str, _of_house: Any) -> Written:
    """The entry of an event, kept until anything that it tells changes."""
    entry = Entry(
        uid=row.uid,
        sequence=row.sequence,
        title=_title(row, language),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        changed_at=row.changed_at,
        cancelled=row.status == Status.CANCELLED,
        description="" if row.private else _description(row, language),
        location=row.place,
        position=row.position,
        url=_address_of(row.slug),
        organizer_name=row.hosts[0] if row.hosts else settings().site_name,
        organizer_email=settings().contact_email,
        categories=() if row.private else row.themes,
        image="" if row.private else _picture_of(row),
    )
    return written(entry, timezone=settings().timezone)


def _atom(feed: Feed, rows: Sequence[Row]) -> bytes:
    language = current_language().code
    stories = [
        Story(
            row.said("title", language),
            _address_of(row.slug),
            "\n".join(filter(None, (_when(row), row.place, row.said("summary", language)))),
            row.hosts,
            row.themes,
            row.changed_at,
        )
        for row in rows
    ]
    return write_atom(feed, stories, author=settings().site_name, language=language)


def _when(row: Row) -> str:
    when = formats.format_when(row.starts_at, row.ends_at)
    return _("Cancelled: %(when)s", when=when) if row.status == Status.CANCELLED else when


def _title(row: Row, language: str) -> str:
    return _("Your appointment") if row.private else row.said("title", language)


def _description(row: Row, language: str) -> str:
    told = (row.said("summary", language), formats.plain_text(row.said("description", language)), _hosted_by(row))
    return "\n\n".join(filter(None, told))


def _hosted_by(row: Row) -> str:
    return _("By %(hosts)s", hosts=_(", ").join(row.hosts)) if row.hosts else ""


def _address_of(slug: str) -> str:
    return address("events.show", language=current_language().code, slug=slug)


def _picture_of(row: Row) -> str:
    if not row.picture:
        return ""
    return address("events.picture", language="nl", slug=row.slug, mark=row.picture, width=LARGE)


def _own_address() -> str:
    """Of the file that is asked for, with what it was asked for."""
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return f"{settings().base_url}{request.script_root}{request.path}{query}"
