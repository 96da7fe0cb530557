"""The map of the site for search engines (sitemaps.org): what everybody may read, in each of its languages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from sqlalchemy import select

from ..database import db
from ..events.models import Event, Series, event_organisations
from ..events.queries import FOR_EVERYBODY
from ..i18n import DEFAULT, LANGUAGES
from ..organisations.models import Network, Organisation
from ..web import address

SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
PAGES = ("events.agenda", "site.help", "site.privacy", "site.accessibility")


def sitemap(*, now: datetime) -> bytes:
    """Every public page, with its address in the other languages."""
    root = Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for endpoint, values, changed_at in _pages(now=now):
        page = SubElement(root, "url")
        SubElement(page, "loc").text = address(endpoint, language=DEFAULT, **values)
        if changed_at:
            SubElement(page, "lastmod").text = changed_at.isoformat(timespec="seconds")
        for code in LANGUAGES:
            other = {"rel": "alternate", "hreflang": code, "href": address(endpoint, language=code, **values)}
            SubElement(page, "xhtml:link", other)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"


def _pages(*, now: datetime) -> Iterator[tuple[str, dict[str, Any], datetime | None]]:
    listed = (
        Event.status.in_(FOR_EVERYBODY), Event.unlisted.is_(False), Event.practice_to == "", Event.ends_at > now,
    )  # fmt: skip
    yield from ((endpoint, {}, None) for endpoint in PAGES)
    events = select(Event.slug, Event.changed_at).where(*listed).order_by(Event.starts_at, Event.id)
    yield from (("events.show", {"slug": slug}, changed_at) for slug, changed_at in db.session.execute(events))
    hosting = select(event_organisations.c.organisation_id).join(Event).where(*listed)
    for endpoint, slugs in (
        ("series.show", select(Series.slug).join(Event).where(*listed).distinct().order_by(Series.slug)),
        (
            "events.show_organisation",
            select(Organisation.slug).where(Organisation.id.in_(hosting)).order_by(Organisation.slug),
        ),
        ("networks.show", select(Network.slug).order_by(Network.slug)),
    ):
        yield from ((endpoint, {"slug": slug}, None) for slug in db.session.scalars(slugs))
