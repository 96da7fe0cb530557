"""What cards and facts about events say, as plain values: templates choose the order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from flask import url_for

from .. import formats
from ..formats import DateBlock
from ..i18n import _, current_language, ngettext
from . import rules
from .finding import LaterDate
from .models import Event, Kind, Precision, Status
from .queries import ListedEvent
from .rules import Places


class Badge(NamedTuple):
    """A few words on a card, and how good the news is: ok, warn, bad or plain."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True)
class Card:
    """One event, or one series with its next date."""

    url: str
    title: str
    colour: str
    block: DateBlock
    day: str
    hours: str  # empty where only the month or the year is known
    place: str
    badges: list[Badge]
    also_on: str = ""  # of a series, the dates after this one


@dataclass(frozen=True)
class Group:
    """The cards of one month, or of one year of the archive."""

    title: str
    cards: list[Card]


def kind_names() -> dict[str, str]:
    """What each kind of event is called."""
    return {
        Kind.NETWORK_MEETING: _("Network meeting"),
        Kind.FIT_AND_HEALTHY: _("Fit & Healthy day"),
        Kind.FESTIVAL: _("Festival"),
        Kind.DIALOGUE: _("Dialogue"),
        Kind.WALK: _("Walk"),
        Kind.CAFE: _("Café"),
        Kind.WEBINAR: _("Webinar"),
        Kind.TRAINING: _("Training"),
    }


def months(listed: Iterable[ListedEvent], later_dates: dict[int, list[LaterDate]], *, now: datetime) -> list[Group]:
    """Coming events under the month in which they start."""
    return [
        Group(title, [_card(item, later_dates.get(item.event.series_id or 0, []), now=now) for item in items])
        for title, items in groupby(listed, key=lambda item: formats.format_month(item.event.starts_at))
    ]


def years(listed: Iterable[ListedEvent]) -> list[Group]:
    """Past events under the year in which they ended."""
    return [
        Group(title, [past_card(item) for item in items])
        for title, items in groupby(listed, key=lambda item: formats.format_year(item.event.ends_at))
    ]


def _card(item: ListedEvent, later_dates: list[LaterDate], *, now: datetime) -> Card:
    return series_card(item, later_dates, now=now) if later_dates else event_card(item, now=now)


def event_card(item: ListedEvent, *, now: datetime) -> Card:
    """An event that is still to come."""
    return Card(
        url=url_for("events.show", slug=item.event.slug),
        title=item.event.said("title", current_language().code),
        badges=_badges(item.event, rules.places(item.event, now=now)),
        **_facts(item),
    )


def series_card(item: ListedEvent, later_dates: list[LaterDate], *, now: datetime) -> Card:
    """A series with its next date, and the dates after it."""
    series = item.event.series
    assert series is not None
    dates = later_dates[0].dates
    number = Badge(ngettext("Series of %(num)s date", "Series of %(num)s dates", dates))
    return Card(
        url=url_for("series.show", slug=series.slug),
        title=series.said("title", current_language().code),
        badges=[number, *_badges(item.event, rules.places(item.event, now=now), first_of_several=True)][:3],
        also_on=_also_on(later_dates, more=dates - 1 - len(later_dates)),
        **_facts(item),
    )


def past_card(item: ListedEvent) -> Card:
    """An event of the archive."""
    badges = [Badge(kind_names().get(item.event.kind, item.event.kind))]
    if item.event.known_attendance:
        badges.append(Badge(attendance(item.event.known_attendance)))
    title = item.event.said("title", current_language().code)
    return Card(url=url_for("events.show", slug=item.event.slug), title=title, badges=badges, **_facts(item))


def _also_on(dates: list[LaterDate], *, more: int) -> str:
    days = _(", ").join(_day_of_series(date) for date in dates)
    if more:
        return ngettext(
            "Also on %(days)s, and %(num)s more date", "Also on %(days)s, and %(num)s more dates", more, days=days
        )
    return _("Also on %(days)s", days=days)


def _day_of_series(date: LaterDate) -> str:
    block = formats.date_block(date.starts_at)
    day = _("%(weekday)s %(day)s %(month)s", weekday=block.weekday, day=block.day, month=block.month)
    return _("%(day)s (cancelled)", day=day) if date.status == Status.CANCELLED else day


def attendance(people: int) -> str:
    return ngettext("%(num)s person came", "%(num)s people came", people)


def day_text(event: Event) -> str:
    """The day, or as much of it as is known: juni 2022, or 2021 - 2022."""
    if event.precision == Precision.MONTH:
        return formats.format_month(event.starts_at)
    if event.precision == Precision.YEAR:
        first, last = formats.format_year(event.starts_at), formats.format_year(event.ends_at)
        return first if first == last else f"{first} - {last}"
    return formats.format_day(event.starts_at)


def hours_text(event: Event) -> str:
    """The hours, where they are known: of the archive sometimes not even the day is."""
    whole_days = formats.midnight_before(event.starts_at), formats.midnight_before(event.ends_at)
    if event.precision != Precision.DAY or whole_days == (event.starts_at, event.ends_at):
        return ""
    return formats.format_hours(event.starts_at, event.ends_at)


def date_block(event: Event) -> DateBlock:
    """The block on a card; where the day is not known it shows what is."""
    block = formats.date_block(event.starts_at)
    if event.precision == Precision.MONTH:
        return DateBlock(iso=block.iso[:7], weekday="", day=block.month, month=block.iso[:4])
    if event.precision == Precision.YEAR:
        last = formats.format_year(event.ends_at)
        start = block.iso[:4]
        return DateBlock(
            iso=start, weekday=start if start != last else "", day="–" if start != last else "", month=last
        )
    return block


def places_badge(event: Event, places: Places, *, first_of_several: bool = False) -> Badge | None:
    """The one thing about places that a reader must know, in words."""
    left = event.places_left or 0
    match places:
        case Places.CANCELLED:
            return Badge(_("Cancelled"), "bad")
        case Places.CLOSED:
            return Badge(_("Sign-up is closed"))
        case Places.FULL | Places.WAITING_LIST if first_of_several:
            return Badge(_("The first date is full"), "warn")
        case Places.FULL:
            return Badge(_("Full"), "warn")
        case Places.WAITING_LIST:
            return Badge(_("Full. There is a waiting list"), "warn")
        case Places.LEFT:
            return Badge(ngettext("%(num)s place left", "%(num)s places left", left), "ok")
        case Places.NOT_NEEDED:
            return Badge(_("You need not sign up"), "ok")
    return None


def place_text(event: Event) -> str:
    """Where, in one or two words."""
    if event.neighbourhood:
        return event.neighbourhood.name
    if event.venue:
        return event.venue.name
    return _("Online") if event.online_url else ""


def _badges(event: Event, places: Places, *, first_of_several: bool = False) -> list[Badge]:
    """At most three: places, cost, and the languages where it is not only Dutch."""
    badges = [places_badge(event, places, first_of_several=first_of_several)]
    if places != Places.CANCELLED:
        badges.append(Badge(formats.format_cost(event.cost_cents)))
        if event.languages not in ((), ("nl",)):
            badges.append(Badge(formats.language_names(event.languages)))
    return [badge for badge in badges if badge]


def _facts(item: ListedEvent) -> dict[str, Any]:
    return {
        "colour": item.colour or "petrol",
        "block": date_block(item.event),
        "day": day_text(item.event),
        "hours": hours_text(item.event),
        "place": place_text(item.event),
    }
