"""Many people choose the same sessions and slots at the same moment, in several processes, some of which are killed."""

from datetime import timedelta

import pytest

from eventapp.checks import faults
from eventapp.database import db
from eventapp.programme.models import Slot
from eventapp.registrations.models import Choice

from ..make import make_event, make_session, make_station
from ..processes import Other, all_at_once, kill_some
from . import chooser


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

    all_at_once(*(Other(chooser.sign_up, database_url, event_id, n) for n in (20, 20, 20)))

    db.session.expire_all()
    slots = db.session.scalars(db.select(Slot).filter_by(event_id=event_id).order_by(Slot.id)).all()
    assert [(slot.taken, slot.waiting) for slot in slots] == [(10, 50), (4, 56), (2, 58), (0, 0), (0, 0)]
    assert faults() == []


@pytest.mark.slow
def test_no_choice_is_lost_or_sold_twice_when_processes_are_killed_in_the_middle(app, database_url, request):
    event_id = festival(capacity=30)

    kill_some(
        lambda seed: Other(chooser.muddle, database_url, event_id, seed),
        seconds=request.config.getoption("muddle_seconds"),
        is_enough=lambda: db.session.query(Choice).count() > 5,
    )

    assert faults() == []
