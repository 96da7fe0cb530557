"""What became of the letters about an event."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from ...database import db
from ...events.models import Event
from ...mail.models import UNDELIVERED, Letter, LetterHold, State
from ..finding import IS_ABOUT
from ..letters import topics, within
from ..models import Call, Registration

MOST_LETTERS = 200
LATELY = timedelta(days=60)


def count_undelivered(event_ids: list[int]) -> dict[int, int]:
    """Per event, how many letters to people who signed up could not be delivered."""
    rows = db.session.execute(
        select(Registration.event_id, func.count(Letter.id))
        .join(Letter, IS_ABOUT)
        .where(Registration.event_id.in_(event_ids), Letter.state.in_(UNDELIVERED))
        .group_by(Registration.event_id)
    )
    return {row.event_id: row[1] for row in rows}


def undelivered_letters(event_id: int) -> list[tuple[Letter, Registration]]:
    """What could not be delivered to people who signed up, with whom it is for."""
    rows = db.session.execute(
        select(Letter, Registration)
        .join(Registration, IS_ABOUT)
        .where(Registration.event_id == event_id, Letter.state.in_(UNDELIVERED))
        .order_by(Letter.id)
        .limit(MOST_LETTERS)
    )
    return [(letter, registration) for letter, registration in rows]


def letters_to(registration: Registration) -> list[Letter]:
    """Everything that was written to somebody about this sign-up, the latest first."""
    found = select(Letter).where(Letter.about.in_(topics(registration))).order_by(Letter.id.desc())
    return list(db.session.scalars(found.limit(MOST_LETTERS)))


def count_held(event_id: int) -> int:
    """How many letters of this event wait for who let them wait."""
    held = select(func.count()).select_from(Letter).join(LetterHold, LetterHold.within == Letter.within)
    waiting = Letter.state.in_((State.WRITTEN, State.CLAIMED))
    return db.session.scalar(held.where(Letter.within == within(event_id), waiting)) or 0


def not_on_a_list(*, now: datetime) -> list[tuple[Letter, Registration]]:
    """Letters that did not arrive lately, about events that are still to come, of which nobody was told to call."""
    called = select(Call.id).where(Call.letter_id == Letter.id).exists()
    undelivered = select(Letter).where(
        Letter.state.in_(UNDELIVERED), Letter.within != "", Letter.written_at > now - LATELY, ~called
    )
    found = {each: _sign_up_in(each) for each in db.session.scalars(undelivered.order_by(Letter.id))}
    coming = select(Registration).join(Event).where(Event.ends_at > now, Registration.erased_at.is_(None))
    known = {
        each.id: each
        for each in db.session.scalars(coming.where(Registration.id.in_([n for n in found.values() if n])))
    }
    return [(letter, known[number]) for letter, number in found.items() if number in known]


def _sign_up_in(letter: Letter) -> int | None:
    """The sign-up that a letter is about; of one about several dates the first."""
    if "dates" in letter.facts:
        return letter.facts["dates"][0]["registration"]
    about, _, number = letter.about.partition("/")
    return int(number) if about == "registration" else None


def letters_with_ids(letter_ids: Sequence[int | None]) -> dict[int, Letter]:
    """These letters, by id."""
    wanted = [each for each in letter_ids if each]
    return {each.id: each for each in db.session.scalars(select(Letter).where(Letter.id.in_(wanted)))}
