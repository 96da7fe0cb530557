"""Letters for tests, from plain facts."""

from itertools import count
from typing import Any

from eventapp.database import db
from eventapp.mail import actions
from eventapp.mail.drafts import Draft
from eventapp.mail.models import Letter
from eventapp.mail.samples.examples import facts_of

from ..conftest import NOON

_numbers = count(1)


def make_letter(kind: str = "place-confirmed", *, language: str = "nl", to: str = "", **given: Any) -> Letter:
    """A letter in the outbox, due now."""
    n = next(_numbers)
    key = f"registration/{n}/{kind}/0"
    draft = Draft(
        key=key,
        kind=kind,
        about=f"registration/{n}",
        language=language,
        to_address=to or f"fatima{n}@voorbeeld.nl",
        facts=facts_of(kind, **given),
    )
    actions.post(draft, now=NOON)
    return db.session.scalars(db.select(Letter).filter_by(key=key)).one()


def letters() -> list[Letter]:
    """The outbox as it is now, in order of writing."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(db.select(Letter).order_by(Letter.id)))
