"""What organisers do about letters that did not arrive, or should not leave yet; and who is called instead."""

from datetime import datetime

from ...database import insert_into, transaction
from ...errors import Refusal
from ...i18n import _l
from ...mail import actions as mail
from ...organisations.actions import note
from .. import letters
from ..actions import forget_calls, locked
from ..models import Call, Reach
from ..series.queries import all_dates_of
from ..staff_actions import NotOfThisEvent
from . import queries


class NotByMail(Refusal):
    """Who asked to be called, or to hear nothing, gets no mail."""

    message = _l("This person wants no e-mail.")
    reason = "not-by-mail"


def put_on_call_list(*, now: datetime) -> int:
    """Whom a letter did not reach hears it by telephone, once a letter; tells how many."""
    if not queries.not_on_a_list(now=now):
        return 0
    with transaction() as session:
        rows = [
            {
                "event_id": registration.event_id,
                "registration_id": registration.id,
                "reason": letter.kind,
                "version": letter.facts.get("version", registration.version),
                "letter_id": letter.id,
                "written_at": now,
                "called_by": "",
            }
            for letter, registration in queries.not_on_a_list(now=now)
        ]
        for row in rows:  # another worker may be at it too; a line about the same becomes the line of this letter
            line = insert_into(Call).values(row)
            same = ["registration_id", "reason", "version"]
            session.execute(line.on_conflict_do_update(index_elements=same, set_={"letter_id": row["letter_id"]}))
    return len(rows)


def correct_address(registration_id: int, *, event_id: int, email: str, staff_id: int, now: datetime) -> int:
    """Somebody's address was wrong, or is right after all: what did not arrive goes there. Tells how many letters.

    The address is that of all dates that were signed up for at once; who is gone gets only word of that.
    """
    with locked(registration_id) as registration:
        if registration.event_id != event_id:
            raise NotOfThisEvent
        if registration.reach != Reach.EMAIL:
            raise NotByMail
        about = letters.about(registration)
        earlier = registration.email
        for each in all_dates_of(registration) if earlier != email else ():
            if each.email == earlier:
                each.email = email
                fields = {"fields": ["email"]}
                note(staff_id, what="registration.changed", about=letters.about(each), after=fields, now=now)
        topics, kinds = letters.topics(registration), letters.FAREWELLS if registration.is_gone else ()
        count = sum(mail.send_to_new_address(each, to_address=email, kinds=kinds, now=now) for each in topics)
        forget_calls(registration)
        note(staff_id, what="letters.again", about=about, after={"count": count}, now=now)
    return count


def hold_letters(event_id: int, *, by: str, staff_id: int, now: datetime) -> None:
    """Let all letters about this event wait, also those that are still to be written; twice is once."""
    within = letters.within(event_id)
    with transaction():
        mail.hold(within, by=by, now=now)
        note(staff_id, what="letters.held", about=within, now=now)


def release_letters(event_id: int, *, staff_id: int, now: datetime) -> None:
    """Let the letters about this event go."""
    within = letters.within(event_id)
    with transaction():
        mail.release(within)
        note(staff_id, what="letters.released", about=within, now=now)
