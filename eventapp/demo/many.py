"""Many coming events, for measuring: those of the season over and over, one for each hour of the coming months."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from ..database import db
from ..formats import from_local, local
from . import dates
from .season import Maker, read

DAYS_AHEAD = 120
PLAIN = ("draft", "unlisted", "series", "opens_in_days", "called_off", "capacity")  # what would hide or fill an event


def make_many(count: int, *, rng: Random, now: datetime) -> None:
    """So many events in the coming four months, each by itself and open to everybody."""
    season = read()
    maker = Maker(season, rng=rng, now=now)
    told = [_plain(each) for each in season["events"]]
    tomorrow = local(now).date() + timedelta(days=1)
    for number in range(count):
        each = told[number % len(told)]
        day = tomorrow + timedelta(days=number * DAYS_AHEAD // count)
        begin, end = (from_local(day, hour) for hour in dates.hours(each["hours"]))
        maker.event(each, starts_at=begin, ends_at=end, series=None)
    db.session.flush()


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in PLAIN}
