"""The programme of an event as its team makes it: sessions, stations and stands."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from .. import clock
from ..errors import Refusal
from ..events.models import Event
from ..fields import whole_number
from ..guards import for_organisers_of_event
from ..i18n import _, ngettext
from ..organisations.rules import Staff
from ..registrations.choices import actions as choices
from . import actions, queries, staff_pages
from .models import Part, PartKind
from .staff_forms import ProgrammeForm, StandsForm

STEPS = {"omhoog": -1, "omlaag": 1}
LARGEST_ID = 2**31 - 1

bp = Blueprint("programme_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/programma")


@bp.get("")
@for_organisers_of_event
def index(staff: Staff, event: Event):
    page = staff_pages.programme_page(event)
    return render_template("organise/programme/index.html", event=event, page=page, tab="programme")


@bp.route("/nieuw/<kind>", methods=["GET", "POST"])
@for_organisers_of_event
def add(staff: Staff, event: Event, kind: str):
    code = staff_pages.KINDS.get(kind) or abort(404)
    begin = staff_pages.beginning(event, code, like=_named("als", event, code), after=_named("na", event, code))
    form = staff_pages.part_form(event, code, data=begin)
    if form.validate_on_submit():
        given = form.columns(), form.places()
        try:
            part = actions.add_part(event.id, code, given[0], **given[1], **_who(form, staff))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Added: %(title)s", title=staff_pages.title_of(part)), "success")
            return redirect(_onward(event, part), code=303)
    return _shown(event, form), form.status


@bp.route("/stands", methods=["GET", "POST"])
@for_organisers_of_event
def add_stands(staff: Staff, event: Event):
    form = StandsForm()
    if form.validate_on_submit():
        try:
            stands = actions.add_stands(event.id, form.lines, staff_id=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s stand added.", "%(num)s stands added.", len(stands)), "success")
            return redirect(url_for(".index", slug=event.slug), code=303)
    return render_template("organise/programme/stands.html", event=event, form=form, tab="programme"), form.status


@bp.route("/<int:part_id>", methods=["GET", "POST"])
@for_organisers_of_event
def change(staff: Staff, event: Event, part_id: int):
    part = queries.part_of_event(part_id, event.id) or abort(404)
    form = staff_pages.part_form(event, PartKind(part.kind), part=part)
    if form.validate_on_submit():
        given = form.columns(), form.places()
        try:
            choices.change_part(part.id, given[0], event_id=event.id, **given[1], **_who(form, staff))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".index", slug=event.slug), code=303)
    return _shown(event, form, part), form.status


@bp.post("/<int:part_id>/plaats")
@for_organisers_of_event
def move(staff: Staff, event: Event, part_id: int):
    step = STEPS.get(request.form.get("step", "")) or abort(404)
    try:
        actions.move_part(part_id, step, event_id=event.id, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".index", slug=event.slug, _anchor=f"part-{part_id}"), code=303)


@bp.post("/<int:part_id>/weg")
@for_organisers_of_event
def remove(staff: Staff, event: Event, part_id: int):
    try:
        actions.remove_part(part_id, event_id=event.id, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("It is out of the programme."), "success")
    return redirect(url_for(".index", slug=event.slug), code=303)


def _who(form: ProgrammeForm, staff: Staff):
    return {"knowingly": bool(form.knowingly.data), "staff_id": staff.account_id, "now": clock.now()}


def _named(name: str, event: Event, kind: PartKind) -> Part | None:
    """The part of this kind that the address names."""
    number = whole_number(request.args.get(name, ""))
    part = queries.part_of_event(number, event.id) if number is not None and number <= LARGEST_ID else None
    return part if part and part.kind == kind else None


def _onward(event: Event, part: Part) -> str:
    """Back to the list, or to a form for the next one."""
    if "more" in request.form:
        return url_for(".add", slug=event.slug, kind=staff_pages.WORDS[PartKind(part.kind)], na=part.id)
    return url_for(".index", slug=event.slug)


def _shown(event: Event, form: ProgrammeForm, part: Part | None = None) -> str:
    heading = staff_pages.heading(form.kind, part)
    return render_template(
        "organise/programme/part.html", event=event, form=form, part=part, heading=heading, tab="programme"
    )
