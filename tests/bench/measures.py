"""One figure of a benchmark, and the line that tells it."""

import json
import sys
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """The limit holds for the ratio where there is one, else for the value."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    n: int = 1
    failures: tuple[str, ...] = ()  # what was answered otherwise than expected

    def tell(self) -> None:
        """The line for programs, and one for people."""
        line = {name: rounded(value) for name, value in asdict(self).items() if name != "failures"}
        print(json.dumps(line), flush=True)
        share = "" if self.ratio is None else f"  ratio {self.ratio:.3f}"
        say(f"  {self.name:38} {self.value:10.2f} {self.unit:14}{share}  {self.verdict}")
        if self.failures:
            say(f"  {len(self.failures)} of {self.n} failed; the first: {self.failures[0]}")

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        measured = self.value if self.ratio is None else self.ratio
        holds = measured >= self.limit if self.unit == "per second" else measured <= self.limit
        return f"{'within' if holds else 'NOT WITHIN'} {self.limit}"


def rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def say(words: str) -> None:
    """Progress, for whoever watches."""
    print(words, file=sys.stderr, flush=True)
