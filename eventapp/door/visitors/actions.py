"""Visitors who check themselves in, with the code of their own ticket, on their own phone."""

from datetime import datetime
from typing import NamedTuple

from .. import actions, rules
from ..facts import NOBODY, Fact, fold
from ..models import DoorPass
from ..pages import ticket_in
from ..places import entrance_at
from ..rules import TicketAtDoor, Verdict

DEVICE = "visitors-"


class Outcome(NamedTuple):
    """What the ticket says, and how many came in now."""

    verdict: Verdict
    let_in: int = 0


def come_in(
    door_pass: DoorPass, code: str, *, people: int | None, seen: int | None, fact_id: str, now: datetime
) -> Outcome:
    """Let in who holds this code: one at once, of a larger party as many as they say. The same press twice is once."""
    rules.check_live(door_pass, now=now)
    ticket, facts = ticket_in(code, event_id=door_pass.event_id)
    if ticket and any(fact.id == fact_id for fact in facts):
        return Outcome(_verdict(door_pass, ticket, facts, now=now), next(f.people for f in facts if f.id == fact_id))
    verdict = _verdict(door_pass, ticket, facts, now=now)
    if verdict.kind not in (rules.VerdictKind.WELCOME, rules.VerdictKind.PART_IN):
        return Outcome(verdict)
    chosen = 1 if verdict.most == 1 else people
    if chosen is None or (seen is not None and seen != verdict.inside) or not 1 <= chosen <= verdict.most:
        return Outcome(verdict)
    let_in = actions.check_in(
        door_pass.event_id,
        device=f"{DEVICE}{door_pass.id}",
        fact_id=fact_id,
        reference=verdict.reference,
        people=chosen,
        seen=verdict.inside,
        place=_place(door_pass, now=now),
        now=now,
    )
    return Outcome(verdict, chosen if let_in else 0)


def is_visitors(device: str) -> bool:
    return device.startswith(DEVICE)


def _place(door_pass: DoorPass, *, now: datetime) -> str:
    event = door_pass.event
    return entrance_at(now, starts_at=event.starts_at, ends_at=event.ends_at)


def _verdict(door_pass: DoorPass, ticket: TicketAtDoor | None, facts: list[Fact], *, now: datetime) -> Verdict:
    presence = fold(facts).of(ticket.reference, _place(door_pass, now=now)) if ticket else NOBODY
    return rules.verdict(ticket, presence, event_id=door_pass.event_id, now=now)
