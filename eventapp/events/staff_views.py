"""An event as its team sees it: the list, a new one, its parts, publishing and calling off."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for

from .. import clock, formats
from ..errors import Refusal
from ..guards import for_organisers_of_event, for_staff, for_viewers_of_event
from ..i18n import _
from ..organisations import pages as office
from ..organisations.rules import Staff
from ..registrations import actions as registrations
from ..registrations.series import actions as series
from ..web import with_script
from . import actions, pages, queries, staff_pages
from .models import Event
from .pictures import PictureTooLarge, clean_picture
from .proposals import actions as proposals
from .proposals.models import Proposal
from .staff_forms import LONG, CopyForm, NewEventForm, ReasonForm

MOST_UPLOADED = 50_000_000  # so that a picture of more than we take comes back with the words that were typed

bp = Blueprint("events_staff", __name__, url_prefix="/organiseren")


@bp.get("/activiteiten")
@for_staff
def index(staff: Staff):
    page = office.events_page(staff, now=clock.now())
    return render_template("organise/events.html", page=page, section="events")


@bp.route("/nieuw", methods=["GET", "POST"])
@for_staff
def make(staff: Staff):
    choices = staff_pages.organisations_of(staff) or abort(403)
    kind = staff_pages.kind_choice(request.values.get("kind", ""))
    proposal = staff_pages.proposal_for(staff, request.args.get("voorstel", ""))
    form = NewEventForm(organisations=choices, **staff_pages.beginning(kind, proposal))
    if kind and form.validate_on_submit():
        try:
            event = make_event(form, staff, proposal)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".edit", slug=event.slug), code=303)
    shown = {"kind": kind, "kinds": staff_pages.kind_choices(), "venue_names": queries.venue_names()}
    return render_template("organise/new.html", form=form, **shown, section="events"), form.status


@bp.get("/activiteiten/<slug>")
@for_viewers_of_event
def overview(staff: Staff, event: Event):
    page = staff_pages.overview_page(event, may_organise=g.may_organise, now=clock.now())
    return render_template("organise/event/overview.html", event=event, page=page, tab="overview")


@bp.get("/activiteiten/<slug>/bewerken")
@for_organisers_of_event
def edit(staff: Staff, event: Event):
    return shown_for_editing(event, staff, opened=request.args.get("deel", ""))


@bp.post("/activiteiten/<slug>/bewerken/<part>")
@for_organisers_of_event
def save(staff: Staff, event: Event, part: str):
    form = staff_pages.part_form(part, staff) or abort(404)
    if "look" in request.form:
        return shown_for_editing(event, staff, refused={part: form})
    if form.validate_on_submit():
        asked = staff_pages.asked_edit(event, staff, form, request.form, now=clock.now())
        try:
            if looked := staff_pages.to_be_sure_of(event, asked, request.form):
                return render_template("organise/event/sure.html", event=event, page=looked, part=part, tab="edit")
            series.edit(event.id, **asked)
        except Refusal as refusal:
            form.refuse(refusal)
            form.seen.data = str(event.sequence)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".edit", slug=event.slug), code=303)
    return shown_for_editing(event, staff, refused={part: form}), form.status


@bp.post("/voorbeeldtekst")
@for_staff
def look_at_text(staff: Staff):
    return str(formats.rich_text(request.form.get("text", "")[:LONG]))


@bp.post("/activiteiten/<slug>/foto")
@for_organisers_of_event
def set_picture(staff: Staff, event: Event):
    request.max_content_length = MOST_UPLOADED
    is_too_large = (request.content_length or 0) > request.max_content_length
    form = staff_pages.picture_form_of(event, unread=is_too_large)
    if is_too_large:
        form.refuse(PictureTooLarge())
    elif form.validate_on_submit():
        try:
            cleaned = clean_picture(form.file.data.stream) if form.file.data else None
            actions.set_picture(event.id, cleaned, alt=form.alt.data, staff_id=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".edit", slug=event.slug, deel="picture"), code=303)
    return shown_for_editing(event, staff, picture_form=form), form.status


@bp.post("/activiteiten/<slug>/foto/weg")
@for_organisers_of_event
def remove_picture(staff: Staff, event: Event):
    actions.remove_picture(event.id, staff_id=staff.account_id, now=clock.now())
    flash(_("The picture is gone."), "success")
    return redirect(url_for(".edit", slug=event.slug, deel="picture"), code=303)


@bp.get("/activiteiten/<slug>/voorbeeld")
@for_organisers_of_event
def preview(staff: Staff, event: Event):
    return render_template("events/show.html", page=pages.event_page(event, now=clock.now()), preview=True)


@bp.post("/activiteiten/<slug>/publiceren")
@for_organisers_of_event
def publish(staff: Staff, event: Event):
    return changed_or_told(event, proposals.publish, staff, _("Everybody can see the event now."))


@bp.post("/activiteiten/<slug>/concept")
@for_organisers_of_event
def unpublish(staff: Staff, event: Event):
    return changed_or_told(event, actions.unpublish, staff, _("The event is a draft again. Only your team sees it."))


@bp.route("/activiteiten/<slug>/kopie", methods=["GET", "POST"])
@for_organisers_of_event
def copy(staff: Staff, event: Event):
    form = CopyForm(choices=staff_pages.section_choices(), starts_at=event.starts_at)
    if form.validate_on_submit():
        try:
            made = actions.copy_event(event.id, **form.answers(), staff_id=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".edit", slug=made.slug), code=303)
    return render_template("organise/event/copy.html", event=event, form=form, tab="edit"), form.status


@bp.route("/activiteiten/<slug>/afgelasten", methods=["GET", "POST"])
@for_organisers_of_event
def call_off(staff: Staff, event: Event):
    form = ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        registrations.call_off(event.id, reason=reason, by=staff.account_id, now=clock.now())
        return redirect(url_for(".overview", slug=event.slug), code=303)
    page = staff_pages.call_off_page(event)
    return render_template("organise/event/call_off.html", event=event, page=page, form=form, tab="edit"), form.status


def make_event(form: NewEventForm, staff: Staff, proposal: Proposal | None) -> Event:
    answers = form.answers() | {"staff_id": staff.account_id, "now": clock.now()}
    if proposal:
        return proposals.accept(proposal.id, **answers)
    return actions.make_draft(**answers, practice_to=staff.email if form.practice.data else "")


def shown_for_editing(event: Event, staff: Staff, **shown: Any) -> Response:
    """The page with all parts of an event, each with its own button."""
    page = staff_pages.edit_page(event, staff, **shown, now=clock.now())
    return with_script(render_template("organise/event/edit.html", event=event, page=page, tab="edit"))


def changed_or_told(event: Event, action, staff: Staff, done: str):
    """Do it, and say so; or say why not."""
    try:
        action(event.id, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(done, "success")
    return redirect(url_for(".edit", slug=event.slug), code=303)
