"""Whole sign-ups through the real form, beside the bare page and beside the bare statements."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

from .databases import app_here, house, new_database
from .form import signing_up
from .load import Visit, page
from .measures import Measure
from .pages import check, cost, shares
from .rows import make_full, make_season
from .servers import bare_server, web_server
from .statements import record, replay
from .turns import Turn, bare_page, in_turn, visits

SEASON = 40
WAITING = 2000


def sign_up(database: str) -> Iterator[Measure]:
    """With room for everybody and with a long waiting list; the page that follows; and what the database can do."""
    with new_database(database) as url:
        with house(url):
            roomy, full, *_others = make_season(coming=SEASON)
            make_full(full, waiting=WAITING)
            title, slug, full_slug = roomy.title, roomy.slug, full.slug
        with app_here(url) as app:
            statements = record(app, slug)
        with web_server(url) as web, bare_server(url) as bare:
            check(web, f"/agenda/{slug}/aanmelden", title)
            tickets: list[str] = []
            plain, ours = bare_page(bare), visits(web, signing_up(slug, port=web.port, tickets=tickets))
            waiting = visits(web, signing_up(full_slug, port=web.port))
            ticket = visits(web, each_page(tickets))
            by_hand = Turn(partial(replay, url, statements))
            in_turn(plain, ours, by_hand, waiting, ticket)
    yield from shares("sign-up", database, plain, ours, limit=0.025, cpu_limit=15)
    share = ours.rate / by_hand.rate
    yield Measure(f"sign-up-statements:{database}", by_hand.rate, "per second", ratio=share, n=by_hand.visits)
    yield cost(f"sign-up-waiting-cpu:{database}", waiting, limit=15)
    yield cost(f"sign-up-ticket-cpu:{database}", ticket)


def each_page(paths: list[str]) -> Callable[[], Visit]:
    """Visits to these pages in turn, those that are added meanwhile too."""
    turns = count()
    return lambda: page(paths[next(turns) % len(paths)])()
