"""Invented people, with names as they are heard in Utrecht."""

from pathlib import Path
from random import Random
from typing import Any

import yaml

from ..events.slugs import slug_of
from ..registrations.models import Reach

NAMES = Path(__file__).with_name("people.yaml")
SIZES = {1: 6, 2: 3, 3: 1}  # of parties, and how often
REACHES = {Reach.EMAIL: 7, Reach.PHONE: 2, Reach.NONE: 1}


class Crowd:
    """People who sign up: the same ones every time, for the same `rng`."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._facts: dict[str, Any] = yaml.safe_load(NAMES.read_text())
        self._often = [group["often"] for group in self._facts["groups"]]
        self._count = 0

    def first_comers(self) -> list[dict[str, Any]]:
        """What the people answer who come to the first event, whatever chance brings."""
        return [
            self._answers(
                told["name"],
                reach=Reach(told["reach"]),
                people=told["people"],
                language=told["language"],
                needs=told.get("needs", ""),
            )
            for told in self._facts["first_comers"]
        ]

    def somebody(self, *, most: int) -> dict[str, Any]:
        """What somebody answers on the form, who comes with at most so many."""
        [group] = self.rng.choices(self._facts["groups"], self._often)
        return self._answers(
            f"{self.rng.choice(group['first'])} {self.rng.choice(group['last'])}",
            reach=self._one_of(REACHES),
            people=min(self._one_of(SIZES), most),
            language=self.rng.choice(group["languages"]),
            needs=self.rng.choice(self._facts["needs"]) if self.rng.random() < 0.1 else "",
        )

    def _answers(self, name: str, *, reach: Reach, people: int, language: str, needs: str) -> dict[str, Any]:
        self._count += 1
        mailbox = slug_of(name.split()[0]) if name.split()[0].isascii() else "inwoner"
        return {
            "name": name,
            "reach": reach,
            "email": f"{mailbox}.{self._count}@voorbeeld.nl" if reach == Reach.EMAIL else "",
            "phone": f"+316{self._count:08}" if reach == Reach.PHONE else "",
            "people": people,
            "needs": needs,
            "news": reach == Reach.EMAIL and self.rng.random() < 0.2,
            "language": language,
        }

    def _one_of(self, often: dict[Any, int]) -> Any:
        return self.rng.choices(list(often), list(often.values()))[0]
