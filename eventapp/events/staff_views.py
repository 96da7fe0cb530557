"""An event as its team sees it: the list, a new one, its parts, publishing and calling off."""

from flask import Blueprint, render_template

from .. import clock
from ..guards import for_staff, for_viewers_of_event
from ..organisations import pages
from ..organisations.rules import Staff
from .models import Event

bp = Blueprint("events_staff", __name__, url_prefix="/organiseren")


@bp.get("/activiteiten")
@for_staff
def index(staff: Staff):
    return render_template("organise/events.html", page=pages.events_page(staff, now=clock.now()), section="events")


@bp.get("/nieuw")
@for_staff
def choose_kind(staff: Staff):
    return render_template("organise/new.html", section="events")


@bp.get("/activiteiten/<slug>")
@for_viewers_of_event
def overview(staff: Staff, event: Event):
    return render_template("organise/event/overview.html", event=event, now=clock.now(), tab="overview")
