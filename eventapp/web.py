"""Small helpers of views: who may see it, the stylesheet, headers, addresses, downloads, limits."""

import gzip
import hashlib
from collections.abc import Callable, Hashable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, current_app, make_response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, ValidationError

from config import Settings

from . import i18n

View = TypeVar("View", bound=Callable[..., Any])

STYLESHEETS = {
    "site": ("tokens", "base", "parts", "ticket", "series", "mail", "door", "print"),
    "programme": ("programme",),  # what only an event with sessions, stations or stands needs
    "meet": ("meet",),  # whom people want to meet
    "screen": ("screen",),  # the television in the hall, after the first
    "scan": ("scan",),  # the page with the camera, after the first
    "office": ("office",),  # what only organisers' pages need, after the others
}

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

KEPT_SECONDS = 10
MOST_KEPT = 200  # pages in a process
MOST_KEPT_BYTES = 4_000_000

limiter = Limiter(get_remote_address, headers_enabled=False)


class Number(IntegerConverter):
    """`<int:...>` in an address: no larger than the ids of a table can be."""

    def to_python(self, value: str) -> int:
        if len(value) > 10 or int(value) >= 2**31:
            raise ValidationError
        return super().to_python(value)


def for_anybody(view: View) -> View:
    """This page is for whoever comes by."""
    view.guard = "anybody"  # type: ignore[attr-defined]
    return view


def from_any_site(view: View) -> View:
    """Its POST may come from anywhere: the secret in its address is all that it needs."""
    view.from_any_site = True  # type: ignore[attr-defined]
    return view


def settings() -> Settings:
    return current_app.config["SETTINGS"]


def address(endpoint: str, *, language: str, **values: Any) -> str:
    """A whole address for a letter or a calendar, in the reader's language; needs no request."""
    base = urlsplit(settings().base_url)
    urls = current_app.url_map.bind(base.netloc, i18n.LANGUAGES[language].prefix or "/", url_scheme=base.scheme)
    return urls.build(endpoint, values, force_external=True)


def download(content: bytes, *, name: str, media_type: str) -> Response:
    """A file to keep, under a name that every browser understands."""
    response = Response(content, content_type=media_type)
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in name)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response


def private(response: Response) -> Response:
    """For pages behind a secret address: nobody keeps a copy, and no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def with_script(page: str) -> Response:
    """A page that also works without its script, and is easier with it."""
    response = Response(page)
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
    return response


def public(response: Response) -> Response:
    """For pages that everybody may see: a browser may keep them, and asks whether they are still true."""
    if response.status_code == 200 and request.method in ("GET", "HEAD"):
        response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response


def kept(make: Callable[[], str | Response], *, same: Hashable, now: datetime, seconds: int = KEPT_SECONDS) -> Response:
    """A page that is alike for everybody, made once and then handed out ready and compressed.

    It is made again as soon as `same` is another value, and after so many seconds, for what it shows of other things.
    """
    pages = current_app.extensions["kept_pages"]
    key = (request.script_root, request.full_path, takes_gzip(), same, int(now.timestamp()) // seconds)
    if page := pages.get(key):
        return Response(page[0], headers=page[1])
    response = make_response(make())
    response.add_etag(weak=True)
    _compress(response)
    if len(pages) >= MOST_KEPT or sum(len(page) for page, _headers in pages.values()) > MOST_KEPT_BYTES:
        pages.clear()
    pages[key] = (response.get_data(), list(response.headers))
    return response


def refuse_other_sites() -> None:
    """A button on another site presses nothing here; this needs no cookie and no hidden field."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if getattr(current_app.view_functions.get(request.endpoint or ""), "from_any_site", False):
        return
    origin = request.headers.get("Origin")
    if origin and origin != "null" and _host_in(origin) not in (request.host, urlsplit(settings().base_url).netloc):
        abort(403)
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        abort(403)


def _host_in(origin: str) -> str | None:
    """The host that an origin names; none where it is no address at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def refuse_strange_addresses() -> None:
    """No address of ours holds a NUL, and PostgreSQL will not even be asked about one."""
    if "\x00" in request.path:
        abort(404)


def _security_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if settings().secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def _compress(response: Response) -> Response:
    """Old phones on slow networks: pages leave compressed."""
    if (
        response.direct_passthrough
        or response.content_encoding
        or (response.content_length or 0) < 1000
        or response.status_code in (204, 304)
        or not _is_text(response.mimetype or "")
    ):
        return response
    response.vary.add("Accept-Encoding")
    if takes_gzip():
        response.set_data(gzip.compress(response.get_data(), compresslevel=4, mtime=0))
        response.content_encoding = "gzip"
    return response


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in ("application/json", "application/atom+xml")


def takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _bundle(app: Flask, name: str) -> str:
    """Some stylesheets as one file, named after its content so that browsers keep it for good: its address."""
    folder = Path(app.static_folder or "") / "css"
    css = b"\n".join((folder / f"{each}.css").read_bytes() for each in STYLESHEETS[name])
    squeezed = gzip.compress(css, compresslevel=9, mtime=0)

    def stylesheet() -> Response:
        response = Response(squeezed if takes_gzip() else css, mimetype="text/css")
        if takes_gzip():
            response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    url = f"/static/{name}-{hashlib.sha256(css).hexdigest()[:12]}.css"
    app.add_url_rule(url, f"{name}_css", for_anybody(stylesheet))
    return url


def init_app(app: Flask) -> None:
    config: Settings = app.config["SETTINGS"]
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies)  # type: ignore[method-assign]
    app.config["RATELIMIT_ENABLED"] = config.rate_limits
    app.config["RATELIMIT_STORAGE_URI"] = config.redis_url or "memory://"
    limiter.init_app(app)
    app.url_map.converters["int"] = Number

    app.extensions["kept_pages"] = {}

    stylesheets = {name: _bundle(app, name) for name in STYLESHEETS}

    app.before_request(refuse_strange_addresses)
    app.before_request(refuse_other_sites)
    app.after_request(_compress)
    app.after_request(_security_headers)

    def asset(path: str) -> str:
        return f"/static/{path}"

    @app.context_processor
    def for_every_template() -> dict[str, Any]:
        return {
            "language": i18n.current_language(),
            "languages": i18n.LANGUAGES.values(),
            "language_url": i18n.language_url,
            "site_name": config.site_name,
            "contact": {
                "email": config.contact_email,
                "phone": config.contact_phone,
                "phone_link": "tel:" + dialled(config.contact_phone),
            },
            "stylesheets": stylesheets,
            "asset": asset,
            "demo": config.demo,
        }


def dialled(phone: str) -> str:
    """A Dutch phone number as a telephone wants it."""
    digits = "".join(c for c in phone if c.isdigit() or c == "+")
    return digits if digits.startswith("+") or digits == "14030" else "+31" + digits.removeprefix("0")
