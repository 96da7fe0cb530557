"""One of several processes that scan the same ticket at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from eventapp import tokens
from eventapp.door import actions
from tests.conftest import NOON

PHONES = 4


def let_in_one(app, event_id: int, reference: str, people: int) -> bool:
    with app.app_context():
        return bool(
            actions.check_in(
                event_id,
                device=tokens.new_id(),
                fact_id=tokens.new_id(),
                reference=reference,
                people=people,
                seen=0,
                now=NOON,
            )
        )


def let_in(app, event_id: int, reference: str, people: int) -> int:
    """Let the party in from four threads, each a phone of its own; tells how many were told yes."""
    with ThreadPoolExecutor(PHONES) as threads:
        return sum(threads.map(lambda _phone: let_in_one(app, event_id, reference, people), range(PHONES)))
