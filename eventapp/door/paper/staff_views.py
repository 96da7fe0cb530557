"""A list on paper for where no phone works, and typing over what was ticked."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ... import clock, formats
from ...errors import Refusal
from ...events.models import Event
from ...fields import whole_number
from ...guards import after_second_step, for_organisers_of_event
from ...i18n import _, in_language, ngettext
from ...organisations.rules import Staff
from ...registrations.staff_actions import note_export
from ...tickets.door_lists import draw_door_list
from ...tickets.station_sheets import draw_station_sheets
from ...web import download, limiter
from . import actions, staff_pages
from .staff_forms import PaperForm, came

bp = Blueprint("door_paper_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/deur/papier")

DRAWINGS = "60 per minute"
MOST_NUMBERS = 200


@bp.post("/lijst")
@for_organisers_of_event
@after_second_step
@limiter.limit(DRAWINGS)
def print_list(staff: Staff, event: Event):
    with in_language("nl"):
        paper = staff_pages.door_list(event)
    note_export(event.id, count=len(paper.lines), kind="door-list", staff_id=staff.account_id, now=clock.now())
    return download(draw_door_list(paper), name=f"{event.slug}-{_('door-list')}.pdf", media_type="application/pdf")


@bp.post("/nummers")
@for_organisers_of_event
@limiter.limit(DRAWINGS)
def print_numbers(staff: Staff, event: Event):
    count = whole_number(request.form.get("numbers"))
    if not count or count > MOST_NUMBERS:
        flash(_("Choose 1 up to %(most)s numbers for each table.", most=MOST_NUMBERS), "error")
        return redirect(url_for("door_staff.show", slug=event.slug), code=303)
    with in_language("nl"):
        sheets = staff_pages.station_sheets(event, numbers=count)
    name = f"{event.slug}-{_('numbers')}.pdf"
    return download(draw_station_sheets(sheets), name=name, media_type="application/pdf")


@bp.route("", methods=["GET", "POST"])
@for_organisers_of_event
def enter(staff: Staff, event: Event):
    starts_at = formats.local(event.starts_at)
    form = PaperForm(data={"day": f"{starts_at:%Y-%m-%d}", "hour": f"{starts_at:%H.%M}"})
    ticked = came(request.form)
    if form.validate_on_submit():
        try:
            count = actions.enter(
                event.id,
                ticked,
                walk_ins=form.walked_in,
                at=form.moment,
                press=form.press.data,
                staff_id=staff.account_id,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s person is entered.", "%(num)s people are entered.", count), "success")
            return redirect(url_for("door_staff.show", slug=event.slug), code=303)
    page = staff_pages.PaperPage(event, ticked, now=clock.now())
    return render_template("organise/door/paper.html", event=event, page=page, form=form, tab="door"), form.status
