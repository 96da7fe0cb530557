"""Where organisers begin: today, and their own account."""

from flask import Blueprint, redirect, render_template, url_for
from flask_security import current_user

from .. import clock
from ..accounts import actions as accounts
from ..guards import for_staff
from . import pages
from .rules import Staff

bp = Blueprint("organise", __name__, url_prefix="/organiseren")


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
    accounts.sign_out_everywhere(staff.account_id)
    return redirect(url_for("security.login"), code=303)
