"""Builders of readers, and what was written to them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from eventapp import tokens
from eventapp.database import db, transaction
from eventapp.events.models import Event
from eventapp.mail.models import Letter
from eventapp.subscriptions import actions
from eventapp.subscriptions.models import Listing, Reader, Rhythm, Subscription
from eventapp.subscriptions.rules import Wanted

from ..conftest import NOON
from ..make import make_event

WEEK = timedelta(weeks=1)
THURSDAY = NOON + timedelta(hours=22)  # 3 June 2027, 10.00 in Utrecht, when updates of networks go too


def make_subscription(
    email: str = "riet@voorbeeld.nl",
    wanted: Wanted | None = None,
    *,
    confirmed_at: datetime | None = NOON,
    **given: Any,
) -> Subscription:
    """Somebody who gets a letter about everything, every week, and confirmed so at noon."""
    values = {"rhythm": Rhythm.WEEKLY, "language": "nl", "now": NOON} | given
    press = tokens.new_press()
    actions.ask(email, wanted or Wanted(), press=press, **values)
    subscription = db.session.scalars(select(Subscription).filter_by(press=press)).one()
    if confirmed_at:
        actions.confirm(subscription.key, now=confirmed_at)
    return subscription


def make_listed(listed_at: datetime = NOON + timedelta(hours=1), **given: Any) -> Event:
    """An event that came into the agenda at a moment."""
    event = make_event(**given)
    with transaction() as session:
        session.merge(Listing(event_id=event.id, listed_at=listed_at))
    return event


def reader_at(email: str) -> Reader | None:
    db.session.expire_all()
    return db.session.scalar(select(Reader).filter_by(email=email))


def digests(email: str | None = None) -> list[Letter]:
    """The letters about new events, in order of writing."""
    db.session.rollback()
    found = select(Letter).filter_by(kind="digest").order_by(Letter.id)
    return list(db.session.scalars(found.filter_by(to_address=email) if email else found))


def titles(letter: Letter) -> list[str]:
    return [entry["title"] for entry in letter.facts["entries"]]


def told(email: str = "riet@voorbeeld.nl") -> list[list[str]]:
    """What each letter to an address told of."""
    return [titles(letter) for letter in digests(email)]
