"""The page of an event with a hundred sessions that four thousand people chose."""

import time
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from flask import Flask

from eventapp.database import db, transaction
from eventapp.events.models import Event
from eventapp.programme.models import Slot
from tests import make

from .databases import app_here, house, new_database
from .load import page
from .measures import Measure
from .pages import check, cost
from .rows import make_season
from .servers import web_server
from .turns import in_turn, visits

SESSIONS, CHOSEN, TIMES = 100, 40, 30


def programme(database: str) -> Iterator[Measure]:
    """What the page costs when it is made, and when it is handed out ready."""
    with new_database(database) as url:
        with house(url):
            event = make_season()[0]
            make_programme(event)
            path = f"/agenda/{event.slug}"
        with app_here(url) as app:
            yield Measure(f"programme-made:{database}", cpu_of_making(app, path), "ms of CPU", 60, n=TIMES)
        with web_server(url) as web:
            check(web, path, f"Gesprek {SESSIONS - 1}")
            turn = visits(web, page(path))
            in_turn(turn)
    yield cost(f"programme-cpu:{database}", turn, limit=2.5)


def make_programme(event: Event) -> None:
    """Ten sessions an hour, each with forty people in it."""
    with transaction() as session:
        event = session.get_one(Event, event.id)
        event.ends_at = event.starts_at + timedelta(hours=10)
        for n in range(SESSIONS):
            starts_at = event.starts_at + timedelta(hours=n // 10)
            hours = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=50)}
            words = {
                "title": f"Gesprek {n}",
                "room": f"Zaal {n % 10}",
                "description": "Wat helpt u, en wat helpt een ander?",
            }
            make.make_session(event, **hours, **words, capacity=50)
        session.execute(db.update(Slot).values(taken=CHOSEN))


def cpu_of_making(app: Flask, path: str) -> float:
    """Milliseconds for a page that nobody asked for lately."""
    browser, costs = app.test_client(), []
    for _time in range(TIMES):
        app.extensions["kept_pages"].clear()
        began = time.process_time()
        answer = browser.get(path)
        costs.append(time.process_time() - began)
        if f"Gesprek {SESSIONS - 1}" not in answer.text:
            raise AssertionError(f"{path} does not show its programme")
    return median(costs) * 1000
