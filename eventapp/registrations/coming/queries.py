"""Which events ask once more, who is asked, and who kept silent."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from ...database import db
from ...events.models import Event, Reconfirm
from ...events.models import Status as EventStatus
from ...mail.models import Letter, State
from ..finding import ABOUT
from ..models import Reach, Registration, Status
from .rules import TIME_TO_ANSWER, answers_by, asks_at

AHEAD = timedelta(days=3)
ARE_YOU_COMING = "are-you-coming"


def events_that_ask(*, now: datetime) -> list[Event]:
    """Events of these days that want to know who comes."""
    return list(
        db.session.scalars(
            select(Event)
            .where(
                Event.reconfirm != Reconfirm.NOT,
                Event.status == EventStatus.PUBLISHED,
                Event.starts_at > now,
                Event.starts_at < now + AHEAD,
            )
            .order_by(Event.id)
        )
    )


def people_to_ask(event: Event) -> list[Registration]:
    """Who has a place and signed up before the moment of asking."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.status == Status.CONFIRMED,
                Registration.signed_up_at < asks_at(event),
            )
            .order_by(Registration.id)
            .execution_options(populate_existing=True)
        )
    )


def silent_people(event: Event) -> list[Registration]:
    """Who was asked in time by a letter that arrived, and said nothing; a call is no letter."""
    letter = select(Letter.id).where(
        Letter.about == ABOUT,
        Letter.kind == ARE_YOU_COMING,
        Letter.state == State.SENT,
        Letter.written_at == Registration.reconfirm_asked_at,
        Letter.sent_at <= answers_by(event) - TIME_TO_ANSWER,
        Letter.facts["until"].as_string() == answers_by(event).isoformat(),  # nobody loses a place earlier than told
    )
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.status == Status.CONFIRMED,
                Registration.reach == Reach.EMAIL,
                Registration.reconfirm_asked_at == event.reconfirm_asked_at,
                Registration.coming_said_at.is_(None),
                letter.exists(),
            )
            .order_by(Registration.id)
            .execution_options(populate_existing=True)
        )
    )


class Answers(NamedTuple):
    """How many people said what."""

    yes: int
    no: int
    nothing: int


def count_answers(event_id: int) -> Answers:
    """What people said who were asked if they come."""
    rows = db.session.execute(
        select(Registration.status, Registration.coming_said_at.is_not(None), func.sum(Registration.people))
        .where(Registration.event_id == event_id, Registration.reconfirm_asked_at.is_not(None))
        .group_by(Registration.status, Registration.coming_said_at.is_not(None))
    )
    found = {(status, bool(said)): int(people) for status, said, people in rows}
    return Answers(
        yes=found.get((Status.CONFIRMED, True), 0),
        no=found.get((Status.CANCELLED, True), 0),
        nothing=found.get((Status.CONFIRMED, False), 0),
    )
