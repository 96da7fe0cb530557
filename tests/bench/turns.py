"""Crowds that come in turn, so that a noisy minute is noisy for all that is compared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from .load import Tally, Visit, crowd, page
from .servers import Part

ROUNDS = 3
SECONDS = 2.0  # of each turn
WARMING_UP = 0.7


@dataclass
class Turn:
    """One of the things compared; its figures are medians of the rounds."""

    come: Callable[..., Tally]  # for so many seconds
    part: Part | None = None  # whose work it is
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    visits: int = 0
    failures: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Visits a second."""
        return median(self.rates)

    @property
    def cpu(self) -> float:
        """Milliseconds of the web processes for one visit."""
        return median(self.costs)

    def warm_up(self) -> None:
        self.failures += tuple(self.come(seconds=WARMING_UP).failures)

    def take(self) -> None:
        before = self.part.cpu_seconds() if self.part else 0.0
        tally = self.come(seconds=SECONDS)
        spent = self.part.cpu_seconds() - before if self.part else 0.0
        self.rates.append(tally.rate)
        self.costs.append(1000 * spent / max(tally.visits, 1))
        self.visits += tally.visits
        self.failures += tuple(tally.failures)


def visits(part: Part, visit: Callable[[], Visit]) -> Turn:
    return Turn(partial(crowd, part.port, visit), part)


def bare_page(part: Part) -> Turn:
    return visits(part, page("/"))


def in_turn(*turns: Turn) -> None:
    """Let each come for a moment, then all in turn, a few times."""
    for turn in turns:
        turn.warm_up()
    for _round in range(ROUNDS):
        for turn in turns:
            turn.take()
