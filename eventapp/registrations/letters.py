"""Which letter goes to whom, with which facts."""

from dataclasses import replace
from typing import Any

from .. import tokens
from ..events.facts import event_facts
from ..events.models import Event
from ..mail.actions import Draft
from ..mail.rules import without_keys
from ..organisations.actions import about_member
from ..organisations.keys import holder_of, leaving_key
from ..organisations.models import Member
from . import rules
from .models import Registration, Status

MY_LINKS = "my-links"
MESSAGE = "message"
MESSAGE_TESTS = "message-tests"
INVITED = "members-invited"  # the letter to members, and what the key in it may be used for


WELCOMES = {
    Status.CONFIRMED: "place-confirmed",
    Status.WAITING: "on-waiting-list",
    Status.OFFERED: "place-offered",
    Status.ASKED: "sign-up-asked",
}
WITHOUT_TICKET = ("are-you-coming",)  # they have it already


def welcome_of(registration: Registration) -> str:
    """The letter that says how a sign-up stands, to who just signed up, or to another address."""
    return WELCOMES[Status(registration.status)]


def about(registration: Registration) -> str:
    return f"registration/{registration.id}"


def about_together(registration: Registration) -> str:
    """What letters about all dates of one sign-up are about."""
    return f"together/{registration.together}"


def topics(registration: Registration) -> list[str]:
    """Everything that letters to this person can be about."""
    return [about(registration), *([about_together(registration)] if registration.together else [])]


def short(names: str) -> str:
    """A name of fixed length for whatever these name."""
    return tokens.fingerprint(names)[:32]


def uid_of(registration: Registration) -> str:
    """The name of the sign-up in calendars; dates that share a ticket each have their own."""
    reference = registration.ticket.reference
    return f"{reference}-{registration.event_id}" if registration.together else reference


def draft(kind: str, registration: Registration, event: dict[str, Any], **more: Any) -> Draft:
    """A letter to the person of this registration, about its event, with the ticket where there is a place."""
    has_place = registration.status == Status.CONFIRMED and kind not in WITHOUT_TICKET
    if registration.offer_until:
        more["until"] = registration.offer_until.isoformat()
    return Draft(
        key=f"{about(registration)}/{kind}/{registration.version}",
        kind=kind,
        about=about(registration),
        language=registration.language,
        to_address=registration.event.practice_to or registration.email,
        facts={
            "name": registration.name,
            "people": registration.people,
            "key": registration.key,
            "version": registration.version,
            "ticket": {"token": registration.ticket.token, "code": registration.ticket.code} if has_place else None,
            "uid": uid_of(registration),
            "event": event,
            "erased_at": rules.erased_after(registration.event).isoformat(),
            **more,
        },
    )


def my_links(registrations: list[Registration], *, email: str, language: str, press: str) -> Draft:
    """All manage links of one address, to that address."""
    return Draft(
        key=f"my-links/{press}",
        kind=MY_LINKS,
        about=MY_LINKS,
        language=language,
        to_address=email,
        facts={
            "sign_ups": [
                {
                    "key": registration.key,
                    "name": registration.name,
                    "people": registration.people,
                    "waiting": registration.status == Status.WAITING,
                    "standing": registration.status,
                    "event": event_facts(registration.event),
                }
                for registration in registrations
            ]
        },
    )


def message(registration: Registration, event: dict[str, Any], *, subject: str, text: str, press: str) -> Draft:
    """What an organiser wrote to a group, to one of them."""
    letter = draft(MESSAGE, registration, event, said={"subject": subject, "text": text})
    letter.facts["ticket"] = None  # they have their ticket already; this brings only words
    return replace(letter, key=f"{about(registration)}/{MESSAGE}/{press}")


def invitation_key(event_id: int, email: str) -> str:
    """Names the one letter about this event to this address, however long that is."""
    return f"{INVITED}/{event_id}/{short(email)}"


def invitation(event: Event, facts: dict[str, Any], member: Member) -> Draft:
    """Word to a member of an event of their network, with a link of their own."""
    return Draft(
        key=invitation_key(event.id, member.email),
        kind=INVITED,
        about=about_member(member.id),
        language=member.language,
        to_address=event.practice_to or member.email,
        facts={
            "name": member.name,
            "network": member.network.name,
            "key": tokens.signed(f"{event.id}/{holder_of(member)}", purpose=INVITED),
            "leave": leaving_key(member),
            "event": facts,
        },
    )


def invitation_test(event: Event, facts: dict[str, Any], member: Member, *, email: str, press: str) -> Draft:
    """The same letter to whoever tries it, with nobody's link in it."""
    draft = invitation(event, facts, member)
    return replace(
        draft,
        key=f"{MESSAGE_TESTS}/{press}",
        about=MESSAGE_TESTS,
        to_address=email,
        facts=without_keys(draft.facts),
    )


def message_test(event: Event, *, name: str, email: str, subject: str, text: str, language: str, press: str) -> Draft:
    """The same words to the organiser alone; there is no ticket to lead to."""
    return Draft(
        key=f"{MESSAGE_TESTS}/{press}",
        kind=MESSAGE,
        about=MESSAGE_TESTS,
        language=language,
        to_address=email,
        facts={
            "name": name,
            "people": 1,
            "key": "",
            "version": 0,
            "ticket": None,
            "event": event_facts(event),
            "erased_at": rules.erased_after(event).isoformat(),
            "said": {"subject": subject, "text": text},
        },
    )
