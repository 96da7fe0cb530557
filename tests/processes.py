"""Other processes that begin at the same moment, and some that are killed in the middle of what they do."""

import multiprocessing
import os
import random
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from eventapp import create_app
from eventapp.database import db

from .conftest import settings_for

PROCESSES = 3
PATIENCE = 120  # seconds that a busy machine may take

_context = multiprocessing.get_context("forkserver")  # the app is imported once, for all of them
_context.set_forkserver_preload([__name__])


class Other:
    """A process in which `work(app, *arguments)` waits for `go`; `settings` differ from those of the tests."""

    def __init__(self, work: Callable, database_url: str, *arguments: Any, **settings: str) -> None:
        self._here, there = _context.Pipe()
        self._process = _context.Process(target=_run, args=(there, work, database_url, arguments, settings))
        self._process.daemon = True
        self._process.start()
        there.close()

    def wait_until_ready(self) -> None:
        assert self._here.recv() == "ready"

    def begin(self) -> None:
        self._here.send("go")

    def answer(self) -> Any:
        """What the work came to; an EOFError where it died."""
        assert self._here.poll(PATIENCE)
        return self._here.recv()

    def signal(self, number: int) -> None:
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        assert self._process.is_alive(), "it ended by itself"
        self._process.kill()
        self._process.join(PATIENCE)


def _run(there: Connection, work: Callable, database_url: str, arguments: tuple, settings: dict[str, str]) -> None:
    app = create_app(settings_for(database_url, **settings))
    there.send("ready")
    there.recv()
    there.send(work(app, *arguments))


def go(*others: Other) -> None:
    for other in others:
        other.wait_until_ready()
    for other in others:
        other.begin()


def all_at_once(*others: Other) -> list[Any]:
    """They begin together, and each comes to its end; what each of them answers."""
    go(*others)
    return [other.answer() for other in others]


def kill_some(start: Callable[[int], Other], *, seconds: int, is_enough: Callable[[], bool]) -> None:
    """So long, and until enough has happened: kill one of three at a random moment, and start another with a seed."""
    rng = random.Random(7)
    others = [start(n) for n in range(PROCESSES)]
    go(*others)
    end, patience = time.monotonic() + seconds, time.monotonic() + PATIENCE
    while time.monotonic() < end or not is_enough():
        assert time.monotonic() < patience, "too little happened"
        time.sleep(rng.uniform(0.1, 0.8))
        victim = rng.randrange(PROCESSES)
        others[victim].kill()
        others[victim] = start(rng.randrange(10**6))
        go(others[victim])
        db.session.rollback()  # what is enough is seen as it is now
    for other in others:
        other.kill()
