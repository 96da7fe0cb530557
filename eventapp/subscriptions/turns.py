"""What subscriptions need because time passed; a worker does a round of it every few seconds, and any number may."""

from datetime import datetime
from typing import NamedTuple

from .actions import ask_who_agreed, list_new, write_digests


class Turns(NamedTuple):
    """What a round did: how many people were asked, how many events came in, and how many letters were written."""

    asked: int
    listed: int
    digests: int


def take_turns(*, now: datetime) -> Turns:
    """Ask who agreed, note what is new in the agenda, and tell it to whose moment has come."""
    return Turns(ask_who_agreed(now=now), list_new(now=now), write_digests(now=now))
