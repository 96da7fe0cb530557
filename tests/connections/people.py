"""Builders of people who want to meet."""

from itertools import count
from typing import Any

from eventapp.connections.profiles import actions
from eventapp.connections.profiles.actions import Person
from eventapp.connections.profiles.models import Exchange, Profile
from eventapp.database import db, transaction
from eventapp.events.models import Event

from ..conftest import NOON
from ..make import make_event

_numbers = count(1)
ANSWERS = {
    "seeks": (),
    "offers": (),
    "cap": 2,
    "themes": (),
    "neighbourhood_id": None,
    "sentence": "",
    "organisation": "",
    "named": False,
    "choosable": False,
}


def make_exchanges(*slugs: str) -> None:
    """What can be sought and offered."""
    with transaction() as session:
        for n, slug in enumerate(slugs or ("plek", "hulp", "tijd")):
            rest = {"sought": slug != "tijd", "serves": "hulp" if slug == "tijd" else "", "sort_order": n}
            session.add(Exchange(slug=slug, name=slug.capitalize(), names={}, **rest))


def make_meeting(**given: Any) -> Event:
    """An event at which people can meet."""
    return make_event(**{"meet": True} | given)


def make_profile(event: Event, *, email: str = "", name: str = "", now=NOON, **given: Any) -> Profile:
    """Somebody who takes part."""
    n = next(_numbers)
    person = Person(email or f"mens{n}@voorbeeld.nl", name or f"Mens {n}", given.pop("language", "nl"))
    return actions.save(event.id, person, ANSWERS | given, now=now)


def profiles() -> list[Profile]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Profile).order_by(Profile.id)))
