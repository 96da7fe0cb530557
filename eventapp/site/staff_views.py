"""An administrator writes the texts of the service."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from .. import clock
from ..errors import Refusal
from ..guards import for_administrator
from ..i18n import LANGUAGES, _
from ..organisations.rules import Staff
from . import actions, pages, staff_pages

bp = Blueprint("site_staff", __name__, url_prefix="/beheer/teksten")


@bp.get("")
@for_administrator
def index(staff: Staff):
    return render_template("organise/texts/index.html", groups=staff_pages.texts_page(), section="house")


@bp.route("/<key>/<code>", methods=["GET", "POST"])
@for_administrator
def edit(staff: Staff, key: str, code: str):
    if key not in staff_pages.PUBLIC or code not in LANGUAGES:
        abort(404)
    form = staff_pages.text_form(key, code)
    if "look" in request.form:
        return shown(key, code, form)
    if form.validate_on_submit():
        text = (form.text.data or "").replace("\r\n", "\n")
        if text in ("", pages.standing_text(key, code)):
            return restored(staff, key, code)
        try:
            actions.write_text(key, code, text, by=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".edit", key=key, code=code), code=303)
    return shown(key, code, form), form.status


@bp.post("/<key>/<code>/terug")
@for_administrator
def restore(staff: Staff, key: str, code: str):
    if key not in staff_pages.PUBLIC or code not in LANGUAGES:
        abort(404)
    return restored(staff, key, code)


def restored(staff: Staff, key: str, code: str):
    """The standing text stands again, and that is said."""
    actions.restore_text(key, code, by=staff.account_id, now=clock.now())
    flash(_("The standing text is on the page."), "success")
    return redirect(url_for(".edit", key=key, code=code), code=303)


def shown(key: str, code: str, form) -> str:
    return render_template(
        "organise/texts/edit.html", page=staff_pages.text_page(key, code, form), form=form, section="house"
    )
