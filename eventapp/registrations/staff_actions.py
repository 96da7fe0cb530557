"""Changes to who comes by whoever organises: each under the lock of its event, and each noted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from .. import tokens
from ..database import transaction
from ..errors import Refusal
from ..events.facts import event_facts
from ..events.models import Event
from ..i18n import _l
from ..mail.actions import post, post_all
from ..organisations.actions import note
from ..organisations.models import AuditNote
from ..organisations.queries import notes_about
from ..tickets.codes import ticket_reference
from . import actions, answers, household, letters, queries, rules, staff_rules
from .choices import places
from .coming import actions as coming
from .models import Call, Reach, Registration, Source, Status, Ticket
from .offers.rules import check_may_fill
from .parties import Party

CONTACT = ("reach", "email", "phone")
DETAILS = ("name", "people", "companions", "needs", *CONTACT)


class NotOfThisEvent(Refusal):
    """A registration, or a line of the call list, of another event."""

    message = _l("This is not a sign-up for this event.")
    reason = "not-of-this-event"


def add(event_id: int, parties: Sequence[Party], *, press: str, staff_id: int, now: datetime) -> list[Registration]:
    """Sign up who asked for it by phone or at a table: all or none, each with a place or a turn, and a letter."""
    with transaction():
        event = queries.lock_event(event_id)
        if earlier := queries.registrations_by_presses(event_id, _presses(press, len(parties) + 1)):
            if len(earlier) != len(parties) or not all(map(Party.is_of, parties, earlier)):
                raise staff_rules.FormUsed
            return earlier
        added = _enter(event, parties, press=press, source=Source.STAFF, now=now)
        facts, more = event_facts(event), actions.to_choose(event)
        for registration in added:
            actions.write(letters.welcome_of(registration), registration, facts, now=now, others=[], **more)
            note(staff_id, what="registration.added", about=letters.about(registration), now=now)
    return added


def bring_in(event_id: int, parties: Sequence[Party], *, seen: str, press: str, staff_id: int, now: datetime) -> int:
    """Enter a list that was kept elsewhere, as it was `seen`: all or none, and nobody is written to. Tells how many."""
    with transaction():
        event = queries.lock_event(event_id)
        of = tokens.fingerprint(seen)
        if earlier := notes_about(f"import/{press}"):
            _check_same(earlier[0], of=of)
            return int(earlier[0].after["count"])
        _enter(event, parties, press=press, source=Source.IMPORT, now=now)
        after = {"count": len(parties), "of": of}
        note(staff_id, what="registrations.imported", about=f"import/{press}", after=after, now=now)
        note(staff_id, what="registrations.imported", about=_event(event_id), after={"count": len(parties)}, now=now)
    return len(parties)


def change(
    registration_id: int,
    *,
    event_id: int,
    name: str,
    people: int,
    companions: str | None = None,
    needs: str,
    reach: Reach,
    email: str,
    phone: str,
    said: answers.Said | None = None,
    staff_id: int,
    now: datetime,
) -> Registration:
    """Correct who comes, with how many, and how they hear from us; a new address gets the ticket.

    Without `companions` their names stay.
    """
    with actions.locked(registration_id) as registration:
        event = _event_of(registration, event_id)
        names = registration.companions if companions is None else companions
        values = dict(zip(DETAILS, (name, people, names, needs, reach, email, phone), strict=True))
        rules.check_not_cancelled(registration)
        rules.check_before_end(event, now=now)
        rules.check_new_size(event, registration, people=people)
        changed = [field for field, value in values.items() if getattr(registration, field) != value]
        if said is not None and answers.keep(registration, said):
            about, fields = letters.about(registration), {"fields": ["answers"]}
            note(staff_id, what="registration.changed", about=about, after=fields, now=now)
        if changed:
            places_before = registration.places
            slots = places.resize(registration, people=people)
            for field in changed:
                setattr(registration, field, values[field])
            household.give_tickets(registration, now=now)
            _count(event, registration.places - places_before)
            _tell_of_change(registration, changed, now=now)
            note(
                staff_id,
                what="registration.changed",
                about=letters.about(registration),
                after={"fields": changed},
                now=now,
            )
            actions.fill_free_places(event, now=now)
            actions.fill_free_slots(event, slots, now=now)
    return registration


def remove(registration_ids: Sequence[int], *, event_id: int, staff_id: int, now: datetime) -> int:
    """Take these off the list and tell them; their places go to who is next. Tells how many."""
    removed = 0
    with transaction() as session:
        event = queries.lock_event(event_id)
        rules.check_before_end(event, now=now)
        for registration_id in registration_ids:
            registration = session.get(Registration, registration_id, populate_existing=True)
            if registration is None or registration.event_id != event_id:
                raise NotOfThisEvent
            if not registration.is_gone:
                before = {"status": registration.status}
                actions.remove(registration_id, now=now)
                note(staff_id, what="registration.removed", about=letters.about(registration), before=before, now=now)
                removed += 1
    return removed


def say(registration_id: int, *, comes: bool, event_id: int, staff_id: int, now: datetime) -> Registration:
    """Somebody said to an organiser whether they come; twice is once."""
    with actions.locked(registration_id) as registration:
        _event_of(registration, event_id)
        before = (registration.coming_said_at, registration.status)
        (coming.say_coming if comes else coming.say_not_coming)(registration_id, now=now)
        if (registration.coming_said_at, registration.status) != before:
            about, after = letters.about(registration), {"comes": comes}
            note(staff_id, what="registration.said-coming", about=about, after=after, now=now)
    return registration


def restore(registration_id: int, *, event_id: int, staff_id: int, now: datetime) -> Registration:
    """Who signed off comes all the same: with a place, or at the end of the waiting list."""
    with actions.locked(registration_id) as registration:
        event = _event_of(registration, event_id)
        if registration.is_gone:
            rules.check_can_be_added(event, now=now)
            staff_rules.check_room(event, people=registration.people)
            registration.status = rules.status_of_added(event, people=registration.people)
            registration.cancelled_at = None
            registration.passed_over_at, registration.passed_over_because = None, ""
            registration.reconfirm_asked_at = registration.coming_said_at = None
            registration.version += 1
            _count_added(event, registration)
            facts, more = event_facts(event), actions.to_choose(event)
            actions.tell(letters.welcome_of(registration), registration, facts, now=now, others=[], **more)
            after = {"status": registration.status}
            note(staff_id, what="registration.restored", about=letters.about(registration), after=after, now=now)
    return registration


def pass_over(registration_id: int, *, event_id: int, reason: str, staff_id: int, now: datetime) -> Registration:
    """Let who is behind a party that does not fit go first, this once; the party keeps its turn, we keep the reason."""
    with actions.locked(registration_id) as registration:
        event = _event_of(registration, event_id)
        rules.check_can_be_added(event, now=now)
        rules.check_waits(registration)
        check_may_fill(event, now=now)
        registration.passed_over_at, registration.passed_over_because = now, reason
        note(staff_id, what="registration.passed-over", about=letters.about(registration), now=now)
        waiting = queries.waiting_in_order(event_id)
        actions.let_in(event, rules.behind_who_is_passed_over(event, waiting), now=now)
    return registration


def tick_call(call_id: int, *, event_id: int, by: str, staff_id: int, now: datetime) -> Call:
    """Somebody on the call list of this event was called."""
    with transaction() as session:
        call = session.get(Call, call_id)
        if call is None or call.event_id != event_id:
            raise NotOfThisEvent
        if call.called_at is None:
            actions.tick_call(call_id, by=by, now=now)
            note(staff_id, what="call.ticked", about=f"registration/{call.registration_id}", now=now)
    return call


def send_message(
    event_id: int,
    registration_ids: Sequence[int],
    *,
    expected: int,
    subject: str,
    text: str,
    press: str,
    staff_id: int,
    now: datetime,
) -> int:
    """Write to everybody in a group who has an e-mail address, once; tells how many. The same press is one message."""
    with transaction() as session:
        event = queries.lock_event(event_id)
        of = tokens.fingerprint(repr((subject, text, sorted(registration_ids))))
        if earlier := notes_about(f"message/{press}"):
            _check_same(earlier[0], of=of)
            return expected
        rows = session.scalars(queries.mailable(event_id, registration_ids)).all()
        if len(rows) != expected:
            raise rules.GroupChanged
        facts = event_facts(event)
        post_all(
            [letters.message(each, facts, subject=subject, text=text, press=press) for each in rows],
            now=now,
        )
        note(staff_id, what="message.sent", about=f"message/{press}", after={"count": len(rows), "of": of}, now=now)
        note(staff_id, what="message.sent", about=_event(event_id), after={"count": len(rows)}, now=now)
    return len(rows)


def send_test(
    event: Event, *, name: str, email: str, subject: str, text: str, language: str, press: str, now: datetime
) -> None:
    """Mail the message to whoever wrote it, and to nobody else."""
    post(
        letters.message_test(event, name=name, email=email, subject=subject, text=text, language=language, press=press),
        now=now,
    )


def note_export(event_id: int, *, count: int, kind: str, staff_id: int, now: datetime) -> None:
    """Somebody took the list along."""
    note(staff_id, what="registrations.exported", about=_event(event_id), after={"count": count, "as": kind}, now=now)


def _enter(event: Event, parties: Sequence[Party], *, press: str, source: Source, now: datetime) -> list[Registration]:
    """The caller holds the lock of the event."""
    rules.check_can_be_added(event, now=now)
    with transaction() as session:
        codes = _new_codes(event.id, len(parties))
        added = []
        for party, own_press, code in zip(parties, _presses(press, len(parties)), codes, strict=True):
            rules.check_party(event, people=party.people)
            registration = Registration(
                **party.columns,
                event_id=event.id,
                press=own_press,
                key=tokens.new_key(),
                source=source,
                status=rules.status_of_added(event, people=party.people),
                signed_up_at=now,
                version=0,
            )
            token = tokens.new_token()
            registration.ticket = Ticket(event_id=event.id, token=token, reference=ticket_reference(token), code=code)
            _count_added(event, registration)
            if party.answers:
                answers.keep(registration, party.answers)
            added.append(registration)
        session.add_all(added)
        session.flush()
    return added


def _count_added(event: Event, registration: Registration) -> None:
    rules.take(event, registration.places)
    if registration.status == Status.WAITING:
        registration.turn = rules.join_the_list(event)


def _count(event: Event, gained: int) -> None:
    if gained > 0:
        rules.take(event, gained)
    else:
        rules.give_back(event, -gained)


def _tell_of_change(registration: Registration, changed: list[str], *, now: datetime) -> None:
    """A new address hears everything; the old one, what is now different. Who is called, asked for it by phone."""
    facts = event_facts(registration.event)
    registration.version += 1
    if {"reach", "email"} & set(changed):
        actions.write(letters.welcome_of(registration), registration, facts, now=now, others=[])
    else:
        own = actions.own_programme(registration)
        actions.write("registration-changed", registration, facts, now=now, **own)


def _event_of(registration: Registration, event_id: int) -> Event:
    if registration.event_id != event_id or registration.erased_at:
        raise NotOfThisEvent
    return registration.event


def _event(event_id: int) -> str:
    return f"event/{event_id}"


def _check_same(earlier: AuditNote, *, of: str) -> None:
    """Refuse another list or message under a press that was used; those of before did not tell what they were of."""
    if earlier.after.get("of", of) != of:
        raise staff_rules.FormUsed


def _presses(press: str, count: int) -> list[str]:
    """Each party of one press has its own: the constraint on presses is of single registrations."""
    return [press if number == 1 else f"{press}-{number}" for number in range(1, count + 1)]


def _new_codes(event_id: int, count: int) -> list[str]:
    """As many short codes that this event does not have yet."""
    with transaction() as session:
        known = set(session.scalars(select(Ticket.code).where(Ticket.event_id == event_id)))
    codes: list[str] = []
    while len(codes) < count:
        if (code := tokens.new_short_code()) not in known:
            known.add(code)
            codes.append(code)
    return codes
