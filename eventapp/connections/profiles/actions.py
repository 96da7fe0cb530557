"""Saying what one seeks and offers, changing it, pausing and withdrawing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from ... import tokens
from ...database import db, insert_into, transaction
from ...events.models import Event
from ...mail import actions as mail
from . import letters, queries, rules
from .models import Pause, Profile, Wish

BLANK: dict[str, Any] = {
    "name": "", "organisation": "", "organisation_id": None, "seeks": (), "offers": (), "themes": (), "sentence": "",
    "neighbourhood_id": None, "named": False, "choosable": False, "consented_at": None, "paused": "",
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Whose answers these are."""

    email: str
    name: str
    language: str


def save(event_id: int, person: Person, answers: dict[str, Any], *, now: datetime) -> Profile:
    """What somebody whose address we know seeks and offers; the last answers hold."""
    with transaction() as session:
        event = session.get_one(Event, event_id)
        rules.check_open(event, now=now)
        profile = _profile(event_id, person, now=now)
        _fill(profile, person, answers, now=now)
        profile.proven_at = profile.proven_at or now
    return profile


def ask(event_id: int, person: Person, answers: dict[str, Any], *, press: str, now: datetime) -> None:
    """The same from somebody who only typed an address: it counts when a letter to that address was answered.

    Where the address said something already that stays as it is, and the letter leads to it.
    """
    with transaction() as session:
        event = session.get_one(Event, event_id)
        rules.check_open(event, now=now)
        profile = _profile(event_id, person, now=now)
        if profile.proven_at is None:
            _fill(profile, person, answers, now=now)
        session.flush()
        mail.post(letters.confirm(profile, press=press), now=now)


def _profile(event_id: int, person: Person, *, now: datetime) -> Profile:
    """The row of this address, locked; a new one where there is none."""
    known = {"event_id": event_id, "email": person.email}
    values = known | {"key": tokens.new_key(), "name": person.name, "language": person.language, "made_at": now}
    new = insert_into(Profile).values(values | {name: BLANK[name] for name in ("seeks", "offers", "themes")})
    with transaction() as session:
        session.execute(new.on_conflict_do_nothing(index_elements=["event_id", "email"]))
        found = db.select(Profile).filter_by(**known).with_for_update().execution_options(populate_existing=True)
        return session.scalars(found).one()


def _fill(profile: Profile, person: Person, answers: dict[str, Any], *, now: datetime) -> None:
    organisation = queries.known_organisation(answers["organisation"])
    known = {
        "name": person.name,
        "language": person.language,
        "organisation_id": organisation.id if organisation else None,
        "withdrawn_at": None,
        "consented_at": profile.consented_at or now,
    }
    for name, value in (answers | known).items():
        setattr(profile, name, value)


def change(profile_id: int, answers: dict[str, Any], *, now: datetime) -> None:
    """Other answers from whoever has the key of the profile."""
    with transaction():
        profile = _locked(profile_id)
        rules.check_open(profile.event, now=now)
        person = Person(profile.email, answers.get("name") or profile.name, profile.language)
        _fill(profile, person, answers, now=now)


def prove(profile_id: int, *, now: datetime) -> None:
    """The button in the letter was pressed: the address is right, and its owner takes part."""
    with transaction():
        profile = _locked(profile_id)
        if profile.proven_at is None:
            rules.check_open(profile.event, now=now)
            profile.proven_at = now


def wish(profile_id: int, *, people: Collection[int], organisations: Collection[int], now: datetime) -> None:
    """Whom somebody wants to speak again; the last choice holds, and only who may be picked is kept."""
    with transaction() as session:
        profile = _locked(profile_id)
        rules.check_open(profile.event, now=now)
        may = {each.id for each in queries.people_to_pick(profile)}
        known = {each.id for each in queries.organisations_to_pick(profile)}
        session.execute(delete(Wish).where(Wish.profile_id == profile_id))
        session.add_all(Wish(profile_id=profile_id, wished_id=each) for each in sorted(may & set(people)))
        session.add_all(
            Wish(profile_id=profile_id, organisation_id=each) for each in sorted(known & set(organisations))
        )


def pause(profile_id: int) -> None:
    """No proposals for now."""
    with transaction():
        profile = _locked(profile_id)
        profile.paused = profile.paused or Pause.OWN


def resume(profile_id: int) -> None:
    """Proposals again."""
    with transaction():
        _locked(profile_id).paused = ""


def withdraw(profile_id: int, *, now: datetime) -> None:
    """Nothing stays of what was said, and nobody is introduced any more. Twice is once."""
    with transaction() as session:
        profile = _locked(profile_id)
        if profile.withdrawn_at:
            return
        for name, value in BLANK.items():
            setattr(profile, name, value)
        profile.withdrawn_at = now
        session.execute(delete(Wish).where((Wish.profile_id == profile_id) | (Wish.wished_id == profile_id)))
        mail.forget(letters.about(profile_id))


def move_organisation(gone_id: int, *, to: int) -> None:
    """Who is there for an organisation that became part of another one is there for that one, and is wished there."""
    with transaction() as session:
        session.execute(update(Profile).where(Profile.organisation_id == gone_id).values(organisation_id=to))
        there = select(Wish.profile_id).where(Wish.organisation_id == to)
        moving = (Wish.organisation_id == gone_id, Wish.profile_id.not_in(there))
        session.execute(
            update(Wish).where(*moving).values(organisation_id=to).execution_options(synchronize_session=False)
        )


def erase_due(*, now: datetime) -> None:
    """What people said at an event goes on its seventieth day, with the letters about it."""
    with transaction():
        _erase(queries.profiles_over(now - rules.ERASED_AFTER))


def erase_address(email: str) -> int:
    """Everything that an address said; tells at how many events."""
    with transaction():
        ids = queries.profiles_of(email)
        _erase(ids)
    return len(ids)


def erase_of(event_id: int) -> None:
    """Everything that was said at an event that never was."""
    with transaction():
        _erase([each.id for each in queries.profiles_at(event_id)])


def _erase(ids: list[int]) -> None:
    with transaction() as session:
        for profile_id in ids:
            mail.forget(letters.about(profile_id))
        session.execute(delete(Profile).where(Profile.id.in_(ids)))


def _locked(profile_id: int) -> Profile:
    profile = queries.lock_profile(profile_id)
    if profile is None:
        raise rules.NoMeeting
    return profile
