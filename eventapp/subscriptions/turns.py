"""What subscriptions need because time passed; a worker does a round of it every few seconds, and any number may."""

from datetime import datetime
from typing import NamedTuple

from .actions import list_new, write_digests


class Turns(NamedTuple):
    """What a round did: how many events came into the agenda, and how many letters were written."""

    listed: int
    digests: int


def take_turns(*, now: datetime) -> Turns:
    """Note what is new in the agenda, and tell it to whose moment has come."""
    return Turns(list_new(now=now), write_digests(now=now))
