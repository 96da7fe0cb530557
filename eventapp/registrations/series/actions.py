"""Changes to who comes to several dates at once: one transaction under the locks of all of them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from ... import tokens
from ...database import db, transaction
from ...events.actions import columns_of
from ...events.models import Event, Series
from ...events.staff_rules import check_seen
from ...mail.actions import post, post_all
from ...mail.summaries import version_before
from ...organisations.actions import note
from .. import actions, household
from .. import rules as places
from ..actions import Change
from ..choices.facts import own_facts
from ..choices.queries import choices_by_registration
from ..letters import draft
from ..models import Registration
from ..parties import Party
from . import letters, queries, rules, staff_rules
from .asking import Asked, said_at

NOTHING_ASKED: Asked = {}


def sign_up(
    event_ids: Collection[int],
    party: Party,
    *,
    press: str,
    news: bool = False,
    known_full: Collection[int] = (),
    asked: Asked = NOTHING_ASKED,
    now: datetime,
) -> list[Registration]:
    """Give the party its places or a turn at each of these dates of one series, with one ticket and one letter.

    All of them or none: `known_full` are the dates of which the person knows that it is the waiting list. The party
    answered each question once; `asked` tells what each date asks.
    """
    token = tokens.new_token()
    with transaction():
        events = queries.lock_events(event_ids)
        series = _series_of(events, event_ids)
        if earlier := queries.made_by_press(press, series_id=series.id):
            if not _at(earlier[0].event_id, party, asked).is_of(earlier[0]) or {
                each.event_id for each in earlier
            } != set(event_ids):
                raise places.PressUsed
            return earlier
        for event in events:
            _check(event, party, now=now)
        statuses = rules.statuses_for(events, people=party.people, known_full=known_full)
        given: dict[str, Any] = {"token": token, "code": household.unused_code([event.id for event in events])}
        together = tokens.new_key()
        made = [
            actions.enter(
                event,
                _at(event.id, party, asked),
                press=press,
                status=statuses[event.id],
                news=news,
                together=together,
                now=now,
                **given,
            )
            for event in events
        ]
        if places.can_be_mailed(made[0]):
            for each, event in zip(made, events, strict=True):
                each.event = event
            post(letters.confirmed(made, series), now=now)
    return made


def _at(event_id: int, party: Party, asked: Asked) -> Party:
    """The party with its answers to what this date asks."""
    return replace(party, answers=said_at(event_id, asked, party.answers))


class Looked(NamedTuple):
    """What a change would do: how each date becomes, and who would hear of it."""

    dates: list[tuple[str, datetime, datetime]]  # what it is called, and when it is from then on
    written: list[str]  # the name in each letter
    called: list[str]  # the name on each line of the call lists

    @property
    def is_heard(self) -> bool:
        return bool(self.written or self.called)


class _OnlyLooked(Exception):
    """Takes everything back."""


def edit(
    event_id: int, changes: dict[str, Any], *, dates: Collection[int], seen: int, by: int, now: datetime
) -> list[Event]:
    """Change what an organiser saved of an event, and the same of these other dates of its series: all or none.

    `seen` is the version that was looked at. A moment moves every date by as much as this one. Who comes to several
    of the dates hears of it once.
    """
    with transaction():
        return _edit(event_id, changes, dates=dates, seen=seen, by=by, now=now)


def look_at_edit(
    event_id: int, changes: dict[str, Any], *, dates: Collection[int], seen: int, by: int, now: datetime
) -> Looked:
    """What the same change would do, exactly; nothing of it stays."""
    try:
        with transaction():
            before = queries.last_told()
            events = _edit(event_id, changes, dates=dates, seen=seen, by=by, now=now)
            looked = Looked(
                [(event.title, event.starts_at, event.ends_at) for event in events],
                written=queries.names_written(before, at=now),
                called=queries.names_to_call(before, at=now),
            )
            raise _OnlyLooked
    except _OnlyLooked:
        return looked


def _edit(
    event_id: int, changes: dict[str, Any], *, dates: Collection[int], seen: int, by: int, now: datetime
) -> list[Event]:
    events = queries.lock_events({event_id, *dates})
    this = next(event for event in events if event.id == event_id)
    check_seen(this, seen=seen)
    changed = actions.other_columns(this, columns_of(changes, event=this))
    if not changed:
        return []
    staff_rules.check_may_change(events, this=this, now=now)
    columns = {event.id: staff_rules.columns_for(event, changed, this=this) for event in events}
    told: dict[int, Change] = {}
    for event in events:
        others = actions.other_columns(event, columns[event.id])
        if others:
            note(by, what="event.changed", about=f"event/{event.id}", after={"fields": sorted(others)}, now=now)
            change = actions.apply(event, others, now=now)
            told |= {event.id: change} if change.is_told else {}
    _tell(told, now=now)
    for event in events:
        actions.fill_free_places(event, now=now)
    return events


def _tell(told: dict[int, Change], *, now: datetime) -> None:
    """Who comes to several of these dates hears of all of them at once; a call list stands at each date."""
    groups: dict[tuple[str, str], list[Registration]] = {}
    for registration in queries.standing_at(told):
        registration.version += 1
        if places.can_be_mailed(registration):
            who = (registration.together or registration.key, registration.email)
            groups.setdefault(who, []).append(registration)
        else:
            change = told[registration.event_id]
            actions.tell("event-changed", registration, change.facts, now=now, before=change.before)
    chosen = {key: found for event_id in told for key, found in choices_by_registration(event_id).items()}
    drafts = []
    for group in groups.values():
        first, change = group[0], told[group[0].event_id]
        if len(group) == 1:
            own = own_facts(chosen.get(first.id, []), language=first.language)
            drafts.append(draft("event-changed", first, change.facts, before=change.before, **own))
        else:
            drafts.append(letters.changed(group, told))
    undone = post_all(drafts, now=now)
    for group, about in zip(groups.values(), (each.about for each in drafts), strict=True):
        for registration in group:
            registration.version = version_before(undone.get(about), registration.id, else_=registration.version)


def _series_of(events: list[Event], event_ids: Collection[int]) -> Series:
    if not events or len(events) != len(set(event_ids)) or len({event.series_id for event in events}) > 1:
        raise rules.DatesGone
    series_id = events[0].series_id
    if series_id is None:
        raise rules.DatesGone
    return db.session.get_one(Series, series_id)


def _check(event: Event, party: Party, *, now: datetime) -> None:
    if event.unlisted or event.by_invitation or event.practice_to or not places.is_open(event, now=now):
        raise rules.DatesGone
    places.check_party(event, people=party.people)
