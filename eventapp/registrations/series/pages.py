"""What the page of a series shows, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from flask import url_for

from ... import formats
from ...calendars.links import Follow, follow
from ...events import cards
from ...events.cards import Badge, Card
from ...events.models import Event, Precision, Series, Venue
from ...events.pages import accessibility
from ...events.queries import past_dates
from ...events.questions.models import Question
from ...events.questions.queries import questions_by_event
from ...events.rules import places
from ...formats import DateBlock
from ...i18n import Said, _, current_language, ngettext
from ...web import address
from .. import rules
from ..pages import DUTCH, Fact, colour_of
from . import queries
from .asking import each_once


class DateRow(NamedTuple):
    """One date as it can be chosen."""

    id: int
    url: str
    title: Said | str  # what it is about, where that is something else than the series
    block: DateBlock
    day: str
    facts: str  # the hours and the place
    colour: str
    badge: Badge | None
    is_open: bool


@dataclass(frozen=True)
class SeriesPage:
    """A series with its dates, for whoever comes by."""

    series: Series
    now: datetime

    @cached_property
    def dates(self) -> list[Event]:
        return queries.coming_dates(self.series.id, now=self.now)

    @cached_property
    def past(self) -> list[Card]:
        return [cards.past_card(each) for each in past_dates(self.series.id, now=self.now)]

    @cached_property
    def open_dates(self) -> list[Event]:
        """What can be signed up for here, with a place or a turn."""
        return [event for event in self.dates if self._is_open(event)]

    @cached_property
    def asked(self) -> dict[int, list[Question]]:
        """What each of the dates asks."""
        return questions_by_event([event.id for event in self.dates])

    @property
    def questions(self) -> list[Question]:
        """What is asked of who signs up for any of them."""
        return each_once({event.id: self.asked[event.id] for event in self.open_dates})

    @property
    def full(self) -> set[int]:
        """Where people are put on the waiting list; where the organiser says yes or no, that is seen then."""
        return {event.id for event in self.open_dates if event.places_left == 0 and not event.approval}

    @property
    def is_there(self) -> bool:
        """Whether it has a date that everybody may see."""
        return bool(self.dates or self.past)

    def _is_open(self, event: Event) -> bool:
        if event.by_invitation or event.precision != Precision.DAY or not rules.largest_party(event):
            return False
        has_room = event.waiting_list or event.places_left != 0
        return has_room and rules.is_open(event, now=self.now)

    @property
    def title(self) -> Said:
        return self.series.said("title", current_language().code)

    @property
    def summary(self) -> Said:
        return self.series.said("summary", current_language().code)

    @property
    def number(self) -> str:
        return ngettext("Series of %(num)s date", "Series of %(num)s dates", len(self.dates))

    @property
    def costs(self) -> list[str]:
        return sorted({formats.format_cost(event.cost_cents) for event in self.dates})

    @cached_property
    def rows(self) -> list[DateRow]:
        return [self._row(event) for event in self.dates]

    def _row(self, event: Event) -> DateRow:
        language = current_language().code
        title = event.said("title", language)
        place = event.venue.name if event.venue else _("Online") if event.online_url else ""
        return DateRow(
            id=event.id,
            url=url_for("events.show", slug=event.slug),
            title="" if title == self.title else title,
            block=cards.date_block(event),
            day=cards.day_text(event),
            facts=_(", ").join(filter(None, (cards.hours_text(event), place))),
            colour=colour_of(event),
            badge=cards.places_badge(event, places(event, now=self.now)),
            is_open=event in self.open_dates,
        )

    def notes(self, known_full: set[int]) -> list[str]:
        """What is no place right away: at dates that are full, have too few places left, or wait for a yes."""
        asking = [event for event in self.open_dates if event.approval]
        full = [event for event in self.open_dates if event.id in known_full and event not in asking]
        notes = []
        if full and asking:
            notes.append(_("Full: %(days)s. There we put you on the waiting list.", days=_days(full)))
        elif full:
            notes.append(
                _(
                    "Full: %(days)s. There we put you on the waiting list. "
                    "On the other dates you have a place right away.",
                    days=_days(full),
                )
            )
        if asking == self.open_dates:
            notes.append(_("The organiser looks at all sign-ups first. Then you hear if you can come."))
        elif asking:
            notes.append(
                _(
                    "%(days)s: the organiser looks at all sign-ups first. Then you hear if you can come.",
                    days=_days(asking),
                )
            )
        return notes

    @property
    def facts(self) -> list[Fact]:
        """When, for how many, in which languages, and whose it is."""
        facts: list[Fact] = [("calendar", _("When"), self._when)]
        capacities = {event.capacity for event in self.dates if event.capacity}
        if len(capacities) == 1:
            most = capacities.pop()
            facts.append(("people", _("How many people"), [ngettext("At most %(num)s", "At most %(num)s", most)]))
        spoken = tuple(dict.fromkeys(code for event in self.dates for code in event.languages))
        if spoken:
            facts.append(("talk", _("Language"), [formats.language_names(spoken)]))
        facts += [("wheel", _("Accessible"), lines) for lines in [self._accessible] if lines]
        hosts = dict.fromkeys(host.name for event in self.dates for host in event.organisations)
        if hosts:
            facts.append(("person", _("Organised by"), [DUTCH.format(name) for name in hosts]))
        return facts

    @property
    def _when(self) -> list[str]:
        first, last = self.dates[0], self.dates[-1]
        days = ngettext("%(num)s date", "%(num)s dates", len(self.dates))
        hours = {cards.hours_text(event) for event in self.dates}
        span = [formats.format_day(first.starts_at)]
        if last is not first:
            until = _("until %(day)s", day=formats.format_day(last.starts_at))
            span = [days, _("from %(day)s", day=formats.format_day(first.starts_at)), until]
        return [*span, *(hours if len(hours) == 1 else [])]

    @property
    def _accessible(self) -> list[str]:
        """What is true of every place where it is held."""
        venues: list[Venue] = [event.venue for event in self.dates if event.venue]
        told = {tuple(accessibility(venue)) for venue in venues}
        return list(told.pop()) if len(told) == 1 else []

    @property
    def follow(self) -> Follow:
        language = current_language().code
        feed = address("series.calendar", language=language, slug=self.series.slug)
        return follow(feed, name=self.series.said("title", language))

    @property
    def erased_on(self) -> str:
        return formats.format_day(rules.erased_after(self.open_dates[-1]))


def _days(events: list[Event]) -> str:
    return _(", ").join(formats.format_day_without_year(event.starts_at) for event in events)
