"""Phones and house tell each other what happened at the door: nothing is lost, and nothing counts twice."""

import json
from datetime import datetime, timedelta

import pytest

from eventapp import tokens
from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.door.facts import fold
from eventapp.door.models import CheckIn, DoorPass

from ..conftest import NOON
from ..make import make_event, make_registration
from .phones import ADDRESS, Phone, a_fact, apart, inside


def test_a_fact_is_stored_once_however_often_it_arrives(mine, event):
    fact = a_fact(make_registration(event, people=2), people=2)

    assert [mine.told(fact), mine.told(fact), mine.told(fact, fact)] == [["stored"], ["known"], ["known", "known"]]
    assert (inside(event), apart(event)) == (2, [])


def test_another_phone_hears_it_once_and_goes_on_from_there(mine, open_phone, event):
    other = Phone(open_phone(event))
    ana, ben = make_registration(event), make_registration(event)
    first, second = a_fact(ana), a_fact(ben, seq=2)
    mine.told(first)

    heard = other.tell().json
    other.cursor = heard["cursor"]
    mine.told(second)
    later = other.tell().json

    assert [each["id"] for each in heard["changes"]] == [first["id"]]
    assert [(each["id"], each["device"], each["ref"]) for each in later["changes"]] == [
        (second["id"], mine.device, ben.ticket.reference)
    ]
    assert (heard["more"], later["closed"], later["cursor"]) == (False, None, 2)
    assert datetime.fromisoformat(later["serverTime"]) == NOON


def test_what_the_pages_of_the_door_let_in_is_told_as_well(mine, event):
    ana = make_registration(event)
    fact_id, reference = tokens.new_id(), ana.ticket.reference
    actions.check_in(event.id, device="page", fact_id=fact_id, reference=reference, people=1, seen=0, now=NOON)

    assert [each["id"] for each in mine.tell().json["changes"]] == [fact_id]


def test_five_hundred_facts_are_a_batch_and_one_more_is_refused_whole(mine, event):
    facts = [a_fact(seq=n, kind="walkIn") for n in range(1, 502)]

    refused = mine.tell(*facts)
    told = mine.told(*facts[:500])

    assert (refused.status_code, refused.json["reason"]) == (422, "too-many-facts")
    assert told == ["stored"] * 500
    heard = mine.tell(facts[500]).json
    assert (len(heard["changes"]), heard["more"], heard["cursor"]) == (500, True, 500)
    mine.cursor = heard["cursor"]
    assert [each["id"] for each in mine.tell().json["changes"]] == [facts[500]["id"]]


@pytest.mark.parametrize(
    "other",
    [
        {"people": 2},
        {"kind": "more"},
        {"seq": 9},
        {"at": "2027-06-02T10:00:01.000Z"},
        {"offset": 5},
        {"place": "kelder"},
    ],
)
def test_the_same_id_with_other_content_is_kept_apart_and_the_first_one_stands(mine, event, other):
    fact = a_fact(make_registration(event, people=2))
    mine.told(fact)

    assert [mine.told(fact | other), mine.told(fact | other)] == [["quarantined"]] * 2
    assert (inside(event), apart(event)) == (1, ["other-content"])


def test_a_number_that_another_fact_of_this_phone_has_is_kept_apart(mine, event):
    ana, ben = make_registration(event), make_registration(event)

    assert mine.told(a_fact(ana, seq=1), a_fact(ben, seq=1)) == ["stored", "quarantined"]
    assert (inside(event), apart(event)) == (1, ["number-used"])


def test_an_id_of_another_event_is_no_fact_of_this_one(mine, open_phone, event):
    elsewhere = make_event(starts_at=event.starts_at)
    fact = a_fact(make_registration(elsewhere))
    Phone(open_phone(elsewhere)).told(fact)

    assert mine.told(fact) == ["quarantined"]
    assert (inside(event), inside(elsewhere), apart(event)) == (0, 1, ["other-content"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "out"}, {"kind": None}, {"kind": ["in"]}, {"people": 0}, {"people": 100}, {"people": "1"},
        {"people": True}, {"people": 1.5}, {"seq": 0}, {"seq": -1}, {"seq": 2**31}, {"seq": None}, {"ref": None},
        {"ref": "x"}, {"ref": 7},
        {"place": "<script>"}, {"place": "a" * 41}, {"place": None}, {"at": "gisteren"}, {"at": "2027-06-02T10:00:00"},
        {"at": 5}, {"at": "0001-01-01T00:00:00Z"}, {"at": "9999-12-31T23:59:59Z"}, {"offset": "1"}, {"offset": 2**44},
        {"undoOf": "0d0f0f0e-0000-4000-8000-000000000000"}, {"kind": "undo", "people": 0},
        {"kind": "walkIn", "ref": "x"}, {"kind": "tally"},
        {"name": "\x00\ud800" * 100, "kind": "x"}, {"people": float("inf")}, {"people": 10**400},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_fact_is_kept_apart_and_the_rest_is_stored(mine, event, wrong):
    registration = make_registration(event)
    good = a_fact(make_registration(event), seq=7)

    assert mine.told(a_fact(registration) | wrong, good) == ["quarantined", "stored"]
    assert (inside(event), apart(event)) == (1, ["not-understood"])


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "7", "[]", "null", '"x"', "[" * 100_000, '{"device": 1}', '{"device": "x", "events": []}',
        '{"device": "DEVICE", "events": {}}', '{"device": "DEVICE", "since": -1}', '{"device": "DEVICE", "since": "1"}',
        '{"device": "DEVICE", "events": [7]}', '{"device": "DEVICE", "events": [{"id": "x"}]}',
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_and_changes_nothing(phone, event, body):
    text = body.replace("DEVICE", tokens.new_id())

    answer = phone.post(ADDRESS, data=text, content_type="application/json")

    assert (answer.status_code, answer.json["reason"]) == (422, "not-understood")
    assert db.session.scalars(db.select(CheckIn)).all() == []


def test_a_batch_without_a_type_or_too_large_is_refused(phone):
    assert phone.post(ADDRESS, data=json.dumps({"device": tokens.new_id()})).status_code == 422
    assert phone.post(ADDRESS, json={"device": tokens.new_id(), "x": "y" * 400_000}).status_code == 422


def test_without_a_door_nothing_is_told(client, event):
    answer = client.post(ADDRESS, json={"device": tokens.new_id()})

    assert (answer.status_code, answer.json["reason"]) == (403, "no-pass")


def test_a_page_of_another_site_tells_nothing(phone):
    answer = phone.post(ADDRESS, json={"device": tokens.new_id()}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_a_pass_that_ended_hands_over_what_happened_while_it_worked_and_hears_nothing(mine, event, monkeypatch):
    in_time = a_fact(make_registration(event), seq=1)
    too_late = a_fact(make_registration(event), seq=2, at=NOON + timedelta(days=2))
    monkeypatch.setattr("eventapp.clock.now", lambda: NOON + timedelta(days=3))

    answer = mine.tell(in_time, too_late).json

    assert [ack["status"] for ack in answer["acks"]] == ["stored", "quarantined"]
    assert (answer["closed"], answer["changes"]) == ("pass-ended", [])
    assert (inside(event), apart(event)) == (1, ["outside-pass"])


def test_of_a_pass_that_was_stopped_the_rest_of_the_queue_is_kept_apart(mine, event):
    before = a_fact(make_registration(event), seq=1, at=NOON - timedelta(minutes=1))
    after = a_fact(make_registration(event), seq=2, at=NOON + timedelta(minutes=1))
    actions.revoke_pass(db.session.scalars(db.select(DoorPass.id)).one(), now=NOON)

    answer = mine.tell(before, after).json

    assert [ack["status"] for ack in answer["acks"]] == ["stored", "quarantined"]
    assert (answer["closed"], apart(event)) == ("pass-revoked", ["pass-stopped"])


def test_a_clock_that_is_wrong_is_put_right_by_its_offset(mine, event):
    an_hour = timedelta(hours=1)
    year_ago = NOON - timedelta(days=365)
    ana = make_registration(event)
    late = a_fact(ana, at=NOON + an_hour, offset=-3_600_000)
    far = a_fact(make_registration(event), seq=2, at=year_ago, offset=365 * 86_400_000)

    assert mine.told(late) == ["stored"]
    assert mine.told(far) == ["stored"]
    assert [fact.moment for fact in queries.facts_of_event(event.id)] == [NOON, NOON]


def test_an_undo_may_come_before_what_it_undoes(mine, open_phone, event):
    other = Phone(open_phone(event))
    fact = a_fact(make_registration(event))
    undo = a_fact(kind="undo", people=0, ref=fact["ref"], undoOf=fact["id"])

    assert (other.told(undo), mine.told(fact), inside(event)) == (["stored"], ["stored"], 0)


def test_an_undo_of_another_ticket_undoes_nothing(mine, event):
    ana, ben = make_registration(event), make_registration(event)
    fact = a_fact(ana)
    undo = a_fact(seq=2, kind="undo", people=0, ref=ben.ticket.reference, undoOf=fact["id"])

    assert mine.told(fact, undo) == ["stored", "stored"]
    assert inside(event) == fold(queries.facts_of_event(event.id)).people() == 1
    assert db.session.scalars(queries.present_tickets(event.id)).all() == [ana.ticket.reference]


def test_in_whatever_order_batches_arrive_the_door_is_the_same(mine, open_phone, event):
    other = Phone(open_phone(event))
    ana = make_registration(event, people=3)
    first, second = a_fact(ana, people=2), a_fact(ana, people=2, at=NOON + timedelta(seconds=5))
    other.told(second)
    mine.told(first)

    presence = fold(queries.facts_of_event(event.id)).of(ana.ticket.reference)
    assert (presence.admission.id, [each.id for each in presence.duplicates]) == (first["id"], [second["id"]])
    assert presence.people == 2
