"""One of several processes that scan the same ticket at the same moment; started by the tests of the rush.

    python -m tests.door.rusher DATABASE_URL EVENT_ID REFERENCE PEOPLE

Lets the party in from four threads, each a phone of its own, when a line comes in; says how many were told yes.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from eventapp import create_app, tokens
from eventapp.door import actions
from tests.conftest import NOON, settings_for

PHONES = 4


def let_in(app, event_id: int, reference: str, people: int) -> bool:
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


def main() -> None:
    database_url, event_id, reference, people = sys.argv[1:]
    app = create_app(settings_for(database_url))
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(PHONES) as threads:
        done = threads.map(lambda _phone: let_in(app, int(event_id), reference, int(people)), range(PHONES))
    print(sum(done), flush=True)


if __name__ == "__main__":
    main()
