"""What must happen because time passed; a worker does a round of it every few seconds, and any number of them may."""

from datetime import datetime
from typing import NamedTuple

from .coming.actions import ask_due, free_silent
from .offers.actions import lapse_due, make_due
from .reminders.actions import remind_due


class Turns(NamedTuple):
    """What a round did: how many offers lapsed, events with new offers and with a question, places given away,
    and reminders written.
    """

    lapsed: int
    offered: int
    asked: int
    freed: int
    reminded: int


def take_turns(*, now: datetime) -> Turns:
    """Let offers lapse and make new ones, ask who comes, give away the places of who kept silent, and remind people."""
    return Turns(lapse_due(now=now), make_due(now=now), ask_due(now=now), free_silent(now=now), remind_due(now=now))
