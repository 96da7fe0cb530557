"""People who are let in."""

import time
from collections.abc import Callable, Iterator
from itertools import cycle
from statistics import median

from eventapp import clock, tokens

from .databases import app_here, house, new_database
from .load import CLIENTS, Unexpected, Visit, post
from .measures import Measure
from .pages import shares
from .rows import fill, make_season, open_door
from .servers import bare_server, web_server
from .turns import bare_page, in_turn, visits

BATCH, BATCHES = 100, 30
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


def batches(database: str) -> Iterator[Measure]:
    """What a check-in costs that a phone hands over with ninety-nine others."""
    with new_database(database) as url:
        with house(url):
            event = make_season()[0]
            references = iter(fill(event, BATCH * BATCHES))
            name, _equals, secret = open_door(event, browsers=1)[0].partition("=")
        with app_here(url) as app:
            browser, device, costs = app.test_client(), tokens.new_id(), []
            browser.set_cookie(name, secret)
            for first in range(1, BATCH * BATCHES, BATCH):
                events = [a_fact(next(references), number) for number in range(first, first + BATCH)]
                began = time.process_time()
                answer = browser.post("/api/v1/door/check-ins", json={"device": device, "events": events})
                costs.append(time.process_time() - began)
                if [ack["status"] for ack in answer.json["acks"]] != ["stored"] * BATCH:
                    raise AssertionError(f"a batch is answered with {answer.text[:200]}")
    yield Measure(f"door-batch:{database}", median(costs) * 1000 / BATCH, "ms of CPU", 1, n=BATCHES)


def a_fact(reference: str, number: int) -> dict[str, object]:
    """What a phone writes when it lets one person in, now."""
    at = clock.now().isoformat(timespec="milliseconds")
    return {"id": tokens.new_id(), "seq": number, "kind": "in", "ref": reference, "people": 1, "at": at}


def letting_in(references: list[str], cookies: list[str], *, port: int) -> Callable[[], Visit]:
    """Visits that press the button for the next ticket."""
    waiting, browsers = iter(references), cycle(cookies)

    def visit() -> Visit:
        form = {"ticket": next(waiting), "fact": tokens.new_id(), "people": "1", "seen": "0"}
        answer = yield post("/deur/binnen", form, host=f"127.0.0.1:{port}", cookie=next(browsers))
        if not answer.expect(303).location.startswith("/deur/binnen/"):
            raise Unexpected(f"303 to {answer.location!r}")

    return visit
