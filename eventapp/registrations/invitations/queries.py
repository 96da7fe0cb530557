"""Questions about who was invited."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from ...database import db
from ...events.models import Event
from ...mail.models import UNDELIVERED, Letter
from ...organisations.models import Member
from ...organisations.queries import members_of_networks
from ..models import GONE, Registration
from . import letters, rules
from .models import Invitation

_all = (
    joinedload(Invitation.member),
    joinedload(Invitation.account),
    joinedload(Invitation.registration),
    selectinload(Invitation.colleagues),
    joinedload(Invitation.asked_first).selectinload(Invitation.colleagues),
)


def invitation_by_key(key: str) -> Invitation | None:
    """The invitation with this link, as long as it holds."""
    if not key or "\0" in key:
        return None
    invitation = db.session.scalar(
        select(Invitation).where(Invitation.key == key).options(joinedload(Invitation.event), *_all)
    )
    return invitation if invitation and rules.holds(invitation) else None


def invitation_to(event: Event, *, key: str) -> Invitation | None:
    """The same, where it is for this event."""
    invitation = invitation_by_key(key)
    return invitation if invitation and invitation.event_id == event.id else None


def invitation_of(registration: Registration) -> Invitation | None:
    """With which invitation somebody signed up."""
    return db.session.scalar(select(Invitation).where(Invitation.registration_id == registration.id).options(*_all))


def invitation_at(event_id: int, email: str) -> Invitation | None:
    """The invitation of this address for this event."""
    return db.session.scalar(
        select(Invitation).where(Invitation.event_id == event_id, Invitation.email == email).options(*_all)
    )


def event_of(invitation_id: int) -> int:
    """For which event it is; the row itself is read only under the lock of that event, when it is surely fresh."""
    return db.session.execute(select(Invitation.event_id).where(Invitation.id == invitation_id)).scalar_one()


def invitation_of_event(invitation_id: int, *, event_id: int) -> Invitation | None:
    return db.session.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.event_id == event_id).options(*_all)
    )


def has_invitations(event_id: int) -> bool:
    """Whether anybody was ever invited, also where that was taken back."""
    return db.session.scalar(select(Invitation.id).where(Invitation.event_id == event_id).limit(1)) is not None


def invitations_of_event(event_id: int) -> list[Invitation]:
    """Everybody who was invited and whose invitation holds, by name."""
    found = db.session.scalars(
        select(Invitation)
        .where(Invitation.event_id == event_id)
        .options(*_all)
        .order_by(Invitation.name, Invitation.id)
    )
    return [each for each in found if rules.holds(each)]


def silent_invitations(event_id: int, *, now: datetime) -> list[Invitation]:
    """Who said nothing, never signed up in another way, and may hear from us again."""
    signed_up = _ever_signed_up(event_id)
    return [
        each
        for each in invitations_of_event(event_id)
        if each.email not in signed_up and rules.may_be_reminded(each, now=now)
    ]


def members_to_invite(event: Event, network_ids: Iterable[int]) -> list[Member]:
    """Members of these networks of an event who were not invited and never signed up."""
    members = members_of_networks({network.id for network in event.networks} & {*network_ids})
    known = _ever_signed_up(event.id) | {each.email for each in invitations_of_event(event.id)}
    return [each for each in members if each.email not in known]


def known_addresses(event_id: int) -> set[str]:
    """Who needs no invitation: they have one, or a sign-up that stands."""
    standing = _addresses(event_id).where(Registration.status.not_in(GONE))
    return {*db.session.scalars(standing)} | {each.email for each in invitations_of_event(event_id)}


def addresses_without_mail(invitations: Sequence[Invitation]) -> set[int]:
    """Of which of these a letter could not be delivered, by id."""
    abouts = {letters.about(each): each.id for each in invitations}
    failed = db.session.scalars(
        select(Letter).where(Letter.kind.in_(letters.KINDS), Letter.state.in_(UNDELIVERED), Letter.about.in_(abouts))
    )
    events = {each.event_id for each in invitations}
    return {abouts[letter.about] for letter in failed if letter.facts["event"]["id"] in events}


def _ever_signed_up(event_id: int) -> set[str]:
    """Who signed up, also where they signed off since or heard no: they need no word of the event unasked."""
    return {*db.session.scalars(_addresses(event_id))}


def _addresses(event_id: int) -> Select[str]:
    return select(Registration.email).where(Registration.event_id == event_id)
