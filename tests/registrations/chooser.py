"""What several processes do at the same moment in the tests of the rush of choices."""

import random
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from eventapp import tokens
from eventapp.database import db
from eventapp.errors import Refusal
from eventapp.programme.models import Part, PartKind, Slot
from eventapp.registrations import actions
from eventapp.registrations.choices.actions import change_part, choose
from eventapp.registrations.choices.rules import Wish
from eventapp.registrations.models import Reach, Registration, Status
from eventapp.registrations.parties import Party
from tests.conftest import NOON


def sign_up_one(app, event_id: int, slot_ids: list[int], people: int = 1) -> None:
    with app.app_context():
        email = f"{tokens.new_key().lower()}@voorbeeld.nl"
        party, wanted = Party("Iemand", Reach.EMAIL, email=email, people=people), frozenset(slot_ids)
        wish = Wish(wanted, wanted)
        actions.sign_up(event_id, party, press=tokens.new_press(), willing_to_wait=True, wish=wish, now=NOON)


def sign_up(app, event_id: int, count: int) -> None:
    """So many people from eight threads, each for the first slot of every part."""
    with app.app_context():
        firsts = select(func.min(Slot.id)).where(Slot.event_id == event_id).group_by(Slot.part_id)
        slot_ids = list(db.session.scalars(firsts))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _n: sign_up_one(app, event_id, slot_ids), range(count)))


def muddle(app, event_id: int, seed: int) -> None:
    """Sign up, choose, cancel, shrink, grow and change the places of slots at random until killed."""
    rng = random.Random(seed)
    with app.app_context():
        slot_ids = list(db.session.scalars(select(Slot.id).where(Slot.event_id == event_id).order_by(Slot.id)))
    while True:
        try:
            with app.app_context():
                one_random_change(app, event_id, slot_ids, rng)
        except Refusal:
            pass


def one_random_change(app, event_id: int, slot_ids: list[int], rng: random.Random) -> None:
    dice, some = rng.random(), rng.sample(slot_ids, rng.randint(0, 2))
    if dice < 0.25:
        return sign_up_one(app, event_id, some, people=rng.randint(1, 3))
    if dice < 0.3:
        part = db.session.scalars(select(Part).where(Part.event_id == event_id, Part.kind == PartKind.SESSION)).first()
        change_part(part.id, {}, event_id=event_id, capacity=rng.randint(1, 9), staff_id=None, now=NOON)
        return None
    if dice < 0.33:
        actions.change_capacity(event_id, capacity=rng.randint(4, 40), now=NOON)
        return None
    standing = select(Registration).where(Registration.event_id == event_id, Registration.status != Status.CANCELLED)
    registration = db.session.scalar(standing.order_by(func.random()).limit(1))
    if registration is None:
        return None
    if dice < 0.5:
        actions.cancel(registration.id, now=NOON)
    elif dice < 0.65:
        size = rng.randint(1, 3)
        actions.change(registration.id, people=size, name=registration.name, needs="", news=False, now=NOON)
    else:
        choose(registration.id, some, willing_to_wait=some, now=NOON)
    return None
