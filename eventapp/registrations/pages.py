"""What the pages about a sign-up show, as plain values: the decisions are made here, templates choose words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup, escape

from .. import formats
from ..calendars.entries import write_calendar
from ..calendars.links import Follow, follow
from ..connections.profiles import rules as profiles
from ..errors import Refusal
from ..events.models import Event, Reconfirm
from ..events.questions.models import Question
from ..events.questions.queries import questions_of
from ..i18n import Said, _, current_language, ngettext
from ..mail.occasions import part_lines
from ..programme.queries import has_slots
from ..tickets.codes import qr_svg, spell_code, ticket_address
from ..web import address, dialled, settings
from . import queries, rules
from .answers import answer_text, answers_of
from .choices.facts import programme_facts
from .choices.queries import choices_of
from .coming import rules as coming
from .feeds import entry_of, feed_key
from .invitations.models import Invitation
from .invitations.queries import invitation_of
from .invitations.rules import check_admitted
from .models import NEWS, Reach, Registration, Status, Ticket
from .offers import rules as offers
from .series.queries import all_dates_of

JUST_NOW = timedelta(minutes=10)

Fact = tuple[str, str, list[str]]  # an icon, a term, and the lines under it

DUTCH = Markup('<bdi lang="nl">{}</bdi>')  # what an organiser typed keeps its own direction on an Arabic page
SAID = Markup('<bdi lang="{}">{}</bdi>')
LINE = Markup("<bdi>{}</bdi>")
PHONE = Markup('<a href="tel:{}" dir="ltr">{}</a>')


def people_text(people: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", people)


def title_of(event: Event) -> Said:
    """What the event is called in the language of the reader."""
    return event.said("title", current_language().code)


def main_facts(event: Event) -> list[Fact]:
    """When, where and what it costs."""
    when = [formats.format_day(event.starts_at), formats.format_hours(event.starts_at, event.ends_at)]
    facts: list[Fact] = [("calendar", _("When"), when)]
    if event.venue:
        facts.append(("pin", _("Where"), [DUTCH.format(line) for line in event.venue.lines]))
    if event.online_url:
        facts.append(
            ("link", _("Online") if event.venue else _("Where"), [_("Online. The link comes with your ticket.")])
        )
    facts.append(("euro", _("What does it cost"), [formats.format_cost(event.cost_cents)]))
    if event.languages:
        facts.append(("talk", _("Language"), [formats.language_names(event.languages)]))
    return facts


def colour_of(event: Event) -> str:
    return event.themes[0].colour if event.themes else "petrol"


@dataclass(frozen=True)
class SignUpPage:
    """The form, or why there is none."""

    event: Event
    now: datetime
    invitation: Invitation | None = None

    @cached_property
    def closed(self) -> Refusal | None:
        try:
            check_admitted(self.event, self.invitation)
            rules.check_open(self.event, now=self.now)
            if (self.event.places_left == 0 and not self.event.waiting_list) or rules.largest_party(self.event) == 0:
                raise rules.Full
        except Refusal as refusal:
            return refusal
        return None

    @property
    def opens_on(self) -> str:
        opens_at = self.event.registration_opens_at
        if not opens_at or opens_at <= self.now:
            return ""
        return f"{formats.format_day(opens_at)}, {formats.format_hour(opens_at)}"

    @property
    def is_full(self) -> bool:
        """Whether people are put on the waiting list; where the organiser says yes or no, that is seen then."""
        return self.event.places_left == 0 and not self.event.approval

    @property
    def facts(self) -> list[Fact]:
        return main_facts(self.event)

    @property
    def erased_on(self) -> str:
        return formats.format_day(rules.erased_after(self.event))


class OneTicket(NamedTuple):
    """The ticket of one of a party."""

    position: int
    name: str
    code: str
    qr_code: Markup
    comes: bool


class OtherDate(NamedTuple):
    """A date of a series among others that were signed up for at once."""

    key: str
    title: Said
    when: str
    badge: tuple[str, str]
    is_this: bool
    can_be_dropped: bool


@dataclass(frozen=True)
class ManagePage:
    """A ticket, a turn on the waiting list, or what remains of a sign-up."""

    registration: Registration
    now: datetime

    @property
    def event(self) -> Event:
        return self.registration.event

    @property
    def key(self) -> str:
        return self.registration.key

    @property
    def follow(self) -> Follow:
        """The calendar of this sign-up, at an address that opens nothing else."""
        feed = address("registrations.calendar", language=current_language().code, key=feed_key(self.registration))
        return follow(feed, name=settings().site_name)

    @property
    def title(self) -> str:
        if self.is_cancelled:
            return _("Signed off: %(event)s", event=title_of(self.event))
        if self.is_waiting:
            return _("Waiting list: %(event)s", event=title_of(self.event))
        if self.is_offered:
            return _("There is a place for you: %(event)s", event=title_of(self.event))
        if not self.has_place:
            return _("Your sign-up: %(event)s", event=title_of(self.event))
        return _("Your ticket: %(event)s", event=title_of(self.event))

    @property
    def colour(self) -> str:
        return colour_of(self.event)

    @property
    def is_cancelled(self) -> bool:
        return self.registration.status == Status.CANCELLED

    @property
    def is_waiting(self) -> bool:
        return self.registration.status == Status.WAITING

    @property
    def is_asked(self) -> bool:
        return self.registration.status == Status.ASKED

    @property
    def is_declined(self) -> bool:
        return self.registration.status == Status.DECLINED

    @property
    def is_offered(self) -> bool:
        return offers.stands(self.registration, now=self.now) and self.is_ahead

    @property
    def is_lapsed(self) -> bool:
        return offers.is_lapsed(self.registration, now=self.now)

    @property
    def is_ahead(self) -> bool:
        return not (self.is_over or self.event.is_cancelled)

    @property
    def until(self) -> datetime:
        """Until when an offer holds."""
        assert self.registration.offer_until is not None
        return self.registration.offer_until

    @property
    def can_wait_again(self) -> bool:
        return self.is_lapsed and self.event.waiting_list and rules.is_open(self.event, now=self.now)

    @property
    def asks_if_coming(self) -> bool:
        return coming.waits_for_answer(self.registration) and self.is_ahead

    @property
    def said_coming(self) -> bool:
        asked = self.registration.reconfirm_asked_at is not None and self.registration.coming_said_at is not None
        return asked and self.has_ticket and self.is_ahead

    @property
    def silence_frees(self) -> str:
        """Until when a place is kept for who says nothing; nothing where it is kept anyhow."""
        until = coming.answers_by(self.event)
        if self.event.reconfirm != Reconfirm.FREE or not self.mailed_to or until <= self.now:
            return ""
        return f"{formats.format_day_without_year(until)}, {formats.format_hour(until)}"

    @property
    def has_place(self) -> bool:
        return self.registration.status == Status.CONFIRMED

    @property
    def has_ticket(self) -> bool:
        return self.has_place and not self.event.is_cancelled

    @property
    def is_over(self) -> bool:
        return self.event.is_past(self.now)

    @property
    def can_be_changed(self) -> bool:
        return self.is_ahead and not (self.registration.is_gone or self.is_lapsed)

    @cached_property
    def invitation(self) -> Invitation | None:
        """Who came by an invitation may send a colleague instead."""
        return invitation_of(self.registration)

    @property
    def can_sign_up_again(self) -> bool:
        return self.registration.status == Status.CANCELLED and rules.is_open(self.event, now=self.now)

    @property
    def is_new(self) -> bool:
        return self.now - self.registration.signed_up_at < JUST_NOW

    @property
    def mailed_to(self) -> str:
        return self.registration.email if self.registration.reach == Reach.EMAIL else ""

    @property
    def address_shown(self) -> Markup:
        return Markup('<strong dir="ltr">{}</strong>').format(self.mailed_to)

    @property
    def will_be_called(self) -> bool:
        return self.registration.reach == Reach.PHONE

    @property
    def code(self) -> str:
        return spell_code(self.registration.ticket.code)

    @cached_property
    def qr_code(self) -> Markup:
        return qr_svg(
            ticket_address(settings().base_url, self.registration.ticket.token), label=_("QR code of your ticket")
        )

    @cached_property
    def tickets(self) -> list["OneTicket"]:
        """The ticket of each, where each has an own one."""
        if not self.registration.separate or not self.has_ticket:
            return []
        return [self._one_ticket(each) for each in self.registration.tickets]

    def _one_ticket(self, ticket: Ticket) -> "OneTicket":
        name = self.registration.name if ticket.position == 0 else ticket.name
        return OneTicket(
            position=ticket.position,
            name=name or _("Person %(number)s", number=ticket.position + 1),
            code=spell_code(ticket.code),
            qr_code=qr_svg(ticket_address(settings().base_url, ticket.token), label=_("QR code of your ticket")),
            comes=ticket.left_at is None,
        )

    @property
    def papers(self) -> list[tuple[str, Markup, str]]:
        """What is printed: one ticket for all, or one for each who comes."""
        if self.tickets:
            return [(each.name, each.qr_code, each.code) for each in self.tickets if each.comes]
        return [(_("Your ticket"), self.qr_code, self.code)]

    @cached_property
    def waiting_number(self) -> int:
        return queries.waiting_number(self.registration)

    @property
    def wants_news(self) -> bool:
        consent = self.registration.consent_to(NEWS)
        return bool(consent and consent.holds)

    @cached_property
    def programme(self) -> list[str]:
        """What was chosen, as it stands on the ticket."""
        return programme_lines(self.registration)

    @property
    def programme_text(self) -> Markup | str:
        return Markup("<br>").join(LINE.format(line) for line in self.programme) or _("nothing chosen")

    @property
    def can_meet(self) -> bool:
        """Whether this is the place to say whom one would like to meet."""
        here = self.registration.status == Status.CONFIRMED and bool(self.registration.email)
        return here and profiles.is_open(self.event, now=self.now)

    @cached_property
    def can_choose(self) -> bool:
        return self.has_ticket and has_slots(self.event.id)

    @property
    def when(self) -> str:
        return formats.format_when(self.event.starts_at, self.event.ends_at)

    @property
    def ticket_facts(self) -> list[tuple[str, list[str]]]:
        """What stands on the ticket itself."""
        event = self.event
        when = [formats.format_day(event.starts_at), formats.format_hours(event.starts_at, event.ends_at)]
        where: list[str] = [DUTCH.format(line) for line in event.venue.lines] if event.venue else [_("Online")]
        link = [event.online_url] if event.online_url and self.has_ticket else []
        own: list[str] = [LINE.format(line) for line in self.programme]
        whose: list[tuple[str, list[str]]] = [
            (_("Name"), [Markup("<bdi>{}</bdi>").format(self.registration.name)]),
            (_("Number"), [people_text(self.registration.people)]),
        ]
        return [
            (_("When"), when),
            (_("Where"), where if event.venue else [*where, *link]),
            *([(_("Online"), link)] if event.venue and link else []),
            *([(_("Your programme"), own)] if own else []),
            *([] if self.tickets else whose),
        ]

    @property
    def facts(self) -> list[Fact]:
        """What helps to get there."""
        event, venue = self.event, self.event.venue
        facts: list[Fact] = []
        if venue and venue.directions:
            facts.append(("pin", _("How to get there"), [DUTCH.format(venue.directions)]))
        if bring := event.said("bring", current_language().code):
            facts.append(("bring", _("Bring along"), [SAID.format(bring.language, bring)]))
        facts.append(("euro", _("What does it cost"), [formats.format_cost(event.cost_cents)]))
        if event.languages:
            facts.append(("talk", _("Language"), [formats.language_names(event.languages)]))
        phone = event.contact_phone or settings().contact_phone
        lines = [DUTCH.format(event.contact_name)] if event.contact_name else []
        facts.append(("phone", _("Questions?"), [*lines, PHONE.format(dialled(phone), phone)]))
        return facts

    @property
    def come_at(self) -> str:
        return _(
            "Come on %(day)s at %(hour)s",
            day=formats.format_day_without_year(self.event.starts_at),
            hour=formats.format_hour(self.event.starts_at),
        )

    @property
    def how_told(self) -> Markup | str:
        if self.mailed_to:
            sentence: Markup = escape(_("Then we send a message to %(address)s."))
            return sentence % {"address": self.address_shown}
        if self.will_be_called:
            return _("Then we call you.")
        return _("Then it says so on this page. Look here again now and then.")

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """What can be changed: the question, the answer, and its place on the page for changing."""
        registration, language = self.registration, current_language().code
        return [
            (_("Number of people"), people_text(registration.people), "people"),
            (_("Name"), registration.name, "name"),
            *([(_("Who come with you"), _(", ").join(along), "people")] if (along := self.along) else []),
            *(
                (each.said("label", language), answer_text(each, self.said[each.id], language=language), each.name)
                for each in self.questions
                if each.id in self.said
            ),
            (_("What you need"), registration.needs or _("nothing filled in"), "needs"),
            (_("News about other events"), _("yes") if self.wants_news else _("no"), "news"),
        ]

    @property
    def along(self) -> list[str]:
        """The names of who comes along, as far as they were given; where each has a ticket they stand there."""
        return [] if self.registration.separate else self.registration.companions.splitlines()

    @cached_property
    def questions(self) -> list[Question]:
        return questions_of(self.event.id)

    @cached_property
    def said(self) -> dict[int, str]:
        """What was answered, by question."""
        return answers_of([self.registration.id]).get(self.registration.id, {}) if self.questions else {}

    @cached_property
    def dates(self) -> list["OtherDate"]:
        """All dates of a series that were signed up for at once, this one among them; none where it is only one."""
        together = all_dates_of(self.registration)
        return [] if len(together) == 1 else [self._date(each) for each in together]

    def _date(self, registration: Registration) -> "OtherDate":
        event = registration.event
        if event.is_cancelled:
            badge = (_("Cancelled"), "bad")
        else:
            badge = {
                Status.CONFIRMED: (_("You have a place"), "ok"),
                Status.WAITING: (_("On the waiting list"), "warn"),
                Status.OFFERED: (_("There is a place for you. Say if you come."), "warn"),
                Status.ASKED: (_("You hear from us"), "warn"),
            }.get(Status(registration.status), (_("You are not coming"), "plain"))
        return OtherDate(
            key=registration.key,
            title=title_of(event),
            when=formats.format_when(event.starts_at, event.ends_at),
            badge=badge,
            is_this=registration.id == self.registration.id,
            can_be_dropped=ManagePage(registration, now=self.now).can_be_changed,
        )

    @property
    def hint_about_people(self) -> str:
        if self.is_waiting:
            return _("Do you come with fewer people? Then you keep your number.")
        left = self.event.places_left
        if left is None:
            return _("Count yourself too. Also count children.")
        return ngettext("There is %(num)s place left.", "There are %(num)s places left.", left)

    @property
    def erased_on(self) -> str:
        return formats.format_day(rules.erased_after(self.event))


def programme_lines(registration: Registration, *, is_private: bool = False) -> list[str]:
    """What a party chose, a line each; of what is discreet only the hour."""
    choices = choices_of(registration.id) if registration.status == Status.CONFIRMED else []
    return part_lines(programme_facts(choices, language=current_language().code), is_private=is_private)


def calendar_of(registration: Registration) -> bytes:
    """The person's own entry for a calendar; the address in it leads back to the ticket."""
    event, page = (
        registration.event,
        address("registrations.manage", language=registration.language, key=registration.key),
    )
    own = "\n".join(programme_lines(registration, is_private=event.private))
    entry = entry_of(registration, url=page, description=own)
    return write_calendar([entry], name=title_of(event), timezone=settings().timezone)
