"""Dates, times and amounts as people read them, in the language of the page; Latin digits everywhere."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from html import unescape
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from flask import current_app
from markdown_it import MarkdownIt
from markupsafe import Markup
from nh3 import clean

from .i18n import _, current_language

DAY = {"nl": "EEEE d MMMM y", "en": "EEEE d MMMM y", "tr": "d MMMM y EEEE", "ar": "EEEE d MMMM y"}
DAY_WITHOUT_YEAR = {"nl": "EEEE d MMMM", "en": "EEEE d MMMM", "tr": "d MMMM EEEE", "ar": "EEEE d MMMM"}
HOUR = {"nl": "H.mm", "en": "H:mm", "tr": "HH:mm", "ar": "HH:mm"}

TAGS = {"p", "em", "strong", "ul", "ol", "li", "br", "a", "h3"}

_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class DateBlock:
    """The parts of the date block on a card."""

    iso: str
    weekday: str
    day: str
    month: str


def zone() -> ZoneInfo:
    """The zone in which wall clocks hang."""
    return ZoneInfo(current_app.config["SETTINGS"].timezone)


def local(moment: datetime) -> datetime:
    return moment.astimezone(zone())


def from_local(day: date, hour: time) -> datetime:
    """The moment at which the wall clock shows this; aware."""
    return datetime.combine(day, hour, tzinfo=zone())


def exists_on_the_clock(wall: datetime) -> bool:
    """Whether this wall-clock time (aware, in our zone) is ever shown: 02.30 is not on the night the clock goes on."""
    return wall.astimezone(ZoneInfo("UTC")).astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)


def midnight_before(moment: datetime) -> datetime:
    """The start of that local day."""
    return from_local(local(moment).date(), time())


def midnight_after(moment: datetime) -> datetime:
    """The end of that local day."""
    return from_local(local(moment).date() + timedelta(days=1), time())


@lru_cache(maxsize=4096)
def _date(day: date, pattern: str, language: str) -> str:
    return babel_date(day, pattern, locale=language)


@lru_cache(maxsize=4096)
def _hour(hour: time, language: str) -> str:
    return babel_time(hour, HOUR[language], locale=language)


def format_day(moment: datetime) -> str:
    """zaterdag 6 juni 2026"""
    code = current_language().code
    return _date(local(moment).date(), DAY[code], code)


def format_date(day: date) -> str:
    """6 juni 2026"""
    return _date(day, "d MMMM y", current_language().code)


def format_date_short(day: date) -> str:
    """6 jun"""
    return _date(day, "d MMM", current_language().code)


def format_day_without_year(moment: datetime) -> str:
    """zaterdag 6 juni"""
    code = current_language().code
    return _date(local(moment).date(), DAY_WITHOUT_YEAR[code], code)


def format_month(moment: datetime) -> str:
    """Juni 2026, as a heading"""
    text = _date(local(moment).date(), "LLLL y", current_language().code)
    return text[:1].upper() + text[1:]


def format_year(moment: datetime) -> str:
    return str(local(moment).year)


def format_hour(moment: datetime) -> str:
    """13.00 uur"""
    return _("%(hour)s", hour=_hour(local(moment).time().replace(tzinfo=None), current_language().code))


def format_moment(moment: datetime) -> str:
    """A day with its hour, as a log tells it."""
    return f"{format_day(moment)}, {format_hour(moment)}"


def format_moment_short(moment: datetime) -> str:
    """6 jun, 13.00 uur"""
    return f"{format_date_short(local(moment).date())}, {format_hour(moment)}"


def format_hours(starts_at: datetime, ends_at: datetime) -> str:
    """13.00 - 14.30 uur; a later day is named."""
    code = current_language().code
    start = _hour(local(starts_at).time(), code)
    end = _hour(local(ends_at).time(), code)
    if local(ends_at).date() - local(starts_at).date() > timedelta(days=1) or (
        local(ends_at).date() != local(starts_at).date() and local(ends_at).hour >= 6
    ):
        return _("from %(start)s until %(day)s, %(end)s", start=start, day=format_day_without_year(ends_at), end=end)
    return _("%(start)s - %(end)s", start=start, end=end)


def format_when(starts_at: datetime, ends_at: datetime) -> str:
    """zaterdag 6 juni 2026, 13.00 - 14.30 uur"""
    return (
        f"{format_day(starts_at)}{'،' if current_language().code == 'ar' else ','} {format_hours(starts_at, ends_at)}"
    )


def date_block(moment: datetime) -> DateBlock:
    code = current_language().code
    day = local(moment).date()
    return DateBlock(
        iso=day.isoformat(),
        weekday=_date(day, "EEE", code).rstrip("."),
        day=str(day.day),
        month=_date(day, "LLL" if code in ("nl", "en") else "LLLL", code).rstrip("."),
    )


def format_cost(cents: int) -> str:
    """Gratis, or 2 euro, or 2,50 euro"""
    if cents == 0:
        return _("Free")
    euros, rest = divmod(cents, 100)
    amount = f"{euros},{rest:02}" if rest else str(euros)
    return _("%(amount)s euro", amount=amount if current_language().code != "en" else amount.replace(",", "."))


def language_names(codes: tuple[str, ...]) -> str:
    """Nederlands, Turks, Arabisch"""
    names = spoken_languages()
    return _(", ").join(names.get(code, code) for code in codes)


def spoken_languages() -> dict[str, str]:
    """The languages in which events are held, in the words of the page."""
    return {
        "nl": _("Dutch"),
        "en": _("English"),
        "tr": _("Turkish"),
        "ar": _("Arabic"),
        "rif": _("Tarifit"),
        "pl": _("Polish"),
        "uk": _("Ukrainian"),
        "so": _("Somali"),
        "ti": _("Tigrinya"),
        "fa": _("Persian"),
        "fr": _("French"),
        "es": _("Spanish"),
    }


def ages() -> dict[str, str]:
    """The bands of ages by which people are counted, in the words of the page."""
    return {
        "0-11": _("0 to 11 years"),
        "12-17": _("12 to 17 years"),
        "18-39": _("18 to 39 years"),
        "40-64": _("40 to 64 years"),
        "65+": _("65 years or older"),
    }


@lru_cache(maxsize=512)
def rich_text(text: str) -> Markup:
    """What an organiser wrote in Markdown, as safe HTML."""
    html = clean(_markdown.render(text), tags=TAGS)
    return Markup(html)  # noqa: S704  cleaned just now


def plain_text(text: str) -> str:
    """What an organiser wrote in Markdown, as text without marks: a line for each paragraph and each point."""
    html = re.sub(r"<li>", "- ", _markdown.render(text))
    words = unescape(clean(re.sub(r"</(p|li|h[1-6])>|<br ?/?>", "\n", html), tags=set()))
    return re.sub(r"\n{3,}", "\n\n", words).strip()


@lru_cache(maxsize=64)
def page_text(text: str) -> Markup:
    """What an administrator wrote in Markdown for a page of the service, as safe HTML under the h1 of that page."""
    tokens, found = _markdown.parse(text), False
    for token in tokens:
        if token.type == "heading_open":
            found, level = True, "h3" if found and token.tag not in ("h1", "h2") else "h2"
        if token.type.startswith("heading_"):
            token.tag = level
    html = clean(_markdown.renderer.render(tokens, _markdown.options, {}), tags={*TAGS, "h2"})
    return Markup(html)  # noqa: S704  cleaned just now
