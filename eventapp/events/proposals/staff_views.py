"""Deciding about what people propose."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from ... import clock
from ...errors import Refusal
from ...guards import for_administrator
from ...i18n import _
from ...organisations.rules import Staff
from ..cards import kind_names
from . import actions, queries
from .staff_forms import DeclineForm

bp = Blueprint("proposals_staff", __name__, url_prefix="/beheer/voorstellen")

PROPOSAL = "/<int:proposal_id>"


@bp.get("")
@for_administrator
def index(staff: Staff):
    return render_template("organise/proposals/index.html", proposals=queries.all_proposals(), section="house")


@bp.route(PROPOSAL, methods=["GET", "POST"])
@for_administrator
def show(staff: Staff, proposal_id: int):
    """One proposal; the button under it says no."""
    proposal = queries.proposal_by_id(proposal_id) or abort(404)
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            actions.decline(proposal_id, reason=form.reason.data, staff_id=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("The proposal is declined."), "success")
            return redirect(url_for(".index"), code=303)
    kind = kind_names().get(proposal.kind, proposal.kind)
    page = {"proposal": proposal, "kind": kind, "form": form, "section": "house"}
    return render_template("organise/proposals/show.html", **page), form.status
