"""Who comes to what, for those who organise it."""

from flask import Blueprint, render_template

from ...events.models import Event
from ...guards import for_organisers_of_event
from ...organisations.rules import Staff
from . import staff_pages

bp = Blueprint("choices_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/programma-lijsten")


@bp.get("")
@for_organisers_of_event
def lists(staff: Staff, event: Event):
    found = staff_pages.lists_of(event)
    return render_template("organise/programme/lists.html", event=event, lists=found, tab="programme")
