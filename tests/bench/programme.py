"""An event with a hundred sessions and four thousand places taken in them: its page, and signing up."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eventapp.database import db, transaction
from eventapp.events.models import Event
from eventapp.programme.models import Slot
from tests import make

from .databases import app_here, house, new_database
from .form import answers
from .load import page
from .measures import Measure
from .pages import check, cost
from .rows import make_season
from .servers import web_server
from .turns import in_turn, visits

SESSIONS, CHOSEN, TIMES = 100, 40, 30


def programme(database: str) -> Iterator[Measure]:
    """What the page costs when it is made and when it is handed out ready, and signing up with ten sessions."""
    with new_database(database) as url:
        with house(url):
            event = make_season()[0]
            make_programme(event)
            path, choices = f"/agenda/{event.slug}", one_of_each_hour()
        with app_here(url) as app:
            made = cpu_of(lambda browser: shows_all(browser.get(path)), app)
            yield Measure(f"programme-made:{database}", made, "ms of CPU", 60, n=TIMES)
            shown = cpu_of(lambda browser: shows_all(browser.get(f"{path}/aanmelden")), app)
            yield Measure(f"programme-form:{database}", shown, "ms of CPU", 60, n=TIMES)
            sent = cpu_of(
                lambda browser: is_signed_up(browser.post(f"{path}/aanmelden", data=answers() | choices)), app
            )
            yield Measure(f"programme-sign-up:{database}", sent, "ms of CPU", 60, n=TIMES)
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
            make.make_session(event, **hours, **words, capacity=CHOSEN + TIMES)
        session.execute(db.update(Slot).values(taken=CHOSEN))


def cpu_of(visit: Callable[[FlaskClient], None], app: Flask) -> float:
    """Milliseconds for a visit in this process."""
    browser, costs = app.test_client(), []
    for _time in range(TIMES):
        app.extensions["kept_pages"].clear()
        began = time.process_time()
        visit(browser)
        costs.append(time.process_time() - began)
    return median(costs) * 1000


def shows_all(answer: TestResponse) -> None:
    if f"Gesprek {SESSIONS - 1}" not in answer.text:
        raise AssertionError("the page does not show its programme")


def is_signed_up(answer: TestResponse) -> None:
    if answer.status_code != 303:
        raise AssertionError(f"a sign-up with choices is answered with {answer.status_code}")


def one_of_each_hour() -> dict[str, str]:
    """What somebody answers who comes all day."""
    slots = db.session.scalars(db.select(Slot).order_by(Slot.id.desc()))
    return {f"hour-{int(slot.starts_at.timestamp())}": str(slot.id) for slot in slots}
