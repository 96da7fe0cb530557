"""One of several processes that press the button at the same moment; started by the tests of the rush.

    python -m tests.registrations.rusher sign-up DATABASE_URL EVENT_ID COUNT
    python -m tests.registrations.rusher muddle DATABASE_URL EVENT_ID SEED
    python -m tests.registrations.rusher dates DATABASE_URL SERIES_ID COUNT

The first signs COUNT people up from eight threads and ends. The second signs up, cancels, shrinks, grows, removes and
changes the capacity at random until it is killed. The third signs COUNT people up for some dates of a series, in any
order, and lets half of them drop one again. All begin when a line comes in.
"""

import random
import sys
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from eventapp import create_app, tokens
from eventapp.database import db
from eventapp.errors import Refusal
from eventapp.events.models import Event
from eventapp.registrations import actions
from eventapp.registrations.models import Reach, Registration, Status
from eventapp.registrations.parties import Party
from eventapp.registrations.series import actions as series
from tests.conftest import NOON, settings_for


def sign_up_one(app, event_id: int, people: int = 1) -> None:
    with app.app_context():
        email = f"{tokens.new_key().lower()}@voorbeeld.nl"
        party = Party("Iemand", Reach.EMAIL, email=email, people=people)
        actions.sign_up(event_id, party, press=tokens.new_press(), willing_to_wait=True, now=NOON)


def sign_up(app, event_id: int, count: int) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _n: sign_up_one(app, event_id), range(count)))


def some_dates(app, series_id: int, rng: random.Random) -> None:
    with app.app_context():
        ids = db.session.scalars(select(Event.id).where(Event.series_id == series_id)).all()
        party = Party("Iemand", Reach.EMAIL, email=f"{tokens.new_key().lower()}@voorbeeld.nl")
        chosen = rng.sample(ids, rng.randint(1, len(ids)))
        made = series.sign_up(chosen, party, press=tokens.new_press(), known_full=chosen, now=NOON)
        if rng.random() < 0.5:
            actions.cancel(rng.choice(made).id, now=NOON)


def dates(app, series_id: int, count: int) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: some_dates(app, series_id, random.Random(n)), range(count)))


def muddle(app, event_id: int, seed: int) -> None:
    rng = random.Random(seed)
    while True:
        try:
            with app.app_context():
                one_random_change(app, event_id, rng)
        except Refusal:
            pass


def one_random_change(app, event_id: int, rng: random.Random) -> None:
    dice = rng.random()
    if dice < 0.4:
        return sign_up_one(app, event_id, people=rng.randint(1, 4))
    if dice < 0.45:
        actions.change_capacity(event_id, capacity=rng.randint(4, 40), now=NOON)
        return None
    registration = db.session.scalar(
        select(Registration)
        .where(Registration.event_id == event_id, Registration.status != Status.CANCELLED)
        .order_by(func.random())
        .limit(1)
    )
    if registration is None:
        return None
    if dice < 0.75:
        actions.cancel(registration.id, now=NOON)
    elif dice < 0.8:
        actions.remove(registration.id, now=NOON)
    else:
        size = rng.randint(1, 4)
        actions.change(registration.id, people=size, name=registration.name, needs="", news=False, now=NOON)
    return None


def main() -> None:
    what, database_url, event_id, number = sys.argv[1:]
    app = create_app(settings_for(database_url))
    print("ready", flush=True)
    sys.stdin.readline()
    {"sign-up": sign_up, "muddle": muddle, "dates": dates}[what](app, int(event_id), int(number))


if __name__ == "__main__":
    main()
