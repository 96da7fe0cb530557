"""What the agenda and the pages of events show, as plain values: templates choose words and order."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from flask import url_for
from werkzeug.datastructures import MultiDict

from .. import formats
from ..calendars.entries import Entry
from ..calendars.links import Follow, add_links, follow
from ..calendars.links import Link as CalendarLink
from ..i18n import DEFAULT, Said, _, current_language
from ..organisations.models import Organisation
from ..programme.pages import ProgrammeShown, programme_of
from ..registrations.rules import closing_time, is_open
from ..web import address, dialled, settings
from . import cards, finding, pictures, queries, rules
from .cards import Badge, Card, Group
from .forms import Choice, Choices, Search, read_search
from .machines import schema_of
from .models import Event, Precision, Series, Status, Venue
from .rules import SignUp

MAP = "https://www.openstreetmap.org/search?query="
CHIPS = 6  # themes that stand above "more"


@dataclass(frozen=True)
class AgendaPage:
    """What was looked for, and what was found."""

    search: Search
    choices: Choices
    groups: list[Group]
    total: int
    page: int
    pages: int

    def address_of(self, page: int) -> str:
        """The same search at another page of its results."""
        return url_for("events.agenda", **self.search.query(page=page))

    @property
    def follow(self) -> Follow:
        """What is coming of this search, in a calendar."""
        return follow(self._elsewhere("events.agenda_calendar"), name=settings().site_name)

    @property
    def calendar_url(self) -> str:
        return url_for("events.agenda_calendar", **self._coming)

    @property
    def atom_url(self) -> str:
        return url_for("events.agenda_news", **self._coming)

    @property
    def frame_url(self) -> str:
        """The list of this search for on another site."""
        return self._elsewhere("events.embedded")

    @property
    def _coming(self) -> dict[str, Any]:
        return replace(self.search, past=False).query(page=1)

    def _elsewhere(self, endpoint: str) -> str:
        return address(endpoint, language=current_language().code, **self._coming)

    @property
    def to_subscribe(self) -> dict[str, Any]:
        """What of the search can be chosen for letters about new events too."""
        asked = self.search.query(page=1)
        names = ("thema", "wijk", "soort", "taal", "organisatie", "netwerk")
        return {name: asked[name] for name in names if name in asked}

    @property
    def organisation(self) -> Choice | None:
        """Whose events alone are shown."""
        return next((each for each in self.choices.organisations if each.code == self.search.organisation), None)

    @property
    def first_themes(self) -> list[Choice]:
        return self.choices.themes[:CHIPS]

    @property
    def other_themes(self) -> list[Choice]:
        return self.choices.themes[CHIPS:]

    @property
    def shows_more(self) -> bool:
        """Whether the fields under "more" are open: one of them is in use."""
        return self.search.is_detailed or any(theme.code in self.search.themes for theme in self.other_themes)


class Link(NamedTuple):
    name: str
    url: str


class DateLink(NamedTuple):
    """Another date of the same series."""

    day: str
    title: str
    url: str
    is_cancelled: bool


class PictureShown(NamedTuple):
    """The picture of an event, at its two addresses."""

    alt: str
    width: int
    height: int
    small_url: str
    large_url: str


class Preview(NamedTuple):
    """What a group chat shows beside the address of an event."""

    description: str
    url: str
    picture_url: str
    picture_says: str


@dataclass(frozen=True)
class EventPage:
    """Everything a reader may know of an event; never the address of an online meeting."""

    event: Event
    sign_up: SignUp
    badges: list[Badge]
    kind: str
    day: str
    hours: str
    starts: str  # for machines
    cost: str
    languages: str
    accessibility: list[str]
    hosts: list[Link]
    themes: list[Link]
    contact_phone: str
    contact_link: str
    add_links: list[CalendarLink]  # into calendars on the web; none where it cannot be kept
    opens_at: str = ""
    closes_at: str = ""
    attendance: str = ""
    map_url: str = ""
    to_subscribe: dict[str, Any] = field(default_factory=dict)  # what else of this kind can be told of
    preview: Preview | None = None
    schema: dict[str, Any] | None = None  # for search engines
    picture: PictureShown | None = None
    only_dutch: str = ""  # the first text that the reader does not get in their own language
    series: Link | None = None
    other_dates: list[DateLink] = field(default_factory=list)
    programme: ProgrammeShown | None = None


@dataclass(frozen=True)
class OrganisationPage:
    organisation: Organisation
    coming: list[Card]
    past: list[Card]
    follow: Follow


def agenda_page(asked: MultiDict[str, str], *, now: datetime) -> AgendaPage:
    """The agenda for what stands in the address of the page."""
    known = all_choices()
    search = read_search(asked, known)
    if search.past:
        found = finding.past_events(search, now=now)
        groups = cards.years(found.events)
    else:
        found = finding.upcoming_events(search, now=now)
        groups = cards.months(found.events, found.later_dates, now=now)
    return AgendaPage(search, known, groups, total=found.total, page=found.page, pages=found.pages)


def embedded_page(search: Search, *, now: datetime) -> list[Group]:
    """What another site shows of the agenda: the next events of this search."""
    found = finding.upcoming_events(replace(search, past=False, page=1), now=now)
    return cards.months(found.events, found.later_dates, now=now)


def event_page(event: Event, *, now: datetime) -> EventPage:
    """The page of one event."""
    sign_up = rules.sign_up(event, is_open=is_open(event, now=now), now=now)
    phone = event.contact_phone or settings().contact_phone
    hosts, themes = queries.hosts_and_themes(event.id)
    language = current_language().code
    return EventPage(
        event=event,
        sign_up=sign_up,
        badges=_badges(event, sign_up, now=now),
        kind=cards.kind_names().get(event.kind, event.kind),
        day=cards.day_text(event),
        hours=cards.hours_text(event),
        starts=_for_machines(event),
        cost=formats.format_cost(event.cost_cents),
        languages=formats.language_names(event.languages),
        accessibility=accessibility(event.venue),
        hosts=[Link(name, url_for("events.show_organisation", slug=slug)) for slug, name in hosts],
        themes=[Link(names.get(language, name), url_for("events.agenda", thema=slug)) for slug, name, names in themes],
        contact_phone=phone,
        contact_link=f"tel:{dialled(phone)}",
        add_links=_add_links(event) if _can_be_kept(event, sign_up) else [],
        opens_at=_moment(event.registration_opens_at) if sign_up == SignUp.NOT_YET else "",
        closes_at=_moment(closing_time(event)) if sign_up == SignUp.OPEN and event.registration_closes_at else "",
        attendance=cards.attendance(event.known_attendance) if event.known_attendance else "",
        map_url=_map_url(event.venue),
        picture=picture_shown(event),
        only_dutch=_only_dutch(event),
        to_subscribe=_alike(event, themes),
        preview=_preview(event) if rules.has_preview(event) else None,
        schema=None if event.unlisted or event.private else schema_of(event, hosts),
        series=_series_link(event.series),
        other_dates=_other_dates(event, now=now),
        programme=programme_of(event, sign_up=sign_up),
    )


def _can_be_kept(event: Event, sign_up: SignUp) -> bool:
    return sign_up not in (SignUp.PAST, SignUp.CANCELLED) and event.precision == Precision.DAY


def _add_links(event: Event) -> list[CalendarLink]:
    language = current_language().code
    return add_links(
        Entry(
            uid=event.uid,
            sequence=event.sequence,
            title=_("Your appointment") if event.private else event.said("title", language),
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            changed_at=event.changed_at,
            description="" if event.private else event.said("summary", language),
            location=", ".join(event.venue.lines) if event.venue else "",
            url=address("events.show", language=language, slug=event.slug),
        )
    )


def organisation_page(organisation: Organisation, *, now: datetime) -> OrganisationPage:
    """What an organisation does for everybody."""
    return OrganisationPage(
        organisation,
        coming=[cards.event_card(item, now=now) for item in queries.public_events_of(organisation.id, now=now)],
        past=[cards.past_card(item) for item in queries.public_past_events_of(organisation.id, now=now)],
        follow=follow(
            address("events.organisation_calendar", language=current_language().code, slug=organisation.slug),
            name=organisation.name,
        ),
    )


def _alike(event: Event, themes: list[queries.Subject]) -> dict[str, Any]:
    """What letters about events like this one would be asked with; nothing where not everybody may know of it."""
    if event.unlisted:
        return {}
    where = {"wijk": event.neighbourhood.slug} if event.neighbourhood else {}
    return ({"thema": [theme.slug for theme in themes]} if themes else {"soort": event.kind}) | where


def all_choices() -> Choices:
    """Everything that can be chosen, in the language of the page."""
    return Choices(
        neighbourhoods=queries.neighbourhood_choices(),
        themes=queries.theme_choices(current_language().code),
        kinds=[Choice(code, name) for code, name in cards.kind_names().items()],
        languages=[Choice(code, name) for code, name in formats.spoken_languages().items()],
        organisations=queries.organisation_choices(),
        networks=queries.network_choices(),
    )


def _badges(event: Event, sign_up: SignUp, *, now: datetime) -> list[Badge]:
    if sign_up == SignUp.PAST:
        return []
    badge = cards.places_badge(event, rules.places(event, now=now))
    return [badge] if badge else []


def accessibility(venue: Venue | None) -> list[str]:
    """Whether a wheelchair can get in, and onto the toilet; that we do not know is said too."""
    if venue is None:
        return []
    wheelchair = {
        True: _("Wheelchair: yes"),
        False: _("Wheelchair: no"),
        None: _("Wheelchair: we do not know yet, ask us"),
    }
    toilet = {
        True: _("Toilet for a wheelchair: yes"),
        False: _("Toilet for a wheelchair: no"),
        None: _("Toilet for a wheelchair: we do not know yet, ask us"),
    }
    return [wheelchair[venue.wheelchair], toilet[venue.wheelchair_toilet]]


def _series_link(series: Series | None) -> Link | None:
    if series is None:
        return None
    return Link(series.said("title", current_language().code), url_for("series.show", slug=series.slug))


def _other_dates(event: Event, *, now: datetime) -> list[DateLink]:
    if event.series is None:
        return []
    return [
        DateLink(
            day=formats.format_when(date.starts_at, date.ends_at),
            title="" if date.title == event.title else _title_of(date),
            url=url_for("events.show", slug=date.slug),
            is_cancelled=date.status == Status.CANCELLED,
        )
        for date in queries.other_dates(event, now=now)
    ]


def _title_of(date: queries.OtherDate) -> Said:
    language = current_language().code
    translated = date.texts.get(language, {}).get("title")
    return Said(translated, language) if translated else Said(date.title, DEFAULT)


def _for_machines(event: Event) -> str:
    start = formats.local(event.starts_at).isoformat(timespec="minutes")
    return {Precision.MONTH: start[:7], Precision.YEAR: start[:4]}.get(Precision(event.precision), start)


def _preview(event: Event) -> Preview:
    language = current_language().code
    when = _(", ").join(filter(None, (cards.day_text(event), cards.hours_text(event))))
    return Preview(
        description=event.said("summary", language) or when,
        url=address("events.show", language=language, slug=event.slug),
        picture_url=address("sharing.picture", language=language, slug=event.slug),
        picture_says=_("%(title)s: %(when)s", title=event.said("title", language), when=when),
    )


def picture_shown(event: Event) -> PictureShown | None:
    if (picture := event.picture) is None:
        return None
    small, large = (
        url_for("events.picture", slug=event.slug, mark=picture.mark, width=width) for width in pictures.WIDTHS
    )
    return PictureShown(picture.alt, picture.width, picture.height, small, large)


def _only_dutch(event: Event) -> str:
    language = current_language().code
    told = {name: event.said(name, language) for name in ("summary", "description")}
    return next((name for name, text in told.items() if text and text.language != language), "")


def _moment(moment: datetime | None) -> str:
    """vrijdag 4 juni 2027, 12.00 uur"""
    if moment is None:
        return ""
    return _("%(day)s, %(hour)s", day=formats.format_day(moment), hour=formats.format_hour(moment))


def _map_url(venue: Venue | None) -> str:
    """Where a map shows the place; an ordinary link, nothing of it is loaded by our page."""
    if venue is None or not (venue.address or venue.postcode):
        return ""
    return MAP + quote_plus(", ".join(venue.lines[1:]))
