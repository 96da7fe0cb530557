"""Asking for letters about new events, for everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from .. import clock
from ..errors import Refusal
from ..events.pages import all_choices
from ..registrations.limits import no_address_typed, typed_address
from ..web import for_anybody, from_any_site, limiter, private
from . import actions, pages, queries
from .forms import ChangeForm, SubscribeForm
from .limits import PER_ADDRESS, PER_NETWORK
from .models import Reader

bp = Blueprint("subscriptions", __name__, url_prefix="/abonneren")

MINE = "/mijn/<key>"
ONE_CLICK = "One-Click"  # what a mail program says that presses the button for its reader


def for_the_reader(view: Callable[..., Any]) -> Callable[..., Any]:
    """This page is for whoever has its secret link; the view gets whose letters these are."""

    @wraps(view)
    def with_reader(key: str, **values: int):
        return private(make_response(view(queries.reader_by_key(key) or abort(404), **values)))

    with_reader.guard = "holder"  # type: ignore[attr-defined]
    return with_reader


@bp.route("", methods=["GET", "POST"])
@for_anybody
@limiter.limit(PER_NETWORK, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def subscribe():
    form = SubscribeForm(all_choices(), asked=request.args)
    if form.validate_on_submit():
        actions.ask(**form.answers(), now=clock.now())
        return redirect(url_for(".asked"), code=303)
    return render_template("subscriptions/subscribe.html", form=form), form.status


@bp.get("/gevraagd")
@for_anybody
def asked():
    return render_template("subscriptions/asked.html")


@bp.route("/bevestigen/<key>", methods=["GET", "POST"])
@for_anybody
def confirm(key: str):
    """The button in it begins the letters; opening the page changes nothing."""
    if request.method == "POST":
        try:
            reader = actions.confirm(key, now=clock.now())
        except Refusal as refusal:
            return private(make_response(render_template("subscriptions/too_old.html", refusal=refusal), 404))
        return redirect(url_for(".manage", key=reader.key), code=303)
    subscription = queries.subscription_to_confirm(key)
    if subscription is None:
        return private(make_response(render_template("subscriptions/too_old.html"), 404))
    shown = pages.shown(subscription, all_choices())
    return private(make_response(render_template("subscriptions/confirm.html", subscription=shown)))


@bp.get(MINE)
@for_the_reader
def manage(reader: Reader):
    choices = all_choices()
    shown = [pages.shown(each, choices) for each in queries.confirmed_of(reader.id)]
    return render_template("subscriptions/manage.html", reader=reader, subscriptions=shown)


@bp.route(f"{MINE}/<int:subscription_id>", methods=["GET", "POST"])
@for_the_reader
def change(reader: Reader, subscription_id: int):
    subscription = queries.subscription_of(reader.id, subscription_id) or abort(404)
    key, form = reader.key, ChangeForm(all_choices(), subscription)
    if form.validate_on_submit():
        try:
            actions.change(subscription.id, **form.answers())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".manage", key=key), code=303)
    return render_template("subscriptions/change.html", reader=reader, form=form), form.status


@bp.post(f"{MINE}/<int:subscription_id>/stoppen")
@for_the_reader
def stop_one(reader: Reader, subscription_id: int):
    key = reader.key
    actions.stop_one(subscription_id, reader_id=reader.id)
    goes_on = queries.reader_by_key(key) is not None
    return redirect(url_for(".manage", key=key) if goes_on else url_for(".stopped"), code=303)


@bp.get(f"{MINE}/gegevens")
@for_the_reader
def take_along(reader: Reader):
    """All that we keep of an address for these letters, as a file."""
    return pages.take_along(reader)


@bp.route("/stoppen/<key>", methods=["GET", "POST"])
@for_anybody
@from_any_site
def stop(key: str):
    """The button in it stops everything, and so does a mail program; opening the page changes nothing."""
    reader = queries.reader_to_stop(key)
    if request.method == "POST":
        if reader:
            actions.stop_all(reader.id)
        if request.form.get("List-Unsubscribe") == ONE_CLICK:
            return private(Response(status=204))
        return redirect(url_for(".stopped"), code=303)
    if reader is None:
        return redirect(url_for(".stopped"), code=303)
    return private(make_response(render_template("subscriptions/stop.html")))


@bp.get("/gestopt")
@for_anybody
def stopped():
    return render_template("subscriptions/stopped.html")
