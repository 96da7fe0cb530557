"""What several workers do at the same moment in the tests of letters about new events."""

import random
from datetime import timedelta

from sqlalchemy import func, select

from eventapp.database import db
from eventapp.subscriptions.models import Listing
from eventapp.subscriptions.turns import take_turns

from ..make import make_event
from .readers import THURSDAY


def rounds(app) -> int:
    """What a worker does on a Thursday morning, some rounds after each other; how many letters it wrote."""
    written = 0
    for minute in range(20):
        with app.app_context():
            written += take_turns(now=THURSDAY + timedelta(minutes=minute)).digests
    return written


def tell_for_ever(app, seed: int) -> None:
    """Publish something, and tell it, until killed. What was published last tells all of them how late it is."""
    rng = random.Random(seed)
    while True:
        with app.app_context():
            now = (db.session.scalar(select(func.max(Listing.listed_at))) or THURSDAY) + timedelta(minutes=1)
            if rng.random() < 0.3:
                slug = f"nieuw-{rng.randrange(10**9)}"
                starts_at = THURSDAY + timedelta(days=90 + rng.randrange(50))
                make_event(slug=slug, uid=slug, starts_at=starts_at)  # the next round notes it
            take_turns(now=now)
