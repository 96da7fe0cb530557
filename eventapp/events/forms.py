"""What somebody may look for in the agenda, read from the address of the page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from ..i18n import _

LONGEST_WORDS = 100
MOST_NOTICES = 3
FIRST_YEAR, LAST_YEAR = 2000, 2099  # what a calendar in a form can mean; beyond it the clock itself ends
ON = ("1", "on", "ja")


@dataclass(frozen=True)
class Choice:
    """One thing to choose from: its code in the address, and its name on the page."""

    code: str
    name: str


@dataclass(frozen=True)
class Choices:
    """Everything the search form offers."""

    neighbourhoods: list[Choice]
    themes: list[Choice]
    kinds: list[Choice]
    languages: list[Choice]
    organisations: list[Choice]
    networks: list[Choice]


@dataclass(frozen=True)
class Search:
    """What is looked for; without anything, all that is coming."""

    neighbourhoods: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    organisation: str = ""
    network: str = ""
    wheelchair: bool = False
    first_day: date | None = None
    last_day: date | None = None
    text: str = ""
    past: bool = False
    page: int = 1
    notices: list[str] = field(default_factory=list, compare=False)  # what we left out, and why

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def is_narrow(self) -> bool:
        """Whether anything at all was asked."""
        return bool(self.themes or self.is_detailed)

    @property
    def is_detailed(self) -> bool:
        """Whether something was asked that lies under "more"."""
        return bool(
            self.neighbourhoods
            or self.kinds
            or self.languages
            or self.organisation
            or self.network
            or self.wheelchair
            or self.first_day
            or self.last_day
            or self.text
        )

    def query(self, *, page: int) -> dict[str, Any]:
        """The same search as an address, at another page of its results."""
        values = {
            "verleden": "1" if self.past else "",
            "thema": list(self.themes),
            "wijk": list(self.neighbourhoods),
            "soort": list(self.kinds),
            "taal": list(self.languages),
            "organisatie": self.organisation,
            "netwerk": self.network,
            "rolstoel": "1" if self.wheelchair else "",
            "van": self.first_day.isoformat() if self.first_day else "",
            "tot": self.last_day.isoformat() if self.last_day else "",
            "q": self.text,
            "pagina": str(page) if page > 1 else "",
        }
        return {name: value for name, value in values.items() if value}


def read_search(asked: MultiDict[str, str], choices: Choices) -> Search:
    """What was asked, without what we do not know; each thing left out gets a sentence."""
    notices: list[str] = []
    first_day, last_day = _day(asked.get("van", ""), notices), _day(asked.get("tot", ""), notices)
    if first_day and last_day and first_day > last_day:
        first_day, last_day = last_day, first_day
    organisations = _known(asked.getlist("organisatie")[:1], choices.organisations, notices)
    networks = _known(asked.getlist("netwerk")[:1], choices.networks, notices)
    return Search(
        neighbourhoods=_known(asked.getlist("wijk"), choices.neighbourhoods, notices),
        themes=_known(asked.getlist("thema"), choices.themes, notices),
        kinds=_known(asked.getlist("soort"), choices.kinds, notices),
        languages=_known(asked.getlist("taal"), choices.languages, notices),
        organisation=organisations[0] if organisations else "",
        network=networks[0] if networks else "",
        wheelchair=asked.get("rolstoel") in ON,
        first_day=first_day,
        last_day=last_day,
        text=_text(asked.get("q", ""), notices),
        past=asked.get("verleden") in ON,
        page=_page(asked.get("pagina", "")),
        notices=notices[:MOST_NOTICES],
    )


def _known(codes: Iterable[str], choices: list[Choice], notices: list[str]) -> tuple[str, ...]:
    """The codes that we know, each once."""
    known = {choice.code for choice in choices}
    typed = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    notices.extend(_("We do not know “%(value)s”.", value=_short(code)) for code in typed if code not in known)
    return tuple(code for code in typed if code in known)


def _day(typed: str, notices: list[str]) -> date | None:
    if not typed.strip():
        return None
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        notices.append(_("“%(value)s” is not a date that we understand.", value=_short(typed)))
        return None
    return day


def _text(typed: str, notices: list[str]) -> str:
    """The words on one line, without signs that no keyboard makes."""
    text = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    if len(text) > LONGEST_WORDS:
        notices.append(_("Your words were too long. We searched with the first %(num)s letters.", num=LONGEST_WORDS))
    return text[:LONGEST_WORDS].rstrip()


def _page(typed: str) -> int:
    return max(int(typed), 1) if re.fullmatch(r"[0-9]{1,4}", typed) else 1


def _short(typed: str) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    return text if len(text) <= 40 else f"{text[:40]}…"
