"""The agenda and the page of one event."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from .databases import house, new_database
from .load import page
from .measures import Measure
from .rows import fill, make_season
from .servers import Part, bare_server, web_server
from .turns import Turn, bare_page, in_turn, visits

SEASON = 300
MANY = 3000
CROWD = 2000
SAME = 1.25  # how far two measurements of the same lie apart on a noisy machine


def event_page(database: str) -> Iterator[Measure]:
    """An event that nobody signed up for yet, and one that many did."""
    with new_database(database) as url:
        with house(url):
            quiet, crowded, *_others = make_season(coming=SEASON)
            fill(crowded, CROWD)
            path, crowded_path, title = f"/agenda/{quiet.slug}", f"/agenda/{crowded.slug}", quiet.title
        with web_server(url) as web, bare_server(url) as bare:
            check(web, path, title)
            turns = bare_page(bare), visits(web, page(path)), visits(web, page(crowded_path))
            in_turn(*turns)
    yield from shares("event-page", database, *turns[:2], limit=0.1, cpu_limit=2.5)
    yield growth(f"event-page-crowded:{database}", turns[2], turns[1])


def agenda(database: str) -> Iterator[Measure]:
    """The first page of the agenda; with an archive of as many years, and with as many events to come."""
    with ExitStack() as stack:
        few, archived, many = (
            stack.enter_context(agenda_of(database, **events))
            for events in ({"coming": SEASON}, {"coming": SEASON, "past": MANY - SEASON}, {"coming": MANY})
        )
        bare = stack.enter_context(bare_server(few.database_url))
        turns = bare_page(bare), *(visits(web, page("/")) for web in (few, archived, many))
        in_turn(*turns)
    yield from shares("agenda-300", database, *turns[:2])
    yield growth(f"agenda-300-and-archive:{database}", turns[2], turns[1])
    yield growth(f"agenda-3000:{database}", turns[3], turns[1])


@contextmanager
def agenda_of(database: str, **events: int) -> Iterator[Part]:
    """The service with a database of its own and so many events."""
    with new_database(database) as url:
        with house(url):
            title = make_season(**events)[0].title
        with web_server(url) as web:
            check(web, "/", title)
            yield web


def check(web: Part, path: str, words: str) -> None:
    """A fast page is worth nothing when it is the wrong one."""
    if words not in web.wait_for_page(path):
        raise AssertionError(f"{path} does not say {words!r}")


def shares(
    name: str, database: str, bare: Turn, ours: Turn, *, limit: float | None = None, cpu_limit: float | None = None
) -> Iterator[Measure]:
    """The rate as a share of the bare page's, and what one costs."""
    rate = Measure(
        f"{name}:{database}", ours.rate, "per second", limit, ours.rate / bare.rate, ours.visits, ours.failures
    )
    yield rate
    yield cost(f"{name}-cpu:{database}", ours, limit=cpu_limit)
    yield Measure(f"{name}-bare:{database}", bare.rate, "per second", n=bare.visits, failures=bare.failures)


def cost(name: str, turn: Turn, *, limit: float | None = None) -> Measure:
    return Measure(name, turn.cpu, "ms of CPU", limit, n=turn.visits, failures=turn.failures)


def growth(name: str, more: Turn, fewer: Turn) -> Measure:
    """What one costs where there are more rows, and how many times as much that is."""
    return Measure(name, more.cpu, "ms of CPU", SAME, more.cpu / fewer.cpu, more.visits, more.failures)
