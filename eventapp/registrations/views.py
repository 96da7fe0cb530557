"""Signing up, and everything a person does with a sign-up afterwards."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for

from .. import clock
from ..errors import Refusal
from ..events.feeds import ICALENDAR
from ..events.queries import published_event
from ..events.questions.forms import asking, values_for
from ..events.questions.queries import questions_of
from ..i18n import current_language
from ..programme.queries import parts_of
from ..web import download, for_anybody, limiter, private
from . import actions, pages, queries, rules
from .choices.forms import ProgrammeForm
from .coming import actions as coming
from .feeds import personal_feed, registration_followed
from .forms import ChangeForm, MyTicketsForm, SignUpForm
from .holders import for_the_holder
from .invitations.actions import hand_over
from .invitations.forms import ColleagueForm
from .invitations.queries import invitation_to
from .invitations.rules import InvitationOnly
from .limits import PER_ADDRESS, PER_NETWORK, no_address_typed, typed_address
from .models import Registration
from .offers import actions as offers

bp = Blueprint("registrations", __name__)

NOT_INVITED = (rules.MembersOnly, InvitationOnly)


def invitation_key() -> str:
    """The key of an invitation in the address; letters of before say `lid`, with a slash in the key."""
    return request.args.get("uitnodiging") or request.args.get("lid", "").replace("/", "-")


@bp.route("/agenda/<slug>/aanmelden", methods=["GET", "POST"])
@for_anybody
@limiter.limit(PER_NETWORK, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def sign_up(slug: str):
    now = clock.now()
    event = published_event(slug) or abort(404)
    key = invitation_key()
    page = pages.SignUpPage(event, now=now, invitation=invitation_to(event, key=key) if key else None)
    closed = page.closed  # as it was seen; the same press once more gets its ticket all the same
    asked = asking(SignUpForm, questions_of(event.id), language=current_language().code)
    form = asked(largest_party=rules.largest_party(event), is_full=page.is_full, invitation=page.invitation)
    if isinstance(closed, NOT_INVITED):
        return render_template("registrations/closed.html", page=page), 403
    programme = ProgrammeForm(parts_of(event.id), now=now, typed=request.form if form.is_submitted() else None)
    if form.validate_on_submit():
        try:
            wish = programme.wish()
            registration = actions.sign_up(event.id, **form.answers(), invitation_key=key, wish=wish, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
            programme.refuse(refusal)
        else:
            return redirect(url_for(".manage", key=registration.key), code=303)
    if closed:
        return render_template("registrations/closed.html", page=page), form.status
    chooser = None if programme.is_empty else programme
    template = "registrations/sign_up.html"
    shown = make_response(render_template(template, page=page, form=form, programme=chooser, section="agenda"))
    shown.status_code = form.status
    return private(shown) if page.invitation else shown


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


@bp.post("/mijn/<key>/kaartje/<int(max=9999):position>/afmelden")
@for_the_holder
def drop_one(registration: Registration, position: int):
    actions.drop_one(registration.id, position, now=clock.now())
    return redirect(url_for(".manage", key=registration.key), code=303)


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


@bp.route("/mijn/<key>/collega", methods=["GET", "POST"])
@for_the_holder
@limiter.limit(PER_NETWORK, methods=["POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"], key_func=typed_address, exempt_when=no_address_typed)
def colleague(registration: Registration):
    page = pages.ManagePage(registration, now=clock.now())
    invitation = page.invitation or abort(404)
    key, invited = registration.key, invitation.key
    form = ColleagueForm()
    if form.validate_on_submit():
        try:
            hand_over(registration.id, form.colleague(), press=form.press.data, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("invitations.show", key=invited), code=303)
    if not page.can_be_changed and not form.is_submitted():
        return redirect(url_for(".manage", key=key), code=303)
    return render_template("registrations/colleague.html", page=page, form=form), form.status


@bp.get("/mijn/<key>/kaartje")
@for_the_holder
def print_ticket(registration: Registration):
    page = pages.ManagePage(registration, now=clock.now())
    if not page.has_ticket:
        abort(404)
    return render_template("registrations/print_ticket.html", page=page)


@bp.get("/mijn/<key>/agenda.ics")
@for_anybody
def calendar(key: str):
    """With the key of the page a file to keep, with that of the calendar what a calendar program follows."""
    if registration := queries.registration_by_key(key):
        name = f"{registration.event.slug}.ics"
        return private(download(pages.calendar_of(registration), name=name, media_type=ICALENDAR))
    followed = registration_followed(key) or abort(404)
    response = private(Response(personal_feed(followed, key=key), content_type=ICALENDAR))
    response.add_etag()
    return response.make_conditional(request)


@bp.post("/mijn/<key>/agenda/nieuw")
@for_the_holder
def renew_calendar(registration: Registration):
    actions.renew_feed(registration.id)
    return redirect(url_for(".manage", key=registration.key, _anchor="calendar"), code=303)
