"""Whose turn an invitation is, who may be reminded, and when the answer is no."""

from datetime import datetime, timedelta

from ...errors import Refusal
from ...events.models import Event
from ...i18n import _l
from ..rules import MembersOnly
from .models import Answer, Invitation

QUIET = timedelta(days=3)  # after our last word


class InvitationOnly(Refusal):
    """Who has no link of their own was not invited, as far as we know."""

    message = _l("You can only come to this event with an invitation. It is in a message, with a link of your own.")
    reason = "invitation-only"


class InvitationUsed(Refusal):
    """One invitation is one sign-up; what came of it opens with the link to the ticket alone."""

    message = _l("Somebody signed up with this invitation already. The ticket is in a message.")
    reason = "invitation-used"


class GivenAway(Refusal):
    """A colleague was asked to come instead, and did not say no."""

    message = _l("You asked a colleague to come in your place. Your own invitation does not hold any more.")
    reason = "given-away"


class TakenBack(Refusal):
    """Who asked this colleague comes after all, or asked somebody else."""

    message = _l("This invitation does not hold any more. Somebody else comes.")
    reason = "taken-back"


class OwnAddress(Refusal):
    """Nobody comes in their own place."""

    message = _l("This is your own e-mail address. Type the address of your colleague.")
    reason = "own-address"


class SaidNo(Refusal):
    """Who said no to this very question is not asked again."""

    message = _l("This colleague said no. Type the name of another colleague.")
    reason = "said-no"


def holds(invitation: Invitation) -> bool:
    """A member's invitation ends with the membership, with the address, and with the network at the event."""
    member = invitation.member
    if invitation.member_id is None or member is None:
        return invitation.member_id is None
    return member.email == invitation.email and member.network_id in {each.id for each in invitation.event.networks}


def check_admitted(event: Event, invitation: Invitation | None) -> None:
    """Refuse a sign-up without an invitation where one is needed, and a second one with the same."""
    if invitation is not None:
        check_own_turn(invitation)
    elif event.members_only:
        raise MembersOnly
    elif event.invitation_only:
        raise InvitationOnly


def check_own_turn(invitation: Invitation) -> None:
    """One place for an invitation and all who come in its place: refuse whoever is not the one to answer."""
    if invitation.comes:
        raise InvitationUsed
    colleague, first = invitation.colleague, invitation.asked_first
    if (colleague and not colleague.said_no) or any(each.comes for each in invitation.colleagues):
        raise GivenAway
    if first and (first.comes or first.colleague is not invitation):
        raise TakenBack


def check_can_be_asked(colleague: Invitation | None, *, by: Invitation) -> None:
    if colleague is not None and colleague.asked_first is by and colleague.said_no:
        raise SaidNo


def may_be_reminded(invitation: Invitation, *, now: datetime) -> bool:
    """Only the silent, and not within three days of our last word."""
    last_word = invitation.reminded_at or invitation.invited_at
    if invitation.answer != Answer.SILENT or now - last_word < QUIET or not holds(invitation):
        return False
    return invitation.asked_first is None or invitation.asked_first.colleague is invitation
