"""What the door tells because time passed; a worker does a round of it every few seconds, and any number may."""

from datetime import datetime
from typing import NamedTuple

from .thanks.actions import thank_due


class Turns(NamedTuple):
    """What a round did: how many letters of thanks were written."""

    thanked: int


def take_turns(*, now: datetime) -> Turns:
    """Write to who was at an event the day before, or was missed there."""
    return Turns(thank_due(now=now))
