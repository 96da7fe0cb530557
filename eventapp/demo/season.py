"""The season: events ahead of today and in the archive, to which invented people sign up."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from ..accounts.queries import account_by_email
from ..database import db
from ..events import queries
from ..events.actions import create_event
from ..events.kinds import USUAL
from ..events.models import Event, Kind, Series, Status, Venue
from ..events.slugs import numbered, slug_of
from ..formats import from_local, local
from ..organisations.queries import networks_by_name
from ..registrations.actions import call_off, cancel
from ..registrations.approval.actions import approve
from ..registrations.approval.queries import who_asks
from ..registrations.models import Reach, Registration
from ..registrations.queries import standing_registrations
from ..registrations.reminders.actions import remind_due
from . import dates, guests
from .crowds import arrive
from .people import Crowd
from .programmes import add_programme, choose_some
from .questions import ask, some_answers
from .staff import EMAIL

SEASON = Path(__file__).with_name("season.yaml")
MADE_HERE = "@demo.voorbeeld.nl"  # the end of the uid of every event of the demo: what has another is real
PUT_IN_THE_AGENDA = timedelta(days=30)  # ago
EVENING = time(20)  # by then the worker of yesterday had reminded everybody who comes today
AS_IT_IS = (
    "summary",
    "description",
    "audience",
    "bring",
    "online_url",
    "cost_cents",
    "private",
    "unlisted",
    "members_only",
    "invitation_only",
    "approval",
    "offer_hours",
    "reconfirm",
    "reminders",
    "thanks",
)


def read() -> dict[str, Any]:
    """What happens in the season, as it is told in our file."""
    return yaml.safe_load(SEASON.read_text())


class Maker:
    """Makes events from what is told of them."""

    def __init__(self, season: dict[str, Any], *, rng: Random, now: datetime) -> None:
        self.now = now
        self.rng = rng
        self.contacts = season["contacts"]
        self.venues = {key: Venue(**facts) for key, facts in season["venues"].items()}
        self.series = {slug: Series(slug=slug, **facts) for slug, facts in season["series"].items()}
        self.names = queries.known_names()
        self.networks = {network.slug: network for network in networks_by_name()}
        self._slugs: set[str] = set()

    def coming(self, told: dict[str, Any]) -> Event:
        """An event of the season."""
        starts_at, ends_at = dates.moments(told, now=self.now)
        event = self.event(told, starts_at=starts_at, ends_at=ends_at, series=self.series.get(told.get("series", "")))
        add_programme(event, told.get("programme", {}), now=self.now)
        return event

    def event(self, told: dict[str, Any], *, starts_at: datetime, ends_at: datetime, series: Series | None) -> Event:
        """An event of the season at a moment of its own."""
        day = local(starts_at).date()
        usual = USUAL[Kind(told["kind"])]
        contact = self.rng.choice(self.contacts)
        return create_event(
            self._said(told, self._slug(slug_of(told["title"], day)))
            | {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "status": Status.DRAFT if told.get("draft") else Status.PUBLISHED,
                "venue": self.venues.get(told.get("venue", "")),
                "series": series,
                "languages": tuple(told.get("languages", ("nl",))),
                "aims": tuple(told.get("aims", ("for_all",))),
                "contact_name": contact["name"],
                "contact_phone": contact["phone"],
                "capacity": told.get("capacity"),
                "party_size_max": told.get("party_size_max", usual.party_size_max),
                "waiting_list": told.get("waiting_list", usual.waiting_list),
                "drop_in": told.get("drop_in", usual.drop_in),
                "meet": told.get("meet", usual.follow_up and not told.get("private", False)),
                "registration_opens_at": self._morning(local(self.now).date(), told.get("opens_in_days")),
                "registration_closes_at": self._morning(day, told.get("closes_days_before"), before=True),
            },
            now=self.now - PUT_IN_THE_AGENDA,
        )

    def past(self, told: dict[str, Any]) -> Event:
        """An event of the archive, with the figures that are known."""
        precision, starts_at, ends_at = dates.past(told["when"])
        return create_event(
            self._said(told, self._slug(slug_of(f"{told['title'].removesuffix(told['when'])} {told['when']}")))
            | {
                "starts_at": starts_at,
                "ends_at": ends_at,
                "precision": precision,
                "status": Status.PUBLISHED,
                "capacity": None,
                "known_attendance": told.get("people"),
            },
            now=ends_at,
        )

    def _said(self, told: dict[str, Any], slug: str) -> dict[str, Any]:
        """What events of the season and of the archive both say."""
        return {
            "slug": slug,
            "uid": slug + MADE_HERE,
            "title": told["title"],
            "kind": Kind(told["kind"]),
            "organisations": [self.names.organisations[name] for name in told.get("hosts", ())],
            "networks": [self.networks[slug] for slug in told.get("networks", ())],
            "themes": [self.names.themes[slug] for slug in told["themes"]],
            "neighbourhood": self.names.neighbourhoods.get(told.get("neighbourhood", "")),
            **{
                name: told[name].strip() if isinstance(told[name], str) else told[name]
                for name in AS_IT_IS
                if name in told
            },
        }

    def _slug(self, wanted: str) -> str:
        number = 1
        while (slug := numbered(wanted, number)) in self._slugs:
            number += 1
        self._slugs.add(slug)
        return slug

    def _morning(self, day: date, days: int | None, *, before: bool = False) -> datetime | None:
        """Nine o'clock so many days after that day, or before it."""
        if days is None:
            return None
        return from_local(day + timedelta(days=-days if before else days), time(9))


def make_season(*, crowd: Crowd, people: int | None, now: datetime) -> int:
    """The season, with the sign-ups that are told, or the first so many of them; tells how many there were."""
    season = read()
    maker = Maker(season, rng=crowd.rng, now=now)
    made = [(maker.coming(told), told) for told in season["events"]]
    for told in season["archive"]:
        maker.past(told)
    db.session.flush()
    for event, told in made:
        ask(event, told.get("questions", []), now=now)
    answers = list(_sign_ups(made, crowd))[:people]
    came = arrive(answers, since=now - timedelta(days=14), now=now - timedelta(hours=1))
    for event, told in made:
        if told.get("programme"):
            choose_some(event, rng=crowd.rng, now=now - timedelta(minutes=40))
        if told.get("guests") and people is None:
            guests.come(event.id, now=now)
        _some_are_welcome(event.id, told.get("welcome", 0), now=now - timedelta(hours=5))
        _some_leave(event.id, told.get("leave", 0), now=now - timedelta(minutes=30))
        if reason := told.get("called_off"):
            call_off(event.id, reason=reason, now=now - timedelta(minutes=10))
    db.session.flush()
    remind_due(now=from_local(local(now).date() - timedelta(days=1), EVENING))
    return came


def _sign_ups(made: list[tuple[Event, dict[str, Any]]], crowd: Crowd) -> Iterator[tuple[int, dict[str, Any]]]:
    """Who signs up for what, all mixed as it is in life; the first comers first."""
    for event, told in made:
        if told.get("first_comers"):
            yield from ((event.id, answers) for answers in crowd.first_comers())
    wishes = [event for event, told in made for _party in range(told.get("sign_ups", 0))]
    crowd.rng.shuffle(wishes)
    for event in wishes:
        yield event.id, crowd.somebody(most=event.party_size_max) | some_answers(event, rng=crowd.rng)


def _some_are_welcome(event_id: int, count: int, *, now: datetime) -> None:
    """Noor says yes to the first few who ask for a place."""
    noor = account_by_email(EMAIL)
    assert noor, "staff are made before the season"
    first = [registration.id for registration in who_asks(event_id)[:count]]
    if first:
        approve(event_id, first, staff_id=noor.id, now=now)


def _some_leave(event_id: int, count: int, *, now: datetime) -> None:
    """The first few who have a place and an address cancel, and who waits moves up."""
    for registration in list(filter(_may_leave, standing_registrations(event_id)))[:count]:
        cancel(registration.id, now=now)


def _may_leave(registration: Registration) -> bool:
    return registration.places > 0 and registration.reach == Reach.EMAIL
