"""The door as the organisers of an event see it, as plain values: how it goes, what to look at, and who may scan."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from flask import url_for

from .. import formats
from ..events.models import Event
from ..i18n import _, ngettext
from ..programme.queries import most_people_at
from ..registrations.models import GONE, Status
from ..tickets.codes import spell_code
from ..tickets.door_posters import DoorPoster
from ..web import address, settings
from . import queries, rules
from .arrivals import Arrival, Arrivals, arrivals
from .facts import DoorState, Fact, fold, standing
from .models import DoorPass
from .queries import Arrived, Phone

LAST = 30  # lines of the log
NEARLY_FULL = 0.9


class Figure(NamedTuple):
    label: str
    number: int
    text: str


class Share(NamedTuple):
    """A stretch of the bar that shows the building."""

    fill: str
    people: int
    text: str
    start: int


class Look(NamedTuple):
    """Something that is better looked at; the door goes on meanwhile."""

    tone: str
    title: str
    text: str
    url: str


class Line(NamedTuple):
    """One check-in in the log."""

    fact: Fact
    name: str
    url: str
    people: str
    where: str
    hour: str


class PhoneLine(NamedTuple):
    """A phone at the door: what it is called, when we last heard of it, and how many times it let people in."""

    name: str
    last: str
    ago: str
    presses: int


class PassLine(NamedTuple):
    """A pass, and whether it works now."""

    id: int
    label: str
    badge: tuple[str, str]
    works: str
    can_be_stopped: bool


@dataclass
class DoorPage:
    """How it goes at the doors of one event."""

    event: Event
    now: datetime

    @cached_property
    def facts(self) -> list[Fact]:
        return queries.facts_of_event(self.event.id)

    @cached_property
    def state(self) -> DoorState:
        return fold(self.facts)

    @cached_property
    def guests(self) -> dict[str, Arrived]:
        return queries.who_arrived(self.event.id)

    @cached_property
    def inside(self) -> int:
        return self.state.people()

    @cached_property
    def expected(self) -> int:
        """How many have a place and are not in."""
        came = sum(
            self.state.of(reference).within(guest.people)
            for reference, guest in self.guests.items()
            if guest.status == Status.CONFIRMED
        )
        return max(self.event.taken - came, 0)

    @cached_property
    def most(self) -> int | None:
        """How many there may be: the places, or what the building may hold where that is fewer."""
        limits = [limit for limit in (self.event.capacity, most_people_at(self.event.venue_id)) if limit is not None]
        return min(limits, default=None)

    @property
    def figures(self) -> list[Figure]:
        signed_up = _("of %(num)s signed up", num=self.event.taken)
        figures = [
            Figure(_("Inside"), self.inside, ngettext("%(num)s ticket", "%(num)s tickets", len(self._present))),
            Figure(_("Still expected"), self.expected, signed_up),
        ]
        if self.most is not None:
            figures.append(Figure(_("Free for others"), self._free(self.most), _("of %(num)s", num=self.most)))
        return figures

    @property
    def shares(self) -> list[Share]:
        """The building from left to right: who is in, who is expected, and what is free."""
        if self.most is None:
            return []
        parts = [
            ("fill-a", self.inside, _("inside")),
            ("fill-d", self.expected, _("still expected")),
            ("fill-c", self._free(self.most), _("free")),
        ]
        starts = [0, self.inside, self.inside + self.expected]
        return [Share(*part, start) for part, start in zip(parts, starts, strict=True)]

    @property
    def says(self) -> str:
        """The bar in words."""
        return ", ".join(f"{share.people} {share.text}" for share in self.shares)

    @property
    def fullness(self) -> tuple[str, str] | None:
        """A word on how full the building is, where it must be said: amber from nine in ten, red when it is full."""
        if not self.most or self.inside < NEARLY_FULL * self.most:
            return None
        if self.inside >= self.most:
            return "bad", _(
                "It is full: %(inside)s people are inside, %(most)s may.", inside=self.inside, most=self.most
            )
        return "warn", _("Nearly full: %(inside)s people are inside, %(most)s may.", inside=self.inside, most=self.most)

    @cached_property
    def arrivals(self) -> Arrivals | None:
        counted = [fact for presence in self.state.presences.values() for fact in presence.counted if not fact.place]
        return arrivals((Arrival(fact.people, fact.moment) for fact in counted), now=self.now)

    @property
    def to_look_at(self) -> list[Look]:
        """What does not agree, the last first."""
        found = [look for reference in self._present for look in self._looks(reference)]
        return found[::-1]

    @property
    def apart(self) -> list[tuple[str, str]]:
        """What phones told that is not counted: how many scans, and why."""
        words = {
            "other-content": _("A phone later said something else about a scan that is counted already."),
            "number-used": _("A phone used the number of another scan again."),
            "not-understood": _("We do not understand what the phone told."),
            "pass-stopped": _("The door link was stopped before."),
            "outside-pass": _("It was not within the hours of the door link."),
        }
        counted = Counter(each.why for each in queries.quarantined_of(self.event.id))
        return [(ngettext("%(num)s scan", "%(num)s scans", count), words[why]) for why, count in counted.items()]

    @property
    def log(self) -> list[Line]:
        """The last check-ins that stand, the newest first."""
        in_order = sorted(standing(self.facts), key=lambda fact: (fact.moment, fact.device, fact.seq), reverse=True)
        return [self._line(fact) for fact in in_order[:LAST]]

    @property
    def phones(self) -> list[PhoneLine]:
        found = enumerate(queries.phones_of(self.event.id), 1)
        return [self._phone(number, phone) for number, phone in found]

    @property
    def passes(self) -> list[PassLine]:
        return [self._pass(each) for each in queries.passes_of(self.event.id)]

    @property
    def can_make_pass(self) -> bool:
        _start, end = rules.days_of_pass(self.event.starts_at, self.event.ends_at)
        return self.now < end and not self.event.is_cancelled

    @cached_property
    def _present(self) -> list[str]:
        """The tickets of who is in, in the order in which they came."""
        found = [
            (presence.since, reference) for (reference, place), presence in self.state.presences.items() if not place
        ]
        return [reference for _since, reference in sorted(found)]

    def _free(self, most: int) -> int:
        return max(most - self.inside - self.expected, 0)

    def _looks(self, reference: str) -> list[Look]:
        presence, guest = self.state.of(reference), self.guests.get(reference)
        if guest is None:
            return []
        found = []
        hours = _(", ").join(formats.format_hour(fact.moment) for fact in presence.facts)
        told = f"{guest.name}. {hours}."
        if presence.duplicates:
            title = _("Ticket %(code)s was let in more than once", code=spell_code(guest.code))
            found.append(("warn", title, f"{told} {_('We count these people once.')}"))
        if beyond := presence.beyond(guest.people):
            title = ngettext(
                "%(num)s person more than signed up came on a ticket",
                "%(num)s people more than signed up came on a ticket",
                beyond,
            )
            found.append(("warn", title, told))
        if guest.status in GONE:
            found.append(("bad", _("Signed off, and inside all the same"), told))
        url = url_for("registrations_staff.show", slug=self.event.slug, registration_id=guest.registration_id)
        return [Look(*each, url) for each in found]

    def _line(self, fact: Fact) -> Line:
        guest = self.guests.get(fact.reference or "")
        return Line(
            fact,
            name=guest.name if guest else "",
            url=url_for("registrations_staff.show", slug=self.event.slug, registration_id=guest.registration_id)
            if guest
            else "",
            people=ngettext("%(num)s person", "%(num)s people", fact.people),
            where=self._labels.get(fact.device, ""),
            hour=formats.format_hour(fact.moment),
        )

    @cached_property
    def _labels(self) -> dict[str, str]:
        return queries.labels_of_phones(self.event.id)

    def _phone(self, number: int, phone: Phone) -> PhoneLine:
        last = phone.last_at or phone.opened_at
        minutes = max(int((self.now - last).total_seconds() // 60), 0)
        return PhoneLine(
            name=_("%(door)s, phone %(number)s", door=phone.label or _("Door"), number=number),
            last=formats.format_hour(last),
            ago=ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes) if minutes else _("now"),
            presses=phone.facts,
        )

    def _pass(self, door_pass: DoorPass) -> PassLine:
        closed = rules.why_closed(door_pass, now=self.now)
        badge = {
            None: (_("Works now"), "ok"),
            "pass-not-yet": (_("Works on the day itself"), "plain"),
            "pass-ended": (_("Over"), "plain"),
            "pass-revoked": (_("Stopped"), "bad"),
        }[closed.reason if closed else None]
        return PassLine(
            door_pass.id,
            door_pass.label or _("Door"),
            badge,
            works=formats.format_when(door_pass.valid_from, door_pass.valid_until),
            can_be_stopped=closed is None or closed.reason == "pass-not-yet",
        )


def link_of(door_pass: DoorPass) -> str:
    return address("door.enter", language="nl", key=door_pass.key)


def poster_of(door_pass: DoorPass, *, pin: str) -> DoorPoster:
    """What a volunteer needs, on paper."""
    event = door_pass.event
    return DoorPoster(
        site_name=settings().site_name,
        title=event.title,
        label=door_pass.label,
        when=formats.format_when(event.starts_at, event.ends_at),
        where=", ".join(event.venue.lines) if event.venue else "",
        link=link_of(door_pass),
        pin=pin,
        phone=event.contact_phone or settings().contact_phone,
    )
