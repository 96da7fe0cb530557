"""The stations of an event: at the table, on the own phone of who waits, and on the screen in the hall."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...fields import whole_number
from ...web import for_anybody, limiter, private, with_script
from ..browsers import for_door, refused
from ..queries import OpenDoor
from . import actions, pages, queries, rules
from .pages import Station

bp = Blueprint("stations", __name__)
bp.after_request(private)
bp.register_error_handler(Refusal, refused)

TABLE = "/deur/tafels/<int:part_id>"
LOOKS = "120 per minute"


def table_of() -> int:
    return whole_number(request.values.get("tafel", "1")) or 1


def back(part_id: int, *, given: int | None = None):
    return redirect(url_for(".table", part_id=part_id, tafel=table_of(), nummer=given), code=303)


@bp.get("/deur/tafels")
@for_door
def index(door: OpenDoor):
    found = pages.stations(door.event_id, now=clock.now())
    return render_template("door/stations.html", door=door, stations=found)


@bp.get(TABLE)
@for_door
def table(door: OpenDoor, part_id: int):
    station = station_of(door, part_id)
    page = pages.TablePage(door, station, table_of(), given=whole_number(request.args.get("nummer")))
    if page.table not in page.tables:
        raise rules.NoSuchTable
    return with_script(render_template("door/table.html", page=page))


@bp.post(f"{TABLE}/nummer")
@for_door
def give(door: OpenDoor, part_id: int):
    slots = {slot.id: slot.starts_at for slot in station_of(door, part_id).part.slots}
    due_at = slots.get(whole_number(request.form.get("slot")) or 0)
    number = actions.give(part_id, event_id=door.event_id, due_at=due_at, now=clock.now())
    return back(part_id, given=number.number)


@bp.post(f"{TABLE}/volgende")
@for_door
def call_next(door: OpenDoor, part_id: int):
    actions.call_next(part_id, event_id=door.event_id, table=table_of(), now=clock.now())
    return back(part_id)


@bp.post(f"{TABLE}/niemand")
@for_door
def nobody_came(door: OpenDoor, part_id: int):
    actions.nobody_came(part_id, number_in_form(), event_id=door.event_id, now=clock.now())
    return back(part_id)


@bp.post(f"{TABLE}/nog-een-keer")
@for_door
def call_again(door: OpenDoor, part_id: int):
    actions.call_again(part_id, number_in_form(), event_id=door.event_id, now=clock.now())
    return back(part_id)


@bp.get("/nummer/<key>")
@for_anybody
@limiter.limit(LOOKS)
def own(key: str):
    number = queries.number_by_key(key) or abort(404)
    return with_script(render_template("door/own_number.html", page=pages.OwnPage(number, now=clock.now())))


@bp.get("/scherm/<key>")
@for_anybody
@limiter.limit(LOOKS)
def screen(key: str):
    page = pages.screen(key, now=clock.now()) or abort(404)
    return with_script(render_template("door/screen.html", page=page))


def station_of(door: OpenDoor, part_id: int) -> Station:
    found = pages.stations(door.event_id, now=clock.now())
    return next((station for station in found if station.part.id == part_id), None) or abort(404)


def number_in_form() -> int:
    return whole_number(request.form.get("number")) or 0
