"""The season: events relative to today, and invented people who sign up through the same door as everybody."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from .. import tokens
from ..database import db, transaction
from ..door.actions import make_pass
from ..errors import Refusal
from ..events import queries
from ..events.actions import create_event
from ..events.models import Event, Kind, Precision, Series, Status, Venue
from ..events.rules import DEFAULTS
from ..events.slugs import slug_of
from ..formats import from_local, local
from ..registrations.actions import call_off, sign_up
from ..registrations.models import Reach
from ..web import address, settings
from . import reference
from .names import FIRST, LAST, NEEDS

SEASON = Path(__file__).with_name("season.yaml")
MADE_HERE = "@demo.voorbeeld.nl"  # the end of the uid of every event of the demo
LANGUAGES = ("nl", "nl", "nl", "nl", "ar", "tr", "en")
CONTACTS = (("Samira", "030 000 00 01"), ("Henk", "030 000 00 02"), ("Gülşen", "030 000 00 03"))


class RealEvents(Exception):
    """There are events here that the demo did not make."""

    def __init__(self, count: int) -> None:
        super().__init__(f"There are {count} real events in this database. The demo leaves it alone.")


def play(*, events: int | None, people: int | None, now: datetime) -> Iterator[str]:
    """Make the demo where there is none yet, and tell where to look; refuses where there are real events."""
    if real := queries.events_not_made_by(MADE_HERE):
        raise RealEvents(real)
    reference.ensure(reference.read())
    rng = random.Random(30)
    if not queries.any_events():
        if events is None:
            _make_season(yaml.safe_load(SEASON.read_text()), fill=people is None, rng=rng, now=now)
        else:
            _make_many(events, now=now)
        if people is not None:
            _spread(people, rng=rng, now=now)
    yield from _where_to_look(now=now)


def _where_to_look(*, now: datetime) -> Iterator[str]:
    yield f"Agenda     {address('events.agenda', language='nl')}"
    yield f"Arabic     {address('events.agenda', language='ar')}"
    if settings().demo:
        yield f"Mailbox    {address('mailbox.index', language='nl')}"
    if event := queries.event_to_try_the_door(now):
        yield f"An event   {address('events.show', language='nl', slug=event.slug)}"
        door_pass, pin = make_pass(event.id, now=now, valid_from=now)
        yield f"Its door   {address('door.enter', language='nl', key=door_pass.key)}   PIN {pin}"


def _make_season(season: dict[str, Any], *, fill: bool, rng: random.Random, now: datetime) -> None:
    with transaction() as session:
        venues = {key: Venue(**values) for key, values in season["venues"].items()}
        series = {slug: Series(slug=slug, **values) for slug, values in season["series"].items()}
        session.add_all([*venues.values(), *series.values()])
        session.flush()
        places = {"venue": {key: venue.id for key, venue in venues.items()}, "series": {s: row.id for s, row in series.items()}}
        made = [(_event(told, places, rng=rng, now=now).id, told) for told in _coming(season)]
        for told in season["archive"]:
            _past_event(told, now=now)
    for event_id, told in made:
        if fill:
            _fill(event_id, told.get("people", 0), rng=rng, now=now)
        if reason := told.get("cancelled"):
            call_off(event_id, reason=reason, now=now)


def _coming(season: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every date by itself; lists of a repeated event give each date its own value."""
    yield from season["events"]
    per_date = ("title", "in_days", "people", "venue", "neighbourhood")
    for told in season["repeated"]:
        for n in range(len(told["in_days"])):
            yield told | {name: told[name][n] for name in per_date if isinstance(told.get(name), list)}


def _event(told: dict[str, Any], places: dict[str, dict[str, int]], *, rng: random.Random, now: datetime) -> Event:
    day = local(now).date() + timedelta(days=told["in_days"])
    if "weekday" in told:
        day += timedelta(days=(told["weekday"] - day.weekday()) % 7)
    starts_at, ends_at = (from_local(day, _hour(hour)) for hour in told["hours"].split("-"))
    contact_name, contact_phone = rng.choice(CONTACTS)
    kind = Kind(told["kind"])
    defaults = DEFAULTS[kind]
    slug = slug_of(told["title"], day)
    return create_event(
        {
            "slug": slug,
            "uid": slug + MADE_HERE,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "status": Status.DRAFT if told.get("draft") else Status.PUBLISHED,
            "venue_id": places["venue"].get(told.get("venue", "")),
            "series_id": places["series"].get(told.get("series", "")),
            "languages": tuple(told.get("languages", ["nl"])),
            "aims": ("for_all",),
            "contact_name": contact_name,
            "contact_phone": contact_phone,
            "capacity": told.get("capacity"),
            "party_size_max": told.get("party_size_max", defaults.party_size_max),
            "waiting_list": told.get("waiting_list", defaults.waiting_list),
            "drop_in": defaults.drop_in,
            "registration_opens_at": now + timedelta(days=told["opens_in_days"]) if "opens_in_days" in told else None,
            **_named(told),
            **{
                name: told[name]
                for name in ("description", "audience", "bring", "online_url", "cost_cents", "private", "unlisted")
                if name in told
            },
        },
        now=now,
    )


def _named(told: dict[str, Any]) -> dict[str, Any]:
    """What an event of the season and one of the archive both say."""
    names = queries.known_names()
    return {
        "title": told["title"],
        "kind": Kind(told["kind"]),
        "summary": told["summary"],
        "organisations": [names.organisations[name] for name in told["hosts"]],
        "themes": [names.themes[slug] for slug in told["themes"]],
        "neighbourhood": names.neighbourhoods[told["neighbourhood"]],
    }


def _past_event(told: dict[str, Any], *, now: datetime) -> Event:
    """An event of which the documents tell the day, the month or only the year."""
    first, _slash, last = told["when"].partition("/")
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[first.count("-")]
    starts_at = from_local(datetime.strptime(f"{first}-01-01"[:10], "%Y-%m-%d").date(), time(12))  # noqa: DTZ007
    ends_at = starts_at.replace(year=int(last)) if last else starts_at
    slug = slug_of(f"{told['title']} {told['neighbourhood']} {first}", None)
    return create_event(
        {
            "slug": slug,
            "uid": slug + MADE_HERE,
            "starts_at": starts_at,
            "ends_at": ends_at + timedelta(hours=2),
            "precision": precision,
            "status": Status.PUBLISHED,
            "capacity": None,
            "known_attendance": told.get("people"),
            **_named(told),
        },
        now=now,
    )


def _hour(text: str) -> time:
    hour, minute = text.split(".")
    return time(int(hour), int(minute))


def _make_many(count: int, *, now: datetime) -> None:
    """So many coming events, each an hour after the one before it, for measuring."""
    names = queries.known_names()
    themes, neighbourhoods = list(names.themes.values()), list(names.neighbourhoods.values())
    hosts = list({row.id: row for row in names.organisations.values()}.values())
    with transaction() as session:
        venue = Venue(name="Buurthuis (voorbeeld)", address="Voorbeeldlaan 1", postcode="3561 XX", wheelchair=True)
        for n in range(count):
            starts_at = now + timedelta(days=1, hours=n)
            session.add(
                Event(
                    slug=f"activiteit-{n}",
                    uid=f"activiteit-{n}{MADE_HERE}",
                    title=f"Samen wandelen {n}",
                    kind=Kind.WALK,
                    summary="We wandelen 1 uur, rustig aan. Daarna is er koffie en thee.",
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=90),
                    status=Status.PUBLISHED,
                    changed_at=now,
                    languages=("nl", "tr"),
                    venue=venue,
                    neighbourhood=neighbourhoods[n % len(neighbourhoods)],
                    themes=[themes[n % len(themes)]],
                    organisations=[hosts[n % len(hosts)]],
                )
            )


def _spread(count: int, *, rng: random.Random, now: datetime) -> None:
    """So many sign-ups, over all events that are open."""
    events = queries.open_event_ids(now=now)
    for n in range(count if events else 0):
        _fill(events[n % len(events)], 1, rng=rng, now=now)


def _fill(event_id: int, count: int, *, rng: random.Random, now: datetime) -> None:
    """Invented people sign up, most by e-mail, some together, until the event says no."""
    for _n in range(count):
        first, last = rng.choice(FIRST), rng.choice(LAST)
        reach = rng.choices((Reach.EMAIL, Reach.PHONE, Reach.NONE), (7, 2, 1))[0]
        number = rng.randrange(10_000)
        try:
            sign_up(
                event_id,
                press=tokens.new_press(),
                name=f"{first} {last}",
                reach=reach,
                email=f"inwoner{number}@voorbeeld.nl" if reach == Reach.EMAIL else "",
                phone=f"+316000{number:05}" if reach == Reach.PHONE else "",
                people=rng.choices((1, 2, 3), (6, 3, 1))[0],
                needs=rng.choice(NEEDS) if rng.random() < 0.1 else "",
                language=rng.choice(LANGUAGES),
                willing_to_wait=True,
                now=now,
            )
        except Refusal:
            return
    db.session.expunge_all()
