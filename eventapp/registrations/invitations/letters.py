"""The letters about an invitation: the invitation itself, a reminder, and word to a colleague."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ... import tokens
from ...events.models import Event
from ...mail.drafts import Draft
from ...mail.rules import without_keys
from ...organisations.actions import about_member
from ...organisations.keys import leaving_key
from ..letters import MESSAGE_TESTS, within
from ..rules import erased_after
from .models import Invitation

INVITATION = "invitation"
REMINDER = "invitation-reminder"
COLLEAGUE = "invitation-colleague"
KINDS: Sequence[str] = (INVITATION, REMINDER, COLLEAGUE)


def about(invitation: Invitation) -> str:
    """A member's letters go with the membership."""
    return about_member(invitation.member_id) if invitation.member_id else f"invitation/{invitation.id}"


def draft(kind: str, invitation: Invitation, event: Event, facts: dict[str, Any], **more: Any) -> Draft:
    """A letter to who is invited, with their own link."""
    member = invitation.member
    return Draft(
        key=f"{kind}/{tokens.fingerprint(invitation.key)[:32]}",
        kind=kind,
        about=about(invitation),
        language=invitation.language,
        to_address=event.practice_to or invitation.email,
        facts={
            "name": invitation.name,
            "network": member.network.name if member else "",
            "hosts": [organisation.name for organisation in event.organisations],
            "key": invitation.key,
            "leave": leaving_key(member) if member else "",
            "event": facts,
            "erased_at": erased_after(event).isoformat(),
            **more,
        },
        within=within(event.id),
    )


def reminder(invitation: Invitation, event: Event, facts: dict[str, Any], *, now: datetime) -> Draft:
    """The same once more, to who said nothing; each press of the button is another letter."""
    letter = draft(REMINDER, invitation, event, facts)
    return replace(letter, key=f"{letter.key}/{now.isoformat()}")


def test(invitation: Invitation, event: Event, facts: dict[str, Any], *, email: str, press: str) -> Draft:
    """The same letter to whoever tries it, with nobody's link in it."""
    letter = draft(INVITATION, invitation, event, facts)
    return replace(
        letter,
        key=f"{MESSAGE_TESTS}/{press}",
        about=MESSAGE_TESTS,
        to_address=email,
        facts=without_keys(letter.facts),
    )
