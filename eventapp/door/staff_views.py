"""The door, for those who organise an event: how it goes, and who may scan."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for

from .. import clock, tokens
from ..errors import Refusal
from ..events.models import Event
from ..fields import whole_number
from ..guards import for_organisers_of_event
from ..i18n import _
from ..organisations.rules import Staff
from ..programme.queries import sessions_of
from ..tickets.codes import qr_svg
from ..tickets.door_posters import draw_door_poster
from ..web import download, limiter, private
from . import actions, queries, rules, staff_pages
from .forms import fact_id_in
from .models import DoorPass
from .staff_forms import PIN, PassForm
from .stations.queries import stations_of

bp = Blueprint("door_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/deur")

LINK = "/passen/<int:pass_id>"
DRAWINGS = "60 per minute"


def pass_of(event: Event, pass_id: int) -> DoorPass:
    return queries.pass_of_event(pass_id, event_id=event.id) or abort(404)


@bp.get("")
@for_organisers_of_event
def show(staff: Staff, event: Event):
    return _shown(event, _pass_form(event))


@bp.post("/passen")
@for_organisers_of_event
def make(staff: Staff, event: Event):
    form = _pass_form(event)
    if form.validate_on_submit():
        try:
            place, label = form.door()
            door_pass, pin = actions.make_pass(
                event.id, place=place, label=label, staff_id=staff.account_id, now=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            link = staff_pages.link_of(door_pass)
            code = qr_svg(link, label=_("QR code that opens the door"))
            page = {"door_pass": door_pass, "pin": pin, "link": link, "code": code, "tab": "door"}
            return private(make_response(render_template("organise/door/made.html", event=event, **page)))
    return _shown(event, form)


@bp.post(f"{LINK}/poster")
@for_organisers_of_event
@limiter.limit(DRAWINGS)
def poster(staff: Staff, event: Event, pass_id: int):
    door_pass, pin = pass_of(event, pass_id), request.form.get("pin", "")
    if not PIN.fullmatch(pin) or not tokens.same(
        tokens.pin_fingerprint(pin, salt=door_pass.key), door_pass.pin_fingerprint
    ):
        raise rules.WrongPin
    content = draw_door_poster(staff_pages.poster_of(door_pass, pin=pin))
    return download(content, name=f"{event.slug}-{_('door')}.pdf", media_type="application/pdf")


@bp.post(f"{LINK}/stop")
@for_organisers_of_event
def stop(staff: Staff, event: Event, pass_id: int):
    actions.revoke_pass(pass_of(event, pass_id).id, staff_id=staff.account_id, now=clock.now())
    flash(_("The door link is stopped, on every phone. What was scanned stays."), "success")
    return redirect(url_for(".show", slug=event.slug), code=303)


@bp.post("/namen")
@for_organisers_of_event
def keep_names(staff: Staff, event: Event):
    wanted = request.form.get("wanted") == "yes"
    actions.keep_names(event.id, wanted=wanted, staff_id=staff.account_id, now=clock.now())
    flash(_("Saved. Phones hear of it as soon as they have internet."), "success")
    return redirect(url_for(".show", slug=event.slug), code=303)


@bp.post("/ongedaan")
@for_organisers_of_event
def undo(staff: Staff, event: Event):
    try:
        actions.undo(event.id, device=f"staff-{staff.account_id}", fact_id=fact_id_in(request.form), now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Taken back."), "success")
    return redirect(url_for(".show", slug=event.slug), code=303)


def _pass_form(event: Event) -> PassForm:
    return PassForm(sessions_of(event.id), stations_of(event.id))


def _shown(event: Event, form: PassForm):
    page = staff_pages.DoorPage(event, now=clock.now(), day=whole_number(request.args.get("dag")))
    return render_template("organise/door/index.html", event=event, page=page, form=form, tab="door"), form.status
