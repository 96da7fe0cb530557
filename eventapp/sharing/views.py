"""The short address on a poster, and the picture that group chats show beside an event."""

from flask import Blueprint, Response, abort, redirect, request

from ..events.models import Status
from ..events.queries import event_by_id, published_event
from ..events.rules import has_preview
from ..i18n import DEFAULT, LANGUAGES, current_language
from ..tickets.pictures import draw_picture
from ..tokens import same
from ..web import address, for_anybody, limiter, public
from . import pages

bp = Blueprint("sharing", __name__)
bp.after_request(public)

PER_NETWORK = "60 per minute; 600 per hour"


@bp.get("/A/<code>", defaults={"reader": DEFAULT})
@bp.get("/A/<code>/<reader>")
@bp.get("/a/<code>", defaults={"reader": DEFAULT}, endpoint="typed")
@bp.get("/a/<code>/<reader>", endpoint="typed")
@for_anybody
@limiter.limit(PER_NETWORK)
def short(code: str, reader: str):
    number = pages.number_in(code)
    event = event_by_id(number) if number is not None else None
    language = LANGUAGES.get(reader.lower()) or abort(404)
    if event is None or event.status == Status.DRAFT or not same(code.upper(), pages.short_code(event)):
        abort(404)
    return redirect(address("events.show", language=language.code, slug=event.slug))


@bp.get("/agenda/<slug>/plaatje.png")
@for_anybody
@limiter.limit(PER_NETWORK)
def picture(slug: str):
    event = published_event(slug) or abort(404)
    if not has_preview(event):
        abort(404)
    mark = pages.picture_mark(event)
    response = Response(mimetype="image/png")
    response.set_etag(mark)
    if not request.if_none_match.contains(mark):
        response.set_data(draw_picture(pages.poster_of(event)))
    response.content_language.add(current_language().code)
    return response
