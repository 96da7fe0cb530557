"""Which door the browser that asks has opened, and what it sees where that is none."""

from functools import wraps

from flask import Response, redirect, render_template, request, url_for

from .. import clock, tokens
from ..errors import Refusal
from ..web import settings
from . import queries, rules
from .forms import ticket_in
from .queries import OpenDoor

STOP, TABLE = "door.stop", "stations.table"
TRIES_PER_NETWORK = "30 per 10 minutes"  # of what was refused: nobody may try all numbers


def was_refused(response: Response) -> bool:
    return response.status_code == 422


def cookie_name() -> str:
    return "__Host-door" if settings().secure else "door"


def door_of_this_browser() -> OpenDoor | None:
    """The door that was opened in this browser, live or not; a pass for a station opens none."""
    opened = opened_in_this_browser()
    return None if opened and opened.station_id else opened


def opened_in_this_browser() -> OpenDoor | None:
    """Whatever was opened in this browser, live or not."""
    secret = request.cookies.get(cookie_name())
    door = queries.open_door(tokens.fingerprint(secret)) if secret else None
    return door and door.at(clock.now())


def for_door(view):
    """This page is for a browser with a live door pass; the view gets the door that it opened.

    A pass for a station leads to the tables of that station, wherever else its browser goes.
    """

    @wraps(view)
    def at_the_door(**values):
        door = opened_in_this_browser()
        if door is None:
            raise rules.DoorClosed
        rules.check_live(door, now=clock.now())
        if door.station_id and not (request.endpoint == STOP or values.get("part_id") == door.station_id):
            return redirect(url_for(TABLE, part_id=door.station_id), code=303)
        return view(door, **values)

    at_the_door.guard = "door"  # type: ignore[attr-defined]
    return at_the_door


def refused(refusal: Refusal):
    """Say it in the look of the door, which may be closed."""
    if isinstance(refusal, rules.DoorClosed):
        return render_template("door/closed.html", refusal=refusal), 403
    return render_template("door/refused.html", refusal=refusal, ticket=ticket_in(request.form)), 422
