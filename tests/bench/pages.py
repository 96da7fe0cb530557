"""The agenda and the page of one event."""

from collections.abc import Iterator
from contextlib import contextmanager

from .beside import Beside, beside, cost
from .databases import house, new_database
from .load import page
from .measures import Measure
from .rows import fill, make_season
from .servers import Part, bare_server, web_server

SEASON = 300
ARCHIVE = 2700
CROWD = 2000


def event_page(database: str) -> Iterator[Measure]:
    """One event with everything on its page: beside the bare page, and with many registrations."""
    with new_database(database) as url:
        with house(url):
            event = make_season(coming=SEASON)[SEASON // 2]
            path = f"/agenda/{event.slug}"
        with both_servers(url) as (web, bare):
            check(web, path, event.title)
            result = beside(web, bare, page(path))
            yield from shares("event-page", database, result, limit=0.1, cpu_limit=2.5)
            with house(url):
                fill(event, CROWD)
            crowded = cost(web, page(path))
        yield Measure(
            f"event-page-crowded:{database}", crowded.cpu, "ms of CPU", 1.1, crowded.cpu / result.cpu, crowded.visits,
            failures=crowded.failures,
        )  # fmt: skip


def agenda(database: str) -> Iterator[Measure]:
    """The first page of the agenda, with more and more events to come, and with an archive."""
    with new_database(database) as url:
        with house(url):
            title = make_season(coming=SEASON)[0].title
        with both_servers(url) as (web, bare):
            check(web, "/", title)
            small = beside(web, bare, page("/"))
            yield from shares("agenda-300", database, small)
            with house(url):
                make_season(coming=0, past=ARCHIVE)
            archived = cost(web, page("/"))
            yield growth(f"agenda-300-and-archive:{database}", archived, small)
            with house(url):
                make_season(coming=ARCHIVE)
            large = cost(web, page("/"))
            yield growth(f"agenda-3000:{database}", large, small)


@contextmanager
def both_servers(url: str) -> Iterator[tuple[Part, Part]]:
    with web_server(url) as web, bare_server(url) as bare:
        yield web, bare


def check(web: Part, path: str, words: str) -> None:
    """A fast page is worth nothing when it is the wrong one."""
    if words not in web.wait_for_page(path):
        raise AssertionError(f"{path} does not say {words!r}")


def shares(
    name: str, database: str, result: Beside, *, limit: float | None = None, cpu_limit: float | None = None
) -> Iterator[Measure]:
    """The rate beside the bare page's, and what one costs."""
    yield Measure(
        f"{name}:{database}", result.rate, "per second", limit, result.ratio, result.visits, at_least=True,
        failures=result.failures,
    )  # fmt: skip
    yield Measure(f"{name}-cpu:{database}", result.cpu, "ms of CPU", cpu_limit, n=result.visits)


def growth(name: str, now: Beside, before: Beside, *, limit: float = 1.1) -> Measure:
    return Measure(name, now.cpu, "ms of CPU", limit, now.cpu / before.cpu, now.visits, failures=now.failures)
