"""Inviting people, and what they answer: each under the lock of the event."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select

from ... import tokens
from ...database import transaction
from ...events.facts import event_facts
from ...events.models import Event
from ...mail.actions import post, post_all
from ...mail.models import Letter
from ...organisations.actions import note
from ...organisations.members import Person
from ...organisations.models import Member
from ...tickets.codes import ticket_reference
from .. import actions as registrations
from ..household import unused_code
from ..letters import welcome_of
from ..models import Choice, Reach, Registration, Source, Status, Ticket
from ..queries import lock_event, registrations_by_presses
from ..rules import (
    GroupChanged,
    check_before_end,
    check_can_be_added,
    check_not_cancelled,
    check_open,
)
from . import letters, queries, rules, staff_rules
from .models import Answer, Invitation


class Colleague(NamedTuple):
    """Who comes instead."""

    name: str
    email: str
    language: str


def invite_members(event_id: int, network_ids: Sequence[int], *, expected: int, by: int, now: datetime) -> int:
    """Invite every member of these networks of the event who was not, each once, as many as announced."""
    with transaction():
        event = lock_event(event_id)
        check_can_be_added(event, now=now)
        members = queries.members_to_invite(event, network_ids)
        if members and len(members) != expected:
            raise GroupChanged
        _invite(event, [_of_member(each) for each in members], by=by, now=now)
    return len(members)


def invite_people(event_id: int, people: Sequence[Person], *, by: int, now: datetime) -> int:
    """Invite people who are on no list, each once; tells how many. The same press twice finds nobody left."""
    with transaction():
        event = lock_event(event_id)
        check_can_be_added(event, now=now)
        if event.members_only:
            raise staff_rules.OnlyMembersInvited
        if len(people) > staff_rules.MOST_AT_ONCE:
            raise staff_rules.TooMany
        known = queries.known_addresses(event_id)
        wanted = {person.email: person for person in people if person.email not in known}
        _invite(event, [Invitation(**vars(person)) for person in wanted.values()], by=by, now=now)
    return len(wanted)


def remind(event_id: int, *, expected: int, by: int, now: datetime) -> int:
    """Write once more to everybody who said nothing, in as many letters as announced; tells how many."""
    with transaction() as session:
        event = lock_event(event_id)
        check_can_be_added(event, now=now)
        silent = queries.silent_invitations(event_id, now=now)
        if silent and len(silent) != expected:
            raise GroupChanged
        facts = event_facts(event)
        for invitation in silent:
            invitation.reminded_at = now
        session.flush()
        post_all([letters.reminder(each, event, facts, now=now) for each in silent], now=now)
        if silent:
            note(by, what="invitations.reminded", about=_event(event_id), after={"count": len(silent)}, now=now)
    return len(silent)


def withdraw(invitation_id: int, *, event_id: int, by: int, now: datetime) -> None:
    """Take an invitation back: its link ends, letters that wait do not leave, and nothing of it stays."""
    with transaction():
        lock_event(event_id)
        if invitation := queries.invitation_of_event(invitation_id, event_id=event_id):
            staff_rules.check_can_be_withdrawn(invitation)
            _forget([invitation])
            note(by, what="invitation.withdrawn", about=_event(event_id), now=now)


def send_test(event: Event, person: Person | Member, *, email: str, press: str, now: datetime) -> None:
    """Mail the invitation to whoever is about to send it, and to nobody else."""
    post(letters.test(invitation_for(person), event, event_facts(event), email=email, press=press), now=now)


def note_export(event_id: int, *, count: int, kind: str, by: int, now: datetime) -> None:
    """Somebody took the list along."""
    note(by, what="invitations.exported", about=_event(event_id), after={"count": count, "as": kind}, now=now)


def decline(invitation_id: int, *, now: datetime) -> Invitation:
    """No, I cannot: nobody is reminded any more. Until the event is over, a yes may follow."""
    with transaction():
        event = lock_event(queries.event_of(invitation_id))
        invitation = _afresh(invitation_id, event)
        rules.check_own_turn(invitation)
        check_before_end(event, now=now)
        if invitation.answer != Answer.NO:
            _answered(invitation, Answer.NO, now=now)
    return invitation


def send_colleague(invitation_id: int, colleague: Colleague, *, now: datetime) -> Invitation:
    """My colleague comes: the colleague gets an invitation of their own, in the place of this one."""
    with transaction() as session:
        event = lock_event(queries.event_of(invitation_id))
        invitation = _afresh(invitation_id, event)
        asked = invitation.colleague
        if asked and asked.email == colleague.email and not asked.said_no:
            return invitation
        rules.check_own_turn(invitation)
        check_open(event, now=now)
        _check_other_address(invitation.email, colleague)
        theirs = queries.invitation_at(event.id, colleague.email)
        rules.check_can_be_asked(theirs, by=invitation)
        _answered(invitation, Answer.COLLEAGUE, now=now)
        if theirs is None:
            theirs = _for_colleague(invitation, colleague, now=now)
            session.add(theirs)
            session.flush()
            facts = event_facts(event)
            post(letters.draft(letters.COLLEAGUE, theirs, event, facts, instead_of=invitation.name), now=now)
    return invitation


def hand_over(registration_id: int, colleague: Colleague, *, press: str, now: datetime) -> Invitation | None:
    """A colleague comes instead of who signed up: the very same places, or the turn, and a ticket of their own.

    The first ticket is one of somebody who signed off. Between the two nobody else can get the places.
    """
    with registrations.locked(registration_id) as registration, transaction() as session:
        event = registration.event
        invitation = queries.invitation_of(registration)
        if registrations_by_presses(event.id, [press]):
            return invitation
        check_not_cancelled(registration)
        check_before_end(event, now=now)
        if invitation is None:
            raise rules.InvitationOnly
        _check_other_address(invitation.email, colleague)
        theirs = queries.invitation_at(event.id, colleague.email)
        _answered(invitation, Answer.COLLEAGUE, now=now)
        if theirs is not None and (theirs.comes or theirs.asked_first not in (None, invitation)):
            registrations.cancel(registration_id, now=now)  # they come in somebody else's place, or may
            return invitation
        if theirs is None:
            theirs = _for_colleague(invitation, colleague, now=now)
            session.add(theirs)
        elif theirs.asked_first is invitation:
            theirs.invited_at = now  # the last who was asked is the one who comes
        successor = _replace(registration, colleague, press=press, now=now)
        _answered(theirs, Answer.YES, now=now)
        theirs.registration_id = successor.id
        session.flush()
        session.refresh(theirs)
    return invitation


def erase(event_ids: Iterable[int]) -> None:
    """Keep no invitation to these events, and no letter about one."""
    with transaction() as session:
        _forget(session.scalars(select(Invitation).where(Invitation.event_id.in_(list(event_ids)))).all())


def erase_outdated() -> None:
    """Keep no invitation of a member to an address that is not theirs any more."""
    with transaction() as session:
        rows = session.scalars(select(Invitation).join(Member).where(Member.email != Invitation.email)).all()
        _forget(rows)


def erase_address(email: str) -> int:
    """Keep nothing of who is invited at this address; tells from how many events."""
    with transaction() as session:
        rows = session.scalars(select(Invitation).where(Invitation.email == email)).all()
        _forget(rows)
    return len(rows)


def invitation_for(person: Person | Member) -> Invitation:
    """How an invitation of this person would be, which nobody keeps."""
    if isinstance(person, Member):
        invitation = _of_member(person)
        invitation.member = person
    else:
        invitation = Invitation(**vars(person))
    invitation.key = tokens.new_key()
    return invitation


def _of_member(member: Member) -> Invitation:
    return Invitation(
        name=member.name,
        email=member.email,
        organisation=member.organisation,
        language=member.language,
        member_id=member.id,
    )


def _invite(event: Event, invitations: list[Invitation], *, by: int, now: datetime) -> None:
    """The caller holds the lock of the event, and knows that none of these is invited."""
    erase_outdated()
    with transaction() as session:
        for invitation in invitations:
            invitation.event_id, invitation.key = event.id, tokens.new_key()
            invitation.invited_by, invitation.invited_at = by, now
        session.add_all(invitations)
        session.flush()
        facts = event_facts(event)
        post_all([letters.draft(letters.INVITATION, each, event, facts) for each in invitations], now=now)
        if invitations:
            note(by, what="invitations.sent", about=_event(event.id), after={"count": len(invitations)}, now=now)


def _for_colleague(invitation: Invitation, colleague: Colleague, *, now: datetime) -> Invitation:
    return Invitation(
        **colleague._asdict(),
        event_id=invitation.event_id,
        key=tokens.new_key(),
        organisation=invitation.organisation,
        invited_by=invitation.invited_by,
        invited_at=now,
        answer=Answer.SILENT,
        asked_first=invitation,
    )


def _replace(registration: Registration, colleague: Colleague, *, press: str, now: datetime) -> Registration:
    """Give the colleague what the first one has; the count of places and of who waits stays as it is."""
    event, status = registration.event, registration.status
    with transaction() as session:
        successor = Registration(
            **colleague._asdict(),
            event_id=event.id,
            press=press,
            key=tokens.new_key(),
            status=status,
            reach=Reach.EMAIL,
            people=registration.people,
            signed_up_at=now,
            source=Source.SELF,
            turn=registration.turn,
            offer_until=registration.offer_until,
            version=0,
        )
        token = tokens.new_token()
        successor.ticket = Ticket(
            event_id=event.id,
            token=token,
            reference=ticket_reference(token),
            code=unused_code([event.id]),
        )
        session.add(successor)
        session.flush()
        for choice in session.scalars(select(Choice).where(Choice.registration_id == registration.id)):
            choice.registration_id = successor.id
        registration.status, registration.cancelled_at, registration.offer_until = Status.CANCELLED, now, None
        registration.version += 1
        session.flush()
        facts, had_place = event_facts(event), status == Status.CONFIRMED
        registrations.write("registration-cancelled", registration, facts, now=now, had_place=had_place)
        registrations.write(welcome_of(successor), successor, facts, now=now, others=[], instead_of=registration.name)
    return successor


def _afresh(invitation_id: int, event: Event) -> Invitation:
    """The invitation as it is under the lock."""
    invitation = queries.invitation_of_event(invitation_id, event_id=event.id)
    if invitation is None or not rules.holds(invitation):
        raise rules.TakenBack
    return invitation


def _check_other_address(email: str, colleague: Colleague) -> None:
    if colleague.email == email:
        raise rules.OwnAddress


def _answered(invitation: Invitation, answer: Answer, *, now: datetime) -> None:
    invitation.answer, invitation.answered_at = answer, now


def _forget(invitations: Sequence[Invitation]) -> None:
    """With the letters about them."""
    with transaction() as session:
        for event_id in {each.event_id for each in invitations}:
            abouts = [letters.about(each) for each in invitations if each.event_id == event_id]
            of_event = Letter.facts[("event", "id")].as_integer() == event_id
            session.execute(
                delete(Letter)
                .where(Letter.about.in_(abouts), Letter.kind.in_(letters.KINDS), of_event)
                .execution_options(synchronize_session=False)
            )
        session.execute(delete(Invitation).where(Invitation.id.in_([each.id for each in invitations])))


def _event(event_id: int) -> str:
    return f"event/{event_id}"
