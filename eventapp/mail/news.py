"""What a letter about new events shows, from plain facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import formats
from ..i18n import Said
from .rules import on_one_line


@dataclass(frozen=True)
class NewThing:
    """A new event, or the next dates of a series."""

    facts: dict[str, Any]
    address_of: Callable[..., str]

    @property
    def title(self) -> Said:
        return Said(on_one_line(self.facts["title"]), self.facts["title_in"])

    @property
    def address(self) -> str:
        if self.facts["series"]:
            return self.address_of("series.show", slug=self.facts["series"])
        return self.address_of("events.show", slug=self.facts["slug"])

    @property
    def when(self) -> str:
        return _moment(self.facts)

    @property
    def dates(self) -> list[str]:
        """The next dates of a series after the first."""
        return [_moment(date) for date in self.facts["more"]]

    @property
    def other_dates(self) -> int:
        """How many dates more there are than are told."""
        return self.facts["dates"] - 1 - len(self.facts["more"])

    @property
    def place(self) -> str:
        """The place as the organiser calls it."""
        return on_one_line(", ".join(filter(None, (self.facts["where"], self.facts["neighbourhood"]))))

    @property
    def is_online(self) -> bool:
        return self.facts["online"]

    @property
    def languages(self) -> str:
        return formats.language_names(tuple(self.facts["languages"]))


@dataclass(frozen=True)
class NewsShown:
    """Everything new that a letter tells of."""

    facts: dict[str, Any]
    address_of: Callable[..., str]

    @property
    def count(self) -> int:
        return self.facts["count"]

    @property
    def things(self) -> list[NewThing]:
        return [NewThing(facts, self.address_of) for facts in self.facts["entries"]]

    @property
    def not_shown(self) -> int:
        return self.count - len(self.facts["entries"])

    @property
    def update_of(self) -> str:
        """The name of the network of which the whole letter is the update; else nothing."""
        return on_one_line(self.facts.get("update", ""))

    @property
    def said(self) -> list[dict[str, str]]:
        """What keepers of networks say themselves, in Markdown."""
        return [{"network": on_one_line(each["name"]), "text": each["text"]} for each in self.facts["said"]]

    @property
    def manage_address(self) -> str:
        return self.address_of("subscriptions.manage", key=self.facts["key"])

    @property
    def stop_address(self) -> str:
        return self.address_of("subscriptions.stop", key=self.facts["stop"])


def _moment(facts: dict[str, Any]) -> str:
    starts_at, ends_at = (datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at"))
    return formats.format_when(starts_at, ends_at)
