"""Which door the browser that asks has opened."""

from flask import request

from .. import tokens
from ..web import settings
from . import queries
from .queries import OpenDoor


def cookie_name() -> str:
    return "__Host-door" if settings().secure else "door"


def door_of_this_browser() -> OpenDoor | None:
    """The door that was opened in this browser, live or not."""
    secret = request.cookies.get(cookie_name())
    return queries.open_door(tokens.fingerprint(secret)) if secret else None
