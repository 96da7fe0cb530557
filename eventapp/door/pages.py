"""What the pages of the door show, as plain values: the decisions are made here, templates choose words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup

from .. import tokens
from ..events.models import Event
from ..i18n import _
from ..mail.occasions import part_lines
from ..programme.queries import most_people_at
from ..registrations.choices.facts import programme_facts
from ..registrations.choices.queries import choices_by_registration
from ..tickets.codes import qr_svg, read_code, read_token, ticket_address
from ..web import settings
from . import queries, rules
from .facts import NOBODY, Fact, Presence, fold, is_undone, standing
from .forms import FACT_ID, REFERENCE
from .guests import Listed, rows
from .models import FactKind
from .names import LONGEST, enough_letters
from .places import entrances_of
from .queries import Counts, Guest, OpenDoor, Scanned
from .rules import Verdict
from .stations.queries import stations_of

LATEST = 5
LOOKED_BACK = 40  # facts, undos among them
MOST_FOUND = 20
NOTHING = Scanned(None, [])


@dataclass(frozen=True)
class TicketPage:
    """One ticket at this door, and the press that would let its people in."""

    door: OpenDoor
    verdict: Verdict
    press: str


def scanned_ticket(scanned: str, *, door: OpenDoor, now: datetime) -> TicketPage:
    """What a code says at this door."""
    token = read_token(scanned)
    return _ticket_page(
        queries.ticket_by_token(token, event_id=door.event_id) if token else NOTHING, door=door, now=now
    )


def code_of(scanned: str) -> Markup | None:
    """The code that was scanned, drawn again for the phone that opened it, whether we know it or not."""
    token = read_token(scanned)
    if token is None:
        return None
    return qr_svg(ticket_address(settings().base_url, token), label=_("QR code of this ticket"))


def ticket_at(reference: str, *, door: OpenDoor, now: datetime) -> TicketPage:
    """A ticket that was found in another way; only those of this event can be."""
    known = REFERENCE.fullmatch(reference)
    return _ticket_page(
        queries.ticket_here(reference, event_id=door.event_id) if known else NOTHING, door=door, now=now
    )


def _ticket_page(scanned: Scanned, *, door: OpenDoor, now: datetime) -> TicketPage:
    ticket, facts = scanned
    presence = fold(facts).of(ticket.reference, door.place) if ticket else NOBODY
    is_guest = ticket is None or queries.is_guest_at(door.place, ticket.reference)
    verdict = rules.verdict(ticket, presence, event_id=door.event_id, is_guest=is_guest, now=now)
    return TicketPage(door, verdict, press=tokens.new_id())


@dataclass(frozen=True)
class LetInPage:
    """What one press did, until it is undone."""

    door: OpenDoor
    fact: Fact
    undone: bool
    name: str
    counts: Counts


def let_in_page(fact_id: str, *, door: OpenDoor) -> LetInPage | None:
    """The check-in with this id, if it was made at this door."""
    fact = queries.fact_here(fact_id, event_id=door.event_id) if FACT_ID.fullmatch(fact_id) else None
    if fact is None or fact.reference is None or fact.kind == FactKind.UNDO:
        return None
    ticket, facts = queries.ticket_here(fact.reference, event_id=door.event_id)
    return LetInPage(
        door,
        fact,
        undone=is_undone(fact, facts),
        name=ticket.name if ticket else "",
        counts=queries.counts(door.event_id, door.place),
    )


class Entry(NamedTuple):
    """A line in the list of the last check-ins."""

    fact: Fact
    name: str


@dataclass(frozen=True)
class HomePage:
    """How it goes at this door."""

    door: OpenDoor
    counts: Counts
    latest: list[Entry]
    has_stations: bool


def home_page(door: OpenDoor) -> HomePage:
    last = queries.last_facts(door.event_id, most=LOOKED_BACK)
    shown = [fact for fact in standing(last) if fact.place == door.place][:LATEST]
    names = queries.names_of([fact.reference for fact in shown if fact.reference])
    latest = [Entry(fact, fact.name or names.get(fact.reference or "", "")) for fact in shown]
    has_stations = bool(stations_of(door.event_id))
    return HomePage(door, queries.counts(door.event_id, door.place), latest, has_stations)


class Found(NamedTuple):
    """Somebody whose name matches, and how many of the party are in."""

    guest: Guest
    presence: Presence


@dataclass(frozen=True)
class SearchPage:
    door: OpenDoor
    text: str
    too_short: bool
    too_long: bool
    found: list[Found]
    there_are_more: bool

    @property
    def status(self) -> int:
        return 422 if self.too_short or self.too_long else 200


def search_page(text: str, *, door: OpenDoor) -> SearchPage:
    """Who has this in the name, on the list of this event."""
    too_long = len(text) > LONGEST
    too_short = not too_long and not enough_letters(text)
    found: list[Guest] = []
    if not (too_short or too_long):
        found = queries.guests_by_name(text, event_id=door.event_id, most=MOST_FOUND + 1)
    shown = found[:MOST_FOUND]
    state = queries.state_of_tickets([guest.reference for guest in shown], event_id=door.event_id)
    return SearchPage(
        door,
        text=text[:LONGEST],
        too_short=too_short,
        too_long=too_long,
        found=[Found(guest, state.of(guest.reference, door.place)) for guest in shown],
        there_are_more=len(found) > MOST_FOUND,
    )


def guest_list(event: Event, *, door: OpenDoor, now: datetime) -> dict[str, Any]:
    """What a phone needs to go on without internet: the event, how many there may be, and every ticket."""
    room, guests = queries.room_at(event.id, door.place), queries.guests_of(door.place)
    chosen = choices_by_registration(event.id)
    listed = [
        Listed(
            ticket,
            token,
            code,
            along,
            part_lines(programme_facts(chosen.get(registration_id, []), language="nl")),
            rules.verdict(
                ticket, NOBODY, event_id=event.id, is_guest=guests is None or registration_id in guests, now=now
            ),
        )
        for ticket, token, code, along, registration_id in queries.listed_tickets(event.id)
    ]
    return {
        "event": event.id,
        "title": event.title,
        "place": door.place,
        "label": door.label,
        "startsAt": event.starts_at.isoformat(),
        "version": queries.list_version(event, door.place),
        "hasOwnList": guests is not None,
        "signedUp": room.taken,
        "most": room.capacity if door.at_session else most_people(event),
        "atSession": door.at_session,
        "days": [] if door.at_session else _days(event),
        "guests": rows(listed, with_names=event.keeps_names_on_phones),
    }


def _days(event: Event) -> list[dict[str, str]]:
    """From when which entrance it is, for a phone that goes on overnight without internet."""
    return [
        {"from": since.isoformat(), "place": place} for since, place in entrances_of(event.starts_at, event.ends_at)
    ]


def most_people(event: Event) -> int | None:
    """How many there may be: the places, or what the building may hold where that is fewer."""
    limits = [limit for limit in (event.capacity, most_people_at(event.venue_id)) if limit is not None]
    return min(limits, default=None)


def looked_up(text: str, *, door: OpenDoor, now: datetime) -> dict[str, Any]:
    """What a code that no phone knows says here, whatever it is of."""
    reference = typed_ticket(text, door=door)
    page = ticket_at(reference, door=door, now=now) if reference else scanned_ticket(text, door=door, now=now)
    verdict = page.verdict
    ahead = rules.verdict_before(verdict)
    return {
        "ref": verdict.reference or None,
        "says": ahead,
        "name": verdict.name,
        "people": verdict.party,
        "needs": verdict.needs,
        "startsAt": verdict.starts_at.isoformat() if verdict.starts_at else None,
    }


def typed_token(text: str) -> str | None:
    """The token in what a hand scanner typed: the whole address of a ticket."""
    return read_token(text)


def typed_ticket(text: str, *, door: OpenDoor) -> str | None:
    """The ticket of this event with the short code that was typed."""
    return _with_code(text, event_id=door.event_id)


def ticket_in(text: str, *, event_id: int) -> Scanned:
    """The ticket that somebody typed or scanned, with what happened to it: its short code, or its whole address."""
    if token := read_token(text):
        return queries.ticket_by_token(token, event_id=event_id)
    reference = _with_code(text, event_id=event_id)
    return queries.ticket_here(reference, event_id=event_id) if reference else NOTHING


def _with_code(text: str, *, event_id: int) -> str | None:
    code = read_code(text)
    return queries.reference_by_code(code, event_id=event_id) if code else None
