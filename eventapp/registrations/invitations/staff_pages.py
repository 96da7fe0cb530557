"""What organisers' pages about invitations show, as plain values."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for

from ... import formats
from ...errors import Refusal
from ...events.facts import event_facts
from ...events.models import Event
from ...i18n import _, ngettext
from ...mail.models import Letter
from ...mail.rules import without_keys
from ...mail.sheets import Enclosures
from ...mail.writing import Words, write
from ...organisations.members import Person, Reading, read
from ...organisations.models import Member, Network
from ...organisations.rules import Staff, may_keep
from ..rules import check_can_be_added
from . import actions, letters, queries
from .models import Answer, Invitation
from .staff_forms import HEADING, PeopleForm

SHOWN = ("all", "yes", "no", "colleague", "silent")
MOST_SHOWN = 20


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    id: int
    name: str
    email: str
    organisation: str
    invited: str
    said: str
    badge: tuple[str, str]
    undelivered: bool
    registration_id: int | None
    can_be_withdrawn: bool


class InvitationsPage:
    """Who was invited by whom and when, and what they said."""

    def __init__(self, event: Event, *, show: str, now: datetime) -> None:
        self.event, self.now = event, now
        self.show = show if show in SHOWN else "all"
        self._all = queries.invitations_of_event(event.id)
        self.silent = queries.silent_invitations(event.id, now=now)

    @cached_property
    def rows(self) -> list[Row]:
        wanted = [each for each in self._all if self.show in ("all", said(each))]
        undelivered = queries.addresses_without_mail(wanted)
        return [_row(each, undelivered=each.id in undelivered) for each in wanted]

    @cached_property
    def counts(self) -> dict[str, int]:
        answers = [said(each) for each in self._all]
        return {"all": len(answers)} | {name: answers.count(name) for name in SHOWN[1:]}

    @property
    def figures(self) -> list[tuple[str, int]]:
        return [(label, self.counts[name]) for name, label in self._labels.items() if name != "all"]

    @property
    def chips(self) -> list[tuple[str, str, bool, int]]:
        """Filters as links: the words, the address, whether it is on, and how many it finds."""
        return [
            (label, url_for(".index", slug=self.event.slug, show=name), name == self.show, self.counts[name])
            for name, label in self._labels.items()
        ]

    @property
    def _labels(self) -> dict[str, str]:
        return {
            "all": _("Invited"),
            "yes": _("Says yes"),
            "no": _("Says no"),
            "colleague": _("Sends a colleague"),
            "silent": _("Said nothing yet"),
        }

    @property
    def obstacle(self) -> Refusal | None:
        """Why nobody can be invited or reminded."""
        try:
            check_can_be_added(self.event, now=self.now)
        except Refusal as refusal:
            return refusal
        return None

    @property
    def remind_button(self) -> str:
        return ngettext(
            "Remind %(num)s person who said nothing", "Remind %(num)s people who said nothing", len(self.silent)
        )


def said(invitation: Invitation) -> str:
    """What somebody answered, as it is now."""
    if invitation.said_no:
        return "no"
    return invitation.answer or "silent"


def badge_of(invitation: Invitation) -> tuple[str, str]:
    if invitation.answer == Answer.YES and not invitation.comes:
        return _("Signed off"), "plain"
    return {
        "yes": (_("Yes"), "ok"),
        "no": (_("No"), "plain"),
        "colleague": (_("Colleague"), "ok"),
        "silent": (_("Silent"), "warn"),
    }[said(invitation)]


def story_of(invitation: Invitation) -> str:
    """Who came instead of whom, and when we wrote last, in a line."""
    lines = []
    if invitation.asked_first:
        lines.append(_("In the place of %(name)s", name=invitation.asked_first.name))
    if colleague := invitation.colleague:
        lines.append(_("%(name)s comes instead", name=colleague.name))
    if invitation.answered_at:
        lines.append(_("Answered on %(day)s", day=formats.format_day_without_year(invitation.answered_at)))
    elif invitation.reminded_at:
        lines.append(_("Reminded on %(day)s", day=formats.format_day_without_year(invitation.reminded_at)))
    return ". ".join(lines)


def invited_by(invitation: Invitation) -> str:
    if invitation.asked_first:
        return invitation.asked_first.name
    return invitation.account.name if invitation.account else ""


def _row(invitation: Invitation, *, undelivered: bool) -> Row:
    day, name = formats.format_day_without_year(invitation.invited_at), invited_by(invitation)
    return Row(
        id=invitation.id,
        name=invitation.name,
        email=invitation.email,
        organisation=invitation.organisation,
        invited=_("%(day)s by %(name)s", day=day, name=name) if name else day,
        said=story_of(invitation),
        badge=badge_of(invitation),
        undelivered=undelivered,
        registration_id=invitation.registration_id if invitation.comes else None,
        can_be_withdrawn=not invitation.comes,
    )


class Preview:
    """The letter as one of them gets it."""

    event: Event
    reader: Person | Member | None

    @cached_property
    def preview(self) -> Words | None:
        if self.reader is None:
            return None
        invitation = actions.invitation_for(self.reader)
        draft = letters.draft(letters.INVITATION, invitation, self.event, event_facts(self.event))
        return write(Letter(**vars(draft) | {"facts": without_keys(draft.facts)}), Enclosures())


class MembersPage(Preview):
    """Which members of which networks are invited, and how the letter looks for one of them."""

    def __init__(self, event: Event, staff: Staff, *, chosen: list[int]) -> None:
        self.event = event
        self.kept = [network for network in event.networks if may_keep(staff, network.organisation_id)]
        self.chosen = [network for network in self.kept if network.id in chosen] or self.kept
        self.members = queries.members_to_invite(event, self.network_ids)
        self.reader = self.members[0] if self.members else None

    @property
    def network_ids(self) -> list[int]:
        return [network.id for network in self.chosen]

    @property
    def names(self) -> str:
        return _names(self.chosen)

    @property
    def others(self) -> str:
        return _names([network for network in self.event.networks if network not in self.kept])

    @property
    def button(self) -> str:
        return ngettext("Invite %(num)s member", "Invite %(num)s members", len(self.members))


def _names(networks: list[Network]) -> str:
    return _(", ").join(network.name for network in networks)


class PeoplePage(Preview):
    """People as we read them: who they are, what is wrong, and who needs no invitation."""

    def __init__(self, event: Event, form: PeopleForm) -> None:
        self.event = event
        table = form.table()
        self.table = json.dumps(table, ensure_ascii=False)
        self._reading: Reading = read(table)
        self._first = 1 if table[0] == HEADING else 0  # what was typed without a heading has one row less
        self._doubles = self._reading.doubles(queries.known_addresses(event.id))
        self.reader = self.people[0] if self.people else None
        self.is_confirmed = bool(form.rows.data) and not self.faults

    @cached_property
    def people(self) -> list[Person]:
        return [person for number, person in self._reading.people if number not in self._doubles]

    @property
    def faults(self) -> list[str]:
        return [
            _("Row %(number)s: %(fault)s", number=number - self._first, fault=fault)
            for number, fault in self._reading.faults
        ]

    @property
    def doubles(self) -> list[str]:
        return [person.name for number, person in self._reading.people if number in self._doubles]

    @property
    def first_people(self) -> list[Person]:
        return self.people[:MOST_SHOWN]

    @property
    def button(self) -> str:
        return ngettext("Invite %(num)s person", "Invite %(num)s people", len(self.people))


def lines(invitations: list[Invitation]) -> list[list[str]]:
    """The list as rows of a file, the heading first."""
    heading = [_("Name"), _("E-mail"), _("Organisation"), _("Invited"), _("Invited by"), _("Answer"), _("About it")]
    return [
        heading,
        *(
            [
                each.name,
                each.email,
                each.organisation,
                f"{formats.local(each.invited_at):%Y-%m-%d %H:%M}",
                invited_by(each),
                badge_of(each)[0],
                story_of(each),
            ]
            for each in invitations
        ),
    ]
