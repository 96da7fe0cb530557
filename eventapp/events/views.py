"""The agenda, and the page of each event and series."""

from flask import Blueprint, Response, abort, make_response, render_template, request

from .. import clock
from ..i18n import _, current_language
from ..web import CONTENT_SECURITY_POLICY, address, download, for_anybody, kept, public, settings
from . import pages, queries
from .feeds import ICALENDAR, calendar_of, feed_response
from .finding import matching
from .forms import Search, read_search
from .models import Precision
from .pictures import LARGE, SMALL

bp = Blueprint("events", __name__)

LONGEST_QUERY = 2_000
IN_ANY_FRAME = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
bp.after_request(public)


@bp.get("/")
@bp.get("/agenda")
@for_anybody
def agenda():
    return render_template("events/agenda.html", page=pages.agenda_page(request.args, now=clock.now()))


@bp.get("/agenda.ics")
@for_anybody
def agenda_calendar():
    return _followed()


@bp.get("/agenda.atom")
@for_anybody
def agenda_news():
    return _followed(as_atom=True)


def _followed(*, as_atom: bool = False):
    language, now = current_language().code, clock.now()
    search = Search()
    if request.args:
        choices = pages.all_choices()
        search = read_search(request.args, choices)
        if search.notices or len(request.query_string) > LONGEST_QUERY:
            return render_template("events/unknown_search.html", notices=search.notices, choices=choices), 400
    page = address("events.agenda", language=language, **search.query(page=1))
    name = _("Agenda of %(site)s", site=settings().site_name)
    return feed_response(*matching(search), name=name, page=page, now=now, as_atom=as_atom)


@bp.get("/agenda/inbedden")
@for_anybody
def embedded():
    search = read_search(request.args, pages.all_choices())
    groups = pages.embedded_page(search, now=clock.now())
    response = make_response(render_template("events/embedded.html", groups=groups, search=search))
    response.headers["Content-Security-Policy"] = IN_ANY_FRAME
    return response


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
    response = download(calendar_of(event.id), name=f"{event.slug}.ics", media_type=ICALENDAR)
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
    page = address("events.show_organisation", language=current_language().code, slug=slug)
    return feed_response(queries.of_organisation(organisation.id), name=organisation.name, page=page, now=clock.now())
