"""What a letter shows and what goes along with it, as plain values: decisions are made here, templates choose words."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from .. import formats
from ..i18n import DEFAULT, Said, _, ngettext
from ..web import address, dialled, settings
from .models import Letter
from .news import NewsShown
from .occasions import Occasion, Row, part_line, part_lines
from .own_words import OwnWords
from .rules import on_one_line, plain_name

CANCELLATIONS = frozenset({"registration-cancelled", "event-cancelled", "place-given-away"})
WITHOUT_APPOINTMENT = frozenset({"reminder"})  # it stands in the reader's calendar already
OPENS_WITH_PEOPLE = frozenset(
    {"place-confirmed", "on-waiting-list", "place-free", "place-offered", "sign-up-asked", "are-you-coming"}
)  # for how many they are stands in the first sentence, and nowhere else


@dataclass(frozen=True)
class Picture:
    """A picture within the letter; its text shows it as `cid:<cid>`."""

    cid: str
    png: bytes


@dataclass(frozen=True)
class OneTicket:
    """The ticket of one of several people who each have their own."""

    name: str
    code: str  # as people read it aloud
    picture: Picture


@dataclass(frozen=True)
class Invitation:
    """What puts the event in the reader's own calendar, changes it there, or takes it out."""

    method: str  # REQUEST or CANCEL; empty for a file with several entries, which is no invitation
    ics: bytes
    file_name: str


@dataclass(frozen=True)
class Enclosures:
    """What goes along with a letter."""

    code: str = ""  # the ticket's short code, as people read it aloud
    picture: Picture | None = None  # the ticket's QR code
    tickets: tuple[OneTicket, ...] = ()  # where each of a party has an own one, instead of that code and picture
    invitation: Invitation | None = None
    programme: Invitation | None = None  # the sessions and time slots, each an entry of its own


@dataclass(frozen=True)
class Sheet:
    """What the templates of a letter may show."""

    letter: Letter
    enclosures: Enclosures

    @property
    def facts(self) -> dict[str, Any]:
        return self.letter.facts

    @cached_property
    def occasion(self) -> Occasion:
        return Occasion(self.facts["event"])

    @cached_property
    def name(self) -> str:
        return plain_name(self.facts["name"]) or _("visitor")

    @property
    def people(self) -> int:
        return self.facts["people"]

    @property
    def has_place(self) -> bool:
        return self.facts["ticket"] is not None

    @property
    def standing(self) -> str:
        """How the sign-up of the reader stood when this was written; letters of before tell only of a ticket."""
        return self.facts.get("standing") or ("confirmed" if self.has_place else "waiting")

    @property
    def code(self) -> str:
        return self.enclosures.code

    @property
    def picture(self) -> Picture | None:
        return self.enclosures.picture

    @property
    def tickets(self) -> tuple[OneTicket, ...]:
        return self.enclosures.tickets

    @property
    def has_invitation(self) -> bool:
        return self.enclosures.invitation is not None

    @cached_property
    def rows(self) -> list[Row]:
        before = Occasion(self.facts["before"]) if "before" in self.facts else None
        rows = self.occasion.main_rows(before)
        rows = [row for row in self.untold_rows if row.label != rows[0].label] + rows
        if parts := self.facts.get("parts"):
            lines = part_lines(parts)
            rows.append(Row(_("Your programme"), lines, lines))
        if self.letter.kind not in CANCELLATIONS:
            rows += self.occasion.practical_rows(before, has_place=self.standing == "confirmed")
        if self.letter.kind == "registration-changed":
            rows.append(Row(_("Name"), [self.name], [self.name]))
        return [row for row in rows if row.lines]

    @property
    def untold_rows(self) -> list[Row]:
        """What the standard text begins with, where an organiser begins otherwise and says nothing of it."""
        own, rows = self.own.opening, []
        if own and not own.tells("titel"):
            rows.append(Row(_("What"), [self.occasion.title], [self.occasion.title], by_organiser=True))
        if own and not own.tells("aantal") and self.letter.kind in OPENS_WITH_PEOPLE and self.people > 1:
            people = [self.people_in_words]
            rows.append(Row(_("How many"), people, people))
        return rows

    @cached_property
    def own(self) -> OwnWords:
        """What the organiser wrote for letters of this kind in this language."""
        kept = self.facts.get("own")
        if not kept:
            return OwnWords({}, {})
        if self.occasion.is_private and not kept.get("neutral"):
            kept = {name: text for name, text in kept.items() if name != "subject"}
        return OwnWords(kept, self._values(kept))

    def _values(self, kept: dict[str, Any]) -> dict[str, str]:
        """What stands in the place of each placeholder."""
        occasion = self.occasion
        return {
            "naam": self.name,
            "titel": occasion.title,
            "datum": occasion.day,
            "tijd": formats.format_hours(occasion.starts_at, occasion.ends_at),
            "plaats": on_one_line(_(", ").join(occasion.where)),
            "aantal": self.people_in_words,
            "organisatie": on_one_line(_(", ").join(kept.get("hosts", ()))),
            "telefoon": self.phone,
            "tot": self.until,
        }

    @property
    def people_in_words(self) -> str:
        return ngettext("%(num)s person", "%(num)s people", self.people)

    @property
    def freed_part(self) -> str:
        """What the reader has a place at now."""
        return part_line(self.facts["freed"])

    @property
    def programme_address(self) -> str:
        """Where the reader chooses from the programme; empty for who has no place, or chose with the sign-up."""
        if not (self.has_place and self.facts.get("can_choose")):
            return ""
        return address("choices.choose", language=self.letter.language, key=self.facts["key"])

    @property
    def comes_on_other_dates(self) -> bool:
        """Whether the reader signed off for one date of several."""
        return self.facts.get("other_dates", False)

    @property
    def is_moved(self) -> bool:
        """Whether the organiser changed what the reader chose, and not the reader."""
        return self.facts.get("moved", False)

    @cached_property
    def first_rows(self) -> list[Row]:
        """When and where, for who has not signed up: the link of an online event is not among it."""
        return [row for row in self.occasion.main_rows() if row.lines]

    @property
    def invitation_address(self) -> str:
        return address("invitations.show", language=self.letter.language, key=self.facts["key"])

    @property
    def hosts(self) -> str:
        return _(", ").join(self.facts["hosts"])

    @property
    def instead_of(self) -> str:
        """In whose place the reader comes."""
        name = self.facts.get("instead_of")
        return (plain_name(name) or _("a colleague")) if name else ""

    @property
    def leave_address(self) -> str:
        return address("leaving.leave", language=self.letter.language, key=self.facts["leave"])

    @property
    def directions(self) -> str:
        return self.facts["event"]["directions"]

    @property
    def manage_address(self) -> str:
        return self._manage(self.facts["key"])

    @property
    def addresses(self) -> list[str]:
        """The manage pages of all sign-ups with this address for this event, this one last."""
        return [self._manage(key) for key in (*self.facts.get("others", ()), self.facts["key"])]

    @property
    def until(self) -> str:
        """Until when there must be an answer; nothing where that does not matter."""
        return _until(self.facts.get("until", ""))

    @property
    def said(self) -> str:
        """What the organiser adds in words of their own."""
        return self.facts.get("sentence", "")

    @property
    def erased_on(self) -> str:
        return formats.format_day(datetime.fromisoformat(self.facts["erased_at"]))

    @property
    def event_address(self) -> str:
        return address("events.show", language=self.letter.language, slug=self.facts["event"]["slug"])

    @property
    def next_address(self) -> str:
        """Where a reader finds what comes after an event: the other dates of its series, or what its host has."""
        if series := self.facts.get("series"):
            return address("series.show", language=self.letter.language, slug=series["slug"])
        if host := self.facts.get("host"):
            return address("events.show_organisation", language=self.letter.language, slug=host["slug"])
        return self.agenda_address

    @property
    def host(self) -> str:
        """Whose events those are; empty where they are the dates of a series, or of everybody."""
        return on_one_line(self.facts.get("host", {}).get("name", ""))

    @property
    def is_of_a_series(self) -> bool:
        return "series" in self.facts

    @property
    def password_address(self) -> str:
        return address("security.reset_password", language=self.letter.language, token=self.facts["token"])

    @property
    def proposed_address(self) -> str:
        return address("events.show", language=self.letter.language, slug=self.facts["slug"])

    @property
    def proposals_address(self) -> str:
        return address("proposals_staff.index", language=self.letter.language)

    @property
    def agenda_address(self) -> str:
        return address("events.agenda", language=self.letter.language)

    @cached_property
    def sign_ups(self) -> list[dict[str, Any]]:
        return [
            {
                "name": plain_name(sign_up["name"]) or _("visitor"),
                "people": sign_up["people"],
                "waiting": sign_up["waiting"],
                "standing": sign_up.get("standing", ""),
                "occasion": Occasion(sign_up["event"]),
                "address": self._manage(sign_up["key"]),
            }
            for sign_up in self.facts["sign_ups"]
        ]

    @property
    def series_title(self) -> Said:
        """What a series is called, in the language of the letter, or else in Dutch."""
        series = self.facts["series"]
        if text := series["said"].get(self.letter.language, {}).get("title"):
            return Said(on_one_line(text), self.letter.language)
        return Said(on_one_line(series["title"]), DEFAULT)

    @cached_property
    def dates(self) -> list[dict[str, Any]]:
        """The dates of a series that a letter is about, each with when and where, and what that was before."""
        return [self._date(date) for date in self.facts["dates"]]

    def _date(self, date: dict[str, Any]) -> dict[str, Any]:
        occasion = Occasion(date["event"])
        before = Occasion(date["before"]) if "before" in date else None
        practical = occasion.practical_rows(before, has_place=True) if date["has_place"] else []
        rows = [row for row in [*occasion.main_rows(before), *practical] if row.lines]
        until = _until(date.get("until", ""))
        return {"occasion": occasion, "waiting": date["waiting"], "asked": date["asked"], "until": until, "rows": rows}

    @cached_property
    def news(self) -> NewsShown:
        """What is new in the agenda, for who asked to hear of it."""
        return NewsShown(self.facts, partial(address, language=self.letter.language))

    @property
    def confirm_address(self) -> str:
        return address("subscriptions.confirm", language=self.letter.language, key=self.facts["key"])

    @property
    def may_meet(self) -> bool:
        """Whether people are introduced to each other at this event."""
        return self.facts.get("meet", False)

    @property
    def meet_address(self) -> str:
        return address("profiles.fill_in", language=self.letter.language, key=self.facts["key"])

    @property
    def prove_address(self) -> str:
        return address("profiles.prove", language=self.letter.language, key=self.facts["key"])

    @property
    def phone(self) -> str:
        """Whom to call: somebody of this event, or else the office."""
        event = self.facts.get("event")
        return (event and event["contact_phone"]) or settings().contact_phone

    @property
    def phone_link(self) -> str:
        return f"tel:{dialled(self.phone)}"

    def _manage(self, key: str) -> str:
        return address("registrations.manage", language=self.letter.language, key=key)


def _until(moment: str) -> str:
    if not moment:
        return ""
    at = datetime.fromisoformat(moment)
    return f"{formats.format_day_without_year(at)}, {formats.format_hour(at)}"
