"""People who are let in."""

from collections.abc import Callable, Iterator
from itertools import cycle

from eventapp import tokens

from .databases import house, new_database
from .load import CLIENTS, Unexpected, Visit, post
from .measures import Measure
from .pages import shares
from .rows import fill, make_season, open_door
from .servers import bare_server, web_server
from .turns import bare_page, in_turn, visits

CROWD = 20_000  # more than can come in while we measure


def check_in(database: str) -> Iterator[Measure]:
    """Each press lets in another ticket of one event, in as many browsers as there are clients."""
    with new_database(database) as url:
        with house(url):
            event = make_season()[0]
            references = fill(event, CROWD)
            cookies = open_door(event, browsers=CLIENTS)
        with web_server(url) as web, bare_server(url) as bare:
            turns = bare_page(bare), visits(web, letting_in(references, cookies, port=web.port))
            in_turn(*turns)
    yield from shares("check-in", database, *turns, limit=0.1)


def letting_in(references: list[str], cookies: list[str], *, port: int) -> Callable[[], Visit]:
    """Visits that press the button for the next ticket."""
    waiting, browsers = iter(references), cycle(cookies)

    def visit() -> Visit:
        form = {"ticket": next(waiting), "fact": tokens.new_id(), "people": "1", "seen": "0"}
        answer = yield post("/deur/binnen", form, host=f"127.0.0.1:{port}", cookie=next(browsers))
        if not answer.expect(303).location.startswith("/deur/binnen/"):
            raise Unexpected(f"303 to {answer.location!r}")

    return visit
