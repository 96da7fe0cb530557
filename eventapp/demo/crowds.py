"""Many people at once, through the same door as everybody."""

from collections.abc import Sequence
from datetime import datetime
from itertools import cycle, islice
from typing import Any

from .. import tokens
from ..database import db, transaction
from ..errors import Refusal
from ..events import queries
from ..registrations.actions import sign_up
from ..registrations.parties import Party
from .people import Crowd

AT_ONCE = 500  # in one transaction
TRIES = 5  # as many people as asked for ring at full rooms before we give up


def arrive(wishes: Sequence[tuple[int, dict[str, Any]]], *, since: datetime, now: datetime) -> int:
    """These people sign up one after the other, from then until now; tells for how many there was room."""
    came = 0
    step = (now - since) / max(len(wishes), 1)
    for first in range(0, len(wishes), AT_ONCE):
        with transaction():
            for number, (event_id, answers) in enumerate(wishes[first : first + AT_ONCE], first):
                came += _came(event_id, answers, now=since + step * number)
            db.session.flush()
            db.session.expunge_all()  # nobody looks at them again
    return came


def spread(count: int, *, crowd: Crowd, since: datetime, now: datetime) -> None:
    """So many sign-ups over all events that are open."""
    events = queries.open_events(now=now)
    in_turn = cycle(events)
    left, tries = count if events else 0, TRIES * count
    while left and tries > 0:
        wishes = [(event_id, crowd.somebody(most=most)) for event_id, most in islice(in_turn, min(left, AT_ONCE))]
        left -= arrive(wishes, since=since, now=now)
        tries -= len(wishes)


def _came(event_id: int, answers: dict[str, Any], *, now: datetime) -> bool:
    news = answers.get("news", False)
    party = Party(**{name: value for name, value in answers.items() if name != "news"})
    try:
        sign_up(event_id, party, press=tokens.new_press(), news=news, willing_to_wait=True, now=now)
    except Refusal:
        return False
    return True
