"""Who comes, as the organisers of an event see it: the list, adding, changing, calling and writing."""

from collections.abc import Iterator, Sequence

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    stream_with_context,
    url_for,
)
from werkzeug.datastructures import MultiDict

from .. import clock
from ..door.queries import present_tickets
from ..errors import Refusal
from ..events.models import Event
from ..events.questions.forms import asking, values_for
from ..events.questions.queries import all_questions_of, questions_of
from ..guards import after_second_step, for_organisers_of_event
from ..i18n import _, current_language, ngettext
from ..organisations.rules import Staff
from ..privacy.actions import remove_practice
from ..programme.queries import has_slots
from ..sheets import MOST_BYTES
from ..tickets.badges import SHEETS, BadgeSheet, draw_badges
from ..web import download, settings
from . import finding, messages, queries, rules, sheets, staff_actions, staff_forms, staff_pages
from .actions import sign_up
from .answers import answers_of
from .delivery.staff_pages import letters_told
from .forms import SignUpForm
from .invitations.queries import invitation_to
from .models import Registration, Status
from .pages import ManagePage, SignUpPage

bp = Blueprint("registrations_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BADGES = 1_000
MOST_UPLOADED = 2 * MOST_BYTES  # the same rows come once as a file, and once as we read them


def registration_of(event: Event, registration_id: int) -> Registration:
    return queries.registration_of_event(registration_id, event_id=event.id) or abort(404)


@bp.get("/aanmeldingen")
@for_organisers_of_event
def index(staff: Staff, event: Event):
    page = staff_pages.ListPage(event, staff_forms.asked_search(request.args), present=present_tickets(event.id))
    return render_template("organise/registrations/index.html", event=event, page=page, tab="registrations")


@bp.route("/aanmeldingen/nieuw", methods=["GET", "POST"])
@for_organisers_of_event
def add(staff: Staff, event: Event):
    asked = asking(staff_forms.AddForm, questions_of(event.id), language="nl", all_optional=True)
    form = asked(largest_party=rules.largest_party(event))
    if form.validate_on_submit():
        try:
            added = staff_actions.add(
                event.id, form.parties(), press=form.press.data, staff_id=staff.account_id, now=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", slug=event.slug, registration_id=added[0].id), code=303)
    return render_template("organise/registrations/add.html", event=event, form=form, tab="registrations"), form.status


@bp.route("/aanmeldingen/meer", methods=["GET", "POST"])
@for_organisers_of_event
def add_several(staff: Staff, event: Event):
    form = staff_forms.AddSeveralForm()
    if form.validate_on_submit():
        try:
            added = staff_actions.add(
                event.id, form.parties(), press=form.press.data, staff_id=staff.account_id, now=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s person is signed up.", "%(num)s people are signed up.", len(added)))
            return redirect(url_for(".index", slug=event.slug), code=303)
    template = "organise/registrations/add_several.html"
    return render_template(template, event=event, form=form, tab="registrations"), form.status


@bp.route("/aanmeldingen/<int:registration_id>", methods=["GET", "POST"])
@for_organisers_of_event
def show(staff: Staff, event: Event, registration_id: int):
    registration = registration_of(event, registration_id)
    form = change_form(registration)
    if form.validate_on_submit():
        try:
            staff_actions.change(
                registration_id, event_id=event.id, **form.answers(), staff_id=staff.account_id, now=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The sign-up is changed."))
            return redirect(url_for(".show", slug=event.slug, registration_id=registration_id), code=303)
    return _shown(registration, form, staff_forms.PassOverForm(formdata=None), status=form.status)


@bp.post("/aanmeldingen/<int:registration_id>/overslaan")
@for_organisers_of_event
def pass_over(staff: Staff, event: Event, registration_id: int):
    registration = registration_of(event, registration_id)
    form = staff_forms.PassOverForm()
    if form.validate_on_submit():
        try:
            staff_actions.pass_over(
                registration_id,
                event_id=event.id,
                reason=form.reason.data,
                staff_id=staff.account_id,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Who is behind this group and fits, has a place now."))
            return redirect(url_for(".show", slug=event.slug, registration_id=registration_id), code=303)
    change = change_form(registration, fresh=True)
    return _shown(registration, change, form, status=form.status)


def change_form(registration: Registration, *, fresh: bool = False) -> staff_forms.StaffChangeForm:
    """Everything of a sign-up, with what was answered; an organiser may leave any question open."""
    questions, said = questions_of(registration.event_id), answers_of([registration.id])
    asked = asking(staff_forms.StaffChangeForm, questions, language="nl", all_optional=True)
    return asked(
        registration,
        largest_party=rules.largest_party(registration.event),
        said=values_for(questions, said.get(registration.id, {})),
        fresh=fresh,
    )


def _shown(registration: Registration, form, pass_over_form, *, status: int):
    return render_template(
        "organise/registrations/show.html",
        event=registration.event,
        page=staff_pages.OnePage(registration),
        form=form,
        pass_over=pass_over_form,
        letters=letters_told(registration),
        tab="registrations",
    ), status


@bp.post("/aanmeldingen/<int:registration_id>/komt")
@for_organisers_of_event
def coming(staff: Staff, event: Event, registration_id: int):
    registration_of(event, registration_id)
    comes = request.form.get("comes") == "yes"
    try:
        staff_actions.say(registration_id, comes=comes, event_id=event.id, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Written down: they come.") if comes else _("Written down. The place goes to who is next."), "success")
    return redirect(url_for(".show", slug=event.slug, registration_id=registration_id), code=303)


@bp.post("/aanmeldingen/<int:registration_id>/terugzetten")
@for_organisers_of_event
def restore(staff: Staff, event: Event, registration_id: int):
    registration_of(event, registration_id)
    try:
        staff_actions.restore(registration_id, event_id=event.id, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("The sign-up is back on the list."))
    return redirect(url_for(".show", slug=event.slug, registration_id=registration_id), code=303)


@bp.get("/aanmeldingen/<int:registration_id>/kaart")
@for_organisers_of_event
def card(staff: Staff, event: Event, registration_id: int):
    page = ManagePage(registration_of(event, registration_id), now=clock.now())
    return render_template("organise/registrations/card.html", event=event, page=page)


@bp.post("/aanmeldingen/kies")
@for_organisers_of_event
def choose(staff: Staff, event: Event):
    ids = finding.ids_of(event.id, chosen_of(request.form), present=present_tickets(event.id))
    if not 0 < len(ids) <= staff_forms.MOST_CHOSEN:
        most = staff_forms.MOST_CHOSEN
        told = _("Choose at most %(most)s people at once.", most=most) if ids else _("Choose people in the list first.")
        flash(told, "error")
        return redirect(url_for(".index", slug=event.slug), code=303)
    if request.form.get("do") == "message":
        return _message(staff, event, staff_forms.MessageForm(), group="selection", chosen=ids)
    people = queries.registrations_with_ids(event.id, ids)
    return render_template("organise/registrations/remove.html", event=event, people=people, tab="registrations")


@bp.post("/aanmeldingen/afmelden")
@for_organisers_of_event
def remove(staff: Staff, event: Event):
    ids = staff_forms.chosen_ids(request.form)
    count = staff_actions.remove(ids, event_id=event.id, staff_id=staff.account_id, now=clock.now())
    flash(ngettext("%(num)s sign-up is taken off the list.", "%(num)s sign-ups are taken off the list.", count))
    return redirect(url_for(".index", slug=event.slug), code=303)


@bp.post("/aanmeldingen/export")
@for_organisers_of_event
@after_second_step
def export(staff: Staff, event: Event):
    search, present = chosen_of(request.form), present_tickets(event.id)
    kind = "xlsx" if request.form.get("as") == "xlsx" else "csv"
    count = len(finding.ids_of(event.id, search, present=present))
    staff_actions.note_export(event.id, count=count, kind=kind, staff_id=staff.account_id, now=clock.now())
    lines = finding.lines(event.id, search, present=present)
    words = sheets.words(search.columns, questions=all_questions_of(event.id), has_sessions=has_slots(event.id))
    name = f"{event.slug}-{_('sign-ups')}.{kind}"
    if kind == "xlsx":
        return send_file(
            sheets.write_xlsx(lines, words),
            mimetype=XLSX,
            as_attachment=True,
            download_name=name,
        )
    response = Response(
        stream_with_context(sheets.write_csv(lines, words)),
        content_type="text/csv; charset=utf-8",
    )
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/aanmeldingen/naamkaartjes")
@for_organisers_of_event
@after_second_step
def badges(staff: Staff, event: Event):
    search, present = chosen_of(request.form), present_tickets(event.id)
    names = [name for lines in finding.lines(event.id, search, present=present) for name in badge_names(lines)]
    if not 0 < len(names) <= MOST_BADGES:
        flash(_("Choose 1 up to %(most)s people for badges.", most=MOST_BADGES), "error")
        return redirect(url_for(".index", slug=event.slug), code=303)
    staff_actions.note_export(event.id, count=len(names), kind="badges", staff_id=staff.account_id, now=clock.now())
    paper = request.form.get("sheet") if request.form.get("sheet") in SHEETS else "cards"
    about = {"title": event.title, "site_name": settings().site_name, "language": current_language().code}
    return download(
        draw_badges(BadgeSheet(names, **about, paper=str(paper))),
        name=f"{event.slug}-{_('badges')}.pdf",
        media_type="application/pdf",
    )


def chosen_of(form: MultiDict[str, str]) -> finding.Search:
    """Who was ticked, or everybody who was found where that was asked or nobody was ticked."""
    search, ids = staff_forms.asked_search(form), staff_forms.chosen_ids(form)
    if form.get("all"):
        return search
    if ids or form.get("do"):
        return finding.Search(ids=tuple(ids), columns=search.columns, order=search.order)
    return search


def badge_names(lines: Sequence[finding.Line]) -> Iterator[str]:
    """A badge for everybody who comes; of a group we may know only one name."""
    for line in lines:
        if line.status == Status.CONFIRMED:
            names = [*([line.name] if line.comes else []), *line.companions.splitlines()]
            yield from names
            yield from [_("With %(name)s", name=line.name)] * (line.people - len(names))


@bp.route("/aanmeldingen/inlezen", methods=["GET", "POST"])
@for_organisers_of_event
def bring_in(staff: Staff, event: Event):
    request.max_content_length = request.max_form_memory_size = MOST_UPLOADED
    form = staff_forms.ImportForm()
    page = None
    if form.validate_on_submit():
        try:
            page = staff_pages.ImportPage(event, form)
            if page.is_confirmed:
                count = staff_actions.bring_in(
                    event.id,
                    page.wanted,
                    seen=form.rows.data,
                    press=form.press.data,
                    staff_id=staff.account_id,
                    now=clock.now(),
                )
                flash(ngettext("%(num)s sign-up is on the list.", "%(num)s sign-ups are on the list.", count))
                return redirect(url_for(".index", slug=event.slug), code=303)
        except Refusal as refusal:
            form.refuse(refusal)
    template = "organise/registrations/bring_in.html"
    status = 422 if form.errors or (page and page.faults) else 200
    return render_template(template, event=event, form=form, page=page, tab="registrations"), status


@bp.route("/oefenen", methods=["GET", "POST"])
@for_organisers_of_event
def practise(staff: Staff, event: Event):
    """The form of a visitor, for whoever practises; what follows behind it is the real thing."""
    if not event.is_practice:
        abort(404)
    key = request.args.get("uitnodiging", "")
    page = SignUpPage(event, now=clock.now(), invitation=invitation_to(event, key=key))
    asked = asking(SignUpForm, questions_of(event.id), language=current_language().code)
    form = asked(largest_party=rules.largest_party(event), is_full=page.is_full, invitation=page.invitation)
    if form.validate_on_submit():
        try:
            made = sign_up(event.id, **form.answers(), invitation_key=key, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("registrations.manage", key=made.key), code=303)
    if page.closed:
        return render_template("registrations/closed.html", page=page), form.status
    return render_template("registrations/sign_up.html", page=page, form=form), form.status


@bp.post("/oefening-weg")
@for_organisers_of_event
def end_practice(staff: Staff, event: Event):
    if not event.is_practice:
        abort(404)
    remove_practice(event.id, staff_id=staff.account_id, now=clock.now())
    flash(_("The practice is gone."), "success")
    return redirect(url_for("organise.home"), code=303)


@bp.get("/bellijst")
@for_organisers_of_event
def calls(staff: Staff, event: Event):
    rows = staff_pages.call_rows(queries.calls_of_event(event.id))
    return render_template("organise/registrations/calls.html", event=event, rows=rows, tab="calls")


@bp.post("/bellijst/<int:call_id>")
@for_organisers_of_event
def tick_call(staff: Staff, event: Event, call_id: int):
    staff_actions.tick_call(call_id, event_id=event.id, by=staff.name, staff_id=staff.account_id, now=clock.now())
    return redirect(url_for(".calls", slug=event.slug), code=303)


@bp.route("/bericht", methods=["GET", "POST"])
@for_organisers_of_event
def message(staff: Staff, event: Event):
    asked = request.values.get("group", "")
    group = asked if asked in staff_forms.GROUPS else "registered"
    form = staff_forms.MessageForm()
    return _message(staff, event, form, group=group, chosen=staff_forms.chosen_ids(request.form))


def _message(staff: Staff, event: Event, form: staff_forms.MessageForm, *, group: str, chosen: list[int]):
    ids = messages.ids_in_group(event.id, group, chosen=chosen, present=present_tickets(event.id))
    press = request.form.get("do", "")
    whole = press in ("preview", "test", "send") and form.validate_on_submit()
    if whole and press == "send":
        try:
            sent = messages.send(event, ids, form, staff=staff, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("The message goes to %(num)s person.", "The message goes to %(num)s people.", sent))
            return redirect(url_for(".index", slug=event.slug), code=303)
    if whole and press == "test":
        messages.send_test(event, form, staff=staff, now=clock.now())
        flash(_("A test is on its way to %(address)s.", address=staff.email))
    page = messages.MessagePage(event, group, ids, form if whole else None)
    status = 422 if form.errors else 200
    template = "organise/registrations/message.html"
    return render_template(template, event=event, page=page, form=form, tab="registrations"), status
