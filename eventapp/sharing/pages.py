"""What helps to make an event known: posters, a picture and a text, in each language."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from flask import url_for

from .. import formats
from ..connections.profiles import rules as profiles
from ..events import cards
from ..events.models import Event
from ..events.rules import Obstacle, obstacle_to_sharing
from ..i18n import DEFAULT, LANGUAGES, Language, _, current_language, in_language
from ..tickets import paper
from ..tickets.meet_cards import MeetCard
from ..tickets.posters import Paper, Poster
from ..tokens import SHORT_CODE_LETTERS
from ..web import address, settings


@dataclass(frozen=True)
class Pack:
    """What can be handed out in one language."""

    language: Language
    posters: list[tuple[Paper, str]]
    picture_url: str
    text: str
    is_legible: bool  # whether this machine has the letters


@dataclass(frozen=True)
class SharePage:
    obstacle: Obstacle | None
    packs: list[Pack]
    is_private: bool
    has_cards: bool  # for the tables, where people meet each other


def share_page(event: Event, *, now: datetime) -> SharePage:
    """All that can be handed out for this event, or why not."""
    obstacle = obstacle_to_sharing(event, now=now)
    packs = [] if obstacle else [_pack(event, language) for language in LANGUAGES.values()]
    has_cards = profiles.is_open(event, now=now) and not event.is_practice
    return SharePage(obstacle, packs, is_private=event.private, has_cards=has_cards)


def meet_card_of(event: Event) -> MeetCard:
    """What lies on the tables where people meet each other."""
    link = address("profiles.from_card", language=DEFAULT, slug=event.slug)
    return MeetCard(settings().site_name, event.title, link)


def picture_mark(event: Event) -> str:
    """Another value as soon as the picture may look different."""
    return f"{current_language().code}-{event.sequence}-{event.changed_at.timestamp()}"


def short_code(event: Event) -> str:
    """12-K7M4: the event's number, and four signs that keep unlisted events from being found by counting."""
    digest = hashlib.sha256(f"short|{event.uid}".encode()).digest()
    return f"{event.id}-" + "".join(SHORT_CODE_LETTERS[byte % 32] for byte in digest[:4])


def number_in(code: str) -> int | None:
    """The number of the event that a short code says it is of."""
    number = code.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def poster_of(event: Event) -> Poster:
    """What a poster of this event says, in the language of the moment."""
    language = current_language()
    day = formats.local(event.starts_at).date()
    organisations = _(", ").join(organisation.name for organisation in event.organisations)
    languages = formats.language_names(event.languages)
    phone = (event.contact_phone or settings().contact_phone).replace(" ", "\u00a0")
    return Poster(
        language=language.code,
        direction=language.direction,
        site_name=settings().site_name,
        title=event.said("title", language.code),
        lead=event.said("summary", language.code),
        weekday=format_date(day, "EEEE", locale=language.code),
        day=str(day.day),
        month=format_date(day, "MMMM", locale=language.code),
        hours=cards.hours_text(event),
        day_and_hours=_when(event),
        place=_place(event),
        cost=formats.format_cost(event.cost_cents),
        sign_up=_sign_up(event),
        languages=_("We speak: %(languages)s.", languages=languages) if languages else "",
        organised_by=_("Organised by: %(names)s.", names=organisations) if organisations else "",
        questions=_("Do you have a question? Call %(phone)s.", phone=phone),
        address=short_address(event, language),
        code_label=_("QR code that opens the page of this event"),
        caption=_("Read more with this code, or at:"),
    )


def _sign_up(event: Event) -> str:
    if event.drop_in:
        return _("You need not sign up. Just walk in.")
    if event.places_left == 0 and not event.waiting_list:
        return _("Read with the code on this poster whether there is a place.")
    return _("Sign up with the code on this poster.")


def short_address(event: Event, language: Language) -> str:
    """An address that is short on paper, and all capitals so that its QR code stays small."""
    if language.code == DEFAULT:
        return address("sharing.short", language=DEFAULT, code=short_code(event)).upper()
    return address("sharing.short", language=DEFAULT, code=short_code(event), reader=language.code).upper()


def text_for_a_group(event: Event) -> str:
    """A few lines to paste into the group chat of a neighbourhood, in the language of the moment."""
    lines = [
        event.said("title", current_language().code),
        _when(event),
        ", ".join(_place(event)),
        formats.format_cost(event.cost_cents),
        _("You need not sign up. Just walk in.") if event.drop_in else "",
        _("Read more or sign up: %(address)s", address=address_of(event)),
    ]
    return "\n".join(line for line in lines if line)


def address_of(event: Event) -> str:
    """The whole address of the event's page, in the language of the moment."""
    return address("events.show", language=current_language().code, slug=event.slug)


def _pack(event: Event, language: Language) -> Pack:
    with in_language(language.code):
        text = text_for_a_group(event)
    return Pack(
        language=language,
        posters=[
            (size, url_for("sharing_staff.poster", slug=event.slug, paper=size.value, reader=language.code))
            for size in Paper
        ],
        picture_url=url_for("sharing_staff.picture", slug=event.slug, reader=language.code),
        text=text,
        is_legible=language.code != "ar" or paper.shows_arabic(),
    )


def _when(event: Event) -> str:
    if not cards.hours_text(event):
        return cards.day_text(event)
    return formats.format_when(event.starts_at, event.ends_at)


def _place(event: Event) -> tuple[str, ...]:
    """At most two lines: the name, and the address."""
    if event.venue:
        name, *rest = event.venue.lines
        return (name, ", ".join(rest)) if rest else (name,)
    place = cards.place_text(event)
    return (place,) if place else ()
