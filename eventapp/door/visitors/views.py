"""The page behind the poster at the entrance: visitors check themselves in. It shows no name and no list."""

from flask import Blueprint, abort, render_template, request

from ... import clock, tokens
from ...errors import Refusal
from ...fields import whole_number
from ...web import for_anybody, limiter, private
from .. import queries, rules
from ..browsers import TRIES_PER_NETWORK, refused, was_refused
from ..forms import FACT_ID, KEY
from ..models import DoorPass
from . import actions

bp = Blueprint("visitors", __name__)
bp.after_request(private)
bp.register_error_handler(Refusal, refused)


def pass_behind(key: str) -> DoorPass:
    found = queries.pass_by_key(key) if KEY.fullmatch(key) else None
    return found if found and found.for_visitors else abort(404)


@bp.route("/binnen/<key>", methods=["GET", "POST"])
@for_anybody
@limiter.limit(TRIES_PER_NETWORK, methods=["POST"], deduct_when=was_refused)
def come_in(key: str):
    door_pass, now = pass_behind(key), clock.now()
    rules.check_live(door_pass, now=now)
    code, outcome, fact_id = request.form.get("code", "").strip(), None, request.form.get("fact", "")
    if request.method == "POST":
        fact_id = fact_id if FACT_ID.fullmatch(fact_id) else tokens.new_id()
        people, seen = whole_number(request.form.get("people")), whole_number(request.form.get("seen"))
        outcome = actions.come_in(door_pass, code, people=people, seen=seen, fact_id=fact_id, now=now)
    shown = {"event": door_pass.event, "code": code, "outcome": outcome, "fact": fact_id or tokens.new_id()}
    unknown = outcome is not None and outcome.verdict.kind == rules.VerdictKind.UNKNOWN
    return render_template("door/come_in.html", **shown), 422 if unknown else 200
