"""The texts of the service as they stand on a page: an administrator's own, or nothing where the standing one goes."""

import re
from html.parser import HTMLParser
from typing import ClassVar, NamedTuple

from flask import render_template
from markupsafe import Markup

from ..formats import page_text
from ..i18n import current_language, in_language
from ..registrations.rules import RETENTION
from ..web import dialled, settings
from . import queries
from .staff_rules import PLACEHOLDER

AUTHORITY = "Autoriteit Persoonsgegevens"
LEFT_TO_RIGHT = "\u2066%s\u2069"  # a phone number keeps its order among Arabic words


class OwnText(NamedTuple):
    html: Markup
    language: str


def own_text(key: str) -> OwnText | None:
    """What an administrator wrote for this page, in the language of the reader or else in Dutch."""
    said = queries.site_text(key, current_language().code)
    return OwnText(as_page(said), said.language) if said else None


def as_page(text: str) -> Markup:
    """A text of the service with everything filled in."""
    config = settings()
    phone, email = LEFT_TO_RIGHT % config.contact_phone, LEFT_TO_RIGHT % config.contact_email
    values = {
        "phone": f"[{phone}](tel:{dialled(config.contact_phone)})",
        "email": f"[{email}](mailto:{config.contact_email})",
        "days": str(RETENTION.days),
        "authority": f"[{AUTHORITY}](https://www.autoriteitpersoonsgegevens.nl/)",
    }
    return page_text(PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text))


def standing_text(key: str, language: str) -> str:
    """The words of the templates in this language, as an administrator may go on from them."""
    contact = {"phone": "{phone}", "email": "{email}", "phone_link": ""}
    with in_language(language):
        html = render_template(f"site/{key}_text.html", contact=contact, days_kept=RETENTION.days)
    text = _AsMarkdown(html).text.replace(AUTHORITY, "{authority}")
    return re.sub(rf"\b{RETENTION.days}\b", "{days}", text)


class _AsMarkdown(HTMLParser):
    """Reads the few tags that the standing texts have."""

    BEFORE: ClassVar = {"h2": "## ", "dt": "- **", "br": " "}
    AFTER: ClassVar = {"h2": "\n\n", "p": "\n\n", "dt": ":** ", "dd": "\n", "dl": "\n"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self._written: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        lines = "".join(self._written).splitlines()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._written.append(self.BEFORE.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._written.append(self.AFTER.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._written.append(data)
