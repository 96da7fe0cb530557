"""What several processes do at the same moment in the tests of the rush."""

import random
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from eventapp import tokens
from eventapp.database import db
from eventapp.errors import Refusal
from eventapp.events.models import Event
from eventapp.registrations import actions
from eventapp.registrations.invitations import actions as invitations
from eventapp.registrations.invitations.actions import Colleague
from eventapp.registrations.invitations.queries import invitations_of_event
from eventapp.registrations.models import Reach, Registration, Status
from eventapp.registrations.parties import Party
from eventapp.registrations.series import actions as series
from tests.conftest import NOON


def sign_up_one(app, event_id: int, people: int = 1) -> None:
    with app.app_context():
        email = f"{tokens.new_key().lower()}@voorbeeld.nl"
        party = Party("Iemand", Reach.EMAIL, email=email, people=people)
        actions.sign_up(event_id, party, press=tokens.new_press(), willing_to_wait=True, now=NOON)


def sign_up(app, event_id: int, count: int) -> None:
    """So many people, from eight threads."""
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
    """So many people for some dates of a series, in any order; half of them drop one again."""
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: some_dates(app, series_id, random.Random(n)), range(count)))


def muddle(app, event_id: int, seed: int) -> None:
    """Sign up, cancel, shrink, grow, remove and change the capacity at random until killed."""
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


def guests(app, event_id: int, seed: int) -> None:
    """Answer invitations at random, all the same ones."""
    rng = random.Random(seed)
    for _answer in range(60):
        try:
            with app.app_context():
                one_random_answer(event_id, rng)
        except Refusal:
            pass


def one_random_answer(event_id: int, rng: random.Random) -> None:
    invitation = rng.choice(invitations_of_event(event_id))
    colleague = Colleague("Collega", f"collega{rng.randrange(12)}@voorbeeld.nl", "nl")
    dice = rng.random()
    if dice < 0.5:
        party = Party(invitation.name, Reach.EMAIL, email=invitation.email)
        press, key = tokens.new_press(), invitation.key
        actions.sign_up(event_id, party, press=press, willing_to_wait=True, invitation_key=key, now=NOON)
    elif dice < 0.6:
        invitations.decline(invitation.id, now=NOON)
    elif dice < 0.75:
        invitations.send_colleague(invitation.id, colleague, now=NOON)
    elif invitation.registration_id and dice < 0.85:
        actions.cancel(invitation.registration_id, now=NOON)
    elif invitation.registration_id:
        invitations.hand_over(invitation.registration_id, colleague, press=tokens.new_press(), now=NOON)
