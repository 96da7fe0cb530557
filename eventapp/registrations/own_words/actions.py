"""What a team writes in the letters of its event."""

from collections.abc import Collection
from datetime import datetime

from ...database import transaction
from ...events.models import Event
from ...organisations.actions import note
from ..series.queries import lock_events
from . import staff_rules as rules
from .staff_rules import Words


def write_words(
    event_id: int, kind: str, words: Words, *, also: Collection[int] = (), seen: str, staff_id: int, now: datetime
) -> None:
    """Letters of this kind that are written from now on say this, at this event and at these other dates of its series.

    Without words they say the standard text again. What waits in the outbox stays as it is. `seen` is the mark of the
    words that were on the screen.
    """
    with transaction():
        events = lock_events({event_id, *also})
        rules.check_seen(next(each for each in events if each.id == event_id), kind, seen=seen)
        for event in events:
            rules.check_words(words, kind=kind, event=event)
            _keep(event, kind, words, staff_id=staff_id, now=now)


def _keep(event: Event, kind: str, words: Words, *, staff_id: int, now: datetime) -> None:
    kept = rules.as_kept(words, event)
    if event.letter_words.get(kind, {}) == kept:
        return
    others = {each: said for each, said in event.letter_words.items() if each != kind}
    event.letter_words = others | ({kind: kept} if kept else {})
    what = "letters.worded" if kept else "letters.standard"
    note(staff_id, what=what, about=f"event/{event.id}", after={"kind": kind, "languages": sorted(kept)}, now=now)
