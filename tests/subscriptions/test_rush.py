"""Several workers at once, and some that are killed: each event is told to each reader at most once, and to all."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventapp.database import db
from eventapp.events.models import Event
from eventapp.mail.models import Letter
from eventapp.subscriptions.models import Listing, Rhythm, ToldEvent
from eventapp.subscriptions.rules import Wanted
from eventapp.subscriptions.turns import take_turns

from ..conftest import NOON
from ..make import make_series
from ..processes import PROCESSES, Other, all_at_once, kill_some
from . import teller
from .readers import THURSDAY, digests, make_listed, make_subscription

READERS = 120


def crowd() -> None:
    """Readers of everything in every rhythm, some with two choices at one address."""
    rhythms = list(Rhythm)
    for number in range(READERS):
        make_subscription(f"lezer{number}@voorbeeld.nl", rhythm=rhythms[number % 3])
        if number % 4 == 0:
            make_subscription(f"lezer{number}@voorbeeld.nl", Wanted(kinds=("wandeling",)), rhythm=rhythms[number % 2])


def told_in_letters() -> Counter:
    """How often each address was told of each event, as the letters say."""
    return Counter(
        (letter.to_address, slug)
        for letter in digests()
        for entry in letter.facts["entries"]
        for slug in (entry["slug"], *(date["slug"] for date in entry["more"]))
    )


@pytest.mark.slow
def test_three_workers_tell_everybody_once(app, database_url):
    crowd()
    events = [make_listed(starts_at=NOON + timedelta(days=40 + n)) for n in range(5)]
    series = make_series()
    events += [make_listed(series=series, starts_at=NOON + timedelta(days=50 + n)) for n in range(3)]

    written = all_at_once(*(Other(teller.rounds, database_url) for _n in range(PROCESSES)))

    assert sum(written) == len(digests()) == READERS
    assert set(told_in_letters().values()) == {1}
    assert len(told_in_letters()) == READERS * len(events)


@pytest.mark.slow
def test_no_event_is_told_twice_or_lost_when_workers_are_killed_in_the_middle(app, database_url, request):
    crowd()

    kill_some(
        lambda seed: Other(teller.tell_for_ever, database_url, seed),
        seconds=request.config.getoption("muddle_seconds"),
        is_enough=lambda: (db.session.scalar(select(func.count(Letter.id)).filter_by(kind="digest")) or 0) > READERS,
    )
    for week in range(1, 5):
        db.session.rollback()  # as a worker does after each round: it reads afresh
        take_turns(now=THURSDAY + timedelta(weeks=week))

    counted = told_in_letters()
    assert set(counted.values()) == {1}
    # what was told is what the letters say, and the other way round
    pairs = db.session.scalar(select(func.count()).select_from(ToldEvent))
    assert len(counted) <= pairs  # a letter shows some of very many
    listed = db.session.scalar(select(func.count()).select_from(Listing).join(Event))
    assert pairs == READERS * listed
    assert max(Counter(letter.key for letter in digests()).values()) == 1
