"""A series as the team of one of its events sees it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...formats import local
from ...guards import for_organisers_of_event
from ...i18n import _, ngettext
from ...organisations.rules import Staff
from ...programme.actions import make_dates
from ..models import Event
from . import actions, staff_pages
from .staff_forms import DatesForm, SeriesTextsForm, chosen_days

bp = Blueprint("series_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/reeks")


@bp.route("", methods=["GET", "POST"])
@for_organisers_of_event
def show(staff: Staff, event: Event):
    page = staff_pages.SeriesPage(event, staff, now=clock.now())
    form = DatesForm(title=event.title, has_series=event.series is not None)
    found = None
    if form.validate_on_submit():
        try:
            found = page.found(form.found(local(event.starts_at).date()))
        except Refusal as refusal:
            form.refuse(refusal)
    return shown(event, page, form, found=found), form.status if found is None else 200


@bp.post("/datums")
@for_organisers_of_event
def make(staff: Staff, event: Event):
    page = staff_pages.SeriesPage(event, staff, now=clock.now())
    form = DatesForm(title=event.title, has_series=event.series is not None)
    days = chosen_days(request.form.getlist("day"))
    title = form.title.data or event.title
    try:
        made = make_dates(event.id, title=title, days=days, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return shown(event, page, form), 422
    flash(ngettext("%(num)s date is made. It is a draft.", "%(num)s dates are made. They are drafts.", len(made)))
    return redirect(url_for(".show", slug=event.slug), code=303)


@bp.post("/publiceren")
@for_organisers_of_event
def publish(staff: Staff, event: Event):
    page = staff_pages.SeriesPage(event, staff, now=clock.now())
    drafts = [each.id for each in page.drafts]
    try:
        count = actions.publish_drafts(drafts, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(ngettext("Everybody can see %(num)s date now.", "Everybody can see %(num)s dates now.", count), "success")
    return redirect(url_for(".show", slug=event.slug), code=303)


@bp.post("/weg/<int:date_id>")
@for_organisers_of_event
def remove(staff: Staff, event: Event, date_id: int):
    page = staff_pages.SeriesPage(event, staff, now=clock.now())
    date = staff_pages.date_of_team(date_id, page) or abort(404)
    try:
        actions.remove_date(date.id, is_known=staff_pages.is_known(date.id), staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("The date is gone. The series does not bring it back."), "success")
    if date_id == event.id:
        return redirect(url_for("events_staff.index"), code=303)
    return redirect(url_for(".show", slug=event.slug), code=303)


@bp.route("/teksten", methods=["GET", "POST"])
@for_organisers_of_event
def texts(staff: Staff, event: Event):
    series = event.series or abort(404)
    form = SeriesTextsForm(series)
    if form.validate_on_submit():
        given = form.answers()
        actions.change_texts(series.id, **given, event_id=event.id, staff_id=staff.account_id, now=clock.now())
        flash(_("Saved."), "success")
        return redirect(url_for(".show", slug=event.slug), code=303)
    return render_template("organise/event/series_texts.html", event=event, form=form, tab="series"), form.status


def shown(event: Event, page: staff_pages.SeriesPage, form: DatesForm, **more):
    """The page of the series, with what was looked for."""
    return render_template("organise/event/series.html", event=event, page=page, form=form, **more, tab="series")
