"""The demo's mailbox page: what would be mailed, to be read here."""

from functools import wraps

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for

from ..enclosures import enclosures_of
from ..web import CONTENT_SECURITY_POLICY, download, for_anybody, private
from . import pages, queries
from .models import Letter
from .writing import write

bp = Blueprint("mailbox", __name__)

LETTER = "/postvak/<int:letter_id>"


def for_the_demo(view):
    """This page is for whoever tries the demo, which alone has it; the view gets the letter."""

    @wraps(view)
    def with_letter(letter_id: int, **more):
        return private(make_response(view(queries.letter_by_id(letter_id) or abort(404), **more)))

    with_letter.guard = "anybody"  # type: ignore[attr-defined]
    return with_letter


@bp.get("/postvak")
@for_anybody
def index():
    page = pages.mailbox_page(request.args.get("pagina", 1, type=int))
    return private(make_response(render_template("mail/index.html", page=page)))


@bp.get(LETTER)
@for_the_demo
def show(letter: Letter):
    response = make_response(render_template("mail/show.html", page=pages.letter_page(letter, enclosures_of(letter))))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


@bp.get(f"{LETTER}/html")
@for_the_demo
def html(letter: Letter):
    """The letter as a mail program shows it, for within a frame; its links open in the whole window."""
    enclosures = enclosures_of(letter)
    words = write(letter, enclosures).html.replace("<head>", '<head><base target="_top">', 1)
    if enclosures.picture:
        cid = enclosures.picture.cid
        words = words.replace(f"cid:{cid}", url_for(".picture", letter_id=letter.id, cid=cid))
    response = make_response(words)
    response.headers["Content-Security-Policy"] = pages.policy_for(words)
    return response


@bp.get(f"{LETTER}/plaatje/<cid>")
@for_the_demo
def picture(letter: Letter, cid: str):
    found = enclosures_of(letter).picture
    if found is None or found.cid != cid:
        abort(404)
    return Response(found.png, mimetype="image/png")


@bp.get(f"{LETTER}/bijlage/<name>")
@for_the_demo
def attachment(letter: Letter, name: str):
    found = enclosures_of(letter).invitation
    if found is None or found.file_name != name:
        abort(404)
    return download(found.ics, name=name, media_type="text/calendar; charset=utf-8")
