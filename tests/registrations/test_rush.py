"""Many people press the button at the same moment, in several processes, some of which are killed."""

from datetime import timedelta

import pytest

from eventapp.checks import faults
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.registrations.invitations.models import Invitation
from eventapp.registrations.models import Registration

from ..conftest import NOON
from ..make import make_event, make_invitation, make_series
from ..processes import PROCESSES, Other, all_at_once, kill_some
from . import rusher


def rows(event_id: int) -> list[Registration]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Registration).filter_by(event_id=event_id).order_by(Registration.id)))


@pytest.mark.slow
def test_two_hundred_people_in_three_processes_get_exactly_ten_places(app, database_url, request):
    for _round in range(request.config.getoption("rush_rounds")):
        event_id = make_event(capacity=10).id

        all_at_once(*(Other(rusher.sign_up, database_url, event_id, n) for n in (67, 67, 66)))

        signed_up = rows(event_id)
        assert [row.status for row in signed_up] == ["confirmed"] * 10 + ["waiting"] * 190
        assert faults() == []


@pytest.mark.slow
def test_a_crowd_that_wants_several_dates_in_any_order_fills_each_and_waits_for_nobody_else(app, database_url):
    series = make_series()
    events = [make_event(capacity=5, series=series, starts_at=NOON + timedelta(days=n)) for n in (3, 1, 4, 2)]

    all_at_once(*(Other(rusher.dates, database_url, series.id, 20) for _n in range(PROCESSES)))

    db.session.expire_all()
    assert [event.taken for event in events] == [5] * 4
    assert min(event.waiting for event in events) > 5
    assert faults() == []


@pytest.mark.slow
def test_nothing_is_lost_or_sold_twice_when_processes_are_killed_in_the_middle(app, database_url, request):
    event_id = make_event(capacity=20).id

    kill_some(
        lambda seed: Other(rusher.muddle, database_url, event_id, seed),
        seconds=request.config.getoption("muddle_seconds"),
        is_enough=lambda: len(rows(event_id)) > 20,
    )

    assert faults() == []


@pytest.mark.slow
def test_an_invitation_is_one_place_however_many_answer_it_at_once(app, database_url):
    event_id = make_event(capacity=4, invitation_only=True, unlisted=True).id
    for _guest in range(5):
        make_invitation(db.session.get_one(Event, event_id), answer="no")

    all_at_once(*(Other(rusher.guests, database_url, event_id, n) for n in range(PROCESSES)))

    standing = [row for row in rows(event_id) if row.status != "cancelled"]
    invited = db.session.scalars(db.select(Invitation).where(Invitation.event_id == event_id)).all()
    assert sorted(row.id for row in standing) == sorted(each.registration_id for each in invited if each.comes)
    assert len(standing) <= len([each for each in invited if each.asked_first is None]) == 5
    assert [fault for fault in faults() if "was never sent" not in fault] == []
