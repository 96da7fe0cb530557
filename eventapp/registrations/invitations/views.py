"""Whoever is invited says yes, no, or who comes instead."""

from functools import wraps

from flask import Blueprint, abort, make_response, redirect, render_template, url_for

from ... import clock
from ...errors import Refusal
from ...web import limiter, private
from ..limits import PER_ADDRESS, PER_NETWORK, no_address_typed, typed_address
from . import actions, queries
from .forms import ColleagueForm
from .models import Invitation
from .pages import InvitationPage

bp = Blueprint("invitations", __name__, url_prefix="/uitnodiging")


def for_the_invited(view):
    """This page is for whoever has the link of an invitation; the view gets the invitation."""

    @wraps(view)
    def with_invitation(key: str):
        return private(make_response(view(queries.invitation_by_key(key) or abort(404))))

    with_invitation.guard = "holder"  # type: ignore[attr-defined]
    return with_invitation


@bp.get("/<key>")
@for_the_invited
def show(invitation: Invitation):
    return render_template("invitations/show.html", page=InvitationPage(invitation, now=clock.now()))


@bp.post("/<key>/nee")
@for_the_invited
@limiter.limit(PER_NETWORK)
def decline(invitation: Invitation):
    key = invitation.key
    try:
        actions.decline(invitation.id, now=clock.now())
    except Refusal:
        page = InvitationPage(queries.invitation_by_key(key) or abort(404), now=clock.now())
        return render_template("invitations/show.html", page=page), 422
    return redirect(url_for(".show", key=key), code=303)


@bp.route("/<key>/collega", methods=["GET", "POST"])
@for_the_invited
@limiter.limit(PER_NETWORK, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def colleague(invitation: Invitation):
    key, form = invitation.key, ColleagueForm()
    if form.validate_on_submit():
        try:
            actions.send_colleague(invitation.id, form.colleague(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", key=key), code=303)
    page = InvitationPage(queries.invitation_by_key(key) or abort(404), now=clock.now())
    if page.ended and not form.is_submitted():
        return redirect(url_for(".show", key=key), code=303)
    return render_template("invitations/colleague.html", page=page, form=form), form.status
