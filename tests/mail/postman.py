"""A worker in a process of its own, which tests may kill."""

from datetime import timedelta

from eventapp import clock, worker
from tests.conftest import NOON


def deliver(app, minutes: int, once: bool) -> None:
    """Work by a clock that stands still, so many minutes past noon."""
    clock.now = lambda: NOON + timedelta(minutes=minutes)
    with app.app_context():
        worker.run(once=once)
