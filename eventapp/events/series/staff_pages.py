"""What organisers see of a series, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from flask import url_for

from ... import formats
from ...door.queries import has_pass
from ...formats import local
from ...i18n import _
from ...organisations.rules import Staff, may_organise
from ...registrations.invitations.queries import has_invitations
from ...registrations.queries import people_by_status
from ..models import Event, Status
from . import queries, rules


class DateRow(NamedTuple):
    """One date of the series, as its team sees it."""

    id: int
    when: str
    title: str
    url: str
    badge: tuple[str, str]
    taken: str
    is_this: bool
    can_be_removed: bool


class DayFound(NamedTuple):
    """A day that a rule gives."""

    iso: str
    when: str
    note: str
    is_chosen: bool
    can_be_chosen: bool


@dataclass(frozen=True)
class SeriesPage:
    """The series of an event: its dates, and how to make more."""

    event: Event
    staff: Staff
    now: datetime

    @cached_property
    def dates(self) -> list[Event]:
        """As far as they are of this team."""
        series = self.event.series
        found = queries.dates_of(series) if series else []
        return [each for each in found if may_organise(self.staff, [host.id for host in each.organisations])]

    @property
    def rows(self) -> list[DateRow]:
        return [self._row(each) for each in self.dates]

    def _row(self, event: Event) -> DateRow:
        statuses = {
            Status.DRAFT: (_("Draft"), "warn"),
            Status.PUBLISHED: (_("Published"), "ok"),
            Status.CANCELLED: (_("Cancelled"), "bad"),
        }
        limit = event.capacity
        return DateRow(
            id=event.id,
            when=formats.format_when(event.starts_at, event.ends_at),
            title=event.title,
            url=url_for("events_staff.overview", slug=event.slug),
            badge=statuses[Status(event.status)],
            taken=str(event.taken) if limit is None else f"{event.taken} / {limit}",
            is_this=event.id == self.event.id,
            can_be_removed=event.status == Status.DRAFT and event.id != self.event.id,
        )

    @property
    def drafts(self) -> list[Event]:
        return [each for each in self.dates if each.status == Status.DRAFT and not each.is_past(self.now)]

    def found(self, days: list[date]) -> list[DayFound]:
        """The days that a rule gives, each with whether it can be made and what speaks against it."""
        there = {local(each.starts_at).date() for each in [self.event, *self.dates]}
        left_out = self.event.series.left_out if self.event.series else {}
        return [self._found(day, is_there=day in there, left_out=day.isoformat() in left_out) for day in days]

    def _found(self, day: date, *, is_there: bool, left_out: bool) -> DayFound:
        moments = rules.moments_on(day, self.event)
        note = ""
        if is_there:
            note = _("This date is there already.")
        elif moments is None:
            note = _("This hour does not exist: that night the clock goes on by an hour.")
        elif left_out:
            note = _("You took this date out before.")
        elif moments[0] < self.now:
            note = _("This day is over.")
        when = formats.format_when(*moments) if moments else formats.format_date(day)
        return DayFound(day.isoformat(), when, note, is_chosen=not note, can_be_chosen=not is_there and bool(moments))


def date_of_team(event_id: int, page: SeriesPage) -> Event | None:
    """One of the dates on the page."""
    return next((each for each in page.dates if each.id == event_id), None)


def is_known(event_id: int) -> bool:
    """Whether anybody ever signed up for it, was invited, or may scan there."""
    return bool(people_by_status(event_id)) or has_invitations(event_id) or has_pass(event_id)
