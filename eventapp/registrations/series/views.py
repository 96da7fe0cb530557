"""A series, and signing up for its dates."""

from flask import Blueprint, abort, redirect, render_template, url_for

from ... import clock
from ...errors import Refusal
from ...events.feeds import feed_response
from ...events.models import Event
from ...events.queries import published_series
from ...events.questions.forms import asking
from ...i18n import current_language
from ...web import address, for_anybody, limiter
from ..limits import PER_ADDRESS, PER_NETWORK, no_address_typed, typed_address
from . import actions, pages
from .forms import DatesForm

bp = Blueprint("series", __name__)


@bp.route("/reeks/<slug>", methods=["GET", "POST"])
@for_anybody
@limiter.limit(PER_NETWORK, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def show(slug: str):
    now = clock.now()
    series = published_series(slug) or abort(404)
    page = pages.SeriesPage(series, now=now)
    if not page.is_there:
        abort(404)
    asking_form = asking(DatesForm, page.questions, language=current_language().code)
    form = asking_form(dates=page.dates, open_dates=page.open_dates, full=page.full)
    if form.validate_on_submit():
        try:
            made = actions.sign_up(**form.answers(), asked=page.asked, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("registrations.manage", key=made[0].key), code=303)
    return render_template("registrations/series.html", page=page, form=form), form.status


@bp.get("/reeks/<slug>.ics")
@for_anybody
def calendar(slug: str):
    series = published_series(slug) or abort(404)
    language = current_language().code
    page = address("series.show", language=language, slug=slug)
    return feed_response(Event.series_id == series.id, name=series.said("title", language), page=page, now=clock.now())
