"""The share pack of an event: posters, a picture and a text for each language."""

from flask import Blueprint, abort, render_template

from .. import clock
from ..connections.profiles.rules import is_open
from ..events.models import Event
from ..events.rules import obstacle_to_sharing
from ..guards import for_viewers_of_event
from ..i18n import LANGUAGES, in_language
from ..organisations.rules import Staff
from ..tickets.meet_cards import draw_meet_cards
from ..tickets.pictures import draw_picture
from ..tickets.posters import Paper, draw_poster
from ..web import download, limiter
from . import pages

bp = Blueprint("sharing_staff", __name__, url_prefix="/organiseren")

DRAWINGS = "60 per minute"


@bp.get("/activiteiten/<slug>/delen")
@for_viewers_of_event
def show(staff: Staff, event: Event):
    page = pages.share_page(event, now=clock.now())
    return render_template("organise/event/share.html", event=event, page=page, tab="share")


@bp.get("/activiteiten/<slug>/delen/poster-<paper>-<reader>.pdf")
@for_viewers_of_event
@limiter.limit(DRAWINGS)
def poster(staff: Staff, event: Event, paper: str, reader: str):
    if paper not in list(Paper):
        abort(404)
    content = draw_poster(_poster_in(reader, event), paper=Paper(paper))
    return download(content, name=f"{event.slug}-{paper}-{reader}.pdf", media_type="application/pdf")


@bp.get("/activiteiten/<slug>/delen/plaatje-<reader>.png")
@for_viewers_of_event
@limiter.limit(DRAWINGS)
def picture(staff: Staff, event: Event, reader: str):
    content = draw_picture(_poster_in(reader, event))
    return download(content, name=f"{event.slug}-{reader}.png", media_type="image/png")


@bp.get("/activiteiten/<slug>/delen/kennismaken.pdf")
@for_viewers_of_event
@limiter.limit(DRAWINGS)
def meet_cards(staff: Staff, event: Event):
    if not is_open(event, now=clock.now()) or event.is_practice:
        abort(404)
    content = draw_meet_cards(pages.meet_card_of(event))
    return download(content, name=f"{event.slug}-kennismaken.pdf", media_type="application/pdf")


def _poster_in(reader: str, event: Event):
    if reader not in LANGUAGES or obstacle_to_sharing(event, now=clock.now()):
        abort(404)
    with in_language(reader):
        return pages.poster_of(event)
