"""The door as the organisers of an event see it, as plain values: how it goes, what to look at, and who may scan."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from flask import url_for

from .. import formats
from ..events.models import Event
from ..events.queries import neighbourhood_choices
from ..i18n import _, ngettext
from ..programme.queries import sessions_of
from ..registrations.models import GONE, Status
from ..tickets.codes import spell_code
from ..tickets.door_posters import DoorPoster
from ..web import address, settings
from . import queries, rules
from .arrivals import Arrival, Arrivals, Hours, arrivals, hours
from .facts import OF_A_TICKET, DoorState, Fact, fold, standing
from .models import DoorPass, FactKind
from .pages import most_people
from .paper.rules import is_paper
from .places import entrance_at, entrances_of, has_own_list, place_of
from .queries import Arrived, Phone
from .stations.pages import Station, screen_address, stations
from .visitors.actions import is_visitors

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
    name: str
    text: str
    url: str


class Room(NamedTuple):
    """A session with a door of its own."""

    title: str
    hours: str
    inside: int
    most: int | None
    is_full: bool


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
    note: str  # what is still on it and not here, as far as we know


class PassLine(NamedTuple):
    """A pass, and whether it works now."""

    id: int
    label: str
    badge: tuple[str, str]
    works: str
    can_be_stopped: bool
    for_visitors: bool


@dataclass
class DoorPage:
    """How it goes at the doors of one event."""

    event: Event
    now: datetime
    day: int | None = None  # of an event of several days the one that was asked for

    @cached_property
    def place(self) -> str:
        """The entrance on the day that is shown: the one that was asked for, or else the one of now."""
        starts_at, ends_at = self.event.starts_at, self.event.ends_at
        places = [place for _since, place in entrances_of(starts_at, ends_at)]
        if self.day and 1 <= self.day <= len(places):
            return places[self.day - 1]
        return entrance_at(self.now, starts_at=starts_at, ends_at=ends_at)

    @property
    def days(self) -> list[tuple[str, int, bool]]:
        """The days of an event that has several, and which one is shown."""
        entrances = enumerate(entrances_of(self.event.starts_at, self.event.ends_at), 1)
        days = [(formats.format_day_without_year(since), n, place == self.place) for n, (since, place) in entrances]
        return days if len(days) > 1 else []

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
        return self.state.people(self.place)

    @cached_property
    def expected(self) -> int:
        """How many have a place and are not in."""
        came = sum(
            self.state.of(reference, self.place).within(guest.people)
            for reference, guest in self.guests.items()
            if guest.status == Status.CONFIRMED
        )
        return max(self.event.taken - came, 0)

    @cached_property
    def most(self) -> int | None:
        return most_people(self.event)

    @property
    def figures(self) -> list[Figure]:
        signed_up = _("of %(num)s signed up", num=self.event.taken)
        figures = [
            Figure(_("Inside"), self.inside, self._how_they_came),
            Figure(_("Still expected"), self.expected, signed_up),
        ]
        if self.most is not None:
            figures.append(Figure(_("Free for others"), self._free(self.most), _("of %(num)s", num=self.most)))
        return figures

    @property
    def _how_they_came(self) -> str:
        signed_up = sum(reference in self.guests for reference in self._present)
        tickets = ngettext("%(num)s ticket", "%(num)s tickets", signed_up)
        walked_in = self.state.walked_in(self.place)
        without = ngettext("%(num)s person without a sign-up", "%(num)s people without a sign-up", walked_in)
        return _(", ").join([tickets, without]) if walked_in else tickets

    @property
    def rooms(self) -> list[Room]:
        """The sessions at whose door people were let in, or a link was made for: who is inside, of how many."""
        with_door = {fact.place for fact in self.facts} | {each.place for each in queries.passes_of(self.event.id)}
        rooms = []
        for session in sessions_of(self.event.id):
            place = place_of(session)
            if place in with_door:
                inside, room = self.state.people(place), queries.room_at(self.event.id, place)
                most = room.capacity if has_own_list(session) else None
                is_full = most is not None and inside >= most
                rooms.append(
                    Room(session.title, formats.format_hours(session.starts_at, session.ends_at), inside, most, is_full)
                )
        return rooms

    @cached_property
    def stations(self) -> list[Station]:
        return stations(self.event.id, now=self.now)

    @property
    def shares(self) -> list[Share]:
        """The building from left to right: who is in, who is expected, and what is free."""
        if self.most is None:
            return []
        with_ticket = sum(fact.people for fact in self.state.counted(self.place) if fact.kind in OF_A_TICKET)
        without = self.inside - with_ticket
        parts = [
            ("fill-a", with_ticket, _("inside with a ticket") if without else _("inside")),
            *([("fill-b", without, _("inside without a sign-up"))] if without else []),
            ("fill-d", self.expected, _("still expected")),
            ("fill-c", self._free(self.most), _("free")),
        ]
        starts = accumulate((people for _fill, people, _text in parts), initial=0)
        return [Share(*part, start) for part, start in zip(parts, starts, strict=False)]

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
        came = [fact for fact in self.state.counted(self.place) if fact.kind != FactKind.TALLY]
        return arrivals([Arrival(fact.people, fact.moment) for fact in came], now=self.now)

    @property
    def by_hour(self) -> Hours | None:
        """How many came in at each entrance in each hour, the counter among them."""
        return hours([(self._where(fact.device), fact.moment, fact.people) for fact in self.state.counted(self.place)])

    @property
    def told(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """What people without a sign-up told: from which neighbourhood, in which language, how old; the most first."""
        words = {
            "neighbourhood": (_("Neighbourhood"), {each.code: each.name for each in neighbourhood_choices()}),
            "language": (_("Language"), formats.spoken_languages()),
            "age": (_("Age"), formats.ages()),
        }
        counted = self.state.counted(self.place)
        told = []
        for field, (title, names) in words.items():
            people: Counter[str] = Counter()
            for fact in counted:
                if value := getattr(fact, field):
                    people[value] += fact.people
            if people:
                told.append((title, [(names.get(value, value), count) for value, count in people.most_common()]))
        return told

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
        came_in = [fact for fact in standing(self.facts) if fact.kind != FactKind.TALLY]
        in_order = sorted(came_in, key=lambda fact: (fact.moment, fact.device, fact.seq), reverse=True)
        return [self._line(fact) for fact in in_order[:LAST]]

    @property
    def phones(self) -> list[PhoneLine]:
        found = enumerate(queries.phones_of(self.event.id), 1)
        return [self._phone(number, phone) for number, phone in found]

    @property
    def passes(self) -> list[PassLine]:
        return [self._pass(each) for each in queries.passes_of(self.event.id)]

    @property
    def screen(self) -> str:
        """The address of the screen in the hall, where there is anything to wait for."""
        return screen_address(self.event) if self.stations else ""

    @property
    def can_make_pass(self) -> bool:
        _start, end = rules.days_of_pass(self.event.starts_at, self.event.ends_at)
        return self.now < end and not self.event.is_cancelled

    @cached_property
    def _present(self) -> list[str]:
        """The tickets of who is in, in the order in which they came."""
        found = [
            (presence.since, reference)
            for (reference, place), presence in self.state.presences.items()
            if place == self.place
        ]
        return [reference for _since, reference in sorted(found)]

    def _free(self, most: int) -> int:
        return max(most - self.inside - self.expected, 0)

    def _looks(self, reference: str) -> list[Look]:
        presence, guest = self.state.of(reference, self.place), self.guests.get(reference)
        if guest is None:
            return []
        found = []
        moments = _(", ").join(self._moment(fact) for fact in presence.facts)
        told = f"{moments}."
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
        return [Look(tone, title, guest.name, text, url) for tone, title, text in found]

    def _moment(self, fact: Fact) -> str:
        """12.52 uur (Zij-ingang)"""
        where, hour = self._where(fact.device), formats.format_hour(fact.moment)
        return f"{hour} ({where})" if where else hour

    def _line(self, fact: Fact) -> Line:
        guest = self.guests.get(fact.reference or "")
        return Line(
            fact,
            name=guest.name if guest else self._name_given(fact) or _("Without a sign-up"),
            url=url_for("registrations_staff.show", slug=self.event.slug, registration_id=guest.registration_id)
            if guest
            else "",
            people=ngettext("%(num)s person", "%(num)s people", fact.people),
            where=self._where(fact.device),
            hour=formats.format_hour(fact.moment),
        )

    def _name_given(self, fact: Fact) -> str:
        """The name that somebody without a sign-up told, now or when the ticket was given."""
        return self.state.given.get(fact.reference or "", fact).name

    def _where(self, device: str) -> str:
        if is_paper(device):
            return _("Paper")
        return _("Poster") if is_visitors(device) else self._labels.get(device, "")

    @cached_property
    def _labels(self) -> dict[str, str]:
        return queries.labels_of_phones(self.event.id)

    def _phone(self, number: int, phone: Phone) -> PhoneLine:
        last = max(filter(None, (phone.contact_at, phone.last_at, phone.opened_at)))
        minutes = max(int((self.now - last).total_seconds() // 60), 0)
        return PhoneLine(
            name=_("%(door)s, phone %(number)s", door=phone.label or _("Door"), number=number),
            last=formats.format_hour(last),
            ago=ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes) if minutes else _("now"),
            presses=phone.facts,
            note=self._still_there(phone),
        )

    def _still_there(self, phone: Phone) -> str:
        if phone.queued:
            return ngettext("%(num)s scan waits on this phone", "%(num)s scans wait on this phone", phone.queued)
        if phone.missing:
            return ngettext("%(num)s scan is missing", "%(num)s scans are missing", phone.missing)
        return ""

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
            for_visitors=door_pass.for_visitors,
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
