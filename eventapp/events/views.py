"""The agenda, and the page of each event and series."""

from flask import Blueprint, Response, abort, render_template, request

from .. import clock
from ..web import download, for_anybody, kept, public
from . import pages, queries
from .models import Precision
from .pictures import LARGE, SMALL

bp = Blueprint("events", __name__)
bp.after_request(public)


@bp.get("/")
@bp.get("/agenda")
@for_anybody
def agenda():
    return render_template("events/agenda.html", page=pages.agenda_page(request.args, now=clock.now()))


@bp.get("/agenda/<slug>")
@for_anybody
def show(slug: str):
    now = clock.now()
    mark = queries.mark_of_event(slug) or abort(404)

    def page() -> str:
        event = queries.published_event(slug) or abort(404)
        return render_template("events/show.html", page=pages.event_page(event, now=now))

    return kept(page, same=mark, now=now)


@bp.get("/agenda/<slug>.ics")
@for_anybody
def calendar(slug: str):
    event = queries.published_event(slug) or abort(404)
    if event.precision != Precision.DAY:
        abort(404)
    response = download(pages.calendar_of(event), name=f"{event.slug}.ics", media_type="text/calendar; charset=utf-8")
    response.last_modified = event.changed_at
    response.set_etag(f"{event.sequence}-{event.changed_at.timestamp()}")
    return response


@bp.get("/agenda/<slug>/foto-<mark>-<int(max=9999):width>.webp")
@for_anybody
def picture(slug: str, mark: str, width: int):
    found = queries.picture(slug, mark=mark) or abort(404)
    webp = {SMALL: found.small, LARGE: found.large}.get(width) or abort(404)
    response = Response(webp, mimetype="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/organisaties/<slug>")
@for_anybody
def show_organisation(slug: str):
    organisation = queries.organisation_at(slug) or abort(404)
    return render_template("events/show_organisation.html", page=pages.organisation_page(organisation, now=clock.now()))


@bp.get("/organisaties/<slug>.ics")
@for_anybody
def organisation_calendar(slug: str):
    organisation = queries.organisation_at(slug) or abort(404)
    feed = pages.organisation_feed(organisation, now=clock.now())
    return download(feed, name=f"{slug}.ics", media_type="text/calendar; charset=utf-8")
