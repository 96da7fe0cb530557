"""Which letter goes to whom, with which facts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .. import tokens
from ..events.facts import event_facts
from ..events.models import Event
from ..mail.drafts import Draft
from . import rules
from .household import tickets_of
from .models import Registration, Status, Ticket

MY_LINKS = "my-links"
MESSAGE = "message"
MESSAGE_TESTS = "message-tests"
REMINDER = "reminder"
HOSTS = "{organisatie}"

THANKS = "thanks"  # in the key: of these letters everybody gets one
CAME = "thanks-for-coming"
WALKED_IN = "thanks-for-walking-in"
SIGNED_UP = "thanks-for-signing-up"  # where nobody looked who came
MISSED = "we-missed-you"
AFTERWARDS = (CAME, WALKED_IN, SIGNED_UP, MISSED)


WELCOMES = {
    Status.CONFIRMED: "place-confirmed",
    Status.WAITING: "on-waiting-list",
    Status.OFFERED: "place-offered",
    Status.ASKED: "sign-up-asked",
}
FAREWELLS = (
    "registration-cancelled",
    "place-given-away",
    "offer-lapsed",
    "sign-up-declined",
    "event-cancelled",
    MESSAGE,
)  # what is still worth reading for who is gone
WITHOUT_TICKET = ("are-you-coming", *AFTERWARDS)  # they have it already, or need it no more


def welcome_of(registration: Registration) -> str:
    """The letter that says how a sign-up stands, to who just signed up, or to another address."""
    return WELCOMES[Status(registration.status)]


def about(registration: Registration) -> str:
    return f"registration/{registration.id}"


def about_together(registration: Registration) -> str:
    """What letters about all dates of one sign-up are about."""
    return f"together/{registration.together}"


def within(event_id: int) -> str:
    """What all letters about an event belong to: its organisers may let them wait."""
    return f"event/{event_id}"


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


def draft(
    kind: str,
    registration: Registration,
    event: dict[str, Any],
    *,
    tickets: Sequence[Ticket] | None = None,
    **more: Any,
) -> Draft:
    """A letter to the person of this registration, about its event, with the ticket where there is a place.

    Who writes to many gives the tickets of a party with one each: else these are asked for here.
    """
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
            "standing": registration.status,
            "key": registration.key,
            "version": registration.version,
            "ticket": {"token": registration.ticket.token, "code": registration.ticket.code} if has_place else None,
            **({"tickets": _tickets_each(registration, tickets)} if has_place and registration.separate else {}),
            "uid": uid_of(registration),
            "event": event,
            "erased_at": rules.erased_after(registration.event).isoformat(),
            **own_words(kind, registration),
            **more,
        },
        within=within(registration.event_id),
    )


def own_words(kind: str, registration: Registration) -> dict[str, Any]:
    """What the team wrote for this letter in the language of its reader: the letter keeps it as it is now."""
    words = registration.event.letter_words.get(kind, {}).get(registration.language)
    return {"own": hosts_named(words, registration.event)} if words else {}


def hosts_named(words: dict[str, Any], event: Event) -> dict[str, Any]:
    """The words, with the hosts where they name them: only then these are asked for, under the lock."""
    named = any(isinstance(text, str) and HOSTS in text for text in words.values())
    return words | ({"hosts": [each.name for each in event.organisations]} if named else {})


def reminder(
    registration: Registration, event: dict[str, Any], *, mark: str, tickets: Sequence[Ticket], **own: Any
) -> Draft:
    """Everything about the event once more, shortly before it; the mark tells which reminder of which start it is."""
    letter = draft(REMINDER, registration, event, tickets=tickets, **own)
    return replace(letter, key=f"{about(registration)}/{REMINDER}/{mark}")


def thanks(kind: str, registration: Registration, event: dict[str, Any], **more: Any) -> Draft:
    """What we say when it is over, whichever of the texts it is."""
    return replace(draft(kind, registration, event, **more), key=f"{about(registration)}/{THANKS}")


def _tickets_each(registration: Registration, tickets: Sequence[Ticket] | None) -> list[dict[str, str]]:
    """The tickets of a party with one each, of who comes."""
    standing = [each for each in (tickets_of(registration) if tickets is None else tickets) if each.left_at is None]
    return [
        {"token": each.token, "code": each.code, "name": each.name or _first_name(each, registration)}
        for each in standing
    ]


def _first_name(ticket: Ticket, registration: Registration) -> str:
    return registration.name if ticket.position == 0 else ""


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
