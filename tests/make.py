"""Builders of rows: they fill in everything a test is not about."""

import time
from dataclasses import fields
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from eventapp import tokens
from eventapp.accounts.models import Account
from eventapp.database import db, transaction
from eventapp.events.models import Event, FocalPoint, Neighbourhood, Series, Theme, Venue
from eventapp.events.proposals.actions import propose
from eventapp.events.proposals.models import Proposal
from eventapp.events.questions.actions import Asked
from eventapp.events.questions.actions import add as add_question
from eventapp.events.questions.models import Kind, Question
from eventapp.mail.models import Letter
from eventapp.organisations.actions import set_role
from eventapp.organisations.models import Member, Network, Organisation
from eventapp.organisations.rules import Role
from eventapp.programme import actions as programme
from eventapp.programme.models import Part, PartKind
from eventapp.registrations import actions
from eventapp.registrations.invitations.models import Invitation
from eventapp.registrations.models import Reach, Registration
from eventapp.registrations.parties import Party

from .conftest import NOON

_numbers = count(1)


def _saved(row: Any) -> Any:
    with transaction() as session:
        session.add(row)
    return row


def make_organisation(**given: Any) -> Organisation:
    n = next(_numbers)
    return _saved(Organisation(**{"slug": f"organisatie-{n}", "name": f"Organisatie {n}"} | given))


def make_network(**given: Any) -> Network:
    n = next(_numbers)
    return _saved(Network(**{"slug": f"netwerk-{n}", "name": f"Netwerk {n}"} | given))


def make_member(network: Network, **given: Any) -> Member:
    n = next(_numbers)
    values = {"name": f"Lid {n}", "email": f"lid{n}@voorbeeld.nl", "added_at": NOON} | given
    return _saved(Member(network_id=network.id, **values))


def make_proposal(**given: Any) -> Proposal:
    values = {
        "title": "Samen breien",
        "kind": "cafe",
        "what": "Breien met koffie.",
        "when": "",
        "place": "De Dreef",
        "organisation": "",
        "name": "Riet",
        "email": "riet@voorbeeld.nl",
        "phone": "",
    } | given
    return propose(press=tokens.new_press(), language=values.pop("language", "nl"), now=NOON, **values)


def make_neighbourhood(**given: Any) -> Neighbourhood:
    n = next(_numbers)
    return _saved(Neighbourhood(**{"slug": f"wijk-{n}", "name": f"Wijk {n}"} | given))


def make_theme(**given: Any) -> Theme:
    n = next(_numbers)
    focal_point = FocalPoint(slug=f"speerpunt-{n}", name=f"Speerpunt {n}")
    return _saved(Theme(**{"slug": f"thema-{n}", "name": f"Thema {n}", "focal_point": focal_point} | given))


def make_venue(**given: Any) -> Venue:
    return _saved(
        Venue(**{"name": "Buurthuis (voorbeeld)", "address": "Voorbeeldlaan 1", "postcode": "3561 AB"} | given)
    )


def make_series(**given: Any) -> Series:
    n = next(_numbers)
    return _saved(Series(**{"slug": f"reeks-{n}", "title": f"Reeks {n}"} | given))


def make_event(**given: Any) -> Event:
    """A published walk in three weeks, of an hour and a half, with no limit to who comes."""
    n = next(_numbers)
    starts_at: datetime = given.pop("starts_at", NOON + timedelta(weeks=3))
    values = {
        "slug": f"wandelen-{n}",
        "uid": f"wandelen-{n}@voorbeeld.nl",
        "title": "Samen wandelen",
        "kind": "wandeling",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "status": "published",
        "changed_at": NOON,
        "languages": ("nl",),
    } | given
    values.setdefault("ceiling", values.get("capacity"))
    return _saved(Event(**values))


def make_part(event: Event, kind: PartKind = PartKind.SESSION, **given: Any) -> Part:
    """A part that lasts as long as its event, with its slots."""
    n = next(_numbers)
    columns = {"title": f"Onderdeel {n}", "starts_at": event.starts_at, "ends_at": event.ends_at} | given
    places = {name: columns.pop(name) for name in ("capacity", "waiting_list") if name in columns}
    return programme.add_part(event.id, kind, columns, **places, knowingly=True, staff_id=None, now=NOON)


def make_session(event: Event, **given: Any) -> Part:
    """The first half hour of the event, in a room, for ten people."""
    hours = {"starts_at": event.starts_at, "ends_at": event.starts_at + timedelta(minutes=30)}
    return make_part(event, PartKind.SESSION, **hours | {"room": "Zaal 1", "capacity": 10} | given)


def make_station(event: Event, **given: Any) -> Part:
    """A table all day, with time slots of ten minutes for one person; `slot_minutes=None` is a queue."""
    return make_part(event, PartKind.STATION, **{"slot_minutes": 10, "tables": 1, "discreet": True} | given)


def make_question(event: Event, **given: Any) -> Question:
    values = {"kind": Kind.TEXT, "label": "Wat wilt u leren?", "purpose": "Dan kiezen wij de spreker."} | given
    return add_question(event.id, Asked(**values), staff_id=None, now=NOON)


def make_registration(event: Event, **given: Any) -> Registration:
    """Somebody with an e-mail address who signs up, and waits where that is needed."""
    n = next(_numbers)
    who = {"name": f"Fatima {n}", "reach": Reach.EMAIL, "email": f"fatima{n}@voorbeeld.nl"} | given
    if who["reach"] != Reach.EMAIL:
        who["email"] = ""
    party = Party(**{field.name: who.pop(field.name) for field in fields(Party) if field.name in who})
    return actions.sign_up(event.id, party, **{"press": tokens.new_press(), "willing_to_wait": True, "now": NOON} | who)


def make_invitation(event: Event, **given: Any) -> Invitation:
    """Somebody who was invited, and to whom no letter was written."""
    n = next(_numbers)
    values = {
        "key": tokens.new_key(),
        "name": f"Gast {n}",
        "email": f"gast{n}@voorbeeld.nl",
        "invited_at": NOON,
        "answer": "",
    } | given
    return _saved(Invitation(event_id=event.id, **values))


def make_account(*organisations: Organisation, role: Role | None = Role.ORGANISER, **given: Any) -> Account:
    """Somebody of the staff, in the teams of these organisations; an administrator has a second factor."""
    n = next(_numbers)
    values = {
        "email": f"noor{n}@voorbeeld.nl",
        "name": f"Noor {n}",
        "invited_at": NOON,
        "fs_uniquifier": tokens.new_token(),
        "tf_primary_method": "authenticator" if given.get("is_administrator") else None,
    } | given
    account = _saved(Account(**values))
    for organisation in organisations:
        set_role(organisation.id, account.id, role)
    return account


def sign_in(client: FlaskClient, account: Account) -> FlaskClient:
    """This browser is signed in, as if password and code were given a moment ago."""
    with client.session_transaction(path="/organiseren") as session:
        session.update({"_user_id": account.fs_uniquifier, "_fresh": True, "fs_cc": "set", "fs_paa": time.time()})
    return client


def session_cookie(app: Flask, account: Account) -> dict[str, str]:
    """The cookie that a real browser has when this account is signed in."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    signed_in = {"_user_id": account.fs_uniquifier, "_fresh": True, "fs_cc": "set", "fs_paa": time.time()}
    return {"name": app.config["SESSION_COOKIE_NAME"], "value": serializer.dumps(signed_in)}


def letters_to(address: str) -> list[str]:
    """The kinds of the letters to one address, in order of writing."""
    db.session.expire_all()
    return list(db.session.scalars(db.select(Letter.kind).filter_by(to_address=address).order_by(Letter.id)))
