"""Where organisers begin: today, and their own account."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user

from .. import clock
from ..accounts.models import Account
from ..accounts.queries import account_by_id
from ..errors import Refusal
from ..guards import for_administrator, for_staff
from ..house import staff_pages as house
from ..i18n import _
from . import actions, pages
from .rules import Role, Staff
from .staff_forms import InviteForm, MoveForm, TeamForm

bp = Blueprint("organise", __name__, url_prefix="/organiseren")
manage = Blueprint("manage_staff", __name__, url_prefix="/beheer")


@bp.get("")
@for_staff
def home(staff: Staff):
    return render_template("organise/home.html", page=pages.home_page(staff, now=clock.now()), section="today")


@bp.get("/mijn-gegevens")
@for_staff
def account(staff: Staff):
    return render_template("organise/account.html", page=pages.account_page(current_user, staff))


@bp.post("/overal-uitloggen")
@for_staff
def sign_out_everywhere(staff: Staff):
    actions.sign_out_everywhere(staff.account_id, now=clock.now())
    return redirect(url_for("security.login"), code=303)


@manage.get("")
@for_administrator
def index(staff: Staff):
    return render_template("organise/house/index.html", rooms=house.rooms(), section="house")


@manage.get("/mensen")
@for_administrator
def people(staff: Staff):
    return render_template("organise/people.html", people=pages.people_page(), section="house")


@manage.route("/mensen/nieuw", methods=["GET", "POST"])
@for_administrator
def invite(staff: Staff):
    form = InviteForm(organisations=pages.all_organisations(), data={"organisation": request.args.get("organisatie")})
    if form.validate_on_submit():
        try:
            made = actions.invite_to_team(**form.answers(), by=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("We sent %(name)s a letter with a link.", name=made.name), "success")
            return redirect(url_for(".person", account_id=made.id), code=303)
    return render_template("organise/invite.html", form=form, section="house"), form.status


@manage.route("/mensen/<int:account_id>", methods=["GET", "POST"])
@for_administrator
def person(staff: Staff, account_id: int):
    account = account_by_id(account_id) or abort(404)
    form = TeamForm(organisations=pages.all_organisations())
    if form.validate_on_submit():
        role = Role(form.role.data)
        actions.change_role(form.organisation.data, account_id, role, by=staff.account_id, now=clock.now())
        return redirect(url_for(".person", account_id=account_id), code=303)
    return person_shown(account, form=form), form.status


@manage.post("/mensen/<int:account_id>/ander-team")
@for_administrator
def move(staff: Staff, account_id: int):
    account = account_by_id(account_id) or abort(404)
    form = pages.move_form(account)
    if form.validate_on_submit():
        old, new = form.old.data, form.new.data
        actions.move_to_team(account_id, old=old, new=new, by=staff.account_id, now=clock.now())
        flash(_("%(name)s is in the other team now.", name=account.name), "success")
        return redirect(url_for(".person", account_id=account_id), code=303)
    return person_shown(account, move_form=form), form.status


@manage.post("/mensen/<int:account_id>/uit-team/<int:organisation_id>")
@for_administrator
def leave_team(staff: Staff, account_id: int, organisation_id: int):
    actions.change_role(organisation_id, account_id, None, by=staff.account_id, now=clock.now())
    return redirect(url_for(".person", account_id=account_id), code=303)


@manage.post("/mensen/<int:account_id>/stop")
@for_administrator
def suspend(staff: Staff, account_id: int):
    account = account_by_id(account_id) or abort(404)
    try:
        actions.suspend(account.id, by=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".person", account_id=account_id), code=303)


@manage.post("/mensen/<int:account_id>/weer-open")
@for_administrator
def restore(staff: Staff, account_id: int):
    account = account_by_id(account_id) or abort(404)
    actions.restore(account.id, by=staff.account_id, now=clock.now())
    return redirect(url_for(".person", account_id=account_id), code=303)


@manage.get("/logboek")
@for_administrator
def log(staff: Staff):
    wanted = pages.wanted_notes(request.args)
    number = min(max(request.args.get("pagina", 1, type=int), 1), 100_000)
    return render_template("organise/log.html", page=pages.log_page(wanted, number), section="house")


def person_shown(account: Account, *, form: TeamForm | None = None, move_form: MoveForm | None = None) -> str:
    """The page of somebody, with the form that was refused, if one was."""
    return render_template(
        "organise/person.html",
        page=pages.person_page(account),
        form=form or TeamForm(organisations=pages.all_organisations(), formdata=None),
        move_form=move_form or pages.move_form(account, formdata=None),
        section="house",
    )
