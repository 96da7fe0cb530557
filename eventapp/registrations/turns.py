"""What must happen because time passed; a worker does a round of it every few seconds, and any number of them may."""

from datetime import datetime
from typing import NamedTuple

from .coming.actions import ask_due, free_silent
from .delivery.actions import put_on_call_list
from .offers.actions import lapse_due, make_due
from .reminders.actions import remind_due


class Turns(NamedTuple):
    """What a round did: how many offers lapsed, events with new offers and with a question, places given away,
    reminders written, and people to call because no letter reached them.
    """

    lapsed: int
    offered: int
    asked: int
    freed: int
    reminded: int
    to_call: int


def take_turns(*, now: datetime) -> Turns:
    """Let offers lapse and make new ones, ask who comes, give away the places of who kept silent, remind people, and
    have those called whom no letter reaches.
    """
    return Turns(
        lapsed=lapse_due(now=now),
        offered=make_due(now=now),
        asked=ask_due(now=now),
        freed=free_silent(now=now),
        reminded=remind_due(now=now),
        to_call=put_on_call_list(now=now),
    )
