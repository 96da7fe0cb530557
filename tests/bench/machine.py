"""What the service asks of a machine: memory, and patience at the start."""

import sys
import time
from collections.abc import Iterator

from .databases import house, new_database
from .form import signing_up
from .load import crowd, page
from .measures import Measure
from .rows import make_season
from .servers import free_port, started, web_server, worker
from .sign_up import each_page
from .turns import SECONDS

SETTLING = 3  # seconds in which the worker delivers what the sign-ups wrote
STARTS = 3


def memory(database: str) -> Iterator[Measure]:
    """Web and worker together, after pages, sign-ups, tickets and letters."""
    with new_database(database) as url:
        with house(url):
            slug = make_season(coming=300)[0].slug
        with web_server(url) as web, worker(url) as letters:
            tickets: list[str] = []
            crowds = [
                crowd(web.port, page("/"), seconds=SECONDS),
                crowd(web.port, page(f"/agenda/{slug}"), seconds=SECONDS),
                crowd(web.port, signing_up(slug, port=web.port, tickets=tickets), seconds=SECONDS),
                crowd(web.port, each_page(tickets), seconds=SECONDS),
            ]
            time.sleep(SETTLING)
            parts = {"web": web.memory(), "worker": letters.memory()}
        failures = tuple(failure for tally in crowds for failure in tally.failures)
        visits = sum(tally.visits for tally in crowds)
        yield Measure(f"memory:{database}", sum(parts.values()), "MB", 250, n=visits, failures=failures)
        for name, megabytes in parts.items():
            yield Measure(f"memory-{name}:{database}", megabytes, "MB")


def start(database: str) -> Iterator[Measure]:
    """From the command that `make run` ends with to the first page: with an empty database, then with a filled one."""
    with new_database(database) as url:
        first, *later = [seconds_to_first_page(url) for _n in range(1 + STARTS)]
    yield Measure(f"start:{database}", sorted(later)[len(later) // 2], "seconds", n=len(later))
    yield Measure(f"start-empty:{database}", first, "seconds")


def seconds_to_first_page(url: str) -> float:
    began = time.perf_counter()
    with started([sys.executable, "-m", "scripts.serve", "--demo"], url, port=free_port()) as service:
        service.wait_for_page()
        return time.perf_counter() - began
