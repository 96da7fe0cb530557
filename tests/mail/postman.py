"""A worker in a process of its own, which tests may kill."""

import time
from datetime import timedelta

from eventapp import clock, worker
from tests.conftest import NOON


def deliver(app, minutes: int, once: bool) -> None:
    """Work by a clock that stands still, so many minutes past noon."""
    clock.now = lambda: NOON + timedelta(minutes=minutes)
    with app.app_context():
        worker.run(once=once)


def deliver_a_minute_a_second(app, began: float) -> None:
    """Work until told to stop, by a clock that goes sixty times as fast, from noon on."""
    clock.now = lambda: NOON + 60 * timedelta(seconds=time.monotonic() - began)
    with app.app_context():
        worker.run(once=False)
