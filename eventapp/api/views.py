"""What a phone at the door exchanges with us; it comes with the cookie that it got for the link and the PIN."""

import json
from typing import Any

from flask import Blueprint, abort, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from .. import clock
from ..door import actions, queries
from ..door.batches import MOST_FACTS, read_batch
from ..door.browsers import door_of_this_browser
from ..door.facts import Fact
from ..door.pages import guest_list, looked_up
from ..door.queries import OpenDoor
from ..door.rules import DoorClosed, NotUnderstood, check_live, why_closed
from ..errors import Refusal
from ..events.models import Event
from ..events.queries import event_by_id
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
    actions.hear_of(door.device, app=batch.device, queued=batch.queued, now=now)
    acks = actions.bring_together(door.event_id, batch, window=door, now=now)
    closed = why_closed(door, now=now)
    changes = [] if closed else queries.facts_after(door.event_id, number=batch.since, most=MOST_FACTS + 1)
    shown = changes[:MOST_FACTS]
    return jsonify(
        acks=[{"id": told.id, "status": ack} for told, ack in zip(batch.told, acks, strict=True)],
        changes=[_told(fact) for _number, fact in shown],
        cursor=shown[-1][0] if shown else batch.since,
        more=len(changes) > MOST_FACTS,
        listVersion=None if closed else queries.list_version(_event(door), door.place),
        serverTime=now.isoformat(timespec="milliseconds"),
        closed=closed.reason if closed else None,
    )


@bp.get("/door/guests")
@for_anybody
def guests():
    """The guest list of the door that is open here, for going on without internet."""
    door = _live_door()
    return jsonify(guest_list(_event(door), door=door, now=clock.now()))


@bp.post("/door/look")
@for_anybody
def look():
    """What a code that is not on the list says."""
    door, body = _live_door(), _body()
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        raise NotUnderstood
    return jsonify(looked_up(text, door=door, now=clock.now()))


def _event(door: OpenDoor) -> Event:
    return event_by_id(door.event_id) or abort(404)


def _live_door() -> OpenDoor:
    door = door_of_this_browser()
    if door is None:
        raise DoorClosed
    check_live(door, now=clock.now())
    return door


def _body() -> Any:
    if not request.is_json:
        raise NotUnderstood
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError, RequestEntityTooLarge):
        raise NotUnderstood from None


def _told(fact: Fact) -> dict[str, Any]:
    """A fact as phones write it, without what a visitor told: no other phone needs that."""
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
