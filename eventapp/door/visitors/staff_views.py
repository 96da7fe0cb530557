"""The poster with which visitors check themselves in."""

from flask import Blueprint, abort, flash, redirect, url_for

from ... import clock, formats
from ...errors import Refusal
from ...events.models import Event
from ...guards import for_organisers_of_event
from ...i18n import _
from ...organisations.rules import Staff
from ...tickets.self_posters import SelfPoster, draw_self_poster
from ...web import address, download, limiter, settings
from .. import actions, queries

bp = Blueprint("visitors_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/deur/zelf")

DRAWINGS = "60 per minute"


@bp.post("")
@for_organisers_of_event
def make(staff: Staff, event: Event):
    try:
        actions.make_pass(event.id, label=_("Poster"), for_visitors=True, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Visitors can check themselves in with the poster, on the day itself. Print it below."), "success")
    return redirect(url_for("door_staff.show", slug=event.slug), code=303)


@bp.post("/<int:pass_id>/poster")
@for_organisers_of_event
@limiter.limit(DRAWINGS)
def poster(staff: Staff, event: Event, pass_id: int):
    door_pass = queries.pass_of_event(pass_id, event_id=event.id)
    if door_pass is None or not door_pass.for_visitors:
        abort(404)
    paper = SelfPoster(
        site_name=settings().site_name,
        title=event.title,
        when=formats.format_when(event.starts_at, event.ends_at),
        link=address("visitors.come_in", language="nl", key=door_pass.key),
    )
    return download(draw_self_poster(paper), name=f"{event.slug}-{_('check-in')}.pdf", media_type="application/pdf")
