"""What the pages of the door show, as plain values: the decisions are made here, templates choose words."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .. import tokens
from ..tickets.codes import read_code, read_token
from . import queries, rules
from .facts import NOBODY, Fact, Presence, fold, is_undone, standing
from .forms import FACT_ID, REFERENCE
from .models import FactKind
from .names import LONGEST, enough_letters
from .queries import Counts, Guest, OpenDoor, Scanned
from .rules import Verdict

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


def ticket_at(reference: str, *, door: OpenDoor, now: datetime) -> TicketPage:
    """A ticket that was found in another way; only those of this event can be."""
    known = REFERENCE.fullmatch(reference)
    return _ticket_page(
        queries.ticket_here(reference, event_id=door.event_id) if known else NOTHING, door=door, now=now
    )


def _ticket_page(scanned: Scanned, *, door: OpenDoor, now: datetime) -> TicketPage:
    ticket, facts = scanned
    presence = fold(facts).of(ticket.reference) if ticket else NOBODY
    verdict = rules.verdict(ticket, presence, event_id=door.event_id, now=now)
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
        counts=queries.counts(door.event_id),
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


def home_page(door: OpenDoor) -> HomePage:
    last = queries.last_facts(door.event_id, most=LOOKED_BACK)
    shown = standing(last)[:LATEST]
    names = queries.names_of([fact.reference for fact in shown if fact.reference])
    latest = [Entry(fact, names.get(fact.reference or "", "")) for fact in shown]
    return HomePage(door, queries.counts(door.event_id), latest)


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
        found=[Found(guest, state.of(guest.reference)) for guest in shown],
        there_are_more=len(found) > MOST_FOUND,
    )


def typed_token(text: str) -> str | None:
    """The token in what a hand scanner typed: the whole address of a ticket."""
    return read_token(text)


def typed_ticket(text: str, *, door: OpenDoor) -> str | None:
    """The ticket of this event with the short code that was typed."""
    code = read_code(text)
    return queries.reference_by_code(code, event_id=door.event_id) if code else None
