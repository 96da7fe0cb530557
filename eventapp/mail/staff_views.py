"""The letters of the whole service, for administrators."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for

from .. import clock
from ..guards import for_administrator
from ..i18n import _, ngettext
from ..organisations import actions
from ..organisations.rules import Staff
from ..web import CONTENT_SECURITY_POLICY
from . import pages, queries, staff_pages
from .staff_forms import PauseForm, asked_group, asked_page, asked_words

bp = Blueprint("mail_staff", __name__, url_prefix="/beheer/berichten")

LETTER = "/<int:letter_id>"


@bp.app_context_processor
def for_staff_pages():
    return {"mail_pause": queries.open_pause}


@bp.get("")
@for_administrator
def index(staff: Staff):
    page = staff_pages.letters_page(asked_group(request.args), asked_words(request.args), asked_page(request.args))
    return render_template("organise/letters/index.html", page=page, form=PauseForm(formdata=None), section="house")


@bp.get(LETTER)
@for_administrator
def show(staff: Staff, letter_id: int):
    letter = queries.letter_by_id(letter_id) or abort(404)
    page = staff_pages.letter_page(letter)
    response = make_response(render_template("organise/letters/show.html", page=page, section="house"))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


@bp.get(f"{LETTER}/html")
@for_administrator
def html(staff: Staff, letter_id: int):
    words = staff_pages.words_of(queries.letter_by_id(letter_id) or abort(404)) or abort(404)
    response = make_response(words.html)
    response.headers["Content-Security-Policy"] = pages.policy_for(words.html)
    return response


@bp.get("/adressen")
@for_administrator
def addresses(staff: Staff):
    page = staff_pages.addresses_page(asked_words(request.args), asked_page(request.args))
    return render_template("organise/letters/addresses.html", page=page, section="house")


@bp.post("/adressen")
@for_administrator
def revive(staff: Staff):
    if actions.revive_address(request.form.get("address", "")[:254], by=staff.account_id, now=clock.now()):
        flash(_("We mail this address again."), "success")
    return redirect(url_for(".addresses"), code=303)


@bp.post("/opnieuw")
@for_administrator
def send_again(staff: Staff):
    ids = [int(value) for value in request.form.getlist("letter")[:100] if value.isascii() and value.isdigit()]
    count = actions.send_again([each for each in ids if each < 2**31], by=staff.account_id, now=clock.now())
    flash(ngettext("%(num)s letter is on its way again.", "%(num)s letters are on their way again.", count), "success")
    return redirect(url_for(".index"), code=303)


@bp.post("/pauze")
@for_administrator
def pause(staff: Staff):
    form = PauseForm()
    if form.validate_on_submit():
        actions.pause_mail(reason=form.reason.data, by=staff.account_id, name=staff.name, now=clock.now())
        return redirect(url_for(".index"), code=303)
    page = staff_pages.letters_page("", "", 1)
    return render_template("organise/letters/index.html", page=page, form=form, section="house"), form.status


@bp.post("/verder")
@for_administrator
def resume(staff: Staff):
    actions.resume_mail(by=staff.account_id, now=clock.now())
    flash(_("The letters leave again."), "success")
    return redirect(url_for(".index"), code=303)
