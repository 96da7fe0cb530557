"""Proposing an event, and deciding about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from ...accounts.queries import active_administrators
from ...database import db, transaction
from ...mail.actions import post, post_all
from ...mail.models import Letter
from ...organisations.actions import note
from .. import actions as events
from ..models import Event
from . import letters, queries, rules
from .models import Decision, Proposal


def propose(*, press: str, language: str, now: datetime, **answers: str) -> Proposal:
    """Keep what somebody proposes, thank them, and tell the administrators; the same press is one proposal."""
    with transaction() as session:
        if earlier := queries.proposal_by_press(press):
            return earlier
        proposal = Proposal(press=press, language=language, made_at=now, **answers)
        session.add(proposal)
        session.flush()
        if proposal.email:
            post(letters.draft(letters.RECEIVED, proposal), now=now)
        post_all([letters.word_to(account, proposal) for account in active_administrators()], now=now)
    return proposal


def accept(proposal_id: int, *, staff_id: int, now: datetime, **answers: Any) -> Event:
    """Make a draft of it; its maker hears when everybody can see the event."""
    with transaction():
        proposal = _locked(proposal_id)
        rules.check_new(proposal)
        event = events.make_draft(**answers, staff_id=staff_id, now=now)
        event.summary = event.summary or proposal.what[:600]
        proposal.status, proposal.event_id = Decision.ACCEPTED, event.id
        note(staff_id, what="proposal.accepted", about=letters.about(proposal), after={"event": event.id}, now=now)
    return event


def decline(proposal_id: int, *, reason: str, staff_id: int, now: datetime) -> None:
    """Say no, with a reason that its maker reads."""
    with transaction():
        proposal = _locked(proposal_id)
        rules.check_new(proposal)
        proposal.status, proposal.reason, proposal.told_at = Decision.DECLINED, reason, now
        if proposal.email:
            post(letters.draft(letters.DECLINED, proposal, reason=reason), now=now)
        note(staff_id, what="proposal.declined", about=letters.about(proposal), now=now)


def publish(event_id: int, *, staff_id: int | None, now: datetime) -> Event:
    """Everybody may see the event, and who proposed it hears so, once."""
    with transaction():
        event = events.publish(event_id, staff_id=staff_id, now=now)
        proposal = queries.proposal_of(event_id)
        if proposal and proposal.told_at is None:
            proposal.told_at = now
            if proposal.email:
                post(letters.draft(letters.PUBLISHED, proposal, slug=event.slug), now=now)
    return event


def forget(*, now: datetime) -> None:
    """Who proposed something is forgotten a while after they heard the end of it."""
    with transaction() as session:
        over = select(Proposal.id).where(
            or_(Proposal.told_at <= now - rules.KEPT_AFTER_TELLING, Proposal.made_at <= now - rules.KEPT_AT_MOST)
        )
        ids = list(session.scalars(over))
        session.execute(delete(Letter).where(Letter.about.in_([f"proposal/{each}" for each in ids])))
        session.execute(delete(Proposal).where(Proposal.id.in_(ids)))


def _locked(proposal_id: int) -> Proposal:
    return db.session.get_one(Proposal, proposal_id, with_for_update=True, populate_existing=True)
