"""Pages about the service, and what machines ask of it."""

from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, render_template, url_for

from .. import clock
from ..registrations.rules import RETENTION
from ..web import for_anybody, public, settings
from . import pages, queries
from .sitemap import sitemap as make_sitemap

bp = Blueprint("site", __name__)
bp.after_request(public)

# Whoever finds a leak must be able to trust this file: look at it again, then move the day at most a year on.
SECURITY_EXPIRES = datetime(2027, 11, 1, tzinfo=UTC)

NOT_FOR_ROBOTS = ("mijn", "T", "deur", "postvak")


@bp.get("/hulp")
@for_anybody
def help():
    return render_template("site/help.html", own=pages.own_text("contact"))


@bp.get("/privacy")
@for_anybody
def privacy():
    return render_template("site/privacy.html", own=pages.own_text("privacy"), days_kept=RETENTION.days)


@bp.get("/toegankelijkheid")
@for_anybody
def accessibility():
    return render_template("site/accessibility.html", own=pages.own_text("accessibility"))


@bp.get("/.well-known/security.txt")
@for_anybody
def security():
    lines = (
        f"Contact: mailto:{settings().contact_email}",
        f"Expires: {SECURITY_EXPIRES:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings().base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@bp.get("/robots.txt")
@for_anybody
def robots():
    closed = [f"Disallow: {start}/{path}" for path in NOT_FOR_ROBOTS for start in ("", "/*")]
    sitemap = f"Sitemap: {settings().base_url}{url_for('.sitemap')}"
    return Response("\n".join(["User-agent: *", *closed, sitemap, ""]), content_type="text/plain; charset=utf-8")


@bp.get("/sitemap.xml")
@for_anybody
def sitemap():
    return Response(make_sitemap(now=clock.now()), content_type="application/xml; charset=utf-8")


@bp.get("/healthz")
@for_anybody
def health():
    return Response("ok\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@bp.get("/readyz")
@for_anybody
def ready():
    checks = queries.readiness(now=clock.now())
    response = jsonify(ready=all(checks.values()), checks=checks)
    response.headers["Cache-Control"] = "no-store"
    return response, 200 if all(checks.values()) else 503
