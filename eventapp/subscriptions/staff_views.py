"""Subscriptions as staff see them: numbers for administrators, and the update of a network for its keepers."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for

from .. import clock
from ..guards import for_administrator, for_organisers_of_network
from ..i18n import _, ngettext
from ..mail.pages import policy_for
from ..organisations.models import Network
from ..organisations.rules import Staff
from ..web import CONTENT_SECURITY_POLICY
from . import actions, staff_pages
from .staff_forms import StopForm, UpdateForm

bp = Blueprint("subscriptions_staff", __name__)

UPDATE = "/organiseren/netwerken/<slug>/update"


@bp.route("/beheer/abonnementen", methods=["GET", "POST"])
@for_administrator
def index(staff: Staff):
    form = StopForm()
    if form.validate_on_submit():
        number = actions.stop_address(form.email.data, by=staff.account_id, now=clock.now())
        if number:
            flash(ngettext("%(num)s subscription stopped.", "%(num)s subscriptions stopped.", number), "success")
        else:
            flash(_("There are no subscriptions with this address."), "error")
        return redirect(url_for(".index"), code=303)
    page = staff_pages.numbers_page()
    return render_template("organise/subscriptions.html", page=page, form=form, section="house"), form.status


@bp.route(UPDATE, methods=["GET", "POST"])
@for_organisers_of_network
def update(staff: Staff, network: Network):
    now = clock.now()
    form = UpdateForm(staff_pages.current_update(network.id, now=now))
    if form.validate_on_submit():
        held = form.wait.data == "yes"
        actions.write_update(network.id, text=form.text.data or "", held=held, by=staff.account_id, now=now)
        flash(_("Saved."), "success")
        return redirect(url_for(".update", slug=network.slug), code=303)
    page = staff_pages.update_page(network, now=now)
    shown = make_response(render_template("organise/networks/update.html", network=network, page=page, form=form))
    shown.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    shown.status_code = form.status
    return shown


@bp.get(f"{UPDATE}/voorbeeld")
@for_organisers_of_network
def preview(staff: Staff, network: Network):
    words = staff_pages.preview(network, now=clock.now())
    response = make_response(words.html)
    response.headers["Content-Security-Policy"] = policy_for(words.html)
    return response
