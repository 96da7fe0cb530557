"""Questions about who comes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from ..database import db
from ..events.models import Event
from .growth import SignUp
from .models import GONE, Call, Consent, Reach, Registration, Status, Ticket

# These two are asked under the lock, while others wait: built once, so that only the answer costs time.
_LOCK_EVENT = (
    select(Event).where(Event.id == bindparam("event_id")).with_for_update().execution_options(populate_existing=True)
)
_BEFORE_SIGN_UP = select(
    select(Registration.id)
    .where(Registration.event_id == bindparam("event_id"), Registration.press == bindparam("press"))
    .scalar_subquery(),
    select(Ticket.id).where(Ticket.event_id == bindparam("event_id"), Ticket.code == bindparam("code")).exists(),
    select(Registration.id)
    .where(
        Registration.event_id == bindparam("event_id"),
        Registration.email == bindparam("email"),
        Registration.email != "",
    )
    .exists(),
)

_turn = tuple_(Registration.turn, Registration.id)


def lock_event(event_id: int) -> Event:
    """The event, read afresh, and nobody else decides about its places until this transaction ends."""
    return db.session.execute(_LOCK_EVENT, {"event_id": event_id}).scalar_one()


def registration_by_key(key: str) -> Registration | None:
    """The registration behind a manage page, with all that the page shows."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.key == key, Registration.erased_at.is_(None))
        .options(
            joinedload(Registration.ticket),
            joinedload(Registration.event).joinedload(Event.venue),
            joinedload(Registration.event).selectinload(Event.themes),
        )
    )


class BeforeSignUp(NamedTuple):
    """What must be known under the lock, asked in one statement because others wait for it."""

    earlier_id: int | None  # the registration that this very press made
    code_taken: bool
    address_known: bool


def before_sign_up(event_id: int, *, press: str, code: str, email: str) -> BeforeSignUp:
    row = db.session.execute(
        _BEFORE_SIGN_UP, {"event_id": event_id, "press": press, "code": code, "email": email}
    ).one()
    return BeforeSignUp(*row)


def waiting_in_order(event_id: int) -> Iterator[Registration]:
    """Who waits, first come first, read as far as is needed and always afresh."""
    last: tuple[int, int] = (0, 0)
    while waiting := db.session.scalars(
        select(Registration)
        .where(Registration.event_id == event_id, Registration.status == Status.WAITING, _turn > last)
        .order_by(Registration.turn, Registration.id)
        .limit(20)
        .execution_options(populate_existing=True)
    ).all():
        yield from waiting
        last = (waiting[-1].turn, waiting[-1].id)


def waiting_number(registration: Registration) -> int:
    """The turn on the waiting list: 1 is next."""
    before = select(func.count()).where(
        Registration.event_id == registration.event_id,
        Registration.status == Status.WAITING,
        _turn <= (registration.turn, registration.id),
    )
    return db.session.scalar(before) or 0


def comes_on_other_dates(registration: Registration, *, now: datetime) -> bool:
    """Whether a place or a turn stands on another date that was signed up for at once with this one."""
    if registration.together is None:
        return False
    others = select(Registration.id).join(Event).where(
        Registration.together == registration.together,
        Registration.id != registration.id,
        Registration.status.not_in(GONE),
        Event.ends_at > now,
    )  # fmt: skip
    return bool(db.session.scalar(select(others.exists())))


def others_with_address(registration: Registration) -> list[Registration]:
    """Earlier sign-ups of the same address for the same event that still stand."""
    if not registration.email:
        return []
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == registration.event_id,
                Registration.email == registration.email,
                Registration.id < registration.id,
                Registration.status.not_in(GONE),
            )
            .order_by(Registration.id)
            .limit(20)
        )
    )


def coming_registrations_of(email: str, *, now: datetime) -> list[Registration]:
    """What an address is signed up for and is not over yet, soonest first."""
    return list(
        db.session.scalars(
            select(Registration)
            .join(Event)
            .where(Registration.email == email, Registration.status.not_in(GONE), Event.ends_at > now)
            .where(Event.practice_to == "")
            .options(joinedload(Registration.event))
            .order_by(Event.starts_at, Registration.id)
            .limit(50)
        )
    )


def standing_registrations(event_id: int) -> list[Registration]:
    """Everybody who has a place or a turn, in order of arrival."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event_id, Registration.status.not_in(GONE))
            .options(joinedload(Registration.ticket))
            .order_by(Registration.id)
        )
    )


def open_calls(event_id: int) -> list[Call]:
    """Who must still be called about this event, the oldest message first."""
    return list(
        db.session.scalars(
            select(Call)
            .where(Call.event_id == event_id, Call.called_at.is_(None))
            .options(joinedload(Call.registration))
            .order_by(Call.id)
        )
    )


def people_by_status(event_id: int) -> dict[str, int]:
    """How many people per status, counted from the rows."""
    rows = db.session.execute(
        select(Registration.status, func.sum(Registration.people))
        .where(Registration.event_id == event_id)
        .group_by(Registration.status)
    )
    return {status: int(people) for status, people in rows}


def sign_ups_over_time(event_id: int) -> list[SignUp]:
    """Every registration of an event, with how many people it is of, from when until when."""
    rows = select(Registration.people, Registration.signed_up_at, Registration.cancelled_at)
    return [SignUp(*row) for row in db.session.execute(rows.where(Registration.event_id == event_id))]


def count_open_calls(event_ids: list[int]) -> dict[int, int]:
    """Per event, how many people must still be called."""
    rows = db.session.execute(
        select(Call.event_id, func.count(Call.registration_id.distinct()))
        .where(Call.event_id.in_(event_ids), Call.called_at.is_(None))
        .group_by(Call.event_id)
    )
    return {row.event_id: row[1] for row in rows}


def registration_of_event(registration_id: int, *, event_id: int) -> Registration | None:
    """One sign-up for this event, for those who organise it."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.id == registration_id, Registration.event_id == event_id, Registration.erased_at.is_(None))
        .options(joinedload(Registration.ticket), joinedload(Registration.event).joinedload(Event.venue))
    )


def registrations_by_presses(event_id: int, presses: list[str]) -> list[Registration]:
    """What these presses made, in order."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event_id, Registration.press.in_(presses))
            .order_by(Registration.id)
        )
    )


def first_waiting(event_id: int, *, most: int) -> list[Registration]:
    """Who waits, first come first."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event_id, Registration.status == Status.WAITING)
            .order_by(Registration.turn, Registration.id)
            .limit(most)
        )
    )


def calls_of_event(event_id: int) -> list[Call]:
    """The whole call list: who must be called first, then who was."""
    return list(
        db.session.scalars(
            select(Call)
            .where(Call.event_id == event_id)
            .options(joinedload(Call.registration))
            .order_by(Call.called_at.is_not(None), Call.id)
        )
    )


def mailable(event_id: int, registration_ids: Sequence[int]) -> Select[Registration]:
    """Selects who of these can be written to, each with the ticket, in order of arrival."""
    return (
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.id.in_(registration_ids),
            Registration.reach == Reach.EMAIL,
            Registration.email != "",
            Registration.erased_at.is_(None),
            Registration.status.not_in(GONE),
        )
        .options(joinedload(Registration.ticket), joinedload(Registration.event))
        .order_by(Registration.id)
    )


def guests_by_mail(event_id: int, *, most: int) -> Select[Registration]:
    """Selects some who have a place and an address, in order of arrival, read afresh."""
    return (
        select(Registration)
        .where(
            Registration.event_id == event_id,
            Registration.status == Status.CONFIRMED,
            Registration.reach == Reach.EMAIL,
            Registration.email != "",
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )


def known_people(event_id: int) -> list[tuple[str, str, str]]:
    """Name, address and phone number of everybody who has a place or a turn, for finding who is there already."""
    rows = db.session.execute(
        select(Registration.name, Registration.email, Registration.phone).where(
            Registration.event_id == event_id, Registration.status.not_in(GONE)
        )
    )
    return [(name, email, phone) for name, email, phone in rows]


def count_mailable(event_id: int, registration_ids: Sequence[int]) -> int:
    """How many of these can be written to."""
    rows = mailable(event_id, registration_ids).with_only_columns(func.count()).order_by(None)
    return db.session.scalar(rows) or 0


def registrations_with_ids(event_id: int, registration_ids: Sequence[int]) -> list[Registration]:
    """Which of these are sign-ups for this event that still stand."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == event_id,
                Registration.id.in_(registration_ids),
                Registration.status.not_in(GONE),
            )
            .order_by(Registration.id)
        )
    )


def lock_consents_to_follow(purpose: str, *, most: int) -> list[Consent]:
    """Who agreed and hears nothing of it yet; no other worker takes them before this transaction ends."""
    rows = (
        select(Consent)
        .join(Registration)
        .join(Event)
        .where(
            Consent.purpose == purpose,
            Consent.followed_at.is_(None),
            Consent.withdrawn_at.is_(None),
            Registration.erased_at.is_(None),
            Registration.email != "",
            Event.practice_to == "",
        )
        .options(contains_eager(Consent.registration))
        .order_by(Consent.id)
        .limit(most)
        .with_for_update(of=Consent, skip_locked=True)
    )
    return list(db.session.scalars(rows))
