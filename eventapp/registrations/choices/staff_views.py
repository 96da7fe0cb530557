"""Who comes to what, for those who organise it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...events.models import Event
from ...guards import for_organisers_of_event
from ...i18n import _
from ...organisations.rules import Staff
from ..queries import registration_of_event
from . import actions, staff_pages
from .forms import ChooseForm, programme_of

bp = Blueprint("choices_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>")


@bp.get("/programma-lijsten")
@for_organisers_of_event
def lists(staff: Staff, event: Event):
    found = staff_pages.lists_of(event)
    return render_template("organise/programme/lists.html", event=event, lists=found, tab="programme")


@bp.route("/aanmeldingen/<int:registration_id>/programma", methods=["GET", "POST"])
@for_organisers_of_event
def choose(staff: Staff, event: Event, registration_id: int):
    registration = registration_of_event(registration_id, event_id=event.id) or abort(404)
    now = clock.now()
    programme = programme_of(registration, typed=request.form if request.method == "POST" else None, now=now)
    form = ChooseForm()
    if form.validate_on_submit():
        try:
            wish = programme.wish()
            actions.choose_for(registration_id, wish, event_id=event.id, staff_id=staff.account_id, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
            programme.refuse(refusal)
        else:
            flash(_("The programme is saved."), "success")
            return redirect(url_for("registrations_staff.show", slug=event.slug, registration_id=registration_id), 303)
    page = {"registration": registration, "form": form, "programme": programme, "tab": "registrations"}
    return render_template("organise/registrations/choose.html", event=event, **page), form.status
