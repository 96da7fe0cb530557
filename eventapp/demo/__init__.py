"""A season of events with invented people, to see and to try everything with."""

from . import reference
from .play import RealEvents, play

__all__ = ["RealEvents", "play", "reference"]
