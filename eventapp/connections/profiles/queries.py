"""Questions about what people seek and offer."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from ...database import db
from ...events.models import Event, Neighbourhood, event_organisations
from ...organisations.models import Organisation
from .models import Exchange, Profile, Wish


def exchanges() -> list[Exchange]:
    """All that people can seek and offer, in the order of the form."""
    return list(db.session.scalars(select(Exchange).order_by(Exchange.sort_order, Exchange.id)))


def profile_by_key(key: str) -> Profile | None:
    return db.session.scalars(select(Profile).where(Profile.key == key).options(joinedload(Profile.event))).first()


def profile_at(event_id: int, email: str) -> Profile | None:
    """What this address said at this event; None where it said nothing, or withdrew."""
    found = select(Profile).where(Profile.event_id == event_id, Profile.email == email)
    return db.session.scalars(found).first() if email else None


def profiles_at(event_id: int) -> list[Profile]:
    """Everybody who said something at this event, also who withdrew."""
    return list(db.session.scalars(select(Profile).where(Profile.event_id == event_id).order_by(Profile.id)))


def lock_profile(profile_id: int) -> Profile | None:
    """This profile, read afresh; nobody else changes it until this transaction ends."""
    return db.session.get(Profile, profile_id, with_for_update=True, populate_existing=True)


def taking_part(event_id: int) -> list[Profile]:
    """Everybody who may be proposed to others now, those who came first before."""
    rows = select(Profile).where(
        Profile.event_id == event_id,
        Profile.consented_at.is_not(None),
        Profile.proven_at.is_not(None),
        Profile.withdrawn_at.is_(None),
        Profile.paused == "",
    )
    return list(db.session.scalars(rows.order_by(Profile.id)))


def people_to_pick(profile: Profile) -> list[Profile]:
    """Who at the same event said that others may pick them, by name."""
    return [
        each
        for each in sorted(taking_part(profile.event_id), key=lambda each: (each.name.lower(), each.id))
        if each.choosable and each.id != profile.id
    ]


def organisations_to_pick(profile: Profile) -> list[Organisation]:
    """The hosts, and whoever is there for an organisation that may be named; not one's own."""
    hosts = select(event_organisations.c.organisation_id).where(event_organisations.c.event_id == profile.event_id)
    other = aliased(Profile)
    there = exists().where(
        other.organisation_id == Organisation.id,
        other.event_id == profile.event_id,
        other.named,
        other.consented_at.is_not(None),
        other.withdrawn_at.is_(None),
    )
    rows = select(Organisation).where(Organisation.id.in_(hosts) | there).order_by(Organisation.name)
    return [each for each in db.session.scalars(rows) if each.id != profile.organisation_id]


def wishes_of(profile_ids: Sequence[int]) -> list[Wish]:
    """Whom these people want to speak again."""
    rows = select(Wish).where(Wish.profile_id.in_(profile_ids)).order_by(Wish.id)
    return list(db.session.scalars(rows))


def neighbourhoods() -> list[Neighbourhood]:
    rows = select(Neighbourhood).order_by(Neighbourhood.sort_order, Neighbourhood.name)
    return list(db.session.scalars(rows))


def known_organisation(name: str) -> Organisation | None:
    """The organisation of this name, however its capitals were typed."""
    rows = select(Organisation).where(Organisation.name.ilike(name.strip(), escape="\\")).order_by(Organisation.id)
    return db.session.scalars(rows.limit(1)).first() if name.strip() else None


def profiles_over(ended_before: datetime) -> list[int]:
    """Every profile of events that ended before this moment."""
    rows = select(Profile.id).join(Event).where(Event.ends_at <= ended_before).order_by(Profile.id)
    return list(db.session.scalars(rows))


def profiles_of(email: str) -> list[int]:
    """Everything an address said."""
    return list(db.session.scalars(select(Profile.id).where(Profile.email == email).order_by(Profile.id)))


def count_saying(slug: str) -> int:
    """How many people seek or offer this, at any event."""
    said = (column.contains(f"|{slug}|", autoescape=True) for column in (Profile.seeks, Profile.offers))
    return db.session.scalar(select(func.count(Profile.id)).where(or_(*said))) or 0
