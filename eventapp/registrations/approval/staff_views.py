"""Who asks for a place, and the buttons under it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...events.models import Event
from ...fields import whole_number
from ...guards import for_organisers_of_event
from ...i18n import _, ngettext
from ...organisations.rules import Staff
from ..staff_forms import chosen_ids
from . import actions
from .staff_forms import DecideForm
from .staff_pages import ApprovalPage

bp = Blueprint("approval_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/aanvragen")


@bp.route("", methods=["GET", "POST"])
@for_organisers_of_event
def index(staff: Staff, event: Event):
    form = DecideForm() if request.method == "POST" else DecideForm(data={"told": True})
    answer, ids = pressed()
    if form.validate_on_submit() and ids and answer:
        try:
            decide(event, ids, answer, form, staff=staff)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".index", slug=event.slug), code=303)
    nobody = form.is_submitted() and not (ids and answer)
    page = ApprovalPage(event, chosen=ids, nobody=nobody)
    status = 422 if nobody else form.status
    return render_template(
        "organise/registrations/asked.html", event=event, page=page, form=form, tab="registrations"
    ), status


def pressed() -> tuple[str, list[int]]:
    """Yes or no, and to whom: the one beside whose name the button stands, or all who were ticked."""
    for answer in ("yes", "no"):
        if (one := whole_number(request.form.get(answer))) is not None:
            return answer, [one] if one < 2**31 else []
    do = request.form.get("do", "")
    return do if do in ("yes", "no") else "", chosen_ids(request.form)


def decide(event: Event, ids: list[int], answer: str, form: DecideForm, *, staff: Staff) -> None:
    now = clock.now()
    if answer == "yes":
        count = actions.approve(event.id, ids, staff_id=staff.account_id, now=now)
        flash(ngettext("You said yes to %(num)s sign-up.", "You said yes to %(num)s sign-ups.", count), "success")
        return
    told = bool(form.told.data)
    sentence = form.sentence.data or ""
    count = actions.decline(event.id, ids, told=told, sentence=sentence, staff_id=staff.account_id, now=now)
    sent = _("They get a message.") if told else _("They get no message.")
    flash(f"{ngettext('You said no to %(num)s sign-up.', 'You said no to %(num)s sign-ups.', count)} {sent}", "success")
