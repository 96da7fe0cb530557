"""What an administrator keeps for all events, as plain values: each kind of thing is a shelf."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from ..connections.profiles.models import Exchange
from ..events.cards import Badge
from ..events.models import FocalPoint, Neighbourhood, Theme, Venue
from ..folding import fold
from ..i18n import _, ngettext
from ..organisations.models import Organisation
from ..organisations.pages import role_name
from . import queries
from .staff_forms import (
    ExchangeForm,
    FocalPointForm,
    KeptForm,
    MergeForm,
    NeighbourhoodForm,
    OrganisationForm,
    ThemeForm,
    VenueForm,
)


@dataclass(frozen=True)
class Shelf:
    """Everything of one kind, with the words around it."""

    code: str
    table: type[Any]
    form: type[KeptForm]
    title: str
    lead: str
    new: str
    can_merge: bool = False


class Room(NamedTuple):
    """A page of an administrator, and what it is for."""

    name: str
    text: str
    url: str


class Line(NamedTuple):
    name: str
    text: str
    url: str
    badges: list[Badge]
    colour: str = ""


@dataclass(frozen=True)
class ShelfPage:
    shelf: Shelf
    lines: list[Line]
    text: str
    number: int
    last: int
    is_long: bool  # long enough to be searched


class Colleague(NamedTuple):
    name: str
    role: str
    url: str


@dataclass(frozen=True)
class RowPage:
    """One thing of a shelf, with all that can be done to it."""

    shelf: Shelf
    id: int
    name: str
    used: str
    is_used: bool
    public_url: str = ""
    public_link: str = ""
    team: list[Colleague] | None = None  # of an organisation


def shelves() -> list[Shelf]:
    """What there is to keep, in the order of the menu."""
    return [
        Shelf(
            "organisaties", Organisation, OrganisationForm, _("Organisations"),
            _("Who makes events, and who works there."), _("New organisation"), can_merge=True,
        ),
        Shelf(
            "plekken", Venue, VenueForm, _("Venues"),
            _("Where events are: the address, and whether a wheelchair can get in."), _("New venue"), can_merge=True,
        ),
        Shelf(
            "wijken", Neighbourhood, NeighbourhoodForm, _("Neighbourhoods"),
            _("What people can search for in the agenda."), _("New neighbourhood"),
        ),
        Shelf(
            "themas", Theme, ThemeForm, _("Themes"),
            _("What events are about. Each theme counts for one focal point."), _("New theme"),
        ),
        Shelf(
            "uitwisselen", Exchange, ExchangeForm, _("Seeking and offering"),
            _("What people can seek and offer when they meet each other."), _("New thing to seek or offer"),
        ),
        Shelf(
            "speerpunten", FocalPoint, FocalPointForm, _("Focal points"),
            _("What the report of the year tells about."), _("New focal point"),
        ),
    ]  # fmt: skip


def rooms() -> list[Room]:
    """What an administrator looks after."""
    return [
        Room(_("People"), _("Who has an account, and in which team."), url_for("manage_staff.people")),
        *(Room(each.title, each.lead, url_for("house_staff.index", shelf=each.code)) for each in shelves()),
        Room(
            _("Texts"),
            _("Privacy, accessibility and how to reach you, in your own words."),
            url_for("site_staff.index"),
        ),
        Room(_("Proposals"), _("Events that people propose."), url_for("proposals_staff.index")),
        Room(
            _("Letters"),
            _("All letters of the service. Let them wait, or send them again."),
            url_for("mail_staff.index"),
        ),
        Room(
            _("Subscriptions"),
            _("How many people get letters about new events. Stop the letters to an address."),
            url_for("subscriptions_staff.index"),
        ),
        Room(_("Log"), _("Who changed what, and when."), url_for("manage_staff.log")),
    ]


def shelf_at(code: str) -> Shelf | None:
    return next((shelf for shelf in shelves() if shelf.code == code), None)


def form_of(shelf: Shelf, row: Any = None, **more: Any) -> KeptForm:
    """The questions about one thing, with what is known of it."""
    more["data"] = shelf.form.shown(row) if row else {"city": "Utrecht"}
    if shelf.table is Theme:
        more["focal_points"] = [(each.id, each.name) for each in queries.all_rows(FocalPoint)]
    return shelf.form(**more)


def merge_form(shelf: Shelf, row: Any) -> MergeForm | None:
    """With which others this can be put together: those with the same name stand first."""
    if not shelf.can_merge:
        return None
    others = [each for each in queries.all_rows(shelf.table) if each.id != row.id]
    others.sort(key=lambda each: fold(each.name) != fold(row.name))
    return MergeForm(others=[(each.id, _in_full(each)) for each in others])


def shelf_page(shelf: Shelf, text: str, number: int) -> ShelfPage:
    rows, count = queries.rows_like(shelf.table, text, page=number)
    numbers = queries.counts(shelf.table)
    describe = _describer(shelf)
    return ShelfPage(
        shelf=shelf,
        lines=[describe(row, numbers.get(row.id, 0)) for row in rows],
        text=text,
        number=number,
        last=max(-(-count // queries.PAGE), 1),
        is_long=bool(text) or count > queries.PAGE,
    )


def row_page(shelf: Shelf, row: Any) -> RowPage:
    number = queries.count_at(shelf.table, row.id)
    is_organisation = shelf.table is Organisation
    team = _team(row.id) if is_organisation else None
    return RowPage(
        shelf=shelf,
        id=row.id,
        name=row.name,
        used=_used(shelf, number),
        is_used=bool(number or team) or (is_organisation and queries.has_stands(row.id)),
        public_url=_public_url(row),
        public_link=_("Look at the page") if is_organisation else _("Look in the agenda"),
        team=team,
    )


def _public_url(row: Any) -> str:
    """Where visitors meet it."""
    if isinstance(row, Organisation):
        return url_for("events.show_organisation", slug=row.slug)
    if isinstance(row, Theme):
        return url_for("events.agenda", thema=row.slug)
    return url_for("events.agenda", wijk=row.slug) if isinstance(row, Neighbourhood) else ""


def _team(organisation_id: int) -> list[Colleague]:
    return [
        Colleague(account.name, role_name(role), url_for("manage_staff.person", account_id=account.id))
        for account, role in queries.team_of(organisation_id)
    ]


def _used(shelf: Shelf, number: int) -> str:
    if shelf.table is Exchange:
        return ngettext("%(num)s person", "%(num)s people", number)
    if shelf.table is FocalPoint:
        return ngettext("%(num)s theme", "%(num)s themes", number)
    return ngettext("%(num)s event", "%(num)s events", number)


def _describer(shelf: Shelf) -> Callable[[Any, int], Line]:
    """How a row of this shelf stands in its list."""
    teams = queries.team_sizes() if shelf.table is Organisation else {}
    twice = queries.names_twice() if shelf.table is Venue else set()

    def describe(row: Any, number: int) -> Line:
        facts = [_used(shelf, number)]
        badges = []
        if shelf.table is Organisation:
            facts.append(ngettext("%(num)s person in the team", "%(num)s people in the team", teams.get(row.id, 0)))
            badges = [Badge(_("Ambassador"))] if row.ambassador else []
        elif shelf.table is Venue:
            facts = [", ".join(row.lines[1:]), *facts]
            badges = _venue_badges(row, has_twin=fold(row.name) in twice)
        elif shelf.table is Neighbourhood and row.includes:
            facts.append(", ".join(row.includes))
        url = url_for("house_staff.show", shelf=shelf.code, row_id=row.id)
        return Line(row.name, " · ".join(filter(None, facts)), url, badges, getattr(row, "colour", ""))

    return describe


def _venue_badges(venue: Venue, *, has_twin: bool) -> list[Badge]:
    badges = [Badge(_("More than one with this name"), "warn")] if has_twin else []
    if not (venue.address or venue.postcode):
        badges.append(Badge(_("No address"), "warn"))
    if venue.wheelchair is None:
        badges.append(Badge(_("Wheelchair: not known")))
    return badges


def _in_full(row: Any) -> str:
    return ", ".join(row.lines) if isinstance(row, Venue) else row.name
