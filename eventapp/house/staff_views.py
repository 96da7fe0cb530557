"""What an administrator keeps for all events: lists, and in each the things themselves."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from .. import clock
from ..errors import Refusal
from ..guards import for_administrator
from ..i18n import _
from ..organisations.rules import Staff
from . import actions, queries, staff_pages

bp = Blueprint("house_staff", __name__, url_prefix="/beheer")

ROW = "/<shelf>/<int:row_id>"


@bp.get("/<shelf>")
@for_administrator
def index(staff: Staff, shelf: str):
    kept = staff_pages.shelf_at(shelf) or abort(404)
    number = min(max(request.args.get("pagina", 1, type=int), 1), 10_000)
    page = staff_pages.shelf_page(kept, request.args.get("q", "").replace("\0", "").strip()[:100], number)
    return render_template("organise/house/shelf.html", page=page, section="house")


@bp.route("/<shelf>/nieuw", methods=["GET", "POST"])
@for_administrator
def add(staff: Staff, shelf: str):
    kept = staff_pages.shelf_at(shelf) or abort(404)
    form = staff_pages.form_of(kept)
    if form.validate_on_submit():
        try:
            made = actions.add(kept.table, form.columns(), by=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", shelf=shelf, row_id=made.id), code=303)
    return render_template("organise/house/add.html", shelf=kept, form=form, section="house"), form.status


@bp.route(ROW, methods=["GET", "POST"])
@for_administrator
def show(staff: Staff, shelf: str, row_id: int):
    kept = staff_pages.shelf_at(shelf) or abort(404)
    row = queries.row_of(kept.table, row_id) or abort(404)
    form = staff_pages.form_of(kept, row)
    if form.validate_on_submit():
        try:
            actions.change(kept.table, row_id, form.columns(), by=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", shelf=shelf, row_id=row_id), code=303)
    return shown(kept, row, form=form), form.status


@bp.post(f"{ROW}/samen")
@for_administrator
def merge(staff: Staff, shelf: str, row_id: int):
    kept = staff_pages.shelf_at(shelf) or abort(404)
    row = queries.row_of(kept.table, row_id) or abort(404)
    form = staff_pages.merge_form(kept, row) or abort(404)
    if form.validate_on_submit():
        into = form.into.data
        actions.merge(kept.table, row_id, into=into, by=staff.account_id, now=clock.now())
        flash(_("They are one now."), "success")
        return redirect(url_for(".show", shelf=shelf, row_id=into), code=303)
    return shown(kept, row, merge_form=form), form.status


@bp.post(f"{ROW}/weg")
@for_administrator
def remove(staff: Staff, shelf: str, row_id: int):
    kept = staff_pages.shelf_at(shelf) or abort(404)
    row = queries.row_of(kept.table, row_id) or abort(404)
    try:
        actions.remove(kept.table, row_id, by=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
        return redirect(url_for(".show", shelf=shelf, row_id=row_id), code=303)
    flash(_("%(name)s is removed.", name=row.name), "success")
    return redirect(url_for(".index", shelf=shelf), code=303)


def shown(kept: staff_pages.Shelf, row, *, form=None, merge_form=None) -> str:
    """The page of one thing, with the form that was refused, if one was."""
    return render_template(
        "organise/house/show.html",
        page=staff_pages.row_page(kept, row),
        form=form or staff_pages.form_of(kept, row, formdata=None),
        merge_form=merge_form or staff_pages.merge_form(kept, row),
        section="house",
    )
