"""What the page of an invitation shows, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for

from ... import formats
from ...errors import Refusal
from ...events.models import Event
from ..pages import Fact, SignUpPage, main_facts
from ..rules import check_before_end, erased_after
from . import rules
from .models import Answer, Invitation


@dataclass(frozen=True)
class InvitationPage:
    """Three choices, or why there are none; who was sent the link of somebody else reads a first name and no more."""

    invitation: Invitation
    now: datetime

    @property
    def event(self) -> Event:
        return self.invitation.event

    @property
    def key(self) -> str:
        return self.invitation.key

    @property
    def first_name(self) -> str:
        return first_name(self.invitation.name)

    @property
    def facts(self) -> list[Fact]:
        return main_facts(self.event)

    @cached_property
    def ended(self) -> Refusal | None:
        """Why there is nothing left to say."""
        try:
            check_before_end(self.event, now=self.now)
            rules.check_own_turn(self.invitation)
        except Refusal as refusal:
            return refusal
        return None

    @property
    def is_used(self) -> bool:
        return isinstance(self.ended, rules.InvitationUsed)

    @cached_property
    def closed(self) -> Refusal | None:
        """Why nobody can sign up at this moment."""
        return SignUpPage(self.event, now=self.now, invitation=self.invitation).closed

    @property
    def said_no(self) -> bool:
        return self.invitation.answer == Answer.NO

    @property
    def colleague(self) -> str:
        """The first name of who was asked to come instead."""
        colleague = self.invitation.colleague
        return first_name(colleague.name) if colleague and isinstance(self.ended, rules.GivenAway) else ""

    @property
    def colleague_said_no(self) -> str:
        colleague = self.invitation.colleague
        return first_name(colleague.name) if colleague and colleague.said_no else ""

    @property
    def sign_up_url(self) -> str:
        endpoint = "registrations_staff.practise" if self.event.is_practice else "registrations.sign_up"
        return url_for(endpoint, slug=self.event.slug, uitnodiging=self.key)

    @property
    def erased_on(self) -> str:
        return formats.format_day(erased_after(self.event))


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else name
