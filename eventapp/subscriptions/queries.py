"""Questions about subscriptions, and about what there is to tell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ..database import db
from ..events.models import Event, Precision, Status
from .models import Listing, NetworkUpdate, Reader, Rhythm, Subscription, ToldEvent
from .rules import Asked, News, Wanted


def can_be_told(now: datetime) -> ColumnElement[bool]:
    """Everybody may see it, and can still come; what is private stands in the agenda for everybody too."""
    return and_(
        is_public(),
        Event.starts_at > now,
        or_(Event.registration_closes_at.is_(None), Event.registration_closes_at > now, Event.drop_in),
    )


def is_public() -> ColumnElement[bool]:
    """Practices, and what is for members or by invitation, are unlisted always."""
    return and_(
        Event.status == Status.PUBLISHED,
        Event.unlisted.is_(False),
        Event.practice_to == "",
        Event.precision == Precision.DAY,
    )


def not_listed_yet(*, now: datetime) -> list[int]:
    """The events that came into the agenda since anybody looked."""
    listed = exists().where(Listing.event_id == Event.id)
    return list(db.session.scalars(select(Event.id).where(is_public(), Event.starts_at > now, not_(listed))))


def listed_no_more() -> list[int]:
    """The events that went out of the agenda again: when they come back, that is news."""
    gone = select(Listing.event_id).join(Event, Event.id == Listing.event_id).where(not_(is_public()))
    return list(db.session.scalars(gone))


def last_listed(*, until: datetime) -> datetime | None:
    """When the latest event that may be told was listed."""
    return db.session.scalar(select(func.max(Listing.listed_at)).where(Listing.listed_at <= until))


def is_due(due: dict[Rhythm, datetime], *, held: Iterable[str]) -> ColumnElement[bool]:
    """The moment of a confirmed choice has come; the update of a network may wait for its keepers."""
    waits = and_(Subscription.rhythm == Rhythm.FORTNIGHTLY, Subscription.wanted.in_(list(held)))
    return and_(
        or_(*(and_(Subscription.rhythm == rhythm, Subscription.told_until < limit) for rhythm, limit in due.items())),
        not_(waits),
    )


def oldest_due(due: ColumnElement[bool]) -> datetime | None:
    """Until when those whose moment has come were told at least; None where there is nobody."""
    return db.session.scalar(select(func.min(Subscription.told_until)).where(due))


def lock_readers(due: ColumnElement[bool], *, after: int, count: int) -> list[int]:
    """Some readers whose moment has come; no other worker takes them until this transaction ends."""
    of_due = select(Subscription.reader_id).where(due)
    return list(
        db.session.scalars(
            select(Reader.id)
            .where(Reader.id > after, Reader.id.in_(of_due))
            .order_by(Reader.id)
            .limit(count)
            .with_for_update(skip_locked=True)
        )
    )


def asked_by(reader_ids: Sequence[int], due: ColumnElement[bool]) -> dict[int, list[Asked]]:
    """What these readers chose whose moment has come, by reader; what was confirmed last stands last."""
    rows = db.session.execute(
        select(
            Subscription.id, Subscription.wanted, Subscription.rhythm, Subscription.told_until, Subscription.language,
            Reader.id, Reader.email, Reader.key, Reader.stop_key,
        )
        .join(Reader)
        .where(Subscription.reader_id.in_(reader_ids), due)
        .order_by(Subscription.confirmed_at, Subscription.id)
    )  # fmt: skip
    found: dict[int, list[Asked]] = defaultdict(list)
    for asked in map(Asked._make, rows):
        found[asked.reader_id].append(asked)
    return found


def told_to(reader_ids: Sequence[int], *, now: datetime) -> dict[int, dict[int, int | None]]:
    """Of which events that are not over these readers know, each with its series."""
    rows = db.session.execute(
        select(ToldEvent.reader_id, ToldEvent.event_id, Event.series_id)
        .join(Event, Event.id == ToldEvent.event_id)
        .where(ToldEvent.reader_id.in_(reader_ids), Event.ends_at > now)
    )
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    for reader_id, event_id, series_id in rows:
        found[reader_id][event_id] = series_id
    return found


def news_since(since: datetime, *, until: datetime, now: datetime) -> list[News]:
    """What was listed after one moment and up to another, and can still be told, the first one first."""
    return _news(Listing.listed_at > since, Listing.listed_at <= until, can_be_told(now))


def dates_of_series(series_ids: Iterable[int], *, until: datetime, now: datetime) -> dict[int, list[News]]:
    """All dates of these series that can be told, by series."""
    found: dict[int, list[News]] = defaultdict(list)
    wanted = Event.series_id.in_(sorted(set(series_ids)))
    for news in _news(wanted, Listing.listed_at <= until, can_be_told(now)):
        assert news.series_id is not None
        found[news.series_id].append(news)
    return found


def news_of_network(slug: str, *, since: datetime, now: datetime) -> list[News]:
    """What was listed after a moment and can be told of a network."""
    return [news for news in news_since(since, until=now, now=now) if slug in news.networks]


def _news(*conditions: ColumnElement[bool]) -> list[News]:
    rows = db.session.execute(
        select(Event, Listing.listed_at)
        .join(Listing, Listing.event_id == Event.id)
        .where(*conditions)
        .order_by(Event.starts_at, Event.id)
        .options(
            joinedload(Event.venue),
            joinedload(Event.neighbourhood),
            joinedload(Event.series),
            selectinload(Event.themes),
            selectinload(Event.organisations),
            selectinload(Event.networks),
        )
    )
    return [_as_news(event, listed_at) for event, listed_at in rows]


def _as_news(event: Event, listed_at: datetime) -> News:
    return News(
        id=event.id,
        listed_at=listed_at,
        starts_at=event.starts_at,
        series_id=event.series_id,
        themes=tuple(theme.slug for theme in event.themes),
        neighbourhoods=(event.neighbourhood.slug,) if event.neighbourhood else (),
        kinds=(event.kind,),
        organisations=tuple(each.slug for each in event.organisations),
        networks=tuple(each.slug for each in event.networks),
        languages=event.languages,
        facts=_facts_of(event),
    )


def _facts_of(event: Event) -> dict[str, Any]:
    """What a letter tells of it, as plain values."""
    thing = event.series or event
    titles = {code: texts["title"] for code, texts in thing.texts.items() if texts.get("title")}
    return {
        "slug": event.slug,
        "title": thing.title,
        "titles": titles,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "where": event.venue.name if event.venue else "",
        "neighbourhood": event.neighbourhood.name if event.neighbourhood else "",
        "online": bool(event.online_url),
        "languages": list(event.languages),
        "series": event.series.slug if event.series else "",
    }


def reader_at(email: str) -> Reader | None:
    return db.session.scalar(select(Reader).where(Reader.email == email))


def reader_by_key(key: str) -> Reader | None:
    """Whose page this is."""
    return None if "\0" in key else db.session.scalar(select(Reader).where(Reader.key == key))


def reader_to_stop(key: str) -> Reader | None:
    """Who stops with this."""
    return None if "\0" in key else db.session.scalar(select(Reader).where(Reader.stop_key == key))


def subscription_by_press(press: str) -> Subscription | None:
    return db.session.scalar(select(Subscription).where(Subscription.press == press))


def subscription_to_confirm(key: str) -> Subscription | None:
    """The choice that a letter asks to confirm."""
    return None if "\0" in key else db.session.scalar(select(Subscription).where(Subscription.key == key))


def confirmed_of(reader_id: int) -> list[Subscription]:
    """What a reader gets letters about."""
    rows = select(Subscription).where(Subscription.reader_id == reader_id, Subscription.confirmed_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Subscription.id)))


def subscription_of(reader_id: int, subscription_id: int) -> Subscription | None:
    return next((each for each in confirmed_of(reader_id) if each.id == subscription_id), None)


def knows_of_us(email: str) -> bool:
    """Whether this address gets letters, or was asked whether it wants them."""
    return db.session.scalar(select(Subscription.id).join(Reader).where(Reader.email == email).limit(1)) is not None


def count_waiting(reader_id: int) -> int:
    """How many requests of an address wait for the button."""
    waiting = select(func.count(Subscription.id)).where(
        Subscription.reader_id == reader_id, Subscription.confirmed_at.is_(None)
    )
    return db.session.scalar(waiting) or 0


def network_update(network_id: int) -> NetworkUpdate | None:
    return db.session.get(NetworkUpdate, network_id)


def all_updates() -> list[NetworkUpdate]:
    rows = select(NetworkUpdate).options(joinedload(NetworkUpdate.network)).order_by(NetworkUpdate.network_id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def count_readers_of(slug: str) -> int:
    """How many get the update of this network."""
    return (
        db.session.scalar(
            select(func.count(Subscription.reader_id.distinct())).where(
                Subscription.wanted == Wanted(networks=(slug,)).as_text(),
                Subscription.rhythm == Rhythm.FORTNIGHTLY,
                Subscription.confirmed_at.is_not(None),
            )
        )
        or 0
    )


def count_by_choice() -> dict[tuple[str, str], int]:
    """How many confirmed subscriptions there are of each choice in each rhythm."""
    rows = db.session.execute(
        select(Subscription.wanted, Subscription.rhythm, func.count())
        .where(Subscription.confirmed_at.is_not(None))
        .group_by(Subscription.wanted, Subscription.rhythm)
        .order_by(func.count().desc(), Subscription.wanted, Subscription.rhythm)
    )
    return {(wanted, rhythm): number for wanted, rhythm, number in rows}


def count_all() -> tuple[int, int]:
    """How many addresses get letters, and how many requests wait for the button."""
    readers = select(func.count(Subscription.reader_id.distinct())).where(Subscription.confirmed_at.is_not(None))
    waiting = select(func.count(Subscription.id)).where(Subscription.confirmed_at.is_(None))
    return db.session.scalar(readers) or 0, db.session.scalar(waiting) or 0


def known_of(email: str) -> list[dict[str, Any]]:
    """All that is kept of an address here, for whoever asks what we know."""
    reader = reader_at(email.strip().lower())
    return reader_facts(reader) if reader else []


def reader_facts(reader: Reader) -> list[dict[str, Any]]:
    told = select(Event.slug).join(ToldEvent, ToldEvent.event_id == Event.id).where(ToldEvent.reader_id == reader.id)
    told_slugs = list(db.session.scalars(told.order_by(Event.starts_at, Event.id)))
    rows = db.session.scalars(select(Subscription).where(Subscription.reader_id == reader.id).order_by(Subscription.id))
    return [
        {
            "subscription": {name: list(codes) for name, codes in vars(Wanted.from_text(row.wanted)).items() if codes},
            "email": reader.email,
            "rhythm": row.rhythm,
            "language": row.language,
            "asked_at": row.asked_at.isoformat(),
            "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
            "told_of": told_slugs,
        }
        for row in rows
    ]
