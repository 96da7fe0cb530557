"""Rows for the benchmarks: a season with everything that pages show, and crowds that signed up before."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert

from eventapp import clock, tokens
from eventapp.database import db, transaction
from eventapp.door import actions as door
from eventapp.events.models import Event
from eventapp.registrations.models import Reach, Registration, Status, Ticket
from eventapp.registrations.parties import Party
from eventapp.registrations.series.actions import sign_up
from eventapp.tickets.codes import ticket_reference
from tests import make

DESCRIPTION = """Wandelt u mee? We lopen een uur door de wijk, in een tempo dat iedereen bijhoudt. Onderweg rusten we
uit op een bankje en na afloop drinken we samen koffie of thee in het buurthuis.

U ontmoet buurtgenoten en mensen die werken aan gezondheid in uw wijk: de buurtsportcoach, de diëtist en de
wijkverpleegkundige. Heeft u een vraag? Stel hem gerust tijdens het lopen.

- Meedoen is gratis.
- U mag iemand meenemen.
- Regent het hard? Dan blijven we binnen en bewegen we daar.

Na afloop kunt u uw bloeddruk laten meten. Dat is niet verplicht."""

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
ROWS_AT_ONCE = 2000
_codes = count()


def make_season(*, coming: int = 1, past: int = 0) -> list[Event]:
    """Events in all neighbourhoods with hosts and themes, a few a day; those to come first."""
    now = clock.now()
    with transaction():
        neighbourhoods = [make.make_neighbourhood() for _n in range(10)]
        organisations = [make.make_organisation() for _n in range(40)]
        themes = [make.make_theme() for _n in range(8)]
        venues = [make.make_venue(wheelchair=True, directions="Bus 8, halte Voorbeeldplein.") for _n in range(20)]
        return [
            make.make_event(
                title=f"Samen wandelen en koffiedrinken {n}",
                summary="Een uur wandelen in een rustig tempo, met koffie of thee na afloop.",
                description=DESCRIPTION,
                starts_at=now + timedelta(days=1, hours=8 * n) if n < coming else now - timedelta(hours=8 * n),
                changed_at=now,
                neighbourhood=neighbourhoods[n % 10],
                venue=venues[n % 20],
                organisations=[organisations[n % 40], organisations[(n + 7) % 40]],
                themes=[themes[n % 8], themes[(n + 3) % 8]],
                languages=("nl", "tr") if n % 3 else ("nl",),
                contact_name="Samira",
                contact_phone="030 123 45 67",
                capacity=1_000_000,
            )
            for n in range(coming + past)
        ]


def make_series_with_people(dates: int, *, people: int) -> list[Event]:
    """A series, a week between its dates, with people who each come to two of them."""
    now = clock.now()
    with transaction():
        series = make.make_series()
        events = [make.make_event(series=series, starts_at=now + timedelta(weeks=n + 1)) for n in range(dates)]
    for n in range(people):
        two = [events[n % dates].id, events[(n + 1 + n // dates) % dates].id]
        party = Party(f"Gast {n}", Reach.EMAIL, email=f"gast{n}@voorbeeld.nl")
        sign_up(set(two), party, press=tokens.new_press(), now=now)
    return events


def open_door(event: Event, *, browsers: int) -> list[str]:
    """The event is on at this moment; the cookies of browsers in which its door is open."""
    now = clock.now()
    with transaction() as session:
        event = session.get_one(Event, event.id)
        event.starts_at, event.ends_at = now - timedelta(minutes=30), now + timedelta(hours=3)
    door_pass, pin = door.make_pass(event.id, now=now)
    opened = [door.open_device(door_pass.key, pin=pin, now=now) for _n in range(browsers)]
    return [f"door={secret}" for secret, _until in opened]


def fill(event: Event, people: int, *, status: Status = Status.CONFIRMED) -> list[str]:
    """So many people signed up one by one before we came; the references of their tickets."""
    references: list[str] = []
    now = clock.now()
    for first in range(0, people, ROWS_AT_ONCE):
        with transaction() as session:
            crowd = [_registration(event, status, now) for _n in range(min(ROWS_AT_ONCE, people - first))]
            ids = session.scalars(insert(Registration).returning(Registration.id, sort_by_parameter_order=True), crowd)
            tickets = [_ticket(event, registration_id) for registration_id in ids]
            session.execute(insert(Ticket), tickets)
            references += [ticket["reference"] for ticket in tickets]
    if status == Status.CONFIRMED:
        with transaction() as session:
            session.get_one(Event, event.id).taken += people
    return references


def make_full(event: Event, *, waiting: int) -> Event:
    """Ten places, all taken, and a waiting list."""
    with transaction() as session:
        event = session.get_one(Event, event.id)
        event.capacity = event.ceiling = 10
    fill(event, 10)
    fill(event, waiting, status=Status.WAITING)
    db.session.expire_all()
    return event


def _registration(event: Event, status: Status, now: datetime) -> dict[str, Any]:
    key = tokens.new_key()
    return {
        "event_id": event.id,
        "press": tokens.new_press(),
        "key": key,
        "status": status,
        "name": "Fatima",
        "reach": "email",
        "email": f"{key.lower()}@voorbeeld.nl",
        "people": 1,
        "signed_up_at": now,
    }


def _ticket(event: Event, registration_id: int) -> dict[str, Any]:
    token = tokens.new_token()
    return {
        "registration_id": registration_id,
        "event_id": event.id,
        "token": token,
        "reference": ticket_reference(token),
        "code": _next_code(),
    }


def _next_code() -> str:
    """Codes one after the other: drawn by lot, thousands would soon meet."""
    number = next(_codes)
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in range(6))
