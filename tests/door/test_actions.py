"""Passes, devices and facts, with the real database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp import tokens
from eventapp.database import db
from eventapp.door import actions, queries, rules
from eventapp.door.models import CheckIn, Device
from eventapp.registrations import actions as registrations

from ..make import make_event, make_registration
from .doors import door_state, stored_facts, today


def let_in(registration, *, people=None, seen=0, device="phone", fact_id=None, event_id=None, now):
    return actions.check_in(
        event_id or registration.event_id,
        device=device,
        fact_id=fact_id or tokens.new_id(),
        reference=registration.ticket.reference,
        people=people or registration.people,
        seen=seen,
        now=now,
    )


def test_a_pass_is_good_on_the_days_of_the_event_and_an_hour_around_them(app, now):
    door_pass, pin = actions.make_pass(make_event(starts_at=today(14)).id, now=now)

    assert door_pass.valid_from == datetime(2027, 6, 1, 21, 0, tzinfo=UTC)
    assert door_pass.valid_until == datetime(2027, 6, 2, 23, 0, tzinfo=UTC)
    assert len(pin) == 6
    assert pin.isdigit()
    assert pin not in (door_pass.pin_fingerprint, door_pass.key)


def test_a_pass_covers_both_days_of_a_festival(app, now):
    event = make_event(starts_at=today(14), ends_at=today(14) + timedelta(days=1))

    door_pass, _pin = actions.make_pass(event.id, now=now)

    assert door_pass.valid_until == datetime(2027, 6, 3, 23, 0, tzinfo=UTC)


def test_an_event_until_midnight_has_no_second_day(app, now):
    event = make_event(starts_at=today(14), ends_at=today(24))

    door_pass, _pin = actions.make_pass(event.id, now=now)

    assert door_pass.valid_until == datetime(2027, 6, 2, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "day, hours", [(datetime(2027, 3, 28, 12, tzinfo=UTC), 25), (datetime(2027, 10, 31, 12, tzinfo=UTC), 27)]
)
def test_the_day_of_a_pass_is_as_long_as_the_clock_makes_it(app, now, day, hours):
    door_pass, _pin = actions.make_pass(make_event(starts_at=day).id, now=now - timedelta(days=365))

    assert door_pass.valid_until - door_pass.valid_from == timedelta(hours=hours)


def test_a_demo_opens_the_door_at_once(app, now):
    door_pass, _pin = actions.make_pass(make_event().id, now=now, valid_from=now)

    assert rules.why_closed(door_pass, now=now) is None


def test_no_pass_is_made_for_a_day_that_is_over(app, now):
    event = make_event(starts_at=now - timedelta(days=3))

    with pytest.raises(rules.EventOver):
        actions.make_pass(event.id, now=now)


def test_a_device_is_opened_with_the_link_and_the_pin(event, now):
    door_pass, pin = actions.make_pass(event.id, now=now)

    secret, valid_until = actions.open_device(door_pass.key, pin=pin, now=now)

    door = queries.open_door(tokens.fingerprint(secret))
    assert (door.event_id, door.pass_id, valid_until) == (event.id, door_pass.id, door_pass.valid_until)
    assert secret not in db.session.scalars(select(Device.secret_fingerprint)).all()


def test_no_device_is_opened_with_another_pin_or_another_link(event, now):
    door_pass, pin = actions.make_pass(event.id, now=now)
    other_pass, _other_pin = actions.make_pass(event.id, now=now)
    wrong = f"{(int(pin) + 1) % 1_000_000:06}"

    for key, typed in [(door_pass.key, wrong), (other_pass.key, wrong), (tokens.new_key(), pin), (door_pass.key, "")]:
        with pytest.raises(rules.WrongPin):
            actions.open_device(key, pin=typed, now=now)

    assert db.session.scalars(select(Device)).all() == []


@pytest.mark.parametrize("hours, refusal", [(-14, rules.PassNotYet), (13, rules.PassEnded), (24 * 9, rules.PassEnded)])
def test_a_pass_opens_nothing_outside_its_days(event, now, hours, refusal):
    door_pass, pin = actions.make_pass(event.id, now=now)

    with pytest.raises(refusal):
        actions.open_device(door_pass.key, pin=pin, now=now + timedelta(hours=hours))


def test_a_revoked_pass_opens_nothing(event, now):
    door_pass, pin = actions.make_pass(event.id, now=now)

    actions.revoke_pass(door_pass.id, now=now)
    again = actions.revoke_pass(door_pass.id, now=now + timedelta(hours=1))

    assert again.revoked_at == now
    with pytest.raises(rules.PassRevoked):
        actions.open_device(door_pass.key, pin=pin, now=now)


def test_a_check_in_is_a_fact_with_the_next_number_of_its_device(event, now):
    one, two = make_registration(event, people=3), make_registration(event)

    fact_id = let_in(one, people=2, now=now)
    let_in(one, people=1, seen=2, now=now)
    let_in(two, device="other", now=now)

    facts = db.session.scalars(select(CheckIn).order_by(CheckIn.device.desc(), CheckIn.seq)).all()
    assert [(f.device, f.seq, f.kind, f.people) for f in facts] == [
        ("phone", 1, "in", 2),
        ("phone", 2, "more", 1),
        ("other", 1, "in", 1),
    ]
    first = facts[0]
    assert first.id == fact_id
    assert (first.event_id, first.reference, first.place) == (event.id, one.ticket.reference, "")
    assert (first.at, first.stored_at, first.offset_ms, first.undo_of) == (now, now, 0, None)


def test_the_same_press_twice_is_one_fact(event, now):
    registration, fact_id = make_registration(event, people=2), tokens.new_id()

    assert let_in(registration, fact_id=fact_id, now=now) == fact_id
    assert let_in(registration, fact_id=fact_id, now=now + timedelta(seconds=1)) == fact_id
    assert stored_facts() == [("in", registration.ticket.reference, 2)]


def test_the_same_id_with_other_content_is_refused(event, now):
    registration, other, fact_id = make_registration(event, people=2), make_registration(event), tokens.new_id()
    let_in(registration, fact_id=fact_id, now=now)

    for different in [{"people": 1}, {"device": "other"}]:
        with pytest.raises(rules.FactUsed):
            let_in(registration, fact_id=fact_id, now=now, **different)
    with pytest.raises(rules.FactUsed):
        let_in(other, fact_id=fact_id, now=now)

    assert stored_facts() == [("in", registration.ticket.reference, 2)]


def test_the_id_of_a_fact_of_another_event_is_refused(event, now):
    other = make_registration(make_event(starts_at=today(15)))
    fact_id = let_in(other, now=now)

    with pytest.raises(rules.FactUsed):
        let_in(make_registration(event), fact_id=fact_id, now=now)


def test_who_came_second_is_told_and_nothing_is_stored(event, now):
    registration = make_registration(event, people=3)
    let_in(registration, people=2, now=now)

    assert let_in(registration, people=1, device="other", now=now) is None
    assert stored_facts() == [("in", registration.ticket.reference, 2)]


def test_after_the_warning_a_party_may_be_let_in_again(event, now):
    registration = make_registration(event, people=2)
    let_in(registration, now=now)

    let_in(registration, people=1, seen=2, now=now)

    state = door_state(event.id)
    assert stored_facts() == [("in", registration.ticket.reference, 2), ("more", registration.ticket.reference, 1)]
    assert state.of(registration.ticket.reference).beyond(registration.people) == 1


@pytest.mark.parametrize("people", [4, 1000, -1])
def test_more_people_than_the_party_are_refused(event, now, people):
    with pytest.raises(rules.TooMany):
        let_in(make_registration(event, people=3), people=people, now=now)

    assert stored_facts() == []


def test_a_party_that_became_smaller_while_the_page_was_open_is_asked_again(event, now):
    registration = make_registration(event, people=3)
    registrations.change(registration.id, people=2, name="Fatima", needs="", news=False, now=now)

    with pytest.raises(rules.TooMany):
        let_in(registration, people=3, now=now)


def test_nobody_is_let_in_who_cancelled_or_waits(now, app):
    event = make_event(starts_at=today(14), capacity=1)
    comes, waits = make_registration(event), make_registration(event)

    assert let_in(waits, now=now) is None
    registrations.cancel(comes.id, now=now)
    assert let_in(comes, now=now) is None
    assert let_in(waits, now=now) is not None


def test_nobody_is_let_in_at_an_event_that_was_called_off(event, now):
    registration = make_registration(event)
    registrations.call_off(event.id, reason="Storm", now=now)

    assert let_in(registration, now=now) is None


def test_a_ticket_of_another_event_lets_nobody_in(event, now):
    other = make_registration(make_event(starts_at=today(15)))

    assert let_in(other, event_id=event.id, now=now) is None
    assert stored_facts() == []


def test_an_undo_is_a_fact_that_takes_back_once(event, now):
    registration = make_registration(event, people=2)
    fact_id = let_in(registration, now=now)

    references = {actions.undo(event.id, device=device, fact_id=fact_id, now=now) for device in ("phone", "other")}

    assert references == {registration.ticket.reference}
    assert stored_facts() == [("in", registration.ticket.reference, 2), ("undo", registration.ticket.reference, 0)]
    assert door_state(event.id).people() == 0


def test_coming_in_again_after_an_undo_is_a_new_fact(event, now):
    registration = make_registration(event, people=2)
    actions.undo(event.id, device="phone", fact_id=let_in(registration, now=now), now=now)

    assert let_in(registration, people=1, now=now)

    assert [kind for kind, _reference, _people in stored_facts()] == ["in", "undo", "in"]
    assert door_state(event.id).people() == 1


def test_an_undo_cannot_be_undone_nor_what_never_was(event, now):
    fact_id = let_in(make_registration(event), now=now)
    actions.undo(event.id, device="phone", fact_id=fact_id, now=now)
    undo_id = db.session.scalar(select(CheckIn.id).where(CheckIn.kind == "undo"))

    for target in (undo_id, tokens.new_id()):
        with pytest.raises(rules.UnknownFact):
            actions.undo(event.id, device="phone", fact_id=target, now=now)


def test_the_door_of_another_event_undoes_nothing_here(event, now):
    fact_id = let_in(make_registration(event), now=now)

    with pytest.raises(rules.UnknownFact):
        actions.undo(make_event(starts_at=today(15)).id, device="phone", fact_id=fact_id, now=now)

    assert door_state(event.id).people() == 1


def test_the_numbers_on_the_door_are_counted_from_the_facts(event, now):
    party, one = make_registration(event, people=3), make_registration(event)
    make_registration(event, people=4)
    let_in(party, people=2, now=now)
    actions.undo(event.id, device="phone", fact_id=let_in(one, now=now), now=now)

    assert queries.counts(event.id) == (2, 8, 32)


def test_without_a_limit_no_places_left_are_told(app, now):
    event = make_event(starts_at=today(14))

    assert queries.counts(event.id) == (0, 0, None)


def test_a_device_that_stops_is_gone_and_what_it_let_in_stays(event, now):
    door_pass, pin = actions.make_pass(event.id, now=now)
    secret, _until = actions.open_device(door_pass.key, pin=pin, now=now)
    device = queries.open_door(tokens.fingerprint(secret)).device
    let_in(make_registration(event), device=device, now=now)

    actions.close_device(device)
    actions.close_device(device)

    assert queries.open_door(tokens.fingerprint(secret)) is None
    assert door_state(event.id).people() == 1
