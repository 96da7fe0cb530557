"""Whoever is killed while it delivers, and whatever the mail server does meanwhile: no letter is lost."""

import pytest

from .bad_day import bad_day

pytestmark = pytest.mark.slow


def test_workers_that_are_killed_on_a_bad_day_lose_nothing_and_send_little_twice(app, database_url):
    evening = bad_day(database_url, post=60, kills=3)

    assert (evening.lost, evening.wrong) == (0, ())
    assert 0 <= evening.twice <= 3
