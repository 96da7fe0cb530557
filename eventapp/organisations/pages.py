"""What organisers see first, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import url_for

from .. import formats
from ..accounts.models import Account
from ..events.attention import Task, tasks
from ..events.cards import Badge, Card, event_card
from ..events.models import Event, Status
from ..events.proposals.queries import count_new
from ..events.queries import ListedEvent, coming_events_of, past_events_of
from ..formats import format_day
from ..i18n import _, ngettext
from ..registrations.delivery.queries import count_undelivered
from ..registrations.queries import count_open_calls
from . import log_words, queries
from .models import AuditNote
from .rules import Role, Staff
from .staff_forms import MoveForm

LOG_PAGE = 50
FIRST_EVENTS = 20


@dataclass(frozen=True)
class Fullness:
    """An event of ours with how full it is; `share` is of a hundred, and of no use where there is no limit."""

    card: Card
    taken: int
    capacity: int | None
    text: str

    @property
    def share(self) -> int:
        return min(100, round(100 * self.taken / self.capacity)) if self.capacity else 0


@dataclass(frozen=True)
class HomePage:
    name: str
    today: str
    tasks: list[Task]
    events: list[Fullness]  # the first ones
    count: int

    @property
    def all_text(self) -> str:
        """The way to the others, where there are more."""
        return _("Show all %(num)s events", num=self.count) if self.count > len(self.events) else ""


class TeamLine(NamedTuple):
    organisation: str
    role: str


@dataclass(frozen=True)
class AccountPage:
    name: str
    email: str
    teams: list[TeamLine]
    has_codes: bool
    passkeys: list[str]
    codes_left: int
    must_have_second_factor: bool


def home_page(staff: Staff, *, now: datetime) -> HomePage:
    """What asks for attention, and our coming events with their places."""
    listed = coming_events_of(None if staff.is_administrator else list(staff.teams), now=now)
    ids = [
        item.event.id for item in (listed if staff.is_administrator else coming_events_of(staff.organises_for, now=now))
    ]
    waiting = count_new() if staff.is_administrator else 0
    failed, calls = count_undelivered(ids), count_open_calls(ids)
    return HomePage(
        name=staff.name,
        today=format_day(now),
        tasks=_proposals(waiting)
        + [
            task
            for event in (item.event for item in listed)
            if event.id in ids
            for task in tasks(event, failed_letters=failed.get(event.id, 0), calls=calls.get(event.id, 0), now=now)
        ],
        events=[fullness(item, now=now) for item in listed[:FIRST_EVENTS]],
        count=len(listed),
    )


@dataclass(frozen=True)
class EventsPage:
    coming: list[Fullness]
    past: list[Fullness]


def events_page(staff: Staff, *, now: datetime) -> EventsPage:
    """All events of ours, the coming ones first."""
    teams = None if staff.is_administrator else list(staff.teams)
    return EventsPage(
        coming=[fullness(item, now=now) for item in coming_events_of(teams, now=now)],
        past=[fullness(item, now=now) for item in past_events_of(teams, now=now)],
    )


class PersonLine(NamedTuple):
    id: int
    name: str
    email: str
    teams: str
    badges: list[Badge]


@dataclass(frozen=True)
class PersonPage:
    id: int
    name: str
    email: str
    is_active: bool
    is_administrator: bool
    has_second_factor: bool
    teams: list[tuple[int, str, str]]  # the organisation, its name, the role there
    history: list[str]


class LogLine(NamedTuple):
    at: str
    who: str
    what: str
    about: str
    details: str


def all_organisations() -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in queries.organisations_by_name()]


def move_form(account: Account, **more: Any) -> MoveForm:
    """From which team somebody may go, and to which."""
    mine = [(id, name) for id, name, _role in queries.roles_of_all().get(account.id, [])]
    return MoveForm(mine=mine, organisations=all_organisations(), **more)


def people_page() -> list[PersonLine]:
    """Everybody of the staff."""
    roles = queries.roles_of_all()
    return [
        PersonLine(
            account.id,
            account.name,
            account.email,
            ", ".join(name for _id, name, _role in roles.get(account.id, [])),
            _person_badges(account),
        )
        for account in queries.all_accounts()
    ]


def person_page(account: Account) -> PersonPage:
    teams = [(id, name, role_name(role)) for id, name, role in queries.roles_of_all().get(account.id, [])]
    return PersonPage(
        id=account.id,
        name=account.name,
        email=account.email,
        is_active=account.active,
        is_administrator=account.is_administrator,
        has_second_factor=account.has_second_factor,
        teams=teams,
        history=[
            f"{moment(note.at)}: {log_words.sentence(note.what)}"
            for note in queries.notes_about(f"account/{account.id}", limit=20)
        ],
    )


@dataclass(frozen=True)
class LogPage:
    """One page of the log, and what was looked for."""

    lines: list[LogLine]
    wanted: queries.WantedNotes
    people: list[tuple[int, str]]
    topics: list[tuple[str, str]]
    number: int
    has_more: bool

    def address_of(self, number: int) -> str:
        """The same search at another page."""
        wanted = self.wanted
        days: dict[str, Any] = {"van": wanted.first_day, "tot": wanted.last_day}
        return url_for(
            "manage_staff.log",
            wie=wanted.account_id,
            wat=wanted.topic or None,
            pagina=number if number > 1 else None,
            **{name: day.isoformat() for name, day in days.items() if day},
        )


def wanted_notes(asked: Mapping[str, str]) -> queries.WantedNotes:
    """What the address of the log asks for; anything strange in it asks for nothing."""
    who, topic = asked.get("wie", ""), asked.get("wat", "")
    return queries.WantedNotes(
        account_id=int(who) if who.isdecimal() and len(who) < 10 else None,
        topic=topic if topic in dict(log_words.topics()) else "",
        first_day=_day(asked.get("van", "")),
        last_day=_day(asked.get("tot", "")),
    )


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def log_page(wanted: queries.WantedNotes, number: int) -> LogPage:
    notes = queries.latest_notes(wanted, number, size=LOG_PAGE)
    return LogPage(
        lines=[
            LogLine(
                moment(note.at),
                name or _("the service itself"),
                log_words.sentence(note.what),
                note.about,
                _details(note),
            )
            for note, name in notes[:LOG_PAGE]
        ],
        wanted=wanted,
        people=[(account.id, account.name) for account in queries.all_accounts()],
        topics=log_words.topics(),
        number=number,
        has_more=len(notes) > LOG_PAGE,
    )


def moment(at: datetime) -> str:
    """vrijdag 4 juni 2027, 12.00 uur"""
    return _("%(day)s, %(hour)s", day=format_day(at), hour=formats.format_hour(at))


def _details(note: AuditNote) -> str:
    return ", ".join(f"{name}: {value}" for name, value in (note.before | note.after).items())


def _person_badges(account: Account) -> list[Badge]:
    badges = [Badge(_("Administrator"))] if account.is_administrator else []
    if not account.active:
        badges.append(Badge(_("Stopped"), "bad"))
    elif account.password is None and not account.webauthn:
        badges.append(Badge(_("Invited"), "warn"))
    return badges


def account_page(account: Account, staff: Staff) -> AccountPage:
    names = {each.id: each.name for each in queries.organisations_by_name(list(staff.teams))}
    return AccountPage(
        name=staff.name,
        email=staff.email,
        teams=[TeamLine(names[id], role_name(role)) for id, role in staff.teams.items()],
        has_codes=bool(account.tf_primary_method),
        passkeys=[passkey.name for passkey in account.webauthn],
        codes_left=len(account.mf_recovery_codes or []),
        must_have_second_factor=staff.is_administrator,
    )


def role_name(role: Role) -> str:
    return {Role.ORGANISER: _("Organiser"), Role.VIEWER: _("Viewer")}[role]


def fullness(item: ListedEvent, *, now: datetime) -> Fullness:
    """An event as its team sees it in a list."""
    event = item.event
    card = replace(
        event_card(item, now=now), url=url_for("events_staff.overview", slug=event.slug), badges=_badges(event, now=now)
    )
    waiting = ngettext("%(num)s sign-up waits", "%(num)s sign-ups wait", event.waiting) if event.waiting else ""
    if event.capacity is None:
        return Fullness(card, event.taken, None, waiting or _("No limit"))
    free = ngettext("%(num)s place left", "%(num)s places left", event.places_free or 0)
    return Fullness(card, event.taken, event.capacity, waiting or free)


def _badges(event: Event, *, now: datetime) -> list[Badge]:
    if event.is_practice:
        return [Badge(_("Practice"), "warn")]
    if event.status == Status.DRAFT:
        return [Badge(_("Draft"), "warn")]
    if event.is_cancelled:
        return [Badge(_("Cancelled"), "bad")]
    if event.is_past(now):
        return [Badge(_("Over"))]
    return [Badge(_("Full"), "ok")] if event.places_left == 0 else []


def _proposals(count: int) -> list[Task]:
    if not count:
        return []
    title = ngettext("%(num)s proposal waits for a decision", "%(num)s proposals wait for a decision", count)
    return [Task("talk", "warn", title, _("Somebody proposed an event."), url_for("proposals_staff.index"))]
