"""Who of the staff may open a page: one of these stands above the name of every view for staff."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import abort, flash, g, make_response, redirect, request, url_for
from flask_security import current_user

from .accounts.security import STAFF_LANGUAGES
from .events.models import Event
from .events.queries import event_by_slug
from .i18n import _, current_language
from .organisations.queries import network_by_slug, staff_of
from .organisations.rules import Staff, may_keep, may_organise, may_view
from .web import private

View = Callable[..., Any]


def for_staff(view: View) -> View:
    """This page is for everybody who is signed in; the view gets who that is."""
    return _guarded(view, "staff", lambda staff: True)


def for_administrator(view: View) -> View:
    """This page is for administrators."""
    return _guarded(view, "administrator", lambda staff: staff.is_administrator)


def for_viewers_of_event(view: View) -> View:
    """This page is for the teams of the event in its address; the view gets the event in place of the slug."""
    return _guarded_by_event(view, "viewers of event", may_view)


def for_organisers_of_event(view: View) -> View:
    """This page is for organisers of the event in its address; the view gets the event in place of the slug."""
    return _guarded_by_event(view, "organisers of event", may_organise)


def for_organisers_of_network(view: View) -> View:
    """This page is for who keeps the network in its address; the view gets the network in place of the slug."""

    @wraps(view)
    def with_network(slug: str, **values: Any) -> Any:
        def show(staff: Staff) -> Any:
            network = network_by_slug(slug) or abort(404)
            if not may_keep(staff, network.organisation_id):
                abort(403)
            return view(staff, network, **values)

        return _as_staff(show)

    with_network.guard = "organisers of network"  # type: ignore[attr-defined]
    return with_network


def after_second_step(view: View) -> View:
    """Below a guard: what leaves the house asks for more than a password, and sends who lacks it to set that up."""

    @wraps(view)
    def asked_for_more(*values: Any, **more: Any) -> Any:
        if current_user.has_second_factor:
            return view(*values, **more)
        flash(_("First make a second step. Then you can take lists along."), "error")
        return redirect(url_for("security.two_factor_setup"), code=303)

    return asked_for_more


def _guarded(view: View, name: str, allowed: Callable[[Staff], bool]) -> View:
    @wraps(view)
    def with_staff(**values: Any) -> Any:
        return _as_staff(lambda staff: view(staff, **values) if allowed(staff) else abort(403))

    with_staff.guard = name  # type: ignore[attr-defined]
    return with_staff


def _guarded_by_event(view: View, name: str, allowed: Callable[[Staff, Iterable[int]], bool]) -> View:
    @wraps(view)
    def with_event(slug: str, **values: Any) -> Any:
        def show(staff: Staff) -> Any:
            event: Event = event_by_slug(slug) or abort(404)
            organisations = [each.id for each in event.organisations]
            if not allowed(staff, organisations):
                abort(403)
            g.may_organise = may_organise(staff, organisations)
            return view(staff, event, **values)

        return _as_staff(show)

    with_event.guard = name  # type: ignore[attr-defined]
    return with_event


def _as_staff(show: Callable[[Staff], Any]) -> Any:
    if current_language().code not in STAFF_LANGUAGES:
        return redirect(request.full_path.rstrip("?"))  # without a language before it, it is the Dutch page
    if not current_user.is_authenticated:
        back = request.script_root + request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("security.login", next=back))
    if current_user.is_administrator and not current_user.has_second_factor:
        return redirect(url_for("security.two_factor_setup"))
    g.staff = staff_of(current_user)
    return private(make_response(show(g.staff)))
