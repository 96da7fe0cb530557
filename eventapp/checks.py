"""Recounts what is kept twice, so that a difference is found before somebody stands at a closed door."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased, load_only

from . import clock
from .database import db
from .door.models import CheckIn, FactKind
from .events.models import Event
from .events.models import Status as EventStatus
from .mail.models import Letter
from .programme.models import Part, Slot
from .registrations.choices.queries import overlapping
from .registrations.invitations.letters import COLLEAGUE, INVITATION
from .registrations.invitations.models import Answer, Invitation
from .registrations.letters import AFTERWARDS, MESSAGE, MY_LINKS, REMINDER, WELCOMES, about
from .registrations.models import GONE, Choice, Reach, Registration, Source, Status, Ticket
from .registrations.offers.rules import may_fill
from .tickets.codes import ticket_reference

FIRST_LETTERS = {*WELCOMES.values(), "dates-confirmed"}  # to a new address as well
TELL_NO_CHANGE = (MESSAGE, REMINDER, *AFTERWARDS)  # there may be several at one version
GRACE = timedelta(minutes=15)  # so long after the moment, a worker that runs must have made or ended an offer


def faults() -> list[str]:
    """Everything that does not agree with the rows, one sentence each; nothing where all is well."""
    db.session.rollback()  # count in one view of the database, of now
    now = clock.now()
    of_sign_ups = (
        _places(),
        _waiting_lists(now=now),
        _offers(now=now),
        _statuses(),
        _tickets(),
        _letters(),
        _invitations(),
        _check_ins(),
    )
    checks = (*of_sign_ups, _slots(), _lists_of_slots(now=now), _choices())
    return [sentence for check in checks for sentence in check]


def _places() -> Iterator[str]:
    """Never one place too many, and none forgotten."""
    has_places = Registration.status.in_((Status.CONFIRMED, Status.OFFERED))
    people = func.coalesce(func.sum(case((has_places, Registration.people))), 0)
    waiters = func.count(case((Registration.status == Status.WAITING, 1)))
    askers = func.count(case((Registration.status == Status.ASKED, 1)))
    counted = select(Event, people, waiters, askers).outerjoin(Registration, Registration.event_id == Event.id)
    for event, confirmed, waiting, asked in db.session.execute(counted.group_by(Event.id).order_by(Event.id)):
        if event.taken != confirmed:
            yield f"{event.slug}: {event.taken} places are counted as taken, the registrations take {confirmed}."
        if event.waiting != waiting:
            yield f"{event.slug}: {event.waiting} registrations are counted as waiting, {waiting} wait."
        if event.asked != asked:
            yield f"{event.slug}: {event.asked} registrations are counted as asking for a place, {asked} ask."
        if event.capacity is not None and event.ceiling != max(event.capacity, event.taken):
            yield f"{event.slug}: the ceiling is {event.ceiling}, the capacity {event.capacity}, {event.taken} taken."
        if event.ceiling is not None and confirmed > event.ceiling:
            yield f"{event.slug}: {confirmed} people have a place, {event.ceiling} may."


def _waiting_lists(*, now: datetime) -> Iterator[str]:
    """A place that is free while the first who waits would fit, and may hear of it, was forgotten."""
    first = select(func.min(Registration.turn)).where(
        Registration.status == Status.WAITING, Registration.event_id == Event.id
    )
    heads = (
        select(Registration, Event)
        .join(Event, Registration.event_id == Event.id)
        .where(Registration.status == Status.WAITING, Registration.turn == first.correlate(Event).scalar_subquery())
        .where(Event.status == EventStatus.PUBLISHED, Event.ends_at > now)
        .order_by(Registration.id)
    )
    for head, event in db.session.execute(heads):
        if not (may_fill(event, now=now) and may_fill(event, now=now - GRACE)):
            continue
        free = event.places_free
        if free is None or head.people <= free:
            there = "any number of" if free is None else free
            yield f"{event.slug}: registration {head.id} waits for {head.people} places, and {there} are free."


def _slots() -> Iterator[str]:
    """What is counted at a session or a time slot is what was chosen; where choices were erased the figure stays."""
    people = func.coalesce(func.sum(case((Choice.status == Status.CONFIRMED, Choice.people))), 0)
    waiters = func.count(case((Choice.status == Status.WAITING, 1)))
    erased = select(Registration.id).where(Registration.event_id == Slot.event_id, Registration.erased_at.is_not(None))
    counted = (
        select(Slot, people, waiters, Part.discreet, erased.exists())
        .join(Part)
        .outerjoin(Choice, Choice.slot_id == Slot.id)
        .group_by(Slot.id, Part.discreet)
        .order_by(Slot.id)
    )
    for slot, confirmed, waiting, is_discreet, has_erased in db.session.execute(counted):
        may_be_gone = has_erased or (is_discreet and slot.ends_at <= clock.now())
        if slot.taken != confirmed and not (may_be_gone and slot.taken > confirmed):
            yield f"Slot {slot.id}: {slot.taken} places are counted as taken, {confirmed} are chosen."
        if slot.waiting != waiting and not (may_be_gone and slot.waiting > waiting):
            yield f"Slot {slot.id}: {slot.waiting} parties are counted as waiting, {waiting} wait."
        if slot.capacity is not None and slot.ceiling != max(slot.capacity, slot.taken):
            yield f"Slot {slot.id}: the ceiling is {slot.ceiling}, the capacity {slot.capacity}, {slot.taken} taken."


def _lists_of_slots(*, now: datetime) -> Iterator[str]:
    """Nobody waits for a slot where they would fit."""
    waiting = select(Choice.slot_id, func.min(Choice.turn).label("turn")).where(Choice.status == Status.WAITING)
    first = waiting.group_by(Choice.slot_id).subquery()
    heads = (
        select(Choice, Slot)
        .join(first, (first.c.slot_id == Choice.slot_id) & (first.c.turn == Choice.turn))
        .join(Slot, Slot.id == Choice.slot_id)
        .join(Event, Event.id == Slot.event_id)
        .where(Choice.status == Status.WAITING, Event.status == EventStatus.PUBLISHED, Slot.ends_at > now)
        .order_by(Choice.id)
    )
    for head, slot in db.session.execute(heads):
        if slot.places_free is None or head.people <= slot.places_free:
            yield f"Slot {slot.id}: choice {head.id} waits for {head.people} places, and they are free."


def _choices() -> Iterator[str]:
    """Who chose has a place at the same event, comes with all of the party, and is in one room at a time."""
    own = select(Choice.id).join(Choice.registration).join(Choice.slot)
    yield from _each("Choice {} is of somebody without a place.", own.where(Registration.status != Status.CONFIRMED))
    yield from _each("Choice {} is at another event.", own.where(Registration.event_id != Slot.event_id))
    yield from _each("Choice {} is for another number of people.", own.where(Registration.people != Choice.people))
    yield from _each("Choice {} is at the same time as another of the same party.", overlapping())


def _offers(*, now: datetime) -> Iterator[str]:
    """An offer that nobody ended holds places that others wait for."""
    overdue = (
        select(Registration.id)
        .join(Event)
        .where(Registration.status == Status.OFFERED, Registration.offer_until < now - GRACE)
        .where(Event.status == EventStatus.PUBLISHED, Event.ends_at > now)
    )
    yield from _each("The offer to registration {} is over, and still holds its places. Does a worker run?", overdue)


def _statuses() -> Iterator[str]:
    without_moment = select(Registration.id).where(Registration.status.in_(GONE), Registration.cancelled_at.is_(None))
    yield from _each("Registration {} is cancelled, and nobody knows since when.", without_moment)
    still_there = select(Registration.id).where(
        Registration.status.not_in(GONE), Registration.cancelled_at.is_not(None)
    )
    yield from _each("Registration {} was cancelled, and still stands.", still_there)


def _tickets() -> Iterator[str]:
    """One ticket for each registration, of the same event, known at the door by its own reference."""
    standing = func.count(case((Ticket.left_at.is_(None), Ticket.id)))
    households = select(Registration.id).join(Ticket, Ticket.registration_id == Registration.id)
    numbers = households.where(Registration.separate).group_by(Registration.id, Registration.people)
    yield from _each(
        "Registration {} has another number of tickets than people.", numbers.having(standing != Registration.people)
    )
    without = (
        select(Registration.id)
        .outerjoin(Registration.ticket)
        .where(Ticket.id.is_(None), Registration.erased_at.is_(None))
    )
    yield from _each("Registration {} has no ticket.", without)
    elsewhere = select(Ticket.id).join(Registration).where(Ticket.event_id != Registration.event_id)
    yield from _each("Ticket {} is for another event than its registration.", elsewhere)
    for ticket_id, token, reference in db.session.execute(select(Ticket.id, Ticket.token, Ticket.reference)):
        if ticket_reference(token) != reference:
            yield f"Ticket {ticket_id} is not known at the door by its own code."


def _letters() -> Iterator[str]:
    """Who signed up by mail was written to, and everything that happened to somebody since was told, once."""
    told: defaultdict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
    version, since = (Letter.facts[name].as_integer() for name in ("version", "since"))
    written = select(Letter.about, Letter.kind, version, func.coalesce(since, version)).where(
        Letter.about != MY_LINKS, Letter.kind.not_in(TELL_NO_CHANGE), ~Letter.about.startswith("together/")
    )
    for topic, kind, until, first in db.session.execute(written):
        if until is not None:
            told[topic].update((kind, each) for each in range(first, until + 1))
    several = select(Letter.kind, Letter.facts).where(Letter.about.startswith("together/"))
    for kind, facts in db.session.execute(several):
        for date in facts["dates"]:
            versions = range(date.get("since", date["version"]), date["version"] + 1)
            told[f"registration/{date['registration']}"].update((kind, each) for each in versions)
    mailed = select(Registration).where(Registration.erased_at.is_(None), Registration.reach == Reach.EMAIL)
    for registration in db.session.scalars(
        mailed.options(load_only(Registration.version, Registration.source)).order_by(Registration.id)
    ):
        letters = told[about(registration)]
        if registration.source != Source.IMPORT and not FIRST_LETTERS & {kind for kind, _version in letters}:
            yield f"Registration {registration.id} got no letter when it was made."
        since = max((version for kind, version in letters if kind in FIRST_LETTERS), default=0)
        missing = set(range(since + 1, registration.version + 1)) - {version for _kind, version in letters}
        if missing:
            yield f"Registration {registration.id} was changed {len(missing)} times without a letter."
        for (kind, _version), times in letters.items():
            if times > 1:
                yield f"Registration {registration.id} got the letter {kind} {times} times."


def _invitations() -> Iterator[str]:
    """A yes is a sign-up for the same event, and who is invited was written to."""
    yes = select(Invitation.id).where(Invitation.answer == Answer.YES)
    yield from _each("Invitation {} says yes, and nobody signed up.", yes.where(Invitation.registration_id.is_(None)))
    elsewhere = yes.join(Registration).where(Registration.event_id != Invitation.event_id)
    yield from _each("Invitation {} signed up for another event.", elsewhere)
    keys = Letter.facts["key"].as_string()
    written = set(db.session.scalars(select(keys).where(Letter.kind.in_((INVITATION, COLLEAGUE)))))
    silent = select(Invitation).where(Invitation.answer == Answer.SILENT).order_by(Invitation.id)
    for invitation in db.session.scalars(silent):
        if invitation.key not in written:
            yield f"Invitation {invitation.id} was never sent."


def _check_ins() -> Iterator[str]:
    """Every check-in is of a ticket that is there or was given at the door, unless people were erased.

    Every undo is of a check-in.
    """
    erased = select(Registration.id).where(
        Registration.event_id == CheckIn.event_id, Registration.erased_at.is_not(None)
    )
    given = aliased(CheckIn)
    given_here = select(given.id).where(
        given.event_id == CheckIn.event_id, given.reference == CheckIn.reference, given.kind == FactKind.WALK_IN
    )
    strangers = (
        select(CheckIn.id)
        .outerjoin(Ticket, (Ticket.reference == CheckIn.reference) & (Ticket.event_id == CheckIn.event_id))
        .where(CheckIn.reference.is_not(None), Ticket.id.is_(None), ~erased.exists(), ~given_here.exists())
    )
    yield from _each("Check-in {} is of a ticket that is not there.", strangers)
    undone = select(CheckIn.id)
    of_nothing = select(CheckIn.id).where(
        CheckIn.kind == FactKind.UNDO, CheckIn.undo_of.is_(None) | CheckIn.undo_of.not_in(undone)
    )
    yield from _each("Check-in {} takes back something that is not there.", of_nothing)


def _each(sentence: str, ids: Select[Any]) -> Iterator[str]:
    yield from (sentence.format(id) for id in db.session.scalars(ids.order_by(*ids.selected_columns)))
