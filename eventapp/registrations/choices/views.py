"""Choosing sessions and time slots afterwards, behind the secret link."""

from flask import Blueprint, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ..holders import for_the_holder
from ..models import Registration
from ..pages import ManagePage
from . import actions
from .forms import ChooseForm, programme_of

bp = Blueprint("choices", __name__)


@bp.route("/mijn/<key>/programma", methods=["GET", "POST"])
@for_the_holder
def choose(registration: Registration):
    now = clock.now()
    programme = programme_of(registration, typed=request.form if request.method == "POST" else None, now=now)
    form = ChooseForm()
    if form.validate_on_submit():
        try:
            wish = programme.wish()
            actions.choose(registration.id, wish.slot_ids, willing_to_wait=wish.willing_to_wait, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
            programme.refuse(refusal)
        else:
            return redirect(url_for("registrations.manage", key=registration.key), code=303)
    page = ManagePage(registration, now=now)
    return render_template("registrations/choose.html", page=page, form=form, programme=programme), form.status
