"""The calendar of one sign-up: all its dates and what was chosen there, behind a secret of its own.

Whoever holds the secret reads the calendar and can do nothing else: no address in it leads to the ticket. It holds the
dates of that one sign-up and never what else is known at the same address: a family may share it.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import tokens
from ..calendars.entries import Entry
from ..calendars.feeds import Feed, write_feed, written
from ..database import db
from ..events.models import Event
from ..i18n import _, current_language, in_language
from ..web import address, settings
from .choices.facts import entry_name
from .choices.queries import choices_of
from .letters import uid_of
from .models import Choice, Registration, Status

PURPOSE = "personal-feed"


def feed_key(registration: Registration) -> str:
    """The secret in the address of its calendar; another one after it was renewed."""
    return tokens.signed(f"{registration.id}-{registration.feed_number}", purpose=PURPOSE)


def registration_followed(key: str) -> Registration | None:
    """Whose calendar this is the secret of; nobody's when it was renewed, or the person was erased."""
    registration_id, _dash, number = (tokens.value_in(key, purpose=PURPOSE) or "0-0").partition("-")
    known = select(Registration).where(Registration.id == int(registration_id), Registration.erased_at.is_(None))
    return db.session.scalar(known.where(Registration.feed_number == int(number)))


def personal_feed(registration: Registration, *, key: str) -> bytes:
    """Every date of this sign-up, with the sessions and time slots that were chosen."""
    with in_language(registration.language):
        entries = [entry for each in _dates_of(registration) for entry in _entries(each)]
        feed = Feed(
            _("My events at %(site)s", site=settings().site_name),
            address=address("registrations.calendar", language=registration.language, key=key),
            page=address("events.agenda", language=registration.language),
            changed_at=max(entry.changed_at for entry in entries),
        )
    timezone = settings().timezone
    return write_feed(feed, [written(entry, timezone=timezone) for entry in entries], timezone=timezone)


def changed_at(registration: Registration) -> datetime:
    """When the sign-up or its event changed last."""
    own = registration.cancelled_at or registration.signed_up_at
    return max(own, registration.event.changed_at)


def host() -> str:
    return urlsplit(settings().base_url).hostname or ""


def _dates_of(registration: Registration) -> list[Registration]:
    if not registration.together:
        return [registration]
    dates = select(Registration).join(Event).where(Registration.together == registration.together)
    found = dates.options(joinedload(Registration.event).joinedload(Event.venue)).order_by(
        Event.starts_at, Registration.id
    )
    return [each for each in db.session.scalars(found) if each.erased_at is None]


def _entries(registration: Registration) -> Iterator[Entry]:
    event = registration.event
    if registration.status == Status.CONFIRMED or event.is_cancelled or registration.is_gone:
        public = address("events.show", language=registration.language, slug=event.slug)
        yield entry_of(registration, url="" if event.private else public)
    if registration.status == Status.CONFIRMED and not event.is_cancelled:
        chosen = (each for each in choices_of(registration.id) if each.status == Status.CONFIRMED)
        yield from (_own_part(registration, choice) for choice in chosen)


def entry_of(registration: Registration, *, url: str, description: str = "") -> Entry:
    """One sign-up as an entry, in the language of the reader; of a private event it does not tell which."""
    event = registration.event
    return Entry(
        uid=f"{uid_of(registration)}@{host()}",
        sequence=event.sequence + registration.version,
        title=_("Your appointment") if event.private else event.said("title", current_language().code),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=changed_at(registration),
        cancelled=event.is_cancelled or registration.is_gone,
        description=description,
        location=", ".join(event.venue.lines) if event.venue else "",
        position=event.venue.position if event.venue else None,
        url=url,
        organizer_name=settings().site_name,
        organizer_email=settings().contact_email,
    )


def _own_part(registration: Registration, choice: Choice) -> Entry:
    """A session or a time slot; of what is discreet or private it tells the hour alone."""
    event, slot = registration.event, choice.slot
    is_open = not (slot.part.discreet or event.private)
    place = ", ".join(event.venue.lines) if event.venue else ""
    return Entry(
        uid=f"{uid_of(registration)}-{entry_name(slot)}@{host()}",
        sequence=event.sequence + registration.version,
        title=str(slot.part.said("title", registration.language)) if is_open else _("Your time slot"),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        changed_at=changed_at(registration),
        location=", ".join(filter(None, (slot.part.room, place))) if is_open else place,
        position=event.venue.position if event.venue else None,
        organizer_name=settings().site_name,
        organizer_email=settings().contact_email,
    )
