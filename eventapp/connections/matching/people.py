"""What is asked: who is there, and who should not be put together."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Pair = tuple[int, int]  # of ids, the lower one first
WHOLE_CITY = 0


@dataclass(frozen=True)
class Person:
    """What one person seeks and offers."""

    id: int
    organisation: str = ""  # empty for a resident
    seeks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    cap: int = 2  # with how many people, at most
    themes: tuple[str, ...] = ()
    neighbourhood: int = WHOLE_CITY
    sentence: str = ""
    wishes: tuple[int, ...] = ()  # whom this person wants to speak again


@dataclass(frozen=True)
class Question:
    """Everybody who takes part in one round."""

    people: tuple[Person, ...]
    neighbouring: tuple[Pair, ...] = ()  # neighbourhoods next to each other
    never: tuple[Pair, ...] = ()  # who met already, works together, or does not want to
    fixed: tuple[Pair, ...] = ()  # who is put together anyhow: each takes a place of both
    serves: Mapping[str, str] = field(default_factory=dict)  # the need that an offer meets besides its own

    def in_order(self) -> "Question":
        """The same question, however its rows came."""
        people = tuple(
            Person(
                **asdict(person)
                | {name: tuple(sorted(getattr(person, name))) for name in ("seeks", "offers", "themes", "wishes")}
            )
            for person in sorted(self.people, key=lambda person: person.id)
        )
        pairs = {name: tuple(sorted(set(map(ordered, getattr(self, name))))) for name in PAIRS}
        return Question(people, serves=dict(sorted(self.serves.items())), **pairs)

    def as_json(self) -> str:
        return json.dumps(asdict(self.in_order()), ensure_ascii=False, sort_keys=True)

    @property
    def fingerprint(self) -> str:
        """The same for the same question: SHA-256 in hexadecimal."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()


PAIRS = ("neighbouring", "never", "fixed")


def ordered(pair: Pair) -> Pair:
    one, other = pair
    return (one, other) if one < other else (other, one)


def question_from(text: str) -> Question:
    """The question that as_json() wrote down."""
    told: dict[str, Any] = json.loads(text)
    people = tuple(Person(**{name: _tuple(value) for name, value in each.items()}) for each in told["people"])
    pairs = {name: tuple((one, other) for one, other in told[name]) for name in PAIRS}
    return Question(people, serves=told["serves"], **pairs)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
