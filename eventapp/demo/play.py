"""Making the demo, once, and telling where to look."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from ..database import transaction
from ..door.actions import make_pass
from ..events import queries
from ..web import address, settings
from . import reference, staff
from .crowds import spread
from .many import make_many
from .people import Crowd
from .readers import subscribe_some
from .season import MADE_HERE, make_season


class RealEvents(Exception):
    """There are events here, and none that a demo made."""

    def __init__(self, count: int) -> None:
        number = "There is 1 real event" if count == 1 else f"There are {count} real events"
        super().__init__(f"{number} in this database. The demo leaves it alone.")


def play(*, events: int | None, people: int | None, now: datetime) -> Iterator[str]:
    """Make the demo where there is none yet, and tell where to look; refuses where there are only real events."""
    if queries.count_events(uid_ending=MADE_HERE):
        yield "The demo of before stays as it is."
    elif real := queries.count_events():
        raise RealEvents(real)
    else:
        with transaction():
            _make(events=events, people=people, now=now)
    yield from _where_to_look(now=now)


def _make(*, events: int | None, people: int | None, now: datetime) -> None:
    """All of it or nothing, and the same every time but for the days."""
    reference.ensure(reference.read())
    staff.ensure(now=now)
    crowd = Crowd(Random(30))  # noqa: S311  invented people are no secret
    came = 0
    if events is None:
        came = make_season(crowd=crowd, people=people, now=now)
    else:
        make_many(events, rng=crowd.rng, now=now)
    subscribe_some(now=now)
    if people:
        spread(people - came, crowd=crowd, since=now - timedelta(hours=1), now=now)


def _where_to_look(*, now: datetime) -> Iterator[str]:
    yield f"Agenda    {address('events.agenda', language='nl')}"
    yield f"Arabic    {address('events.agenda', language='ar')}"
    if settings().demo:
        yield f"Mailbox   {address('mailbox.index', language='nl')}"
    yield f"Organise  {address('organise.home', language='nl')}  {staff.EMAIL}  {staff.PASSWORD}"
    if event := queries.event_to_try_the_door(now):
        door_pass, pin = make_pass(event.id, now=now, valid_from=now)
        yield f"An event  {address('events.show', language='nl', slug=event.slug)}"
        yield f"Its door  {address('door.enter', language='nl', key=door_pass.key)}  PIN {pin}"
    else:
        yield "Its season is over. For a new one, remove the database and start again."
