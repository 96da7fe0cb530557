"""What tests of the door have in common."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from eventapp import tokens
from eventapp.database import db
from eventapp.door.facts import DoorState, Fact, fold
from eventapp.door.models import CheckIn, Device, DoorPass
from eventapp.door.rules import days_of_pass
from eventapp.events.models import Event
from eventapp.registrations.models import Registration

from ..conftest import NOON

NINE = datetime(2027, 6, 2, 9, 0, tzinfo=UTC)


def fact(id: str, kind: str = "in", *, minute: int = 0, people: int = 1, **given) -> Fact:
    values = {"device": "phone", "seq": minute, "reference": "fatima", "place": "", "offset_ms": 0, "undo_of": None}
    return Fact(id=id, kind=kind, people=people, at=NINE + timedelta(minutes=minute), **values | given)


def undo(target: str, id: str = "undo", **given) -> Fact:
    return fact(id, "undo", people=0, undo_of=target, **given)


def today(hour: int) -> datetime:
    """This hour on the wall clock of the day of the tests."""
    return NOON + timedelta(hours=hour - 12)


def stored_facts() -> list[tuple[str, str, int]]:
    """The kind, ticket and people of all facts, in order of their numbers."""
    db.session.rollback()  # ends what this thread was reading
    return [
        tuple(row)
        for row in db.session.execute(select(CheckIn.kind, CheckIn.reference, CheckIn.people).order_by(CheckIn.seq))
    ]


def door_state(event_id: int) -> DoorState:
    """Who is in, folded from all facts of the event."""
    db.session.rollback()
    facts = db.session.execute(
        select(*(getattr(CheckIn, name) for name in Fact._fields)).where(CheckIn.event_id == event_id)
    )
    return fold(Fact(*fact) for fact in facts)


def press(registration: Registration, *, people: object = None, seen: object = 0, **given: object) -> dict[str, object]:
    """What the button on the page of a ticket sends."""
    values = {
        "fact": tokens.new_id(),
        "ticket": registration.ticket.reference,
        "people": registration.people if people is None else people,
        "seen": seen,
    }
    return values | given


def make_door_browser(app: Flask, event_id: int, *, label: str = "", place: str = "") -> FlaskClient:
    """A browser in which the door is open, without the slow work on a PIN."""
    now, secret = NOON, tokens.new_key()
    start, end = days_of_pass(*db.session.execute(select(Event.starts_at, Event.ends_at).filter_by(id=event_id)).one())
    door_pass = DoorPass(
        event_id=event_id,
        label=label,
        place=place,
        key=tokens.new_key(),
        pin_fingerprint="-",
        valid_from=start,
        valid_until=end,
    )
    db.session.add(door_pass)
    db.session.flush()
    fingerprint = tokens.fingerprint(secret)
    db.session.add(Device(id=tokens.new_id(), pass_id=door_pass.id, secret_fingerprint=fingerprint, opened_at=now))
    db.session.commit()
    browser = app.test_client()
    browser.set_cookie("door", secret)
    return browser
