"""What a letter says, in the language of whoever gets it: the decisions are made here, templates choose words."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import render_template

from .. import formats, i18n
from ..i18n import _
from ..web import address, dialled, settings
from .models import Letter
from .rules import on_one_line, plain_name

CANCELLATIONS = frozenset({"registration-cancelled", "event-cancelled"})


@dataclass(frozen=True)
class Picture:
    """A picture within the letter; its text shows it as `cid:<cid>`."""

    cid: str
    png: bytes


@dataclass(frozen=True)
class Invitation:
    """The entry that puts the event in the reader's own calendar, changes it there, or takes it out."""

    method: str  # REQUEST or CANCEL
    ics: bytes
    file_name: str


@dataclass(frozen=True)
class Enclosures:
    """What goes along with a letter."""

    code: str = ""  # the ticket's short code, as people read it aloud
    picture: Picture | None = None  # the ticket's QR code
    invitation: Invitation | None = None


@dataclass(frozen=True)
class Words:
    """A letter, written."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Row:
    """A line of the facts at the top of a letter, and what it said before."""

    label: str
    lines: list[str]
    before: list[str]
    link: str = ""
    by_organiser: bool = False  # in Dutch, whatever the language of the letter

    @property
    def was(self) -> str:
        """What it said before, where that is something else."""
        return "" if self.before == self.lines else ", ".join(self.before)


@dataclass(frozen=True)
class Occasion:
    """An event as a letter speaks of it, from plain facts."""

    facts: dict[str, Any]

    @property
    def title(self) -> str:
        return on_one_line(self.facts["title"])

    @property
    def is_private(self) -> bool:
        return self.facts["private"]

    @property
    def day(self) -> str:
        return formats.format_day_without_year(self.starts_at)

    @property
    def when(self) -> list[str]:
        return [formats.format_day(self.starts_at), formats.format_hours(self.starts_at, self.ends_at)]

    @property
    def moment(self) -> str:
        return formats.format_when(self.starts_at, self.ends_at)

    @property
    def where(self) -> list[str]:
        return self.facts["venue"] or ([_("Online")] if self.facts["online_url"] else [])

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.facts["starts_at"])

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.facts["ends_at"])

    @property
    def link(self) -> list[str]:
        return [self.facts["online_url"]] if self.facts["online_url"] else []

    @property
    def costs(self) -> list[str]:
        return [formats.format_cost(self.facts["cost_cents"])]

    @property
    def bring(self) -> list[str]:
        return [self.facts["bring"]] if self.facts["bring"] else []

    def main_rows(self, before: "Occasion | None" = None) -> list[Row]:
        """When and where; with what it was before, and what it was called, where that differs."""
        was = before or self
        rows = [
            Row(_("When"), self.when, was.when),
            Row(_("Where"), self.where, was.where, by_organiser=bool(self.facts["venue"])),
        ]
        if was.title != self.title:
            rows.insert(0, Row(_("What"), [self.title], [was.title], by_organiser=True))
        return rows

    def practical_rows(self, before: "Occasion | None" = None) -> list[Row]:
        """What only matters to who is coming."""
        was = before or self
        return [
            Row(_("Link"), self.link, was.link, link="".join(self.link)),
            Row(_("Costs"), self.costs, was.costs),
            Row(_("Bring"), self.bring, was.bring, by_organiser=True),
        ]


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
    def code(self) -> str:
        return self.enclosures.code

    @property
    def picture(self) -> Picture | None:
        return self.enclosures.picture

    @property
    def has_invitation(self) -> bool:
        return self.enclosures.invitation is not None

    @cached_property
    def rows(self) -> list[Row]:
        before = Occasion(self.facts["before"]) if "before" in self.facts else None
        rows = self.occasion.main_rows(before)
        if self.letter.kind not in CANCELLATIONS:
            rows += self.occasion.practical_rows(before)
        if self.letter.kind == "registration-changed":
            rows.append(Row(_("Name"), [self.name], [self.name]))
        return [row for row in rows if row.lines]

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
    def event_address(self) -> str:
        return address("events.show", language=self.letter.language, slug=self.facts["event"]["slug"])

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
                "occasion": Occasion(sign_up["event"]),
                "address": self._manage(sign_up["key"]),
            }
            for sign_up in self.facts["sign_ups"]
        ]

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


def write(letter: Letter, enclosures: Enclosures) -> Words:
    """The letter in words, in its reader's language, whoever is looking."""
    with i18n.in_language(letter.language) as language:
        subject = subject_of(letter)
        more = {"sheet": Sheet(letter, enclosures), "subject": subject, "language": language}
        return Words(
            subject=subject, text=_tidy(_render(letter, "body.txt", **more)), html=_render(letter, "body.html", **more)
        )


def subject_of(letter: Letter) -> str:
    """What a mailbox shows of the letter before it is opened."""
    with i18n.in_language(letter.language):
        return on_one_line(_render(letter, "subject.txt", sheet=Sheet(letter, Enclosures())))


def _render(letter: Letter, part: str, **more: Any) -> str:
    return render_template(f"letters/{letter.kind}/{part}", **more)


def _tidy(text: str) -> str:
    """At most one empty line in a row, and no spaces at the end of a line."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n"
