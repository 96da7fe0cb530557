"""What an event's team sees, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from .. import formats
from ..fields import whole_number
from ..i18n import _, current_language, ngettext
from ..organisations.log_words import sentence
from ..organisations.queries import networks_by_name, notes_about, organisations_by_name
from ..organisations.rules import Staff, may_organise
from ..registrations.coming.queries import count_answers
from ..registrations.delivery.queries import count_undelivered
from ..registrations.growth import Growth, growth
from ..registrations.queries import count_open_calls, people_by_status, sign_ups_over_time
from ..registrations.series import actions as series
from ..registrations.series.actions import Looked
from ..registrations.series.queries import other_dates
from ..tokens import fingerprint
from . import attention, queries, staff_rules
from .cards import kind_names
from .kinds import USUAL, Usual, how_it_goes, what_it_is
from .models import Event, Kind, Status
from .pages import PictureShown, picture_shown
from .proposals.models import Proposal
from .proposals.queries import proposal_by_id
from .readability import Hint, hints
from .staff_forms import HostsForm, MoreForm, PartForm, PictureForm, PlacesForm, TextsForm, WhatForm, WhereForm
from .staff_rules import Section

READ_BY_ALL = ("summary", "description", "audience", "bring")
MOST_HINTS = 3
MOST_NAMES = 200
LATER, ALL = "later", "all"  # which dates of a series a change is for, beside this one
PARTS = ("what", "where", "places", "more", "hosts", "texts")


@dataclass(frozen=True)
class KindChoice:
    """A kind of event that can be made."""

    code: str
    name: str
    text: str
    facts: list[str]
    defaults: dict[str, str]


class Part(NamedTuple):
    """A part of an event that is saved on its own."""

    code: str
    title: str
    summary: str
    form: PartForm
    is_open: bool
    hints: dict[str, list[Hint]]  # per question, the sentences that are too hard


@dataclass(frozen=True)
class EditPage:
    parts: list[Part]
    picture_form: PictureForm
    picture_is_open: bool
    venue_names: list[str]
    picture: PictureShown | None
    missing: list[LazyString]
    can_unpublish: bool
    can_call_off: bool
    other_dates: int  # of the same series, which a change can be for as well


class Figure(NamedTuple):
    label: str
    number: int
    text: str


class Line(NamedTuple):
    at: str
    what: str


@dataclass(frozen=True)
class OverviewPage:
    figures: list[Figure]
    tasks: list[attention.Task]
    growth: Growth | None
    history: list[Line]


@dataclass(frozen=True)
class SurePage:
    """A change before it is saved: which dates it is for, and who hears of it."""

    looked: Looked
    sent: MultiDict[str, str]

    @property
    def asks(self) -> bool:
        return self.looked.is_heard or len(self.looked.dates) > 1

    @property
    def mark(self) -> str:
        """Stands for what was seen: when it would be something else meanwhile, it is shown again."""
        return fingerprint(repr(self.looked))[:32]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What was sent, to be sent once more with the button."""
        return [each for each in self.sent.items(multi=True) if each[0] != "sure"]

    @property
    def dates(self) -> list[tuple[str, str]]:
        return [(title, formats.format_when(starts_at, ends_at)) for title, starts_at, ends_at in self.looked.dates]

    @property
    def written(self) -> list[str]:
        return sorted(self.looked.written)[:MOST_NAMES]

    @property
    def more(self) -> str:
        """How many names are not shown."""
        left = len(self.looked.written) - MOST_NAMES
        return ngettext("and %(num)s more", "and %(num)s more", left) if left > 0 else ""

    @property
    def who_is_written(self) -> str:
        return ngettext("%(num)s letter goes out", "%(num)s letters go out", len(self.looked.written))

    @property
    def who_is_called(self) -> str:
        return ngettext(
            "%(num)s person comes on the call list", "%(num)s people come on the call list", len(self.looked.called)
        )


@dataclass(frozen=True)
class CallOffPage:
    people: int
    text: str


def organisations_of(staff: Staff) -> list[tuple[int, str]]:
    """For which organisations somebody can make an event."""
    rows = organisations_by_name(None if staff.is_administrator else staff.organises_for)
    return [(row.id, row.name) for row in rows]


def kind_choices() -> list[KindChoice]:
    names = kind_names()
    return [
        KindChoice(kind, names[kind], what_it_is(kind), how_it_goes(kind), _beginning(kind, usual))
        for kind, usual in USUAL.items()
    ]


def _beginning(kind: Kind, usual: Usual) -> dict[str, str]:
    """What a form for a new event of this kind begins with."""
    ends = datetime.combine(date.min, usual.starts) + usual.lasts
    capacity = "" if usual.capacity is None else str(usual.capacity)
    return {"kind": kind, "starts": f"{usual.starts:%H.%M}", "ends": f"{ends:%H.%M}", "capacity": capacity}


def proposal_for(staff: Staff, number: str) -> Proposal | None:
    """The proposal that an administrator makes an event of."""
    if not staff.is_administrator or not number.isdecimal() or len(number) > 9:
        return None
    return proposal_by_id(int(number))


def beginning(kind: KindChoice | None, proposal: Proposal | None) -> dict[str, Any]:
    """What a form for a new event begins with."""
    data = dict(kind.defaults) if kind else {}
    return data | ({"title": proposal.title, "place": proposal.place} if proposal else {})


def kind_choice(code: str) -> KindChoice | None:
    return next((kind for kind in kind_choices() if kind.code == code), None)


def part_form(code: str, staff: Staff, **given: Any) -> PartForm | None:
    """The form of this part of an event, empty or with what was sent."""
    match code:
        case "what":
            themes = [(theme.code, theme.name) for theme in queries.theme_choices(current_language().code)]
            return WhatForm(themes=themes, languages=list(formats.spoken_languages().items()), **given)
        case "where":
            choices = queries.neighbourhood_choices()
            return WhereForm(neighbourhoods=[(choice.code, choice.name) for choice in choices], **given)
        case "places":
            return PlacesForm(**given)
        case "more":
            return MoreForm(**given)
        case "hosts":
            own = None if staff.is_administrator else staff.organises_for
            organisations = [(each.id, each.name) for each in organisations_by_name()]
            networks = [(each.id, each.name) for each in networks_by_name()]
            return HostsForm(organisations=organisations, networks=networks, own=own, **given)
        case "texts":
            return TextsForm(**given)
    return None


def edit_page(
    event: Event,
    staff: Staff,
    *,
    opened: str = "",
    refused: dict[str, PartForm] | None = None,
    picture_form: PictureForm | None = None,
    now: datetime,
) -> EditPage:
    """All parts of an event; a part that was refused keeps what was typed, and stands open."""
    refused = refused or {}
    parts = []
    for code in PARTS:
        form = refused.get(code) or _filled(code, event, staff)
        is_open = (
            code in refused or code == opened or (not opened and not refused and not picture_form and code == "what")
        )
        parts.append(Part(code, _titles()[code], _summary(code, event), form, is_open, _hints(form)))
    return EditPage(
        parts=parts,
        picture_form=picture_form or picture_form_of(event, unread=True),
        venue_names=queries.venue_names(),
        picture_is_open=bool(picture_form) or opened == "picture",
        picture=picture_shown(event),
        missing=staff_rules.missing(event) if event.status == Status.DRAFT else [],
        can_unpublish=event.status == Status.PUBLISHED and not (event.taken or event.waiting or event.asked),
        can_call_off=event.status == Status.PUBLISHED and not event.is_past(now),
        other_dates=len(dates_asked(event, staff, ALL, now=now)),
    )


def picture_form_of(event: Event, *, unread: bool = False) -> PictureForm:
    """Empty or with what was sent; `unread` where that is too much to read."""
    more = {"formdata": None} if unread else {}
    alt = event.picture.alt if event.picture else ""
    return PictureForm(has_picture=event.picture is not None, data={"alt": alt}, **more)


def overview_page(event: Event, *, may_organise: bool, now: datetime) -> OverviewPage:
    """How an event stands; what asks for attention only for who can do something about it."""
    people = people_by_status(event.id)
    calls = count_open_calls([event.id]).get(event.id, 0)
    failed = count_undelivered([event.id]).get(event.id, 0)
    limit = _("No limit") if event.capacity is None else _("of %(num)s", num=event.capacity)
    todo = attention.tasks(event, failed_letters=failed, calls=calls, now=now)
    if not event.is_past(now) and not event.is_cancelled:
        todo += attention.unfinished(event)
    return OverviewPage(
        figures=[
            Figure(_("Places taken"), event.taken, limit),
            Figure(_("People who wait"), people.get("waiting", 0), _("in order of arrival")),
            *_answers(event),
            Figure(_("Letters not arrived"), failed, _("the address may be wrong")),
            Figure(_("People who signed off"), people.get("cancelled", 0), _("their places are free again")),
        ],
        tasks=todo if may_organise else [],
        growth=growth(sign_ups_over_time(event.id), capacity=event.capacity, until=min(now, event.ends_at)),
        history=[
            Line(f"{formats.format_day(note.at)}, {formats.format_hour(note.at)}", _history(note.what, note.after))
            for note in notes_about(f"event/{event.id}", limit=10)
        ],
    )


def _answers(event: Event) -> list[Figure]:
    """What people said who were asked once more if they come."""
    if not event.reconfirm_asked_at:
        return []
    said = count_answers(event.id)
    text = _("%(no)s said no, %(nothing)s said nothing", no=said.no, nothing=said.nothing)
    return [Figure(_("People who said: I am coming"), said.yes, text)]


def call_off_page(event: Event) -> CallOffPage:
    """How many people will hear of it."""
    people = people_by_status(event.id)
    number = sum(people.get(status, 0) for status in ("confirmed", "waiting", "offered", "asked"))
    text = ngettext(
        "%(num)s person signed up or waits. We tell them right away.",
        "%(num)s people signed up or wait. We tell them right away.",
        number,
    )
    return CallOffPage(number, text)


def dates_asked(event: Event, staff: Staff, which: str, *, now: datetime) -> list[Event]:
    """The other dates of the series that a change is for as well: later ones, or all; as far as this is their team."""
    others = [
        date
        for date in other_dates(event, now=now)
        if may_organise(staff, [organisation.id for organisation in date.organisations])
    ]
    return {LATER: [date for date in others if date.starts_at >= event.starts_at], ALL: others}.get(which, [])


def asked_edit(
    event: Event, staff: Staff, form: PartForm, sent: MultiDict[str, str], *, now: datetime
) -> dict[str, Any]:
    """What an organiser wants of an event, as `edit` takes it."""
    others = dates_asked(event, staff, sent.get("dates", ""), now=now)
    return {
        "changes": form.changes(),
        "dates": [date.id for date in others],
        "seen": -1 if (seen := whole_number(form.seen.data)) is None else seen,
        "by": staff.account_id,
        "now": now,
    }


def to_be_sure_of(event: Event, asked: dict[str, Any], sent: MultiDict[str, str]) -> SurePage | None:
    """What the organiser must see before it is saved: nothing where it is this event alone and nobody hears of it."""
    if not asked["dates"] and not (event.taken or event.waiting or event.asked):
        return None
    looked = series.look_at_edit(event.id, **asked)
    page = SurePage(looked, sent)
    return page if page.asks and sent.get("sure") != page.mark else None


def _filled(code: str, event: Event, staff: Staff) -> PartForm:
    form = part_form(code, staff, formdata=None)
    assert form is not None
    form.fill(event)
    return form


def _hints(form: PartForm) -> dict[str, list[Hint]]:
    fields = (field for field in form if field.name in READ_BY_ALL)
    return {field.name: found[:MOST_HINTS] for field in fields if (found := hints(field.data or ""))}


def section_choices() -> list[tuple[str, str]]:
    """What may go along in a copy."""
    return [
        (Section.TEXTS, _("The texts")),
        (Section.SUBJECTS, _("The subjects")),
        (Section.PLACE, _("The place")),
        (Section.CONTACT, _("Who people call")),
        (Section.SIGN_UP, _("How people sign up")),
        (Section.SERIES, _("The series")),
        (Section.PROGRAMME, _("The programme")),
    ]


def _titles() -> dict[str, str]:
    return {
        "what": _("What"),
        "where": _("When and where"),
        "places": _("Signing up"),
        "more": _("More"),
        "hosts": _("Who organises it"),
        "texts": _("Other languages"),
    }


def _summary(code: str, event: Event) -> str:
    """What a closed part says of itself."""
    when = formats.format_when(event.starts_at, event.ends_at)
    places = _("No limit") if event.capacity is None else ngettext("%(num)s place", "%(num)s places", event.capacity)
    return {
        "what": event.summary or _("There is no short text yet."),
        "where": f"{when}. {event.venue.name if event.venue else event.online_url or _('There is no place yet.')}",
        "places": places,
        "more": formats.format_cost(event.cost_cents),
        "hosts": _(", ").join(organisation.name for organisation in event.organisations),
        "texts": formats.language_names(tuple(event.texts)) or _("Only in Dutch"),
    }[code]


def _history(what: str, after: dict[str, Any]) -> str:
    return {
        "event.made": _("Made"),
        "event.copied": _("Copied from an earlier event"),
        "event.changed": _("Changed"),
        "event.published": _("Published"),
        "event.draft": _("Made a draft again"),
        "event.cancelled": _("Cancelled"),
        "part.added": _("Added to the programme"),
        "part.changed": _("Changed in the programme"),
        "part.moved": _("Changed the order of the programme"),
        "part.removed": _("Taken out of the programme"),
    }.get(what) or sentence(what)
