"""Signing up, and everything a person does with a sign-up afterwards."""

from functools import wraps

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from .. import clock
from ..errors import Refusal
from ..events.queries import published_event
from ..events.questions.forms import asking, values_for
from ..events.questions.queries import questions_of
from ..i18n import current_language
from ..web import download, for_anybody, limiter, private
from . import actions, pages, queries, rules
from .coming import actions as coming
from .forms import ChangeForm, MyTicketsForm, SignUpForm
from .limits import PER_ADDRESS, PER_NETWORK, no_address_typed, typed_address
from .models import Registration
from .offers import actions as offers

bp = Blueprint("registrations", __name__)


def for_the_holder(view):
    """This page is for whoever has its secret link; the view gets the registration."""

    @wraps(view)
    def with_registration(key: str):
        return private(make_response(view(queries.registration_by_key(key) or abort(404))))

    with_registration.guard = "holder"  # type: ignore[attr-defined]
    return with_registration


@bp.route("/agenda/<slug>/aanmelden", methods=["GET", "POST"])
@for_anybody
@limiter.limit(PER_NETWORK, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def sign_up(slug: str):
    now = clock.now()
    event = published_event(slug) or abort(404)
    key = request.args.get("lid", "")
    page = pages.SignUpPage(event, now=now, member=queries.member_invited(event, key=key) if key else None)
    closed = page.closed  # as it was seen; the same press once more gets its ticket all the same
    asked = asking(SignUpForm, questions_of(event.id), language=current_language().code)
    form = asked(largest_party=rules.largest_party(event), is_full=page.is_full, member=page.member)
    if isinstance(closed, rules.MembersOnly):
        return render_template("registrations/closed.html", page=page), 403
    if form.validate_on_submit():
        try:
            registration = actions.sign_up(event.id, **form.answers(), member_key=key, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".manage", key=registration.key), code=303)
    if closed:
        return render_template("registrations/closed.html", page=page), form.status
    shown = make_response(render_template("registrations/sign_up.html", page=page, form=form, section="agenda"))
    shown.status_code = form.status
    return private(shown) if page.member else shown


@bp.route("/mijn", methods=["GET", "POST"])
@for_anybody
@limiter.limit("30 per minute; 200 per hour", methods=["POST"])
@limiter.limit("5 per hour", methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def my_tickets():
    form = MyTicketsForm()
    if form.validate_on_submit():
        actions.send_my_links(form.email.data, language=current_language().code, press=form.press.data, now=clock.now())
        return redirect(url_for(".my_tickets_sent"), code=303)
    return render_template("registrations/my_tickets.html", form=form, section="my_tickets"), form.status


@bp.get("/mijn/gestuurd")
@for_anybody
def my_tickets_sent():
    return render_template("registrations/my_tickets_sent.html", section="my_tickets")


@bp.get("/mijn/<key>")
@for_the_holder
def manage(registration: Registration):
    page = pages.ManagePage(registration, now=clock.now())
    return render_template("registrations/manage.html", page=page, section="my_tickets")


@bp.route("/mijn/<key>/veranderen", methods=["GET", "POST"])
@for_the_holder
def change(registration: Registration):
    now = clock.now()
    page = pages.ManagePage(registration, now=now)
    asked = asking(ChangeForm, page.questions, language=current_language().code)
    form = asked(
        registration,
        largest_party=rules.largest_party(registration.event),
        wants_news=page.wants_news,
        said=values_for(page.questions, page.said),
    )
    if form.validate_on_submit():
        try:
            actions.change(registration.id, **form.answers(), now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".manage", key=page.key), code=303)
    return render_template("registrations/change.html", page=page, form=form), form.status


@bp.post("/mijn/<key>/afmelden")
@for_the_holder
def cancel(registration: Registration):
    actions.cancel(registration.id, now=clock.now())
    return redirect(url_for(".manage", key=registration.key), code=303)


@bp.post("/mijn/<key>/aanbod")
@for_the_holder
def answer_offer(registration: Registration):
    if request.form.get("answer") == "yes":
        offers.accept(registration.id, now=clock.now())
    elif request.form.get("answer") == "no":
        actions.cancel(registration.id, now=clock.now())
    return redirect(url_for(".manage", key=registration.key), code=303)


@bp.post("/mijn/<key>/weer-wachten")
@for_the_holder
def wait_again(registration: Registration):
    offers.wait_again(registration.id, now=clock.now())
    return redirect(url_for(".manage", key=registration.key), code=303)


@bp.post("/mijn/<key>/komt-u")
@for_the_holder
def answer_coming(registration: Registration):
    if request.form.get("answer") == "yes":
        coming.say_coming(registration.id, now=clock.now())
    elif request.form.get("answer") == "no":
        coming.say_not_coming(registration.id, now=clock.now())
    return redirect(url_for(".manage", key=registration.key), code=303)


@bp.get("/mijn/<key>/kaartje")
@for_the_holder
def print_ticket(registration: Registration):
    page = pages.ManagePage(registration, now=clock.now())
    if not page.has_ticket:
        abort(404)
    return render_template("registrations/print_ticket.html", page=page)


@bp.get("/mijn/<key>/agenda.ics")
@for_the_holder
def calendar(registration: Registration):
    return download(pages.calendar_of(registration), name=f"{registration.event.slug}.ics", media_type="text/calendar")
