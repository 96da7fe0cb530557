"""_, ngettext, lazy texts, and the language of this request."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.support import Translations
from flask import Flask, request
from flask_babel import Babel
from flask_babel.speaklater import LazyString

__all__ = ["_", "_l", "LANGUAGES", "Language", "Said", "current_language", "in_language", "ngettext"]


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


TRANSLATIONS = Path(__file__).parent / "translations"

_reader: ContextVar[Language] = ContextVar("reader", default=LANGUAGES[DEFAULT])


@lru_cache
def _catalogue(code: str) -> NullTranslations:
    """The texts in one language, read once: a page asks for a hundred of them, in microseconds."""
    return Translations.load(str(TRANSLATIONS), [code])


def _(message: str, **values: Any) -> str:
    """The text in the language of the reader."""
    text = _catalogue(_reader.get().code).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The text for this number, which it may name as %(num)s."""
    return _catalogue(_reader.get().code).ngettext(singular, plural, num) % {"num": num, **values}


def _l(message: str, **values: Any) -> LazyString:
    """The text in the language of whoever reads it in the end."""
    return LazyString(_, message, **values)


class LanguagePrefix:
    """Takes /en, /tr or /ar off the path, so that one set of routes serves all and links keep the language."""

    def __init__(self, wsgi_app: Callable[..., Any]) -> None:
        self.wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        path = environ.get("PATH_INFO", "")
        code = path[1:3]
        if code in LANGUAGES and code != DEFAULT and path[3:4] in ("", "/"):
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ["PATH_INFO"] = path[3:] or "/"
        else:
            code = DEFAULT
        with in_language(code):
            return self.wsgi_app(environ, start_response)


class Said(str):
    """A text that somebody wrote, and the language it is in."""

    language: str

    def __new__(cls, text: str, language: str) -> "Said":
        said = super().__new__(cls, text)
        said.language = language
        return said

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """A copy is in the same language."""
        return str(self), self.language


def current_language() -> Language:
    """The language of the page being made; outside a request, or in a letter, that of the reader."""
    return _reader.get()


@contextmanager
def in_language(code: str) -> Iterator[Language]:
    """Write in this language for a while, whoever is looking."""
    language = LANGUAGES[code]
    earlier = _reader.set(language)
    try:
        yield language
    finally:
        _reader.reset(earlier)


def language_url(code: str) -> str:
    """This very page in another language."""
    query = f"?{request.query_string.decode()}" if request.query_string and request.method == "GET" else ""
    return f"{LANGUAGES[code].prefix}{request.path}{query}"


def init_app(app: Flask) -> None:
    Babel(app, default_locale=DEFAULT, locale_selector=lambda: current_language().code)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue(_reader.get().code).gettext(message),
        lambda singular, plural, num: _catalogue(_reader.get().code).ngettext(singular, plural, num),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]
