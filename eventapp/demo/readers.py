"""Invented people who hear of new events, and a letter that some of them got."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from .. import tokens
from ..database import transaction
from ..i18n import LANGUAGES
from ..subscriptions.actions import ask, confirm, list_new, tell
from ..subscriptions.models import Listing, Reader, Rhythm, Subscription
from ..subscriptions.rules import Wanted, weekly_moment

SINCE = timedelta(days=20)
NEW = 7  # so many events came into the agenda in the last week

READERS = (
    ("riet", "nl", Rhythm.WEEKLY, Wanted()),
    ("hassan", "ar", Rhythm.WEEKLY, Wanted()),
    ("elif", "tr", Rhythm.WEEKLY, Wanted(languages=("tr",))),
    ("sam", "en", Rhythm.AT_ONCE, Wanted(kinds=("wandeling",))),
    ("jannie", "nl", Rhythm.FORTNIGHTLY, Wanted(networks=("gezondheidspact",))),
)
UNCONFIRMED = ("nog-niet", "nl", Rhythm.WEEKLY, Wanted())


def subscribe_some(*, now: datetime) -> None:
    """Some readers, one request that nobody confirmed, and the letters of last Thursday."""
    thursday = weekly_moment(now)
    with transaction() as session:
        list_new(now=now - SINCE - timedelta(days=1))
        newest = select(Listing.event_id).order_by(Listing.event_id.desc()).limit(NEW)
        values = {"listed_at": thursday - timedelta(days=1)}
        session.execute(update(Listing).where(Listing.event_id.in_(newest)).values(values))
    for reader in READERS:
        _ask(*reader, now=now - SINCE)
        confirm(_key_of(reader[0]), now=now - SINCE)
    _ask(*UNCONFIRMED, now=now - timedelta(hours=2))
    tell(now=thursday)


def _ask(name: str, language: str, rhythm: Rhythm, wanted: Wanted, *, now: datetime) -> None:
    assert language in LANGUAGES
    ask(f"{name}@voorbeeld.nl", wanted, rhythm=rhythm, language=language, press=tokens.new_press(), now=now)


def _key_of(name: str) -> str:
    with transaction() as session:
        key = select(Subscription.key).join(Reader).where(Reader.email == f"{name}@voorbeeld.nl")
        return session.scalars(key).one()
