"""The door, in the browser of a volunteer, and what a ticket's code opens in any other."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from .. import clock, tokens
from ..errors import Refusal
from ..web import for_anybody, limiter, private, settings
from . import actions, pages, rules
from .browsers import TRIES_PER_NETWORK, cookie_name, door_of_this_browser, for_door, refused, was_refused
from .forms import KEY, CheckInForm, fact_id_in, typed_pin
from .queries import OpenDoor

bp = Blueprint("door", __name__)
bp.after_request(private)

# Only wrong PINs count: a whole team may open the door at once, nobody may try all numbers.
TRIES_PER_LINK = "10 per 10 minutes"


bp.register_error_handler(Refusal, refused)


@bp.get("/t/<token>")
@bp.get("/T/<token>")  # the one that links are made with
@for_anybody
def show_ticket(token: str):
    now = clock.now()
    door = door_of_this_browser()
    closed = door and rules.why_closed(door, now=now)
    if door is None or closed:
        return render_template("door/show_at_the_door.html", closed=closed, code=pages.code_of(token))
    return render_template("door/ticket.html", page=pages.scanned_ticket(token, door=door, now=now))


def tried_pass() -> str:
    return tokens.fingerprint(str(request.view_args and request.view_args["key"]))


@bp.route("/deur/<key>", methods=["GET", "POST"])
@for_anybody
@limiter.limit(TRIES_PER_NETWORK, methods=["POST"], deduct_when=was_refused)
@limiter.limit(TRIES_PER_LINK, methods=["POST"], deduct_when=was_refused, key_func=tried_pass)
def enter(key: str):
    if request.method == "GET":
        return render_template("door/enter.html", refusal=None)
    try:
        pin = typed_pin(request.form)
        if not pin or not KEY.fullmatch(key):
            raise rules.WrongPin
        secret, valid_until = actions.open_device(key, pin=pin, now=clock.now())
    except rules.WrongPin as refusal:
        return render_template("door/enter.html", refusal=refusal), 422
    response = redirect(url_for(".home"), code=303)
    response.set_cookie(
        cookie_name(), secret, expires=valid_until, secure=settings().secure, httponly=True, samesite="Lax", path="/"
    )
    return response


@bp.get("/deur")
@for_door
def home(door: OpenDoor):
    return render_template("door/home.html", page=pages.home_page(door))


@bp.post("/deur/zoeken")
@for_door
def search(door: OpenDoor):
    text = request.form.get("q", "").strip()
    if token := pages.typed_token(text):
        return redirect(url_for(".show_ticket", token=token), code=303)
    if reference := pages.typed_ticket(text, door=door):
        return redirect(url_for(".ticket", reference=reference), code=303)
    page = pages.search_page(text, door=door)
    return render_template("door/search.html", page=page), page.status


@bp.get("/deur/kaartje/<reference>")
@for_door
def ticket(door: OpenDoor, reference: str):
    return render_template("door/ticket.html", page=pages.ticket_at(reference, door=door, now=clock.now()))


@bp.post("/deur/binnen")
@for_door
def check_in(door: OpenDoor):
    form = CheckInForm.read(request.form)
    fact_id = actions.check_in(
        door.event_id,
        device=door.device,
        fact_id=form.fact_id,
        reference=form.reference,
        people=form.people,
        seen=form.seen,
        place=door.place,
        now=clock.now(),
    )
    if fact_id is None:
        return redirect(url_for(".ticket", reference=form.reference), code=303)
    return redirect(url_for(".let_in", fact_id=fact_id), code=303)


@bp.get("/deur/binnen/<fact_id>")
@for_door
def let_in(door: OpenDoor, fact_id: str):
    page = pages.let_in_page(fact_id, door=door) or abort(404)
    return render_template("door/let_in.html", page=page)


@bp.post("/deur/ongedaan")
@for_door
def undo(door: OpenDoor):
    reference = actions.undo(door.event_id, device=door.device, fact_id=fact_id_in(request.form), now=clock.now())
    return redirect(url_for(".ticket", reference=reference) if reference else url_for(".home"), code=303)


@bp.get("/deur/zoeken")
@bp.get("/deur/binnen")
@bp.get("/deur/ongedaan")
@bp.get("/deur/stop")
@for_door
def back_to_the_door(door: OpenDoor):
    return redirect(url_for(".home"), code=303)


@bp.post("/deur/stop")
@for_door
def stop(door: OpenDoor):
    actions.close_device(door.device)
    response = redirect(url_for(".stopped"), code=303)
    response.delete_cookie(cookie_name(), secure=settings().secure, httponly=True, samesite="Lax", path="/")
    return response


@bp.get("/deur/gestopt")
@for_anybody
def stopped():
    return render_template("door/stopped.html")
