"""Every text has its words in every language, with the same named values."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from eventapp.accounts.security import STAFF_LANGUAGES
from eventapp.i18n import LANGUAGES

ROOT = Path(__file__).parent.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


# What only staff read is in Dutch and English.
FOR_STAFF = re.compile(
    r"^(organise/|house/|door/(arrivals|paper/)|security/|letters/staff-|accounts/|guards|organisations/(pages|log_words|members|rules)|.*staff_|sheets|registrations/(approval/|growth|importing|messages|sheets)|programme/rules|events/questions/(rules|staff)|events/(attention|plain|read|kinds|pictures|series/))"
)


def texts_in_the_code(*, for_staff: bool = True) -> set[str | tuple[str, ...]]:
    """Every text; or only those that visitors may read as well."""
    return {message for file, message in places_in_the_code() if for_staff or not FOR_STAFF.match(file)}


@cache
def places_in_the_code() -> set[tuple[str, str | tuple[str, ...]]]:
    """In which file is which text."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
    found = set()
    for folder in ("eventapp", "templates"):
        mapping = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods]
        folder_options = {pattern.removeprefix(f"{folder}/"): values for pattern, values in options.items()}
        for file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, mapping, folder_options, keywords, strip_comment_tags=True
        ):
            found.add((file, message))
    return found


def catalogue(code: str):
    with (ROOT / "eventapp" / "translations" / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code)


@cache
def known(code: str) -> dict:
    return {message.id: message for message in catalogue(code) if message.id}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_in_the_code_is_in_the_catalogue(code):
    assert texts_in_the_code() - set(known(code)) == set()


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_text_is_translated(code):
    words = {id: message.string for id, message in known(code).items()}

    asked = texts_in_the_code(for_staff=code in STAFF_LANGUAGES)
    untranslated = [id for id in asked if not (all(words[id]) if isinstance(id, tuple) else words[id])]

    assert untranslated == []
    assert [id for id, message in known(code).items() if message.fuzzy] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_named_values_agree(code):
    """A plural form may leave out the number itself ("one place left"), and nothing else."""
    wrong = {}
    for id, message in known(code).items():
        sources = [id] if isinstance(id, str) else list(id)
        wanted = set(PLACEHOLDER.findall(" ".join(sources)))
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for string in filter(None, strings):
            used = set(PLACEHOLDER.findall(string))
            if not used <= wanted or wanted - used - ({"num", "count"} if isinstance(id, tuple) else set()):
                wrong[id] = string

    assert wrong == {}


def test_arabic_and_turkish_use_latin_digits():
    for code in ("ar", "tr"):
        for message in known(code).values():
            assert re.search("[٠-٩۰-۹]", str(message.string)) is None
