"""A page of ours and the bare one in turn, so that a noisy minute is noisy for both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from .load import Visit, crowd, page
from .servers import Part

ROUNDS = 3
SECONDS = 2.5  # of each turn
WARMING_UP = 0.7


@dataclass(frozen=True)
class Beside:
    """Medians of the rounds."""

    rate: float  # visits a second
    bare_rate: float
    cpu: float  # milliseconds of the web processes for one visit
    visits: int
    failures: tuple[str, ...]

    @property
    def ratio(self) -> float:
        return self.rate / self.bare_rate


def beside(web: Part, bare: Part, visit: Callable[[], Visit], *, rounds: int = ROUNDS) -> Beside:
    """Measure visits to our service between visits to the bare page."""
    look = page("/")
    crowd(bare.port, look, seconds=WARMING_UP)
    failures = crowd(web.port, visit, seconds=WARMING_UP).failures
    bare_rates, rates, costs, visits = [], [], [], 0
    for _round in range(rounds):
        bare_rates.append(crowd(bare.port, look, seconds=SECONDS).rate)
        before = web.cpu_seconds()
        tally = crowd(web.port, visit, seconds=SECONDS)
        costs.append(1000 * (web.cpu_seconds() - before) / max(tally.visits, 1))
        rates.append(tally.rate)
        visits += tally.visits
        failures += tally.failures
    return Beside(median(rates), median(bare_rates), median(costs), visits, tuple(failures))


def cost(web: Part, visit: Callable[[], Visit], *, seconds: float = SECONDS) -> Beside:
    """What visits cost, where only the cost is asked."""
    failures = crowd(web.port, visit, seconds=WARMING_UP).failures
    before = web.cpu_seconds()
    tally = crowd(web.port, visit, seconds=seconds)
    cpu = 1000 * (web.cpu_seconds() - before) / max(tally.visits, 1)
    return Beside(tally.rate, tally.rate, cpu, tally.visits, tuple(failures + tally.failures))
