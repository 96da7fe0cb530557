"""What a phone takes along for where there is no internet: sealed rows, and names only where that is wanted."""

import json
from base64 import b64decode
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import event as database_events

from eventapp import tokens
from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.door.guests import key_of
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions as registrations
from eventapp.registrations.choices.actions import choose

from ..conftest import NOON
from ..make import make_account, make_event, make_registration, make_session, make_station
from .phones import Phone, a_fact, inside

GUESTS, LOOK = "/api/v1/door/guests", "/api/v1/door/look"


def opened(row: dict, token: str) -> dict:
    box = b64decode(row["box"])
    return json.loads(AESGCM(key_of(token)).decrypt(box[:12], box[12:], None))


def guests(phone: Phone) -> dict:
    return phone.browser.get(GUESTS).json


def test_a_row_opens_only_with_its_own_ticket(mine, event):
    ana = make_registration(event, name="Ana 't Hooft", people=2, needs="Rolstoel")
    ben = make_registration(event, name="Ben")

    told = guests(mine)

    assert [row["ref"] for row in told["guests"]] == [ana.ticket.reference, ben.ticket.reference]
    assert opened(told["guests"][0], ana.ticket.token) == {
        "says": "welcome", "name": "Ana 't Hooft", "people": 2, "needs": "Rolstoel", "parts": [],
    }  # fmt: skip
    with pytest.raises(InvalidTag):
        opened(told["guests"][0], ben.ticket.token)
    text = json.dumps(told)
    assert not [secret for secret in ("Hooft", "Rolstoel", ana.ticket.token, ana.ticket.code) if secret in text]


def test_what_somebody_chose_is_told_and_of_what_is_discreet_only_the_hour(mine, event):
    talk = make_session(event, title="Koken", room="Keuken")
    station = make_station(event, title="Longmeting", discreet=True, starts_at=event.starts_at + timedelta(hours=1))
    ana = make_registration(event)
    slots = [talk.slots[0], station.slots[0]]
    choose(ana.id, [slot.id for slot in slots], now=NOON)

    parts = opened(guests(mine)["guests"][0], ana.ticket.token)["parts"]

    assert len(parts) == 2
    assert "Koken" in parts[0]
    assert "Longmeting" not in json.dumps(guests(mine))


def test_names_lie_on_phones_at_a_fit_and_healthy_day_or_where_an_organiser_wants_it(mine, event):
    ana = make_registration(event, name="Ana", companions="Ben", people=2, needs="Tolk")
    staff_id = make_account().id

    before = guests(mine)
    actions.keep_names(event.id, wanted=True, staff_id=staff_id, now=NOON)
    after = guests(mine)
    db.session.expire_all()
    event.names_on_phones, event.kind = None, "fit-en-gezond"
    db.session.commit()

    assert set(before["guests"][0]) == {"ref", "box"}
    assert {name: after["guests"][0][name] for name in ("names", "code", "people", "says")} == {
        "names": ["Ana", "Ben"], "code": ana.ticket.code, "people": 2, "says": "welcome",
    }  # fmt: skip
    assert before["version"] != after["version"]
    assert "names" in guests(mine)["guests"][0]
    assert "Tolk" not in json.dumps(after)
    noted = db.session.scalars(db.select(AuditNote).filter_by(what="door.names")).one()
    assert noted.after == {"wanted": True}


def test_the_list_has_another_name_as_soon_as_anything_on_it_is_another(mine, event):
    seen = [guests(mine)["version"]]

    def is_new() -> bool:
        told = mine.tell().json["listVersion"]
        seen.append(told)
        return told == guests(mine)["version"] and seen.count(told) == 1

    ana = make_registration(event, people=2, companions="Ben", separate=True)
    assert is_new()
    registrations.drop_one(ana.id, 1, now=NOON)
    assert is_new()
    registrations.change(ana.id, people=1, name="Anna", needs="", news=False, now=NOON)
    assert is_new()
    registrations.cancel(ana.id, now=NOON)
    assert is_new()
    assert opened(guests(mine)["guests"][0], ana.ticket.token)["says"] == "cancelled"
    assert mine.tell().json["listVersion"] == seen[-1]


def test_the_list_of_many_is_asked_in_as_many_questions_as_of_one(mine, event):
    def questions() -> int:
        asked = []
        database_events.listen(db.engine, "before_cursor_execute", note := lambda *args: asked.append(args[2]))
        guests(mine)
        database_events.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    make_registration(event)
    one = questions()
    for _number in range(5):
        make_registration(event)

    assert questions() == one


def test_without_a_pass_nothing_is_told(client, event, mine):
    stranger = client.application.test_client()
    assert [stranger.get(GUESTS).status_code, stranger.post(LOOK, json={"text": "x"}).status_code] == [403, 403]
    actions.revoke_pass(db.session.scalars(db.select(actions.DoorPass.id)).one(), now=NOON)

    assert mine.browser.get(GUESTS).json["reason"] == "pass-revoked"


def test_a_code_that_is_not_on_the_list_is_looked_up(mine, event):
    ana = make_registration(event, name="Ana")
    tomorrow = make_event(starts_at=event.starts_at + timedelta(days=1))
    later = make_registration(tomorrow, name="Later")

    def says(text: str) -> tuple:
        told = mine.browser.post(LOOK, json={"text": text}).json
        return told["says"], told["name"], told["ref"]

    code = ana.ticket.code
    assert says(f"{code[:3]}-{code[3:].lower()}") == ("welcome", "Ana", ana.ticket.reference)
    assert says(ana.ticket.token)[0] == "welcome"
    assert says(later.ticket.token) == ("other-day", "", None)
    assert says("https://elders.voorbeeld.nl/x" * 200) == ("unknown", "", None)
    assert says("\x00\ud800"[:1])[0] == "unknown"
    assert mine.browser.post(LOOK, json={"text": 7}).status_code == 422
    assert mine.browser.post(LOOK, json=[]).status_code == 422


def test_who_is_in_already_is_looked_up_as_if_not(mine, event):
    ana = make_registration(event)
    mine.told(a_fact(ana))

    assert (
        mine.browser.post(LOOK, json={"text": ana.ticket.token}).json["says"] == "welcome"
    )  # the phone knows the facts


def test_walk_ins_and_the_tally_count_as_inside_and_can_be_taken_back(mine, event):
    walked = a_fact(seq=1, kind="walkIn", people=3)
    mine.told(walked, a_fact(seq=2, kind="tally", people=5), a_fact(seq=3, kind="tally", people=-2))
    assert (inside(event), queries.inside(event.id)) == (6, 6)

    assert actions.undo(event.id, device="staff-1", fact_id=walked["id"], now=NOON) is None
    actions.undo(event.id, device="staff-1", fact_id=walked["id"], now=NOON)

    assert (inside(event), queries.inside(event.id)) == (3, 3)
    assert len(queries.facts_of_event(event.id)) == 4


def test_the_house_knows_when_a_phone_was_heard_of_and_what_still_waits_there(mine, event):
    mine.told(a_fact(seq=1, kind="walkIn"), a_fact(seq=4, kind="walkIn"))
    mine.tell(queued=7)

    [phone] = queries.phones_of(event.id)

    assert (phone.contact_at, phone.queued, phone.facts, phone.missing) == (NOON, 7, 2, 2)


def test_a_phone_that_opened_the_door_anew_is_the_same_phone(mine, event, open_phone):
    again = Phone(open_phone(event))
    again.device = mine.device
    mine.told(a_fact(seq=1, kind="walkIn"))
    again.told(a_fact(seq=2, kind="walkIn"))

    assert sorted((phone.facts, phone.missing) for phone in queries.phones_of(event.id)) == [(0, 0), (2, 0)]


def test_what_waits_is_a_number(mine):
    for wrong in (-1, "7", None, 2**40, True):
        assert mine.tell(queued=wrong).status_code == 422
    assert mine.told(a_fact(seq=1, kind="walkIn", id=tokens.new_id())) == ["stored"]
