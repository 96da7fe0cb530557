"""The letters of an event and who wrote their words, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from flask import url_for

from ...enclosures import enclosures_of
from ...events.cards import Badge
from ...events.facts import event_facts
from ...events.models import Event, Reconfirm
from ...formats import format_day_without_year
from ...i18n import DEFAULT, LANGUAGES, Language, _
from ...mail.models import Letter
from ...mail.own_words import PARTS
from ...mail.pages import with_its_pictures
from ...mail.samples.examples import sample
from ...mail.sheets import Enclosures, Sheet
from ...mail.writing import Words, standard_opening, subject_of, write
from .. import rules as registration_rules
from ..letters import hosts_named
from . import queries, staff_rules
from .staff_forms import WordsForm

EARLIER_BY = timedelta(hours=1)  # in the example of a change


class Line(NamedTuple):
    """One letter in the list."""

    title: str
    when: str
    url: str
    badges: list[Badge]
    changed: str


class Group(NamedTuple):
    code: str
    title: str
    lines: list[Line]


class Explained(NamedTuple):
    """A placeholder, what it stands for, and what that is in the letter beside it."""

    placeholder: str
    means: str
    value: str


class Part(NamedTuple):
    """The words of a letter in one language, and what stands there without them."""

    language: Language
    is_open: bool
    standard_subject: str
    standard_opening: list[str]


def titles() -> dict[str, tuple[str, str]]:
    """What each letter is called, and when somebody gets it."""
    return {
        "place-confirmed": (_("Confirmation"), _("Right after signing up, with the ticket.")),
        "on-waiting-list": (_("On the waiting list"), _("Right after signing up, if it is full.")),
        "place-free": (_("A place came free"), _("Who waited has a place now.")),
        "place-offered": (_("A place is offered"), _("Who waited may say yes, until a certain hour.")),
        "offer-lapsed": (_("Too late for the place"), _("Who did not say yes in time.")),
        "sign-up-asked": (_("Sign-up received"), _("Right after signing up, if you say yes or no yourself.")),
        "sign-up-declined": (_("No place this time"), _("When you say no to a sign-up.")),
        "registration-cancelled": (_("Signed off"), _("Who signs off, or is taken off the list.")),
        "reminder": (_("Reminder"), _("Shortly before the event, with the ticket.")),
        "are-you-coming": (_("Are you coming?"), _("The question two days before, if you want that.")),
        "place-given-away": (_("Place given away"), _("Who did not answer that question in time.")),
        "event-changed": (_("Something changes"), _("When you change the day, the hour or the place.")),
        "event-cancelled": (_("Cancelled"), _("When you cancel the event. Your reason always stays in it.")),
        "thanks-for-coming": (_("Thank you for coming"), _("The day after, to who was there.")),
        "thanks-for-walking-in": (_("Thank you for walking in"), _("The day after, to who signed up at the door.")),
        "thanks-for-signing-up": (
            _("Thank you for signing up"),
            _("The day after, if nobody looked at tickets at the door."),
        ),
        "we-missed-you": (_("We missed you"), _("The day after, to who did not come.")),
    }


def meanings() -> dict[str, str]:
    return {
        "naam": _("the name of the reader"),
        "titel": _("what the event is called"),
        "datum": _("the day"),
        "tijd": _("from when until when"),
        "plaats": _("where it is"),
        "aantal": _("with how many people they come"),
        "organisatie": _("who organises it"),
        "telefoon": _("whom people can call"),
        "tot": _("until when they can say yes"),
    }


class IndexPage:
    """All letters that a team may write in words of its own."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self._writers = queries.writers_of(event.id)

    @property
    def groups(self) -> list[Group]:
        names = {"signing-up": _("Signing up"), "before": _("Before the event"), "afterwards": _("Afterwards")}
        return [
            Group(code, names[code], [self._line(kind) for kind in kinds]) for code, kinds in staff_rules.KINDS.items()
        ]

    def _line(self, kind: str) -> Line:
        title, when = titles()[kind]
        url = url_for("own_words_staff.show", slug=self.event.slug, kind=kind)
        own = self.event.letter_words.get(kind, {})
        if not own:
            return Line(title, when, url, [Badge(_("Standing text"))], "")
        badges = [Badge(_("Own text"), "ok"), *(Badge(LANGUAGES[code].name) for code in LANGUAGES if code in own)]
        return Line(title, when, url, badges, self._changed(kind))

    def _changed(self, kind: str) -> str:
        """Who wrote it and when; of a copy, nobody did here."""
        if kind not in self._writers:
            return ""
        name, at = self._writers[kind]
        return _(", ").join(filter(None, (name, format_day_without_year(at))))


@dataclass(frozen=True)
class WordsPage:
    """One letter: its words in each language, and how it looks with what is in the form."""

    event: Event
    kind: str
    form: WordsForm
    looked_in: str = DEFAULT
    has_other_dates: bool = False

    @property
    def title(self) -> str:
        return titles()[self.kind][0]

    @property
    def when(self) -> str:
        return titles()[self.kind][1]

    @property
    def is_own(self) -> bool:
        return self.kind in self.event.letter_words

    @property
    def language(self) -> Language:
        """In which the letter is shown."""
        return LANGUAGES[self.looked_in]

    @property
    def subject_is_left_out(self) -> bool:
        """Whether a subject was written before the event became private: it may tell what nobody should read."""
        own = self.event.letter_words.get(self.kind, {})
        return self.event.private and any("subject" in said and not said.get("neutral") for said in own.values())

    @property
    def parts(self) -> list[Part]:
        words = self.form.words()
        return [
            Part(
                language=each,
                is_open=code == DEFAULT or code in words or any(self.form[f"{n}_{code}"].errors for n in PARTS),
                standard_subject=subject_of(letter := self._letter(code)),
                standard_opening=standard_opening(letter).splitlines(),
            )
            for code, each in LANGUAGES.items()
        ]

    @property
    def placeholders(self) -> list[Explained]:
        words = {"opening": " ".join(f"{{{name}}}" for name in staff_rules.PLACEHOLDERS)}
        values = Sheet(self._letter(DEFAULT, words), Enclosures()).own.values
        means = meanings()
        return [Explained(f"{{{name}}}", means[name], values[name]) for name in staff_rules.usable_in(self.kind)]

    @cached_property
    def preview(self) -> Words:
        """The letter as somebody gets it who does not exist, with what is in the form; its picture comes along."""
        words = staff_rules.as_kept(self.form.words(), self.event).get(self.looked_in)
        letter = self._letter(self.looked_in, words)
        enclosures = enclosures_of(letter)
        written = write(letter, enclosures)
        return Words(written.subject, written.text, with_its_pictures(written.html, enclosures))

    def _letter(self, code: str, words: dict[str, str] | None = None) -> Letter:
        letter = sample(self.kind, language=code)
        letter.facts = letter.facts | dict(self._facts()) | ({"own": hosts_named(words, self.event)} if words else {})
        return letter

    def _facts(self) -> Iterator[tuple[str, object]]:
        """What is true of this very event, in place of that of the example."""
        event, host = event_facts(self.event), next(iter(self.event.organisations), None)
        yield "event", event
        yield "erased_at", registration_rules.erased_after(self.event).isoformat()
        yield "host", {"slug": host.slug, "name": host.name} if host else {}
        yield "parts", []
        if self.kind == "event-changed":
            moments = {name: self._earlier(event[name]) for name in ("starts_at", "ends_at")}
            yield "before", event | moments
        if self.kind == "are-you-coming" and self.event.reconfirm != Reconfirm.FREE:
            yield "until", ""
        elif self.kind in ("place-offered", "are-you-coming"):
            yield "until", (self.event.starts_at - timedelta(days=1)).isoformat()

    def _earlier(self, moment: str) -> str:
        return (datetime.fromisoformat(moment) - EARLIER_BY).isoformat()
