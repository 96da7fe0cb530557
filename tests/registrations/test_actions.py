from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eventapp import tokens
from eventapp.database import db, transaction
from eventapp.mail.models import Letter
from eventapp.registrations import actions, queries, rules
from eventapp.registrations.models import Call, Reach, Registration

from ..conftest import NOON
from ..make import letters_to, make_event, make_registration


def statuses(event_id: int) -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Registration.status).filter_by(event_id=event_id).order_by(Registration.id)))


def taken(event) -> int:
    db.session.refresh(event)
    return event.taken


def test_sign_up_takes_places_makes_a_ticket_and_writes_a_letter(app):
    event = make_event(capacity=5)

    registration = make_registration(event, people=3, email="ana@voorbeeld.nl")

    assert (registration.status, taken(event)) == ("confirmed", 3)
    assert len(registration.ticket.token) == 26
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]


def test_sign_up_on_a_full_event_waits_and_takes_nothing(app):
    event = make_event(capacity=1)
    make_registration(event)

    second = make_registration(event, email="ben@voorbeeld.nl")

    assert (second.status, taken(event)) == ("waiting", 1)
    assert queries.waiting_number(second) == 1
    assert letters_to("ben@voorbeeld.nl") == ["on-waiting-list"]


def test_the_same_press_twice_is_one_registration(app):
    event = make_event()
    press = tokens.new_press()

    first = make_registration(event, press=press, name="Ana", email="ana@voorbeeld.nl")
    second = make_registration(event, press=press, name="Ana", email="ana@voorbeeld.nl")

    assert first.id == second.id
    assert (taken(event), letters_to("ana@voorbeeld.nl")) == (1, ["place-confirmed"])


def test_a_press_with_other_answers_leads_to_nobodys_page(app):
    event = make_event()
    press = tokens.new_press()
    make_registration(event, press=press, name="Ana")

    with pytest.raises(rules.PressUsed):
        make_registration(event, press=press, name="Somebody else")


def test_the_same_press_for_two_events_is_two_registrations(app):
    press = tokens.new_press()

    one, other = make_registration(make_event(), press=press), make_registration(make_event(), press=press)

    assert one.id != other.id


def test_a_second_sign_up_from_one_address_is_told_only_in_the_letter(app):
    event = make_event()
    first = make_registration(event, email="huis@voorbeeld.nl")

    second = make_registration(event, email="huis@voorbeeld.nl")

    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert (letter.facts["key"], letter.facts["others"]) == (second.key, [first.key])


def test_sign_up_refused_leaves_no_trace(app):
    event = make_event(capacity=1, waiting_list=False)
    make_registration(event)

    with pytest.raises(rules.Full):
        make_registration(event, email="te.laat@voorbeeld.nl")

    assert (statuses(event.id), letters_to("te.laat@voorbeeld.nl")) == (["confirmed"], [])


def test_cancelling_gives_the_place_to_who_is_next(app):
    event = make_event(capacity=1)
    first = make_registration(event, email="ana@voorbeeld.nl")
    make_registration(event, email="ben@voorbeeld.nl")
    make_registration(event, email="cas@voorbeeld.nl")

    actions.cancel(first.id, now=NOON)

    assert statuses(event.id) == ["cancelled", "confirmed", "waiting"]
    assert taken(event) == 1
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "registration-cancelled"]
    assert letters_to("ben@voorbeeld.nl") == ["on-waiting-list", "place-free"]


def test_cancelling_twice_is_cancelling_once(app):
    event = make_event(capacity=2)
    registration = make_registration(event, email="ana@voorbeeld.nl")

    actions.cancel(registration.id, now=NOON)
    actions.cancel(registration.id, now=NOON)

    assert taken(event) == 0
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "registration-cancelled"]


def test_who_waits_and_leaves_frees_no_place(app):
    event = make_event(capacity=1)
    make_registration(event)
    second, _third = make_registration(event), make_registration(event)

    actions.cancel(second.id, now=NOON)

    assert (statuses(event.id), taken(event)) == (["confirmed", "cancelled", "waiting"], 1)


def test_who_waits_and_leaves_lets_a_smaller_party_behind_it_in(app):
    event = make_event(capacity=3)
    make_registration(event, people=2)
    large, _small = make_registration(event, people=3), make_registration(event, people=1)

    actions.cancel(large.id, now=NOON)

    assert (statuses(event.id), taken(event)) == (["confirmed", "cancelled", "confirmed"], 3)


def test_a_smaller_party_frees_places_for_who_waits(app):
    event = make_event(capacity=4)
    family = make_registration(event, people=4)
    make_registration(event, people=2)

    actions.change(family.id, people=2, name=family.name, needs="", news=False, now=NOON)

    assert (statuses(event.id), taken(event)) == (["confirmed", "confirmed"], 4)


def test_a_waiting_party_that_shrinks_may_fit(app):
    event = make_event(capacity=4)
    make_registration(event, people=2)
    waiting = make_registration(event, people=3)

    actions.change(waiting.id, people=2, name=waiting.name, needs="", news=False, now=NOON)

    assert statuses(event.id) == ["confirmed", "confirmed"]


def test_a_party_that_grows_keeps_what_it_had_where_that_cannot_be(app):
    event = make_event(capacity=4)
    party = make_registration(event, people=2)
    make_registration(event, people=2)

    with pytest.raises(rules.NoRoomForMore):
        actions.change(party.id, people=3, name=party.name, needs="", news=False, now=NOON)

    db.session.refresh(party)
    assert (party.people, taken(event)) == (2, 4)


def test_the_ticket_stays_the_same_whatever_changes(app):
    registration = make_registration(make_event(capacity=9), people=2)
    before = (registration.ticket.token, registration.ticket.code)

    actions.change(registration.id, people=4, name="Fatima en Ahmed", needs="rolstoelplek", news=True, now=NOON)

    db.session.refresh(registration)
    assert (registration.ticket.token, registration.ticket.code) == before


@pytest.mark.parametrize("more", [1, 2, 3, 5])
def test_a_raised_capacity_moves_up_exactly_that_many(app, more):
    event = make_event(capacity=2)
    for _n in range(6):
        make_registration(event)

    actions.change_capacity(event.id, capacity=2 + more, now=NOON)

    places = min(2 + more, 6)
    assert statuses(event.id) == ["confirmed"] * places + ["waiting"] * (6 - places)


def test_no_limit_any_more_lets_everybody_in(app):
    event = make_event(capacity=1)
    for _n in range(45):
        make_registration(event)

    actions.change_capacity(event.id, capacity=None, now=NOON)

    assert statuses(event.id) == ["confirmed"] * 45


def test_a_lowered_capacity_drops_nobody_and_admits_nobody_until_it_is_reached(app):
    event = make_event(capacity=3)
    three = [make_registration(event) for _n in range(3)]
    make_registration(event)

    actions.change_capacity(event.id, capacity=1, now=NOON)
    for registration in three[:2]:
        actions.cancel(registration.id, now=NOON)
    assert statuses(event.id) == ["cancelled", "cancelled", "confirmed", "waiting"]

    actions.cancel(three[2].id, now=NOON)
    assert statuses(event.id) == ["cancelled", "cancelled", "cancelled", "confirmed"]


def test_removal_by_the_organiser_frees_the_place_and_tells_the_person(app):
    event = make_event(capacity=1)
    first = make_registration(event, email="ana@voorbeeld.nl")
    make_registration(event)

    actions.remove(first.id, now=NOON)

    assert statuses(event.id) == ["cancelled", "confirmed"]
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "registration-cancelled"]


def test_who_has_no_mail_and_gets_a_place_is_on_the_call_list(app):
    event = make_event(capacity=1)
    first = make_registration(event)
    make_registration(event, reach=Reach.PHONE, phone="+31612345678", name="Ahmed")

    actions.cancel(first.id, now=NOON)

    assert [(call.registration.name, call.reason) for call in queries.open_calls(event.id)] == [("Ahmed", "place-free")]


def test_a_call_that_was_made_leaves_the_list(app):
    event = make_event()
    make_registration(event, reach=Reach.PHONE, phone="+31612345678")
    actions.call_off(event.id, reason="De zaal is dicht.", now=NOON)

    actions.tick_call(queries.open_calls(event.id)[0].id, by="Samira", now=NOON)

    assert queries.open_calls(event.id) == []
    assert db.session.scalars(select(Call.called_by)).all() == ["Samira"]


def test_calling_off_tells_everybody_who_comes_or_waits_once(app):
    event = make_event(capacity=1)
    make_registration(event, email="ana@voorbeeld.nl")
    make_registration(event, email="ben@voorbeeld.nl")
    gone = make_registration(event, email="cas@voorbeeld.nl")
    actions.cancel(gone.id, now=NOON)

    actions.call_off(event.id, reason="De zaal is dicht.", now=NOON)
    actions.call_off(event.id, reason="De zaal is dicht.", now=NOON)

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "event-cancelled"]
    assert letters_to("ben@voorbeeld.nl") == ["on-waiting-list", "event-cancelled"]
    assert letters_to("cas@voorbeeld.nl") == ["on-waiting-list", "registration-cancelled"]


def test_nobody_moves_up_in_an_event_that_is_called_off_or_over(app):
    event = make_event(capacity=1)
    first = make_registration(event)
    make_registration(event)
    actions.call_off(event.id, reason="", now=NOON)
    actions.change_capacity(event.id, capacity=5, now=NOON)

    over = make_event(capacity=1)
    make_registration(over)
    make_registration(over)
    actions.change_capacity(over.id, capacity=5, now=NOON + timedelta(weeks=4))

    assert first.status == "confirmed"
    assert (statuses(event.id), statuses(over.id)) == (["confirmed", "waiting"], ["confirmed", "waiting"])


def test_a_moved_event_is_told_and_a_new_summary_is_not(app):
    event = make_event()
    make_registration(event, email="ana@voorbeeld.nl")

    actions.change_event(event.id, {"summary": "Neem een jas mee."}, now=NOON)
    actions.change_event(event.id, {"ends_at": event.ends_at + timedelta(hours=1)}, now=NOON)

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "event-changed"]


def test_links_are_mailed_to_who_has_any_and_to_nobody_else(app):
    registration = make_registration(make_event(), email="ana@voorbeeld.nl")

    actions.send_my_links("ana@voorbeeld.nl", language="nl", press=tokens.new_press(), now=NOON)
    actions.send_my_links("niemand@voorbeeld.nl", language="nl", press=tokens.new_press(), now=NOON)

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "my-links"]
    assert letters_to("niemand@voorbeeld.nl") == []
    letter = db.session.scalars(select(Letter).filter_by(kind="my-links")).one()
    assert [sign_up["key"] for sign_up in letter.facts["sign_ups"]] == [registration.key]


def test_the_database_itself_refuses_a_place_too_many(app):
    event = make_event(capacity=1)
    make_registration(event)

    with pytest.raises(IntegrityError, match="places_within_ceiling"), transaction():
        event = queries.lock_event(event.id)
        event.taken = 2


def test_what_was_read_before_the_lock_is_read_again(app):
    event = make_event(capacity=1)
    assert event.taken == 0
    with app.app_context():
        make_registration(event)

    late = make_registration(event)

    assert late.status == "waiting"
