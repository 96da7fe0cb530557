"""The letters of an event: which did not arrive, what became of each, and letting them wait."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...events.models import Event
from ...guards import for_organisers_of_event
from ...i18n import _, ngettext
from ...mail.staff_forms import asked_group, asked_page, asked_words
from ...organisations.rules import Staff
from ..queries import registration_of_event
from ..staff_forms import AddressForm
from . import actions
from .staff_pages import LettersPage

bp = Blueprint("delivery_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/berichten")

TEMPLATE = "organise/registrations/letters.html"


@bp.get("")
@for_organisers_of_event
def index(staff: Staff, event: Event):
    asked = {"group": asked_group(request.args), "address": asked_words(request.args)}
    page = LettersPage(event, **asked, number=asked_page(request.args))
    return render_template(TEMPLATE, event=event, page=page, form=AddressForm(formdata=None), tab="letters")


@bp.post("/<int:registration_id>")
@for_organisers_of_event
def correct_address(staff: Staff, event: Event, registration_id: int):
    registration_of_event(registration_id, event_id=event.id) or abort(404)
    form = AddressForm()
    if form.validate_on_submit():
        try:
            count = actions.correct_address(
                registration_id, event_id=event.id, email=form.email.data, staff_id=staff.account_id, now=clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s letter is on its way again.", "%(num)s letters are on their way again.", count))
            return redirect(url_for(".index", slug=event.slug), code=303)
    shown = {"page": LettersPage(event), "form": form, "refused": registration_id}
    return render_template(TEMPLATE, event=event, **shown, tab="letters"), form.status


@bp.post("/wachten")
@for_organisers_of_event
def hold(staff: Staff, event: Event):
    actions.hold_letters(event.id, by=staff.name, staff_id=staff.account_id, now=clock.now())
    return redirect(url_for(".index", slug=event.slug), code=303)


@bp.post("/verder")
@for_organisers_of_event
def release(staff: Staff, event: Event):
    actions.release_letters(event.id, staff_id=staff.account_id, now=clock.now())
    flash(_("The letters leave again."), "success")
    return redirect(url_for(".index", slug=event.slug), code=303)
