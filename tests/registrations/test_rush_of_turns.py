"""Offers, questions and approvals in several processes at once: everybody hears of a turn once, and none is lost."""

from collections import Counter
from datetime import timedelta

import pytest

from eventapp.checks import faults
from eventapp.database import db
from eventapp.mail.models import Letter, State
from eventapp.registrations import actions
from eventapp.registrations.models import Registration

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration
from ..processes import PROCESSES, Other, all_at_once, kill_some
from . import turner

DAY = timedelta(days=1)


def statuses(event_id: int) -> Counter:
    db.session.expire_all()
    return Counter(db.session.scalars(db.select(Registration.status).filter_by(event_id=event_id)))


def letters(kind: str) -> list[str]:
    """To whom such letters were written."""
    return sorted(db.session.scalars(db.select(Letter.to_address).filter_by(kind=kind)))


@pytest.mark.slow
def test_three_workers_let_an_offer_lapse_once_and_make_the_next_one_once(app, database_url):
    event = make_event(capacity=20, offer_hours=4)
    first = [make_registration(event) for _person in range(20)]
    waiting = [make_registration(event) for _person in range(50)]
    for registration in first:
        actions.cancel(registration.id, now=NOON)

    all_at_once(*(Other(turner.rounds, database_url, 4) for _n in range(PROCESSES)))

    assert statuses(event.id) == {"cancelled": 20, "lapsed": 20, "offered": 20, "waiting": 10}
    assert letters("offer-lapsed") == sorted(each.email for each in waiting[:20])
    assert letters("place-offered") == sorted(each.email for each in waiting[:40])
    assert faults() == []


@pytest.mark.slow
def test_three_workers_ask_everybody_once_and_give_away_each_silent_place_once(app, database_url):
    event = make_event(capacity=30, reconfirm="free", starts_at=NOON + 2 * DAY)
    coming = [make_registration(event) for _person in range(30)]
    waiting = [make_registration(event) for _person in range(40)]
    db.session.execute(db.update(Registration).values(signed_up_at=NOON - DAY))
    db.session.commit()

    all_at_once(*(Other(turner.rounds, database_url, 1) for _n in range(PROCESSES)))
    assert letters("are-you-coming") == sorted(each.email for each in coming)

    db.session.execute(db.update(Letter).filter_by(kind="are-you-coming").values(state=State.SENT, sent_at=NOON))
    db.session.commit()
    all_at_once(*(Other(turner.rounds, database_url, 31) for _n in range(PROCESSES)))

    assert statuses(event.id) == {"cancelled": 30, "confirmed": 30, "waiting": 10}
    assert letters("place-given-away") == sorted(each.email for each in coming)
    assert letters("place-free") == sorted(each.email for each in waiting[:30])
    assert faults() == []


@pytest.mark.slow
def test_a_yes_a_no_and_a_cancellation_at_once_are_one_of_them(app, database_url):
    make_account(make_organisation())
    event = make_event(capacity=10, approval=True)
    asking = [make_registration(event) for _person in range(60)]

    all_at_once(*(Other(turner.decide, database_url, event.id, seed) for seed in range(PROCESSES)))

    counted = statuses(event.id)
    assert set(counted) == {"confirmed", "waiting", "cancelled", "declined"}
    assert counted.total() == len(asking)
    assert counted["confirmed"] == 10
    assert len(letters("sign-up-declined")) == counted["declined"]
    assert max(Counter(letters("sign-up-declined") + letters("registration-cancelled")).values()) == 1
    assert faults() == []


@pytest.mark.slow
def test_no_turn_is_lost_or_given_twice_when_processes_are_killed_in_the_middle(app, database_url, request):
    make_account(make_organisation())
    event = make_event(capacity=20, offer_hours=4, reconfirm="free", starts_at=NOON + 3 * DAY)
    event_id = event.id
    for _person in range(30):
        make_registration(event)
    event.approval = True
    db.session.commit()

    kill_some(
        lambda seed: Other(turner.muddle, database_url, event_id, seed),
        seconds=request.config.getoption("muddle_seconds"),
        is_enough=lambda: all(
            map(letters, ("place-offered", "offer-lapsed", "are-you-coming", "reminder", "sign-up-declined"))
        ),
    )

    assert faults() == []
