"""How long a sign-up holds the lock of its event, beside what the commit takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from flask import Flask
from sqlalchemy import event

from eventapp import database as our_database
from eventapp.database import db

from .databases import app_here, house, new_database
from .form import answers, hidden_fields
from .measures import Measure
from .rows import fill, make_season

CROWD = 5000
SIGN_UPS = 200
WARMING_UP = 30


@dataclass
class Stopwatch:
    """On SQLite the lock is the turn to write, on PostgreSQL the row of the event."""

    taken_at: float = 0.0
    cpu_at: float = 0.0
    held: list[float] = field(default_factory=list)  # milliseconds
    cpu: list[float] = field(default_factory=list)  # of these, what this thread itself worked

    def start(self) -> None:
        self.taken_at, self.cpu_at = time.perf_counter(), time.thread_time()

    def stop(self) -> None:
        self.held.append(1000 * (time.perf_counter() - self.taken_at))
        self.cpu.append(1000 * (time.thread_time() - self.cpu_at))


@contextmanager
def watched(app: Flask) -> Iterator[Stopwatch]:
    """Starts when the lock is had, stops when the commit begins."""
    watch = Stopwatch()
    with app.app_context():
        engine = db.engine

    def row_locked(connection: Any, cursor: Any, sql: str, *more: Any) -> None:
        if sql.endswith("FOR UPDATE"):
            watch.start()

    def commit_begins(connection: Any) -> None:
        watch.stop()

    class WatchedTurn(our_database.FairLock):
        def acquire(self) -> None:
            super().acquire()
            watch.start()

    event.listen(engine, "after_cursor_execute", row_locked)
    event.listen(engine, "commit", commit_begins)
    turn, our_database._turn = our_database._turn, WatchedTurn()
    try:
        yield watch
    finally:
        our_database._turn = turn
        event.remove(engine, "after_cursor_execute", row_locked)
        event.remove(engine, "commit", commit_begins)


def lock_held(database: str) -> Iterator[Measure]:
    """One sign-up after the other through the form, in this process; for an empty event and for a crowded one."""
    with new_database(database) as url:
        with house(url):
            quiet, crowded = make_season(coming=2)
            fill(crowded, CROWD)
            slugs = {"lock-held": quiet.slug, "lock-held-crowded": crowded.slug}
        for name, slug in slugs.items():
            with app_here(url) as app, watched(app) as watch:
                for _n in range(WARMING_UP + SIGN_UPS):
                    sign_up_here(app, slug)
            held, cpu = watch.held[WARMING_UP:], watch.cpu[WARMING_UP:]
            yield Measure(f"{name}:{database}", median(held), "ms", 2, n=len(held))
            yield Measure(f"{name}-p95:{database}", quantiles(held, n=20)[-1], "ms", 2, n=len(held))
            yield Measure(f"{name}-cpu:{database}", median(cpu), "ms of CPU", n=len(cpu))


def sign_up_here(app: Flask, slug: str) -> None:
    browser, path = app.test_client(), f"/agenda/{slug}/aanmelden"
    sent = browser.post(path, data=hidden_fields(browser.get(path).text) | answers())
    if sent.status_code != 303:
        raise AssertionError(f"A sign-up answered {sent.status_code}.")
