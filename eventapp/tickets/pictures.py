"""The picture of an event that group chats show beside its address: 1200 x 630."""

from functools import lru_cache

from .paper import set_png
from .posters import Poster, facts_for_paper

WIDTH, HEIGHT = 1200, 630


@lru_cache(maxsize=32)
def draw_picture(poster: Poster) -> bytes:
    """The picture as a PNG, kept for a while: many phones ask for the same one."""
    return set_png("picture", facts_for_paper(poster), pixels_per_inch=72)
