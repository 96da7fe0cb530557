"""Saying whom one would like to meet: from one's ticket, from a card on the table, or from a letter."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...events.queries import published_event
from ...i18n import current_language
from ...registrations.holders import for_the_holder
from ...registrations.limits import no_address_typed, typed_address
from ...registrations.models import Registration
from ...web import for_anybody, limiter, private
from . import actions, pages, queries, rules
from .actions import Person
from .models import Profile

bp = Blueprint("profiles", __name__)

MINE = "/mijn/<key>/kennismaken"
OWN = "/kennismaken/<key>"
PER_NETWORK, PER_ADDRESS = "60 per minute; 600 per hour", "5 per hour"  # a hall full of phones is one network


def for_the_profile(view: Callable[..., Any]) -> Callable[..., Any]:
    """This page is for whoever has its secret link, which only letters hold; the view gets the profile."""

    @wraps(view)
    def with_profile(key: str, **values: Any):
        return private(make_response(view(queries.profile_by_key(key) or abort(404), **values)))

    with_profile.guard = "holder"  # type: ignore[attr-defined]
    return with_profile


def person_of(registration: Registration) -> Person:
    return Person(registration.email, registration.name, registration.language)


@bp.route(MINE, methods=["GET", "POST"])
@for_the_holder
def fill_in(registration: Registration):
    event, key = registration.event, registration.key
    if not (registration.email and event.meet):
        abort(404)
    profile = queries.profile_at(event.id, registration.email)
    form = pages.profile_form(profile)
    if form.validate_on_submit():
        try:
            actions.save(event.id, person_of(registration), form.answers(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".fill_in", key=key, bewaard=1), code=303)
    return _form_page(event, profile, form, back=url_for("registrations.manage", key=key), leave=key), form.status


@bp.post(f"{MINE}/stoppen")
@for_the_holder
def stop_from_ticket(registration: Registration):
    key, profile = registration.key, queries.profile_at(registration.event_id, registration.email) or abort(404)
    actions.withdraw(profile.id, now=clock.now())
    return redirect(url_for(".fill_in", key=key, gestopt=1), code=303)


@bp.route("/agenda/<slug>/kennismaken", methods=["GET", "POST"])
@for_anybody
@limiter.limit(PER_NETWORK, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def from_card(slug: str):
    event = published_event(slug) or abort(404)
    if not event.meet:
        abort(404)
    form = pages.card_form()
    if form.validate_on_submit():
        person = Person(form.email.data, form.name.data, current_language().code)
        try:
            actions.ask(event.id, person, form.answers(), press=form.press.data, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".look_in_mail", slug=slug), code=303)
    return _form_page(event, None, form, back=url_for("events.show", slug=slug)), form.status


@bp.get("/agenda/<slug>/kennismaken/kijk-in-uw-mail")
@for_anybody
def look_in_mail(slug: str):
    event = published_event(slug) or abort(404)
    return render_template("connections/look_in_mail.html", event=event)


@bp.route(OWN, methods=["GET", "POST"])
@for_the_profile
def own(profile: Profile):
    event, key = profile.event, profile.key
    form = pages.profile_form(profile)
    if form.validate_on_submit():
        try:
            actions.change(profile.id, form.answers(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".own", key=key, bewaard=1), code=303)
    return _form_page(event, profile, form, back=url_for("events.show", slug=event.slug), own=key), form.status


@bp.route(f"{OWN}/bevestigen", methods=["GET", "POST"])
@for_the_profile
def prove(profile: Profile):
    """The button in it makes somebody take part; opening the page changes nothing."""
    key = profile.key
    if request.method == "POST":
        try:
            actions.prove(profile.id, now=clock.now())
        except Refusal as refusal:
            return render_template("connections/prove.html", profile=profile, refusal=refusal), 422
        return redirect(url_for(".wishes", key=key), code=303)
    return render_template("connections/prove.html", profile=profile, refusal=None)


@bp.route(f"{OWN}/nog-eens-spreken", methods=["GET", "POST"])
@for_the_profile
def wishes(profile: Profile):
    return _wishes_page(profile, back=url_for(".own", key=profile.key))


@bp.route(f"{MINE}/nog-eens-spreken", methods=["GET", "POST"])
@for_the_holder
def wishes_from_ticket(registration: Registration):
    profile = queries.profile_at(registration.event_id, registration.email)
    if profile is None or profile.withdrawn_at:
        return redirect(url_for(".fill_in", key=registration.key), code=303)
    return _wishes_page(profile, back=url_for(".fill_in", key=registration.key))


@bp.post(f"{OWN}/pauze")
@for_the_profile
def pause(profile: Profile):
    key = profile.key
    actions.pause(profile.id)
    return redirect(url_for(".own", key=key), code=303)


@bp.post(f"{OWN}/verder")
@for_the_profile
def resume(profile: Profile):
    key = profile.key
    actions.resume(profile.id)
    return redirect(url_for(".own", key=key), code=303)


@bp.post(f"{OWN}/stoppen")
@for_the_profile
def stop(profile: Profile):
    key = profile.key
    actions.withdraw(profile.id, now=clock.now())
    return redirect(url_for(".own", key=key, gestopt=1), code=303)


def _wishes_page(profile: Profile, *, back: str):
    form = pages.wish_form(profile)
    if form.validate_on_submit():
        try:
            chosen = {"people": form.people.data or (), "organisations": form.organisations.data or ()}
            actions.wish(profile.id, **chosen, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{back}?bewaard=1", code=303)
    return render_template("connections/wishes.html", event=profile.event, form=form, back=back), form.status


def _form_page(event, profile: Profile | None, form, *, back: str, leave: str = "", own: str = "") -> str:
    there = profile is not None and profile.withdrawn_at is None
    return render_template(
        "connections/profile.html",
        event=event,
        profile=profile if there else None,
        form=form,
        back=back,
        leave=leave if there else "",
        own=own if there else "",
        is_open=rules.is_open(event, now=clock.now()),
        saved="bewaard" in request.args,
        stopped="gestopt" in request.args or (profile is not None and not there),
        remarks=pages.remarks(profile if there else None),
        closes_on=pages.closes_on(event),
        erased_on=pages.erased_on(event),
    )
