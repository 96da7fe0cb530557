"""What a phone at the door exchanges with us; it comes with the cookie that it got for the link and the PIN."""

import json
from typing import Any

from flask import Blueprint, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from .. import clock
from ..door import actions, queries
from ..door.batches import MOST_FACTS, read_batch
from ..door.browsers import door_of_this_browser
from ..door.facts import Fact
from ..door.rules import DoorClosed, NotUnderstood, why_closed
from ..errors import Refusal
from ..web import for_anybody, private

bp = Blueprint("api", __name__, url_prefix="/api/v1")
bp.after_request(private)


@bp.errorhandler(Refusal)
def refused(refusal: Refusal):
    status = 403 if isinstance(refusal, DoorClosed) else 422
    return jsonify(reason=refusal.reason, message=str(refusal)), status


@bp.post("/door/check-ins")
@for_anybody
def check_ins():
    """Take in what a phone tells, and tell what others told since; a pass that has ended still hands over its queue."""
    door, now = door_of_this_browser(), clock.now()
    if door is None:
        raise DoorClosed
    batch = read_batch(_body())
    acks = actions.bring_together(door.event_id, batch, window=door, now=now)
    closed = why_closed(door, now=now)
    changes = [] if closed else queries.facts_after(door.event_id, number=batch.since, most=MOST_FACTS + 1)
    shown = changes[:MOST_FACTS]
    return jsonify(
        acks=[{"id": told.id, "status": ack} for told, ack in zip(batch.told, acks, strict=True)],
        changes=[_told(fact) for _number, fact in shown],
        cursor=shown[-1][0] if shown else batch.since,
        more=len(changes) > MOST_FACTS,
        serverTime=now.isoformat(timespec="milliseconds"),
        closed=closed.reason if closed else None,
    )


def _body() -> Any:
    if not request.is_json:
        raise NotUnderstood
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError, RequestEntityTooLarge):
        raise NotUnderstood from None


def _told(fact: Fact) -> dict[str, Any]:
    """A fact as phones write it."""
    return {
        "id": fact.id,
        "device": fact.device,
        "seq": fact.seq,
        "kind": fact.kind,
        "ref": fact.reference,
        "place": fact.place,
        "people": fact.people,
        "at": fact.at.isoformat(timespec="milliseconds"),
        "offset": fact.offset_ms,
        "undoOf": fact.undo_of,
    }
