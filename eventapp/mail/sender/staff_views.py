"""Whether mail servers of others will trust our letters, for administrators."""

from flask import Blueprint, render_template, request

from ...guards import for_administrator
from ...organisations.rules import Staff
from ...web import settings
from . import lookups, staff_pages

bp = Blueprint("sender_staff", __name__, url_prefix="/beheer/berichten/afzender")


@bp.route("", methods=["GET", "POST"])
@for_administrator
def show(staff: Staff):
    """The button changes nothing, so its answer is the page itself; only looking takes long."""
    look_up = lookups.begin() if request.method == "POST" else None
    page = staff_pages.sender_page(settings(), look_up=look_up)
    return render_template("organise/letters/sender.html", page=page, section="house")
