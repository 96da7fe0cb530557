"""The calendar that everybody follows: made anew after a change, unchanged, and with ten times as many events."""

import time
from collections.abc import Callable, Iterator
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from eventapp.database import transaction
from eventapp.events.models import Event

from .databases import app_here, house, new_database
from .measures import Measure
from .rows import make_season

FEW, MANY, TIMES = 300, 3000, 20
GZIP = {"Accept-Encoding": "gzip"}


def feed(database: str) -> Iterator[Measure]:
    """CPU of `/agenda.ics`, in milliseconds: the entries are kept, and one event changed since the last time."""
    costs, unchanged = {}, {}
    for events in (FEW, MANY):
        with new_database(database) as url:
            with house(url):
                event_id = make_season(coming=events)[0].id
            with app_here(url) as app:
                costs[events] = cpu_after_changes(app, event_id, expected=events)
                unchanged[events] = cpu_unchanged(app)
    yield Measure(f"feed:{database}", costs[FEW], "ms of CPU", 60, n=TIMES)
    yield Measure(f"feed-unchanged:{database}", unchanged[FEW], "ms of CPU", 2, n=TIMES)
    growth = costs[MANY] / costs[FEW] / (MANY / FEW)
    yield Measure(f"feed-3000:{database}", costs[MANY], "ms of CPU", 1.25, growth, n=TIMES)


def cpu_after_changes(app: Flask, event_id: int, *, expected: int) -> float:
    def change() -> None:
        with app.app_context(), transaction() as session:
            session.get_one(Event, event_id).sequence += 1

    def ask(browser: FlaskClient) -> None:
        answer = browser.get("/agenda.ics")
        assert answer.data.count(b"BEGIN:VEVENT") == expected, answer.status

    return cpu_of(ask, app, before=change)


def cpu_unchanged(app: Flask) -> float:
    browser = app.test_client()
    same = {"If-None-Match": browser.get("/agenda.ics", headers=GZIP).headers["ETag"], **GZIP}

    def ask(browser: FlaskClient) -> None:
        assert browser.get("/agenda.ics", headers=same).status_code == 304

    return cpu_of(ask, app)


def cpu_of(ask: Callable[[FlaskClient], None], app: Flask, *, before: Callable[[], None] = lambda: None) -> float:
    """Of this process, in milliseconds: the median of a few times, after one that does not count."""
    took = []
    for _time in range(TIMES + 1):
        browser = app.test_client()
        before()
        start = time.process_time()
        ask(browser)
        took.append((time.process_time() - start) * 1000)
    return median(took[1:])
