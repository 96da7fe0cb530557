"""Networks as everybody sees them, and how a member leaves the list of one."""

from flask import Blueprint, abort, make_response, render_template, request

from ... import clock
from ...calendars.links import follow
from ...events.cards import event_card, past_card
from ...events.feeds import feed_response
from ...events.queries import coming_of_network, of_network, past_of_network
from ...i18n import current_language
from ...web import address, for_anybody, private, public
from .. import actions, queries
from ..keys import member_leaving

bp = Blueprint("networks", __name__)
leaving = Blueprint("leaving", __name__)
bp.after_request(public)
leaving.after_request(private)


@bp.get("/netwerken")
@for_anybody
def index():
    return render_template("networks/index.html", networks=queries.networks_by_name())


@bp.get("/netwerken/<slug>")
@for_anybody
def show(slug: str):
    network = queries.network_by_slug(slug) or abort(404)
    now = clock.now()
    feed = address("networks.calendar", language=current_language().code, slug=slug)
    return render_template(
        "networks/show.html",
        network=network,
        follow=follow(feed, name=network.name),
        coalitions=queries.coalitions_of(network.id),
        coming=[event_card(item, now=now) for item in coming_of_network(network.id, now=now)],
        past=[past_card(item) for item in past_of_network(network.id, now=now)],
    )


@bp.get("/netwerken/<slug>.ics")
@for_anybody
def calendar(slug: str):
    network = queries.network_by_slug(slug) or abort(404)
    page = address("networks.show", language=current_language().code, slug=slug)
    return feed_response(of_network(network.id), name=network.name, page=page, now=clock.now())


@leaving.route("/netwerken/uitschrijven/<key>", methods=["GET", "POST"])
@for_anybody
def leave(key: str):
    """The button in it takes a member off the list; opening the page changes nothing."""
    member = member_leaving(key)
    if member and request.method == "POST":
        actions.remove_member(member.id, by=None, now=clock.now())
        member = None
    return make_response(render_template("networks/leave.html", member=member))
