"""The texts of the service as an administrator keeps them, as plain values."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from ..events.cards import Badge
from ..formats import format_day
from ..i18n import DEFAULT, LANGUAGES, Language, _
from . import pages, queries
from .models import SiteText
from .staff_forms import TextForm
from .staff_rules import MUST_HOLD

PUBLIC = {"privacy": "site.privacy", "accessibility": "site.accessibility", "contact": "site.help"}


class TextLine(NamedTuple):
    language: Language
    url: str
    badge: Badge
    changed: str


class TextGroup(NamedTuple):
    key: str
    title: str
    lines: list[TextLine]


class Explained(NamedTuple):
    placeholder: str
    means: str
    must: bool


@dataclass(frozen=True)
class TextPage:
    """One text in one language."""

    key: str
    title: str
    language: Language
    is_own: bool
    placeholders: list[Explained]
    preview: Markup
    public_url: str


def titles() -> dict[str, str]:
    return {"privacy": _("Privacy"), "accessibility": _("Accessibility"), "contact": _("How to reach you")}


def texts_page() -> list[TextGroup]:
    own = queries.all_site_texts()
    return [
        TextGroup(key, title, [_line(key, each, own) for each in LANGUAGES.values()]) for key, title in titles().items()
    ]


def _line(key: str, language: Language, own: dict[tuple[str, str], SiteText]) -> TextLine:
    url = url_for("site_staff.edit", key=key, code=language.code)
    if kept := own.get((key, language.code)):
        return TextLine(language, url, Badge(_("Own text"), "ok"), format_day(kept.changed_at))
    if (key, DEFAULT) in own:
        return TextLine(language, url, Badge(_("Readers get the Dutch text"), "warn"), "")
    return TextLine(language, url, Badge(_("Standing text")), "")


def text_form(key: str, code: str) -> TextForm:
    """The text as it is: an administrator goes on from the standing one."""
    kept = queries.own_text(key, code)
    return TextForm(data={"text": kept.text if kept else pages.standing_text(key, code)})


def text_page(key: str, code: str, form: TextForm) -> TextPage:
    means = {
        "phone": _("the phone number"),
        "email": _("the e-mail address"),
        "days": _("how many days we keep what people fill in"),
        "authority": _("where people can complain"),
    }
    return TextPage(
        key=key,
        title=titles()[key],
        language=LANGUAGES[code],
        is_own=queries.own_text(key, code) is not None,
        placeholders=[Explained(f"{{{name}}}", text, name in MUST_HOLD[key]) for name, text in means.items()],
        preview=pages.as_page(form.text.data or ""),
        public_url=LANGUAGES[code].prefix + url_for(PUBLIC[key]).removeprefix("/en"),
    )
