"""Which events have reminders to send, and to whom."""

from datetime import datetime, timedelta

from sqlalchemy import literal, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from ...database import db
from ...events.models import Event
from ...events.models import Status as EventStatus
from ...mail.models import Letter
from ..finding import ABOUT
from ..letters import REMINDER
from ..models import Registration
from ..queries import guests_by_mail
from . import rules

AHEAD = max(rules.LEADS.values()) + timedelta(hours=1)  # the clock may go back in that week
HEARD_IN = ("place-confirmed", "place-free", "registration-changed", "event-changed")  # with all that a reminder says
TOGETHER = "dates-changed"  # the same, about several dates at once


def events_to_remind(*, now: datetime) -> list[int]:
    """Events with a reminder whose moment has come, and that not everybody has."""
    coming = db.session.scalars(
        select(Event)
        .where(
            Event.status == EventStatus.PUBLISHED,
            Event.starts_at > now,
            Event.starts_at <= now + AHEAD,
            Event.reminders != "",
        )
        .options(load_only(Event.starts_at, Event.reminders, Event.reminded, Event.reconfirm))
        .order_by(Event.starts_at, Event.id)
    )
    due = ((event, rules.due(event, now=now)) for event in coming)
    return [event.id for event, reminder in due if reminder and reminder.mark != event.reminded]


def people_to_remind(event: Event, reminder: rules.Due, *, most: int) -> list[Registration]:
    """Who has a place and an address and does not have this reminder, each with the tickets.

    Who signed up after its moment, or got a letter with everything in it since, just heard.
    """
    written = select(Letter.id).where(Letter.key == ABOUT + literal(f"/{REMINDER}/{reminder.mark}"))
    heard = select(Letter.id).where(
        Letter.about == ABOUT, Letter.kind.in_(HEARD_IN), Letter.written_at > reminder.moment
    )
    guests = guests_by_mail(event.id, most=most).where(
        Registration.signed_up_at <= reminder.moment,
        ~written.exists(),
        ~heard.exists(),
        Registration.id.not_in(_heard_of_dates(event.id, since=reminder.moment)),
    )
    return list(db.session.scalars(guests.options(joinedload(Registration.ticket), selectinload(Registration.tickets))))


def _heard_of_dates(event_id: int, *, since: datetime) -> set[int]:
    """Who got a letter since then about this and other dates at once."""
    rows = db.session.scalars(
        select(Letter.facts)
        .join(Registration, Letter.about == literal("together/") + Registration.together)
        .where(Registration.event_id == event_id, Letter.kind == TOGETHER, Letter.written_at > since)
    )
    return {date["registration"] for facts in rows for date in facts["dates"]}
