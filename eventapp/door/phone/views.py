"""The scanning page: one page that a phone keeps, with everything it needs to go on without internet."""

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, url_for

from ... import formats, tokens
from ...events.queries import neighbourhood_choices
from ...i18n import _
from ...tickets.codes import ticket_address
from ...web import CONTENT_SECURITY_POLICY, for_anybody, settings, takes_gzip
from .files import Files

bp = Blueprint("door_phone", __name__, url_prefix="/deur")

POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"


def files() -> Files:
    """The files of this app, found once."""
    app = current_app
    if "door_files" not in app.extensions:
        app.extensions["door_files"] = Files(Path(app.static_folder or ""))
    return app.extensions["door_files"]


@bp.after_request
def may_use_the_camera(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


def page() -> str:
    """The one page, which tells of nobody."""
    return render_template(
        "door/scan.html",
        script=address_of("door.js"),
        has_decoder=files().has_decoder,
        timezone=settings().timezone,
        ticket_address=ticket_address(settings().base_url, ""),
        languages=list(formats.spoken_languages().items()),
        neighbourhoods=[(each.code, each.name) for each in neighbourhood_choices()],
        ages=list(formats.ages().items()),
    )


@bp.get("/scannen")
@for_anybody
def scan():
    return Response(page(), headers={"Cache-Control": "no-cache"})


@bp.get("/sw.js")
@for_anybody
def service_worker():
    version = tokens.fingerprint(page())[:12]
    names = [address_of(name) for name in files().names]
    script = render_template("door/sw.js", version=version, page=url_for(".scan"), files=names)
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@bp.get("/app.webmanifest")
@for_anybody
def manifest():
    icon = {"src": "/static/icons/heart.svg", "sizes": "any", "type": "image/svg+xml"}
    answer = jsonify(
        name=_("Door of %(site)s", site=settings().site_name),
        short_name=_("Door"),
        start_url=url_for(".scan"),
        scope=url_for("door.home") + "/",
        display="standalone",
        background_color="#0d1b20",
        theme_color="#0d1b20",
        icons=[icon],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.get("/app/<version>/<path:name>")
@for_anybody
def file(version: str, name: str):
    found = files().content(name) if version == files().version else None
    if found is None:
        abort(404)
    plain, squeezed, media_type = found
    response = Response(squeezed if takes_gzip() else plain, mimetype=media_type)
    if takes_gzip():
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def address_of(name: str) -> str:
    return url_for(".file", version=files().version, name=name)
