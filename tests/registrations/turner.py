"""What several processes do at the same moment in the tests of the rush of turns."""

import random
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from eventapp import tokens
from eventapp.database import db, transaction
from eventapp.errors import Refusal
from eventapp.events.models import Event
from eventapp.mail.models import Letter, State
from eventapp.registrations import actions
from eventapp.registrations.approval import actions as approval
from eventapp.registrations.approval.queries import who_asks
from eventapp.registrations.coming import actions as coming
from eventapp.registrations.models import Reach, Registration, Status
from eventapp.registrations.offers import actions as offers
from eventapp.registrations.parties import Party
from eventapp.registrations.turns import take_turns
from tests.conftest import NOON

WHEN_ASKED = NOON + timedelta(hours=23)  # who comes to an event at noon in three days
WHEN_SILENT = NOON + timedelta(hours=55)


def rounds(app, hours: int) -> None:
    """What a worker does, some rounds after each other, so many hours after noon."""
    for minute in range(20):
        with app.app_context():
            take_turns(now=NOON + timedelta(hours=hours, minutes=minute))


def decide(app, event_id: int, seed: int) -> None:
    """Approve and decline who asks for a place, while these sign off, until nobody asks any more."""
    rng = random.Random(seed)
    while True:
        try:
            with app.app_context():
                asking = who_asks(event_id)
                if not asking:
                    return
                answer_one(event_id, rng.choice(asking).id, rng, now=NOON)
        except Refusal:
            pass


def answer_one(event_id: int, registration_id: int, rng: random.Random, *, now: datetime) -> None:
    dice = rng.random()
    if dice < 0.3:
        actions.cancel(registration_id, now=now)
    elif dice < 0.7:
        approval.approve(event_id, [registration_id], staff_id=1, now=now)
    else:
        approval.decline(event_id, [registration_id], told=True, sentence="", staff_id=1, now=now)


def muddle(app, event_id: int, seed: int) -> None:
    """All of this and every answer, at random hours until killed."""
    rng = random.Random(seed)
    while True:
        try:
            with app.app_context():
                one_random_change(event_id, rng)
        except Refusal:
            pass


def one_random_change(event_id: int, rng: random.Random) -> None:
    now = NOON + timedelta(minutes=rng.randint(0, 10 * 60))
    dice = rng.random()
    if dice < 0.3:
        email = f"{tokens.new_key().lower()}@voorbeeld.nl"
        party = Party("Iemand", Reach.EMAIL, email=email, people=rng.randint(1, 3))
        actions.sign_up(event_id, party, press=tokens.new_press(), willing_to_wait=True, now=now)
    elif dice < 0.35:
        actions.change_capacity(event_id, capacity=rng.randint(4, 30), now=now)
    elif dice < 0.42:
        take_turns(now=rng.choice([now, now, WHEN_ASKED, WHEN_SILENT]))
    elif dice < 0.46:
        questions_arrive()
    elif dice < 0.48:
        look_again_who_has_no_reminder(event_id)
    else:
        one_random_answer(event_id, rng, now=now)


def questions_arrive() -> None:
    """As if the worker gave them to the mail server at once."""
    with transaction() as session:
        session.execute(
            update(Letter)
            .where(Letter.kind == "are-you-coming", Letter.state == State.WRITTEN)
            .values(state=State.SENT, sent_at=NOON)
        )


def look_again_who_has_no_reminder(event_id: int) -> None:
    """As if the worker that wrote the last one died before it noted that; at its first look perhaps nobody came."""
    with transaction() as session:
        session.execute(update(Event).where(Event.id == event_id).values(reminded=""))


def one_random_answer(event_id: int, rng: random.Random, *, now: datetime) -> None:
    standing = select(Registration).where(Registration.event_id == event_id, Registration.status != Status.CANCELLED)
    registration = db.session.scalar(standing.order_by(func.random()).limit(1))
    if registration is None:
        return
    dice = rng.random()
    if registration.status == Status.ASKED:
        answer_one(event_id, registration.id, rng, now=now)
    elif dice < 0.3:
        offers.accept(registration.id, now=now)
    elif dice < 0.5:
        coming.say_coming(registration.id, now=now)
    elif dice < 0.65:
        coming.say_not_coming(registration.id, now=now)
    elif dice < 0.85:
        offers.wait_again(registration.id, now=now)
    else:
        actions.cancel(registration.id, now=now)
