"""Proposing an event, for everybody."""

from flask import Blueprint, redirect, render_template, url_for

from ... import clock
from ...i18n import current_language
from ...web import for_anybody, limiter, public
from ..cards import kind_names
from . import actions
from .forms import ProposalForm

bp = Blueprint("proposals", __name__)
bp.after_request(public)


@bp.route("/voorstellen", methods=["GET", "POST"])
@for_anybody
@limiter.limit("10 per minute; 60 per hour", methods=["POST"])
def propose():
    form = ProposalForm(kinds=list(kind_names().items()))
    if form.validate_on_submit():
        actions.propose(**form.answers(), language=current_language().code, now=clock.now())
        return redirect(url_for(".thanks"), code=303)
    return render_template("proposals/propose.html", form=form), form.status


@bp.get("/voorstellen/bedankt")
@for_anybody
def thanks():
    return render_template("proposals/thanks.html")
