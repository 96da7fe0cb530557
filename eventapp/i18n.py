"""_, ngettext, lazy texts, and the language of this request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as ngettext

__all__ = ["_", "_l", "LANGUAGES", "Language", "current_language", "in_language", "ngettext"]


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    direction: str = "ltr"

    @property
    def prefix(self) -> str:
        """What stands before every path in this language."""
        return "" if self.code == DEFAULT else f"/{self.code}"


DEFAULT = "nl"
LANGUAGES = {
    language.code: language
    for language in (
        Language("nl", "Nederlands"),
        Language("en", "English"),
        Language("tr", "Türkçe"),
        Language("ar", "العربية", "rtl"),
    )
}


class LanguagePrefix:
    """Takes /en, /tr or /ar off the path, so that one set of routes serves all and links keep the language."""

    def __init__(self, wsgi_app: Callable[..., Any]) -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        path = environ.get("PATH_INFO", "")
        code = path[1:3]
        if code in LANGUAGES and code != DEFAULT and path[3:4] in ("", "/"):
            environ["ontmoet.language"] = code
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ["PATH_INFO"] = path[3:] or "/"
        return self.wsgi_app(environ, start_response)


def current_language() -> Language:
    """The language of the page being made; outside a request, or in a letter, that of the reader."""
    if forced := g.get("forced_language"):
        return LANGUAGES[forced]
    if has_request_context():
        return LANGUAGES[request.environ.get("ontmoet.language", DEFAULT)]
    return LANGUAGES[DEFAULT]


@contextmanager
def in_language(code: str) -> Iterator[Language]:
    """Write in this language for a while, whoever is looking."""
    earlier = g.get("forced_language")
    g.forced_language = code
    try:
        with force_locale(code):
            yield LANGUAGES[code]
    finally:
        g.forced_language = earlier


def language_url(code: str) -> str:
    """This very page in another language."""
    query = f"?{request.query_string.decode()}" if request.query_string and request.method == "GET" else ""
    return f"{LANGUAGES[code].prefix}{request.path}{query}"


def init_app(app: Flask) -> None:
    Babel(app, default_locale=DEFAULT, locale_selector=lambda: current_language().code)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.add_extension("jinja2.ext.i18n")
