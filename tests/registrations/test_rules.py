from datetime import timedelta

import pytest

from eventapp.events.models import Event
from eventapp.registrations import rules
from eventapp.registrations.models import Registration, Status

from ..conftest import NOON


def an_event(**given) -> Event:
    values = {
        "status": "published",
        "starts_at": NOON + timedelta(days=1),
        "ends_at": NOON + timedelta(days=1, hours=1),
        "taken": 0,
        "waiting": 0,
        "waiting_list": True,
        "party_size_max": 5,
    } | given
    values.setdefault("ceiling", values.get("capacity"))
    return Event(**values)


def a_party(people: int, status: Status = Status.WAITING) -> Registration:
    return Registration(people=people, status=status)


def test_an_event_with_places_gives_one():
    event = an_event(capacity=2, taken=1)

    status = rules.status_for_next(event, people=1, willing_to_wait=False)

    assert status == Status.CONFIRMED


def test_an_event_without_a_limit_always_has_a_place():
    event = an_event(capacity=None, taken=10_000)

    assert rules.status_for_next(event, people=5, willing_to_wait=False) == Status.CONFIRMED


def test_a_party_that_does_not_fit_waits_together():
    event = an_event(capacity=3, taken=1)

    assert rules.status_for_next(event, people=3, willing_to_wait=True) == Status.WAITING


def test_nobody_passes_who_waits():
    event = an_event(capacity=3, taken=1, waiting=1)

    assert rules.status_for_next(event, people=1, willing_to_wait=True) == Status.WAITING


def test_nobody_is_put_on_the_list_unasked():
    with pytest.raises(rules.PlacesJustTaken):
        rules.status_for_next(an_event(capacity=0), people=1, willing_to_wait=False)


def test_without_a_waiting_list_full_is_full():
    event = an_event(capacity=1, taken=1, waiting_list=False)

    with pytest.raises(rules.Full):
        rules.status_for_next(event, people=1, willing_to_wait=True)


@pytest.mark.parametrize(
    "given, refusal",
    [
        ({"status": "draft"}, rules.NotOpen),
        ({"status": "cancelled"}, rules.EventCalledOff),
        ({"registration_opens_at": NOON + timedelta(seconds=1)}, rules.NotOpen),
        ({"registration_closes_at": NOON}, rules.SignUpClosed),
        ({"starts_at": NOON - timedelta(hours=2), "ends_at": NOON}, rules.SignUpClosed),
    ],
)
def test_sign_up_is_refused_where_it_is_not_open(given, refusal):
    with pytest.raises(refusal):
        rules.check_open(an_event(**given), now=NOON)


def test_sign_up_is_open_from_the_opening_moment_until_just_before_closing():
    event = an_event(registration_opens_at=NOON, registration_closes_at=NOON + timedelta(seconds=1))

    rules.check_open(event, now=NOON)


def test_a_party_may_not_be_larger_than_the_room():
    with pytest.raises(rules.PartyTooLarge):
        rules.check_party(an_event(capacity=3), people=4)


def test_a_larger_party_needs_free_places_and_an_empty_list():
    event = an_event(capacity=10, taken=8)
    party = a_party(2, Status.CONFIRMED)

    rules.check_new_size(event, party, people=4)
    with pytest.raises(rules.NoRoomForMore):
        rules.check_new_size(event, party, people=5)
    event.waiting = 1
    with pytest.raises(rules.NoRoomForMore):
        rules.check_new_size(event, party, people=3)


def test_a_waiting_party_may_not_grow_but_may_shrink():
    event, party = an_event(capacity=10, taken=2), a_party(2)

    rules.check_new_size(event, party, people=1)
    with pytest.raises(rules.NoRoomForMore):
        rules.check_new_size(event, party, people=3)


def test_a_lowered_capacity_takes_nobodys_place_and_comes_down_as_people_leave():
    event = an_event(capacity=10, taken=8)

    rules.set_capacity(event, 5)
    assert (event.ceiling, event.places_free) == (8, 0)
    rules.give_back(event, 2)
    assert (event.ceiling, event.places_free) == (6, 0)
    rules.give_back(event, 2)
    assert (event.ceiling, event.places_free) == (5, 1)


def test_a_party_that_does_not_fit_holds_up_who_is_behind_it():
    event = an_event(capacity=4, taken=2)
    waiting = [a_party(2), a_party(3), a_party(1)]

    admitted = []
    for party in rules.next_in_turn(event, waiting):
        rules.take(event, party.people)
        admitted.append(party)

    assert admitted == waiting[:1]
