"""Links that put an event or a whole calendar into the calendars that people use on the web."""

from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from .entries import Entry, one_line, plain

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0"
LONGEST_TEXT = 500  # an address must stay one that every browser takes


class Link(NamedTuple):
    name: str
    url: str


class Follow(NamedTuple):
    """A calendar to follow: its address, the same for a calendar program, and where else it can be put."""

    address: str
    webcal: str
    links: list[Link]


def follow(address: str, *, name: str) -> Follow:
    """All ways of following a calendar."""
    outlook = urlencode({"url": address, "name": one_line(name)}, quote_via=quote)
    links = [
        Link("Google", f"{GOOGLE}?{urlencode({'cid': webcal(address)})}"),
        Link("Outlook", f"{OUTLOOK}/addfromweb?{outlook}"),
    ]
    return Follow(address, webcal(address), links)


def webcal(address: str) -> str:
    """The same address for a calendar program: it asks whether to follow it."""
    parts = urlsplit(address)
    return f"webcal://{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def add_links(entry: Entry) -> list[Link]:
    """Adding one event by hand; a change of it does not follow."""
    text = "\n\n".join(filter(None, (plain(entry.description)[:LONGEST_TEXT], entry.url)))
    google = {
        "action": "TEMPLATE",
        "text": one_line(entry.title),
        "dates": f"{_basic(entry.starts_at)}/{_basic(entry.ends_at)}",
        "location": one_line(entry.location),
        "details": text,
    }
    outlook = {
        "subject": one_line(entry.title),
        "startdt": entry.starts_at.astimezone(UTC).isoformat(),
        "enddt": entry.ends_at.astimezone(UTC).isoformat(),
        "location": one_line(entry.location),
        "body": text,
    }
    return [
        Link("Google", f"{GOOGLE}?{urlencode(google, quote_via=quote)}"),
        Link("Outlook", f"{OUTLOOK}/deeplink/compose?{urlencode(outlook, quote_via=quote)}"),
    ]


def _basic(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
