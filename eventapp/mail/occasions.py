"""An event as letters speak of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import formats
from ..i18n import DEFAULT, Said, _, current_language
from .rules import on_one_line


@dataclass(frozen=True)
class Row:
    """A line of the facts at the top of a letter, and what it said before."""

    label: str
    lines: list[str]
    before: list[str]
    link: str = ""
    by_organiser: bool = False  # in Dutch, or in the language that the text itself says

    @property
    def was(self) -> str:
        """What it said before, where that is something else."""
        return "" if self.before == self.lines else ", ".join(self.before)


@dataclass(frozen=True)
class Occasion:
    """An event as a letter speaks of it, from plain facts."""

    facts: dict[str, Any]

    @property
    def title(self) -> Said:
        """In the language of the letter, or else in Dutch."""
        said = self._said("title")
        return Said(on_one_line(said), said.language)

    def _said(self, name: str) -> Said:
        language = current_language().code
        text = self.facts.get("said", {}).get(language, {}).get(name)
        return Said(text, language) if text else Said(self.facts[name], DEFAULT)

    @property
    def is_private(self) -> bool:
        return self.facts["private"]

    @property
    def day(self) -> str:
        return formats.format_day_without_year(self.starts_at)

    @property
    def when(self) -> list[str]:
        return [formats.format_day(self.starts_at), formats.format_hours(self.starts_at, self.ends_at)]

    @property
    def moment(self) -> str:
        return formats.format_when(self.starts_at, self.ends_at)

    @property
    def where(self) -> list[str]:
        return self.facts["venue"] or ([_("Online")] if self.facts["online_url"] else [])

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.facts["starts_at"])

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.facts["ends_at"])

    @property
    def link(self) -> list[str]:
        return [self.facts["online_url"]] if self.facts["online_url"] else []

    @property
    def costs(self) -> list[str]:
        return [formats.format_cost(self.facts["cost_cents"])]

    @property
    def bring(self) -> list[str]:
        said = self._said("bring")
        return [said] if said else []

    def main_rows(self, before: "Occasion | None" = None) -> list[Row]:
        """When and where; with what it was before, and what it was called, where that differs."""
        was = before or self
        rows = [
            Row(_("When"), self.when, was.when),
            Row(_("Where"), self.where, was.where, by_organiser=bool(self.facts["venue"])),
        ]
        if was.title != self.title:
            rows.insert(0, Row(_("What"), [self.title], [was.title], by_organiser=True))
        return rows

    def practical_rows(self, before: "Occasion | None" = None, *, has_place: bool) -> list[Row]:
        """What matters to who is coming; the link of an online event is for who has a place alone."""
        was = before or self
        return [
            *([Row(_("Link"), self.link, was.link, link="".join(self.link))] if has_place else []),
            Row(_("Costs"), self.costs, was.costs),
            Row(_("Bring"), self.bring, was.bring, by_organiser=True),
        ]


def part_line(part: dict[str, Any], *, is_private: bool = False) -> str:
    """A session with its hour and room on one line; of what nobody else needs to know only the hour."""
    starts_at, ends_at = (datetime.fromisoformat(part[name]) for name in ("starts_at", "ends_at"))
    if is_private or not part["title"]:
        line = _("time slot %(hour)s", hour=formats.format_hour(starts_at))
    else:
        line = ", ".join(filter(None, (formats.format_hours(starts_at, ends_at), part["title"], part["room"])))
        line = on_one_line(line)
    return _("%(part)s (waiting list)", part=line) if part["waiting"] else line


def part_lines(parts: list[dict[str, Any]], *, is_private: bool = False) -> list[str]:
    return [part_line(part, is_private=is_private) for part in parts]
