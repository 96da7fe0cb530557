"""The words of the letters of an event: which are the team's own, each letter, and back to the standard text."""

from flask import Blueprint, Response, abort, flash, g, make_response, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...events.models import Event
from ...events.staff_pages import dates_asked
from ...guards import for_organisers_of_event, for_viewers_of_event
from ...i18n import DEFAULT, LANGUAGES, _
from ...mail.pages import styles_in
from ...organisations.rules import Staff
from ...web import CONTENT_SECURITY_POLICY
from . import actions
from .staff_forms import WordsForm
from .staff_pages import IndexPage, WordsPage
from .staff_rules import ALL_KINDS

bp = Blueprint("own_words_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/berichten/teksten")


@bp.get("")
@for_viewers_of_event
def index(staff: Staff, event: Event):
    return render_template("organise/letters/own.html", event=event, page=IndexPage(event), tab="letters")


@bp.get("/<kind>")
@for_viewers_of_event
def show(staff: Staff, event: Event, kind: str):
    form = WordsForm(event, kind_of(kind), formdata=None)
    return shown(staff, event, kind, form, looked_in=request.args.get("taal", DEFAULT))


@bp.post("/<kind>")
@for_organisers_of_event
def save(staff: Staff, event: Event, kind: str):
    form = WordsForm(event, kind_of(kind))
    if form.validate_on_submit() and "look" not in request.form:
        also = [each.id for each in other_dates(staff, event)] if form.all_dates.data else []
        try:
            actions.write_words(
                event.id,
                kind,
                form.words(),
                also=also,
                seen=form.seen.data or "",
                staff_id=staff.account_id,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
            form.look_again()
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", slug=event.slug, kind=kind), code=303)
    status = 422 if form.errors else 200
    return shown(staff, event, kind, form, looked_in=request.form.get("look", DEFAULT), status=status)


@bp.post("/<kind>/standaard")
@for_organisers_of_event
def restore(staff: Staff, event: Event, kind: str):
    form = WordsForm(event, kind_of(kind))
    try:
        actions.write_words(event.id, kind, {}, seen=form.seen.data or "", staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("The letter says the standard text again."), "success")
    return redirect(url_for(".show", slug=event.slug, kind=kind), code=303)


def kind_of(kind: str) -> str:
    return kind if kind in ALL_KINDS else abort(404)


def other_dates(staff: Staff, event: Event) -> list[Event]:
    """The dates of its series that can get the same words."""
    return dates_asked(event, staff, "all", now=clock.now())


def shown(staff: Staff, event: Event, kind: str, form: WordsForm, *, looked_in: str, status: int = 200) -> Response:
    """The page of one letter, with that letter in a frame that is nobody's."""
    code = looked_in if looked_in in LANGUAGES else DEFAULT
    has_others = g.may_organise and bool(other_dates(staff, event))
    page = WordsPage(event, kind, form, looked_in=code, has_other_dates=has_others)
    looked = "look" in request.form and not form.errors
    response = make_response(
        render_template("organise/letters/words.html", event=event, page=page, form=form, looked=looked, tab="letters"),
        status,
    )
    allowed = f"style-src 'self' {styles_in(page.preview.html)}"
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("style-src 'self'", allowed)
    return response
