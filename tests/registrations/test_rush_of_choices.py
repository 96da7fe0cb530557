"""Many people choose the same sessions and slots at the same moment, in several processes, some of which are killed."""

import random
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from eventapp.checks import faults
from eventapp.database import db
from eventapp.programme.models import Slot
from eventapp.registrations.models import Choice

from ..make import make_event, make_session, make_station
from .test_rush import PROCESSES, go


def start(*words: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.registrations.chooser", *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def festival(**given) -> int:
    """Two sessions after each other, and a station with time slots after those."""
    event = make_event(**given)
    hours = [event.starts_at + timedelta(minutes=minutes) for minutes in (0, 30, 60)]
    make_session(event, starts_at=hours[0], ends_at=hours[1], capacity=10)
    make_session(event, starts_at=hours[1], ends_at=hours[2], capacity=4)
    make_station(event, starts_at=hours[2], tables=2)
    return event.id


@pytest.mark.slow
def test_people_in_three_processes_get_exactly_the_last_places_of_sessions_and_slots(app, database_url):
    event_id = festival()

    processes = [start("choose", database_url, event_id, n) for n in (20, 20, 20)]
    go(processes)
    assert [process.wait(120) for process in processes] == [0, 0, 0]

    db.session.expire_all()
    slots = db.session.scalars(db.select(Slot).filter_by(event_id=event_id).order_by(Slot.id)).all()
    assert [(slot.taken, slot.waiting) for slot in slots] == [(10, 50), (4, 56), (2, 58), (0, 0), (0, 0)]
    assert faults() == []


@pytest.mark.slow
def test_no_choice_is_lost_or_sold_twice_when_processes_are_killed_in_the_middle(app, database_url, request):
    rng = random.Random(11)
    event_id = festival(capacity=30)
    processes = [start("muddle", database_url, event_id, n) for n in range(PROCESSES)]
    go(processes)

    end = time.monotonic() + request.config.getoption("muddle_seconds")
    while time.monotonic() < end:
        time.sleep(rng.uniform(0.1, 0.8))
        victim = rng.randrange(PROCESSES)
        processes[victim].kill()
        processes[victim].wait()
        processes[victim] = start("muddle", database_url, event_id, rng.randrange(10**6))
        go([processes[victim]])
    for process in processes:
        process.kill()
        process.wait()

    assert db.session.query(Choice).count() > 5
    assert faults() == []
