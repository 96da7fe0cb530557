"""The programme of an event on paper; on the screen it stands on the page of the event."""

from flask import Blueprint, abort

from ..events.queries import published_event
from ..i18n import current_language
from ..tickets.programmes import draw_programme
from ..web import download, for_anybody, limiter, public
from . import pages

bp = Blueprint("programme", __name__)
bp.after_request(public)

PER_NETWORK = "30 per minute; 300 per hour"


@bp.get("/agenda/<slug>/programma.pdf")
@for_anybody
@limiter.limit(PER_NETWORK)
def paper(slug: str):
    event = published_event(slug) or abort(404)
    programme = pages.paper_of(event) or abort(404)
    name = f"{event.slug}-{current_language().code}.pdf"
    return download(draw_programme(programme), name=name, media_type="application/pdf")
