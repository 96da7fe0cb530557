"""Which door the browser that asks has opened, and what it sees where that is none."""

from functools import wraps

from flask import Response, render_template, request

from .. import clock, tokens
from ..errors import Refusal
from ..web import settings
from . import queries, rules
from .forms import ticket_in
from .queries import OpenDoor

TRIES_PER_NETWORK = "30 per 10 minutes"  # of what was refused: nobody may try all numbers


def was_refused(response: Response) -> bool:
    return response.status_code == 422


def cookie_name() -> str:
    return "__Host-door" if settings().secure else "door"


def door_of_this_browser() -> OpenDoor | None:
    """The door that was opened in this browser, live or not."""
    secret = request.cookies.get(cookie_name())
    door = queries.open_door(tokens.fingerprint(secret)) if secret else None
    return door and door.at(clock.now())


def for_door(view):
    """This page is for a browser with a live door pass; the view gets the door that it opened."""

    @wraps(view)
    def at_the_door(**values):
        door = door_of_this_browser()
        if door is None:
            raise rules.DoorClosed
        rules.check_live(door, now=clock.now())
        return view(door, **values)

    at_the_door.guard = "door"  # type: ignore[attr-defined]
    return at_the_door


def refused(refusal: Refusal):
    """Say it in the look of the door, which may be closed."""
    if isinstance(refusal, rules.DoorClosed):
        return render_template("door/closed.html", refusal=refusal), 403
    return render_template("door/refused.html", refusal=refusal, ticket=ticket_in(request.form)), 422
