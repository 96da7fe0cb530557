"""News of events for feed readers, as Atom (RFC 4287) from plain facts."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from .entries import one_line, plain
from .feeds import Feed

NAMESPACE = "http://www.w3.org/2005/Atom"


class Story(NamedTuple):
    """One event: its address is also its name for good."""

    title: str
    address: str
    summary: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    changed_at: datetime


def write_atom(feed: Feed, stories: Iterable[Story], *, author: str, language: str) -> bytes:
    """The stories in this order; the same stories give the same bytes."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    _add(root, "title", feed.name)
    _add(root, "id", feed.page)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(root, "updated", _moment(feed.changed_at or datetime.fromtimestamp(0, UTC)))
    _add(SubElement(root, "author"), "name", author)
    for story in stories:
        _entry(root, story)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"


def _entry(root: Element, story: Story) -> None:
    entry = SubElement(root, "entry")
    _add(entry, "title", story.title)
    _add(entry, "id", story.address)
    SubElement(entry, "link", rel="alternate", type="text/html", href=story.address)
    _add(entry, "updated", _moment(story.changed_at))
    for name in story.authors:
        _add(SubElement(entry, "author"), "name", name)
    for name in story.categories:
        SubElement(entry, "category", term=one_line(name))
    SubElement(entry, "summary", type="text").text = plain(story.summary)


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = one_line(text)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
