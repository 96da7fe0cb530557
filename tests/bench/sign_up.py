"""Whole sign-ups through the real form, beside the bare page and beside the bare statements."""

import re
from collections.abc import Callable, Iterator
from itertools import cycle

from eventapp import tokens

from .beside import beside, cost
from .databases import app_here, house, new_database
from .load import Unexpected, Visit, crowd, get, page, post
from .measures import Measure
from .pages import both_servers, check, shares
from .rows import make_full, make_season
from .servers import Part
from .statements import bare_rate, record

SEASON = 40
WAITING = 2000
SECONDS = 2.5

HIDDEN = re.compile(r'<input\b(?=[^>]*\btype="hidden")[^>]*>')
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


def hidden_fields(text: str) -> dict[str, str]:
    """What the form brings along unseen."""
    fields = (dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(text))
    return {field["name"]: field.get("value", "") for field in fields if "name" in field}


def answers() -> dict[str, str]:
    """What somebody new types."""
    return {"name": "Fatima", "reach": "email", "email": f"{tokens.new_token().lower()}@voorbeeld.nl", "people": "1"}


def signing_up(slug: str, *, port: int, keys: list[str] | None = None) -> Callable[[], Visit]:
    """Visits that fetch the form, fill it in and send it, each as another person."""
    path, host = f"/agenda/{slug}/aanmelden", f"127.0.0.1:{port}"
    request = get(path, host=host)

    def visit() -> Visit:
        form = (yield request).expect(200)
        sent = yield post(path, hidden_fields(form.text) | answers(), host=host)
        if not sent.expect(303).location.startswith("/mijn/"):
            raise Unexpected(f"303 to {sent.location!r}")
        if keys is not None:
            keys.append(sent.location)

    return visit


def sign_up(database: str) -> Iterator[Measure]:
    """With room for everybody, and with a long waiting list."""
    with new_database(database) as url:
        with house(url):
            event, full = make_season(coming=SEASON)[:2]
            make_full(full, waiting=WAITING)
            title, slug, full_slug = event.title, event.slug, full.slug
        with app_here(url) as app:
            statements = record(app, slug)
        with both_servers(url) as (web, bare):
            check(web, f"/agenda/{slug}/aanmelden", title)
            tickets: list[str] = []
            result = beside(web, bare, signing_up(slug, port=web.port, keys=tickets))
            yield from shares("sign-up", database, result, limit=0.025, cpu_limit=15)
            by_hand = bare_rate(url, statements, seconds=SECONDS)
            again = crowd(web.port, signing_up(slug, port=web.port), seconds=SECONDS)
            yield Measure(
                f"sign-up-statements:{database}", by_hand, "per second", None, again.rate / by_hand, again.visits,
                failures=tuple(again.failures),
            )  # fmt: skip
            yield from waiting_list(database, web, full_slug)
            yield from ticket_page(database, web, tickets)


def waiting_list(database: str, web: Part, slug: str) -> Iterator[Measure]:
    result = cost(web, signing_up(slug, port=web.port))
    yield Measure(
        f"sign-up-waiting-cpu:{database}", result.cpu, "ms of CPU", 15, n=result.visits, failures=result.failures
    )


def ticket_page(database: str, web: Part, paths: list[str]) -> Iterator[Measure]:
    """The page that a sign-up ends on."""
    result = cost(web, each_page(paths))
    yield Measure(f"ticket-page-cpu:{database}", result.cpu, "ms of CPU", n=result.visits, failures=result.failures)


def each_page(paths: list[str]) -> Callable[[], Visit]:
    """Visits to these pages in turn."""
    turns = cycle(paths)
    return lambda: page(next(turns))()
