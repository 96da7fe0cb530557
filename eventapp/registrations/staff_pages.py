"""What organisers' pages about who comes show, as plain values."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import url_for
from sqlalchemy import Select

from ..database import db
from ..events.models import Event
from ..events.questions.models import Question
from ..events.questions.queries import all_questions_of
from ..formats import format_day_without_year, format_moment
from ..i18n import LANGUAGES, _, ngettext
from ..mail.models import Letter
from ..mail.writing import subject_of
from ..programme.queries import has_slots
from ..sheets import read_table, seen_table
from ..tickets.badges import SHEETS, Sheet
from ..tickets.codes import spell_code
from . import finding, importing, queries, rules
from .answers import answer_text, answers_of, choosable, columns_for
from .coming.rules import waits_for_answer
from .delivery.queries import letters_with_ids
from .finding import Search
from .models import Call, Reach, Registration, Source, Status
from .pages import people_text, programme_lines
from .parties import Party
from .sheets import status_names
from .staff_forms import ImportForm

MOST_WAITING = 50
MOST_SHOWN = 20
RARE = (Status.OFFERED, Status.ASKED, Status.LAPSED, Status.DECLINED)  # filters only where there are any
COLOURS = {Status.CONFIRMED: "ok", Status.WAITING: "warn", Status.OFFERED: "warn", Status.ASKED: "warn"}


def contact_of(registration: Registration) -> str:
    """How somebody can be reached, in a line under the name."""
    return {
        Reach.EMAIL: registration.email,
        Reach.PHONE: registration.phone,
        Reach.NONE: _("No e-mail. Says the name at the door"),
    }[Reach(registration.reach)]


def codes_of(registration: Registration) -> str:
    """The code of the ticket, or of each ticket that still gets somebody in."""
    return ", ".join(spell_code(each.code) for each in registration.standing_tickets)


def badges_of(registration: Registration, *, undelivered: bool, present: bool) -> list[tuple[str, str]]:
    badges = [(status_names()[registration.status], COLOURS.get(Status(registration.status), "plain"))]
    if registration.reconfirm_asked_at:
        badges += _said_badge(registration)
    if present:
        badges.append((_("Present"), "ok"))
    if undelivered:
        badges.append((_("Mail did not arrive"), "bad"))
    if registration.passed_over_at and registration.status == Status.WAITING:
        badges.append((_("Passed over"), "warn"))
    return badges


def _said_badge(registration: Registration) -> list[tuple[str, str]]:
    """What somebody said when we asked once more."""
    if registration.status == Status.CONFIRMED:
        return [(_("Says: comes"), "ok") if registration.coming_said_at else (_("No answer yet"), "warn")]
    if registration.status == Status.CANCELLED and registration.coming_said_at:
        return [(_("Says: does not come"), "plain")]
    return []


def said_in_words(questions: list[Question], said: dict[int, str]) -> list[tuple[str, str]]:
    """Each question that was answered, and the answer."""
    answered = [each for each in questions if each.id in said]
    return list(zip(columns_for(answered), (answer_text(each, said[each.id]) for each in answered), strict=True))


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    id: int
    name: str
    contact: str
    people: int
    needs: str
    code: str
    language: str
    since: str
    answers: list[tuple[str, str]]  # the question, and what was said
    badges: list[tuple[str, str]]


def _paper(code: str, sheet: Sheet) -> str:
    """Labels by the size and the number that stand on their box."""
    count = sheet.columns * sheet.rows
    if sheet.to_cut:
        return _("Cards to cut out, %(count)s on a sheet", count=count)
    size = f"{sheet.width:.1f} x {sheet.height:.1f}".replace(".", ",")
    return _("Labels of %(size)s mm, %(count)s on a sheet (%(code)s)", size=size, count=count, code=code)


class ListPage:
    """The list of one event: figures, filters, a page of rows and the waiting list."""

    def __init__(self, event: Event, search: Search, *, present: Select[Any]) -> None:
        self.event, self.search = event, search
        self.found = finding.find(event.id, search, present=present)
        self.counts = finding.counts_by_status(event.id)
        self.languages = [LANGUAGES[code] for code in finding.languages_of(event.id) if code in LANGUAGES]
        self._present = present
        self._questions = all_questions_of(event.id)

    @property
    def badge_sheets(self) -> list[tuple[str, str]]:
        """The paper that badges can be printed on."""
        return [(code, _paper(code, sheet)) for code, sheet in SHEETS.items()]

    @cached_property
    def rows(self) -> list[Row]:
        registrations = self.found.registrations
        undelivered = finding.undelivered_among(registrations)
        references = [ticket.reference for each in registrations for ticket in each.tickets]
        reference = self._present.selected_columns[0]
        said = answers_of([each.id for each in registrations]) if self._questions else {}
        inside = set(db.session.scalars(self._present.where(reference.in_(references))))
        return [
            Row(
                id=each.id,
                name=each.name,
                contact=contact_of(each),
                people=each.people,
                needs=each.needs,
                code=codes_of(each),
                language=LANGUAGES[each.language].name if each.language in LANGUAGES else each.language,
                since=format_day_without_year(each.signed_up_at),
                answers=said_in_words(self._questions, said.get(each.id, {})),
                badges=badges_of(
                    each,
                    undelivered=each.id in undelivered,
                    present=any(ticket.reference in inside for ticket in each.tickets),
                ),
            )
            for each in registrations
        ]

    @cached_property
    def waiting(self) -> list[tuple[int, Registration, str]]:
        waiting = queries.first_waiting(self.event.id, most=MOST_WAITING)
        return [(number, each, people_text(each.people)) for number, each in enumerate(waiting, 1)]

    @property
    def figures(self) -> list[tuple[str, int, str]]:
        confirmed, waiting, cancelled = (self.counts[each] for each in ("confirmed", "waiting", "cancelled"))
        offered, asked = self.counts["offered"], self.counts["asked"]
        capacity = self.event.capacity
        limit = _("No limit") if capacity is None else _("of %(num)s", num=capacity)
        return [
            (_("Places taken"), confirmed.people + offered.people, limit),
            (_("Sign-ups"), confirmed.registrations, _("that have a place")),
            *([(_("Offered"), offered.people, self._sign_ups(offered.registrations))] if offered.people else []),
            *([(_("Ask for a place"), asked.people, self._sign_ups(asked.registrations))] if asked.people else []),
            (_("On the waiting list"), waiting.people, self._sign_ups(waiting.registrations)),
            (_("Signed off"), cancelled.people, self._sign_ups(cancelled.registrations)),
        ]

    @staticmethod
    def _sign_ups(count: int) -> str:
        return ngettext("people, %(num)s sign-up", "people, %(num)s sign-ups", count)

    @property
    def chips(self) -> list[tuple[str, str, bool, int | None]]:
        """Filters as links: the words, the address, whether it is on, and how many it finds."""
        blank = Search(text=self.search.text, order=self.search.order, columns=self.search.columns)
        counts = {status: count.registrations for status, count in self.counts.items()}
        options: list[tuple[str, Search, int | None]] = [
            (_("All"), blank, sum(counts.values())),
            (_("Comes"), replace(blank, status="confirmed"), counts["confirmed"]),
            (_("Waits"), replace(blank, status="waiting"), counts["waiting"]),
            (_("Signed off"), replace(blank, status="cancelled"), counts["cancelled"]),
            *((status_names()[each], replace(blank, status=each), counts[each]) for each in RARE if counts[each]),
            *((words, replace(blank, coming=answer), None) for answer, words in self._answers),
            *((words, replace(blank, answer=self.search.answer), None) for words in self._chosen),
            (_("Present"), replace(blank, present="yes"), None),
            (_("Not present"), replace(blank, present="no"), None),
            (_("Needs something"), replace(blank, needs=True), None),
            (_("Mail did not arrive"), replace(blank, undelivered=True), None),
        ]
        here = replace(self.search, page=1, language="")
        return [(label, self.address(search), search == here, count) for label, search, count in options]

    @property
    def _answers(self) -> list[tuple[str, str]]:
        """What people can have said, where they were asked."""
        if not self.event.reconfirm_asked_at:
            return []
        return [("yes", _("Says: comes")), ("no", _("Says: does not come")), ("nothing", _("No answer yet"))]

    @property
    def _chosen(self) -> list[str]:
        """The answer that was asked for, in words."""
        if not self.search.answer:
            return []
        question_id, value = self.search.answer
        asked = [each for each in self._questions if each.id == question_id and value in choosable(each)]
        return [f"{each.label}: {choosable(each)[value]}" for each in asked]

    @property
    def orders(self) -> list[dict[str, str]]:
        names = {"newest": _("Newest first"), "oldest": _("Oldest first"), "name": _("By name")}
        return [{"code": code, "name": name} for code, name in (names | {"people": _("Largest group first")}).items()]

    @property
    def found_text(self) -> str:
        return ngettext("%(num)s sign-up", "%(num)s sign-ups", self.found.total) + ", " + people_text(self.found.people)

    def address(self, search: Search, page: int = 1) -> str:
        values: dict[str, Any] = asked(search) | ({"page": str(page)} if page > 1 else {})
        return url_for(".index", slug=self.event.slug, **values)

    def page_address(self, page: int) -> str:
        return self.address(self.search, page)

    @property
    def kept(self) -> dict[str, str]:
        """What a search form must not forget."""
        own = ("q", "language", "order", "columns")
        return {name: value for name, value in asked(self.search).items() if name not in own}

    @property
    def columns(self) -> list[tuple[str, str, bool]]:
        """What can be shown beside the name, and whether it is."""
        names = {
            "people": _("People"),
            "contact": _("Address or phone"),
            "code": _("Code"),
            "language": _("Language"),
            "needs": _("Needs"),
            "since": _("Signed up"),
            "answers": _("Answers"),
        }
        offered = [code for code in finding.COLUMNS if code != "answers" or self._questions]
        return [(code, names[code], code in self.search.columns) for code in offered]

    @property
    def all_text(self) -> str:
        """The box that chooses everybody who was found, on all pages."""
        return ngettext("Choose the %(num)s that was found", "Choose all %(num)s that were found", self.found.total)

    @property
    def asked(self) -> dict[str, str]:
        return asked(self.search)


def asked(search: Search) -> dict[str, str]:
    """The search as it stands in an address."""
    values = {
        "q": search.text,
        "status": search.status,
        "needs": "1" if search.needs else "",
        "language": search.language,
        "present": search.present,
        "undelivered": "1" if search.undelivered else "",
        "coming": search.coming,
        "answer": "-".join(map(str, search.answer)) if search.answer else "",
        "order": "" if search.order == "newest" else search.order,
        "columns": "" if search.columns == finding.COLUMNS else "-".join(("name", *search.columns)),
    }
    return {name: value for name, value in values.items() if value}


class OnePage:
    """One sign-up, as its organiser sees it."""

    def __init__(self, registration: Registration) -> None:
        self.registration, self.event = registration, registration.event
        self.undelivered = bool(finding.undelivered_among([registration]))

    @property
    def badges(self) -> list[tuple[str, str]]:
        return badges_of(self.registration, undelivered=self.undelivered, present=False)

    @property
    def is_cancelled(self) -> bool:
        return self.registration.is_gone

    @property
    def waits_for_answer(self) -> bool:
        """Whether they were asked if they come, and said nothing."""
        return waits_for_answer(self.registration)

    @cached_property
    def can_choose(self) -> bool:
        """Whether there is something to choose from for who has a place."""
        return self.registration.status == Status.CONFIRMED and has_slots(self.event.id)

    @property
    def can_be_passed_over(self) -> bool:
        return self.registration.status == Status.WAITING

    @property
    def facts(self) -> list[tuple[str, str]]:
        registration = self.registration
        facts = [
            (_("Signed up"), f"{format_moment(registration.signed_up_at)} ({self._entered_by})"),
            (_("Code on the ticket"), codes_of(registration)),
            *self._companions,
        ]
        if registration.cancelled_at:
            facts.append((status_names()[registration.status], format_moment(registration.cancelled_at)))
        if registration.offer_until:
            facts.append((_("Says yes or no before"), format_moment(registration.offer_until)))
        if registration.coming_said_at:
            facts.append((_("Said if they come"), format_moment(registration.coming_said_at)))
        if registration.status == Status.WAITING:
            facts.append((_("Number on the waiting list"), str(queries.waiting_number(registration))))
        facts += [(_("Chose"), line) for line in programme_lines(registration)]
        if registration.passed_over_at:
            facts.append((_("Passed over"), format_moment(registration.passed_over_at)))
            facts.append((_("Reason for passing over"), registration.passed_over_because))
        said = {each.question_id: each.value for each in registration.answers}
        return facts + said_in_words(all_questions_of(self.event.id) if said else [], said)

    @property
    def _companions(self) -> list[tuple[str, str]]:
        """Who comes along, each with the own code where there is one, and who of them stays at home."""
        registration = self.registration
        if not registration.separate:
            return [(_("Comes with"), name) for name in registration.companions.splitlines()]
        told = []
        for each in registration.tickets:
            name = each.name if each.position else registration.name
            if each.left_at:
                told.append((_("Does not come"), name or spell_code(each.code)))
            elif each.position:
                told.append((_("Comes with"), " ".join(filter(None, (name, f"({spell_code(each.code)})")))))
        return told

    @property
    def _entered_by(self) -> str:
        return {
            Source.SELF: _("by themselves"),
            Source.STAFF: _("by an organiser"),
            Source.IMPORT: _("from a file"),
        }[Source(self.registration.source)]

    @property
    def restored_hint(self) -> str:
        if rules.status_of_added(self.event, people=self.registration.people) == Status.CONFIRMED:
            return _("There is room: they get a place again.")
        return _("It is full: they come at the end of the waiting list.")


def call_rows(calls: Sequence[Call]) -> list[dict[str, Any]]:
    """The call list: whom, at which number, and what to say."""
    undelivered = letters_with_ids([call.letter_id for call in calls])
    return [
        {
            "id": call.id,
            "name": call.registration.name,
            "people": people_text(call.registration.people),
            "phone": call.registration.phone,
            "say": _say_instead_of(undelivered[call.letter_id])
            if call.letter_id in undelivered
            else what_to_say(call.reason),
            "written": format_moment(call.written_at),
            "called": _("Called %(when)s by %(name)s", when=format_moment(call.called_at), name=call.called_by)
            if call.called_at
            else "",
        }
        for call in calls
    ]


def _say_instead_of(letter: Letter) -> str:
    subject = subject_of(letter)
    return _("Our letter “%(subject)s” did not arrive. Tell what it says, and ask for the address.", subject=subject)


def what_to_say(reason: str) -> str:
    """The letter that could not be written, in one sentence for a telephone."""
    return {
        "place-free": _("There is a place for you after all. You can come."),
        "place-confirmed": _("You have a place again. You can come."),
        "part-place-free": _(
            "There is a place in the programme that you waited for. Look at the sign-up for the hour."
        ),
        "choices-changed": _("Your programme was changed. Say what it is now and at what time."),
        "on-waiting-list": _("You are on the waiting list. We call you when there is a place."),
        "registration-cancelled": _("You are signed off. Your place goes to somebody else."),
        "registration-changed": _("Your sign-up was changed. Say with how many people they come now."),
        "event-changed": _("The day, the time or the place has changed. Say what it is now."),
        "event-cancelled": _("The event does not take place."),
        "place-offered": _("There is a place. Ask if they come. The sign-up says until when the place is kept."),
        "offer-lapsed": _("We heard nothing in time. The place went to somebody else."),
        "are-you-coming": _("Ask if they still come. Do they not come? Then take them off the list."),
        "place-given-away": _("We heard nothing in time. The place went to somebody else."),
        "sign-up-asked": _("The organiser decides if there is a place. We call you then."),
        "sign-up-declined": _("There is no place for you this time."),
    }.get(reason, _("Something has changed. Look at the page of the event."))


class ImportPage:
    """A file as we read it: who is in it, what is wrong, and who is there already."""

    def __init__(self, event: Event, form: ImportForm) -> None:
        self.event, self._form = event, form
        table = _table_of(form)
        self.table = json.dumps(table, ensure_ascii=False)
        self._reading = importing.read(table, largest_party=rules.largest_party(event))
        self._doubles = importing.doubles(self._reading.parties, queries.known_people(event.id))

    @property
    def is_confirmed(self) -> bool:
        """Somebody saw the rows, and there is nothing wrong with any of them."""
        return bool(self._form.rows.data) and not self.faults

    @property
    def wanted(self) -> list[Party]:
        without = self._doubles if self._form.without_doubles.data else set()
        return [party for number, party in self._reading.parties if number not in without]

    @property
    def faults(self) -> list[str]:
        return [_("Row %(number)s: %(fault)s", number=number, fault=fault) for number, fault in self._reading.faults]

    @property
    def unread(self) -> str:
        return ", ".join(heading for heading in self._reading.unread if heading)

    @property
    def doubles(self) -> list[str]:
        return [
            _("Row %(number)s: %(name)s", number=number, name=party.name)
            for number, party in self._reading.parties
            if number in self._doubles
        ]

    @property
    def first_rows(self) -> list[tuple[int, Party, str]]:
        shown = self._reading.parties[:MOST_SHOWN]
        return [(number, party, party.email or party.phone or _("no e-mail, no phone")) for number, party in shown]

    @property
    def total(self) -> int:
        return len(self._reading.parties)

    @property
    def button(self) -> str:
        rest = self.total - len(self._doubles)
        return ngettext("Put %(num)s new sign-up on the list", "Put %(num)s new sign-ups on the list", rest)


def _table_of(form: ImportForm) -> list[list[str]]:
    """The rows of the file, or those that were seen and come back."""
    if not form.rows.data:
        return read_table(form.file.data.read() if form.file.data else b"")
    return seen_table(form.rows.data)
