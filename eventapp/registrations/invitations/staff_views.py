"""Who is invited to an event, as its organisers see it: the list, inviting, reminding and taking back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for

from ... import clock
from ...errors import Refusal
from ...events.models import Event
from ...guards import after_second_step, for_organisers_of_event
from ...i18n import _, ngettext
from ...organisations.rules import Staff
from ...sheets import BEGIN, MOST_BYTES, csv_rows, harmless, xlsx_file
from ...web import download
from . import actions, queries, staff_pages
from .staff_forms import CountedForm, PeopleForm, chosen_networks

bp = Blueprint("invitations_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/uitnodigingen")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_UPLOADED = 2 * MOST_BYTES  # the same rows come once as a file, and once as we read them


@bp.get("")
@for_organisers_of_event
def index(staff: Staff, event: Event):
    return _index(event, CountedForm())


def _index(event: Event, form: CountedForm):
    page = staff_pages.InvitationsPage(event, show=request.args.get("show", "all"), now=clock.now())
    shown = {"event": event, "page": page, "form": form, "tab": "invitations"}
    return render_template("organise/invitations/index.html", **shown), form.status


@bp.route("/leden", methods=["GET", "POST"])
@for_organisers_of_event
def members(staff: Staff, event: Event):
    form = CountedForm()
    page = staff_pages.MembersPage(event, staff, chosen=chosen_networks())
    if form.validate_on_submit() and "test" in request.form and page.reader:
        return _test(staff, event, page, form, back=url_for(".members", slug=event.slug, network=page.network_ids))
    if form.is_submitted():
        try:
            count = actions.invite_members(
                event.id, page.network_ids, expected=form.count, by=staff.account_id, now=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _sent(event, count)
    shown = {"event": event, "page": page, "form": form, "tab": "invitations"}
    return render_template("organise/invitations/members.html", **shown), form.status


@bp.route("/mensen", methods=["GET", "POST"])
@for_organisers_of_event
def people(staff: Staff, event: Event):
    request.max_content_length = request.max_form_memory_size = MOST_UPLOADED
    form, page = PeopleForm(), None
    if form.validate_on_submit() and "again" not in request.form:
        try:
            page = staff_pages.PeoplePage(event, form)
            if "test" in request.form and page.reader:
                actions.send_test(event, page.reader, email=staff.email, press=form.press.data, now=clock.now())
                flash(_("A test is on its way to %(address)s.", address=staff.email))
            elif page.is_confirmed:
                count = actions.invite_people(event.id, page.people, by=staff.account_id, now=clock.now())
                return _sent(event, count)
        except Refusal as refusal:
            form.refuse(refusal)
            page = None
    shown = {"event": event, "page": page, "form": form, "tab": "invitations"}
    status = 422 if form.errors or (page and page.faults) else 200
    return render_template("organise/invitations/people.html", **shown), status


@bp.post("/herinneren")
@for_organisers_of_event
def remind(staff: Staff, event: Event):
    form = CountedForm()
    try:
        count = actions.remind(event.id, expected=form.count, by=staff.account_id, now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _index(event, form)
    flash(ngettext("The reminder goes to %(num)s person.", "The reminder goes to %(num)s people.", count))
    return redirect(url_for(".index", slug=event.slug), code=303)


@bp.route("/<int:invitation_id>/intrekken", methods=["GET", "POST"])
@for_organisers_of_event
def withdraw(staff: Staff, event: Event, invitation_id: int):
    invitation = queries.invitation_of_event(invitation_id, event_id=event.id)
    form = CountedForm()
    if form.is_submitted():
        try:
            actions.withdraw(invitation_id, event_id=event.id, by=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
            return _index(event, form)
        flash(_("The invitation is taken back."))
        return redirect(url_for(".index", slug=event.slug), code=303)
    shown = {"event": event, "invitation": invitation or abort(404), "tab": "invitations"}
    return render_template("organise/invitations/withdraw.html", **shown)


@bp.post("/export")
@for_organisers_of_event
@after_second_step
def export(staff: Staff, event: Event):
    found = queries.invitations_of_event(event.id)
    kind = "xlsx" if request.form.get("as") == "xlsx" else "csv"
    actions.note_export(event.id, count=len(found), kind=kind, by=staff.account_id, now=clock.now())
    rows = [[harmless(cell) for cell in row] for row in staff_pages.lines(found)]
    what = _("invitations")
    name = f"{event.slug}-{what}.{kind}"
    if kind == "xlsx":
        return send_file(xlsx_file(rows), mimetype=XLSX, as_attachment=True, download_name=name)
    return download(BEGIN + csv_rows(rows), name=name, media_type="text/csv; charset=utf-8")


def _test(staff: Staff, event: Event, page: staff_pages.MembersPage, form: CountedForm, *, back: str):
    actions.send_test(event, page.reader or abort(404), email=staff.email, press=form.press.data, now=clock.now())
    flash(_("A test is on its way to %(address)s.", address=staff.email))
    return redirect(back, code=303)


def _sent(event: Event, count: int):
    flash(ngettext("The invitation goes to %(num)s person.", "The invitation goes to %(num)s people.", count))
    return redirect(url_for(".index", slug=event.slug), code=303)
