"""People choose sessions and time slots: with places, lists and promises of their own."""

from datetime import timedelta

import pytest

from eventapp.checks import faults
from eventapp.database import db
from eventapp.mail.models import Letter
from eventapp.programme.models import Slot
from eventapp.registrations import actions as registrations
from eventapp.registrations import staff_actions
from eventapp.registrations.choices import actions, queries, rules
from eventapp.registrations.choices.rules import Wish
from eventapp.registrations.choices.staff_rules import TooSmallForWhoWaits, TwoAtOnceForSome
from eventapp.registrations.models import Call, Choice, Reach
from eventapp.registrations.rules import AlreadyCancelled

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_registration, make_session, make_station


@pytest.fixture
def event(app):
    return make_event(slug="festival", title="Festival")


def session(event, *, after: int = 0, lasts: int = 30, **given) -> Slot:
    begin = event.starts_at + timedelta(minutes=after)
    return make_session(event, starts_at=begin, ends_at=begin + timedelta(minutes=lasts), **given).slots[0]


def chosen(registration) -> list[tuple[int, str, int]]:
    db.session.expire_all()
    return [(choice.slot_id, choice.status, choice.people) for choice in queries.choices_of(registration.id)]


def count_of(slot: Slot) -> tuple[int, int]:
    db.session.expire_all()
    return slot.taken, slot.waiting


def choose(registration, *slots: Slot, waiting: bool = False) -> None:
    ids = [slot.id for slot in slots]
    actions.choose(registration.id, ids, willing_to_wait=ids if waiting else (), now=NOON)


def letter(kind: str) -> Letter:
    db.session.expire_all()
    return db.session.scalars(db.select(Letter).filter_by(kind=kind).order_by(Letter.id)).all()[-1]


def test_a_sign_up_brings_its_choices_along_in_one_letter(event):
    one, two = session(event, title="Slapen", room="Zaal 1"), session(event, after=40, title="Koken", room="Tuin")

    ana = make_registration(event, email="ana@voorbeeld.nl", people=2, wish=Wish(frozenset({one.id, two.id})))

    assert chosen(ana) == [(one.id, "confirmed", 2), (two.id, "confirmed", 2)]
    assert (count_of(one), count_of(two)) == ((2, 0), (2, 0))
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]
    assert [part["title"] for part in letter("place-confirmed").facts["parts"]] == ["Slapen", "Koken"]
    assert faults() == []


def test_a_sign_up_without_choices_says_nothing_of_a_programme(event):
    session(event)

    make_registration(event)

    assert "parts" not in letter("place-confirmed").facts


def test_who_waits_for_the_event_chooses_later(event):
    slot = session(event)
    registrations.change_capacity(event.id, capacity=1, now=NOON)
    make_registration(event)

    waiting = make_registration(event, wish=Wish(frozenset({slot.id})))

    assert chosen(waiting) == []
    with pytest.raises(rules.NoPlaceYet):
        choose(waiting, slot)


def test_full_while_typing_names_the_session_and_signs_nobody_up(event):
    slot = session(event, capacity=1, title="Koken")
    make_registration(event, wish=Wish(frozenset({slot.id})))

    with pytest.raises(rules.SlotJustTaken) as refused:
        make_registration(event, email="ben@voorbeeld.nl", wish=Wish(frozenset({slot.id})))

    assert refused.value.slot_id == slot.id
    assert str(refused.value).startswith("Koken (")
    assert letters_to("ben@voorbeeld.nl") == []
    assert (count_of(slot), event.taken) == ((1, 0), 1)


def test_the_list_of_a_session_is_served_in_order_and_a_party_stays_together(event):
    slot = session(event, capacity=2)
    wish = Wish(frozenset({slot.id}), frozenset({slot.id}))
    first = make_registration(event, wish=wish, people=2)
    pair = make_registration(event, wish=wish, people=2, email="pair@voorbeeld.nl")
    alone = make_registration(event, wish=wish, email="alone@voorbeeld.nl")

    registrations.change(first.id, people=1, name=first.name, needs="", news=False, now=NOON)
    assert (chosen(pair)[0][1], chosen(alone)[0][1]) == ("waiting", "waiting")
    registrations.cancel(first.id, now=NOON)

    assert (chosen(pair)[0][1], chosen(alone)[0][1]) == ("confirmed", "waiting")
    assert count_of(slot) == (2, 1)
    assert letters_to("pair@voorbeeld.nl") == ["place-confirmed", "part-place-free"]
    assert letters_to("alone@voorbeeld.nl") == ["place-confirmed"]
    assert faults() == []


def test_who_chooses_while_anybody_waits_waits_too(event):
    slot = session(event, capacity=2)
    wish = Wish(frozenset({slot.id}), frozenset({slot.id}))
    make_registration(event, wish=wish)
    make_registration(event, wish=wish, people=2)

    last = make_registration(event, wish=wish)

    assert chosen(last) == [(slot.id, "waiting", 1)]


def test_without_a_waiting_list_full_is_full(event):
    slot = session(event, capacity=1, waiting_list=False)
    choose(make_registration(event), slot)

    with pytest.raises(rules.SlotFull):
        choose(make_registration(event), slot, waiting=True)


def test_a_party_larger_than_the_room_is_told_so(event):
    with pytest.raises(rules.TooManyForSlot):
        choose(make_registration(event, people=3), session(event, capacity=2), waiting=True)


def test_two_at_the_same_time_are_refused_in_words_and_nothing_changes(event):
    one, two = session(event, title="Slapen", lasts=45), session(event, after=30, title="Wandeldialoog", lasts=45)
    ana = make_registration(event)
    choose(ana, one)

    with pytest.raises(rules.TwoAtOnce) as refused:
        choose(ana, one, two)

    said = str(refused.value)
    assert said.index("Slapen (12") < said.index("Wandeldialoog (12")
    assert chosen(ana) == [(one.id, "confirmed", 1)]


def test_sessions_that_follow_each_other_do_not_overlap(event):
    one, two = session(event), session(event, after=30)
    ana = make_registration(event)

    choose(ana, one, two)

    assert [choice[0] for choice in chosen(ana)] == [one.id, two.id]


def test_one_slot_per_station(event):
    slots = make_station(event).slots

    with pytest.raises(rules.TwoOfOneStation):
        choose(make_registration(event), slots[0], slots[3])


def test_moving_to_another_slot_keeps_the_ticket_and_lets_the_next_one_in(event):
    slots = make_station(event).slots
    ana, ben = make_registration(event), make_registration(event, email="ben@voorbeeld.nl")
    token = ana.ticket.token
    choose(ana, slots[0])
    choose(ben, slots[0], waiting=True)

    choose(ana, slots[1])

    assert chosen(ana) == [(slots[1].id, "confirmed", 1)]
    assert chosen(ben) == [(slots[0].id, "confirmed", 1)]
    assert ana.ticket.token == token
    assert letters_to("ben@voorbeeld.nl") == ["place-confirmed", "choices-changed", "part-place-free"]
    assert faults() == []


def test_the_same_wish_twice_changes_nothing_and_writes_nothing(event):
    slot = session(event)
    ana = make_registration(event, email="ana@voorbeeld.nl")

    choose(ana, slot)
    choose(ana, slot)

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "choices-changed"]


def test_what_stays_keeps_its_turn(event):
    full, other = session(event, capacity=1), session(event, after=40)
    choose(make_registration(event), full)
    first, second = make_registration(event), make_registration(event)
    choose(first, full, waiting=True)
    choose(second, full, waiting=True)

    choose(first, full, other)

    waiting = [choice.registration_id for choice in queries.waiting_in_order(full.id)]
    assert waiting == [first.id, second.id]


def test_cancelling_gives_everything_back(event):
    one, two = session(event), make_station(event, starts_at=event.starts_at + timedelta(minutes=40)).slots[0]
    ana = make_registration(event)
    choose(ana, one, two)

    registrations.cancel(ana.id, now=NOON)

    assert chosen(ana) == []
    assert (count_of(one), count_of(two)) == ((0, 0), (0, 0))
    with pytest.raises(AlreadyCancelled):
        choose(ana, one)


def test_a_larger_party_needs_room_in_everything_it_chose(event):
    small, large = session(event, capacity=2, title="Koken"), session(event, after=40)
    ana = make_registration(event, people=2)
    choose(ana, small, large)

    with pytest.raises(rules.NoRoomForMoreThere) as refused:
        registrations.change(ana.id, people=3, name=ana.name, needs="", news=False, now=NOON)

    assert "Koken" in str(refused.value)
    assert (ana.people, chosen(ana)) == (2, [(small.id, "confirmed", 2), (large.id, "confirmed", 2)])


def test_staff_change_the_size_of_what_was_chosen_as_well(event):
    slot = session(event)
    ana = make_registration(event)
    choose(ana, slot)

    staff_actions.change(
        ana.id, event_id=event.id, name=ana.name, people=4, needs="", reach=Reach.EMAIL, email=ana.email, phone="",
        staff_id=make_account().id, now=NOON,
    )  # fmt: skip

    assert chosen(ana) == [(slot.id, "confirmed", 4)]
    assert count_of(slot) == (4, 0)
    assert faults() == []


def test_what_is_not_of_this_event_cannot_be_chosen(event):
    with pytest.raises(rules.NotOffered):
        choose(make_registration(event), session(make_event()))


def test_what_is_over_cannot_be_chosen(event):
    slot = session(event)
    ana = make_registration(event)

    with pytest.raises(rules.SlotOver):
        actions.choose(ana.id, [slot.id], now=slot.ends_at)


def test_a_discreet_slot_is_only_an_hour_in_every_letter(event):
    slot = make_station(event, title="Bloeddruk", room="Kamer 4", discreet=True).slots[2]
    ana = make_registration(event, email="ana@voorbeeld.nl", wish=Wish(frozenset({slot.id})))
    choose(ana)
    choose(ana, slot)

    texts = [str(each.facts) for each in db.session.scalars(db.select(Letter))]

    assert [text for text in texts if "Bloeddruk" in text or "Kamer 4" in text] == []
    assert letter("choices-changed").facts["parts"][0]["starts_at"] == slot.starts_at.isoformat()


def test_more_places_at_a_session_let_in_who_waits_and_a_moved_one_is_told(event):
    part = make_session(event, capacity=1)
    slot = part.slots[0]
    choose(make_registration(event, email="ana@voorbeeld.nl"), slot)
    choose(make_registration(event, email="ben@voorbeeld.nl"), slot, waiting=True)

    later = {"starts_at": part.starts_at + timedelta(minutes=10), "ends_at": part.ends_at + timedelta(minutes=10)}
    actions.change_part(part.id, later, event_id=event.id, capacity=2, staff_id=make_account().id, now=NOON)

    assert count_of(slot) == (2, 0)
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "choices-changed", "choices-changed"]
    assert letters_to("ben@voorbeeld.nl") == [
        "place-confirmed", "choices-changed", "choices-changed", "part-place-free",
    ]  # fmt: skip
    assert faults() == []


def test_an_organiser_chooses_for_somebody_under_the_same_rules_and_the_person_hears_it(event):
    one, two, same_hour = session(event), session(event, after=40), session(event, after=10)
    ana = make_registration(event, email="ana@voorbeeld.nl")
    ben = make_registration(event, reach=Reach.NONE)
    staff_id = make_account().id

    for _press in range(2):
        actions.choose_for(
            ana.id, Wish(frozenset({one.id, two.id})), event_id=event.id, staff_id=staff_id, now=NOON
        )  # fmt: skip
    with pytest.raises(rules.TwoAtOnce):
        wish = Wish(frozenset({one.id, same_hour.id}))
        actions.choose_for(ana.id, wish, event_id=event.id, staff_id=staff_id, now=NOON)
    actions.choose_for(ben.id, Wish(frozenset({one.id})), event_id=event.id, staff_id=staff_id, now=NOON)
    actions.choose_for(ana.id, Wish(frozenset({two.id})), event_id=event.id, staff_id=staff_id, now=NOON)

    assert (chosen(ana), chosen(ben)) == ([(two.id, "confirmed", 1)], [(one.id, "confirmed", 1)])
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "choices-changed", "choices-changed"]
    assert [call.reason for call in db.session.scalars(db.select(Call))] == ["choices-changed"]
    assert faults() == []


def test_an_organiser_chooses_for_nobody_at_another_event(event):
    ana = make_registration(make_event())

    with pytest.raises(rules.NotOffered):
        actions.choose_for(ana.id, Wish(), event_id=event.id, staff_id=make_account().id, now=NOON)


def test_no_choice_stands_of_who_is_not_confirmed(event):
    slot = session(event)
    ana = make_registration(event)
    choose(ana, slot)

    staff_actions.remove([ana.id], event_id=event.id, staff_id=make_account().id, now=NOON)

    assert db.session.scalars(db.select(Choice)).all() == []


def test_of_an_event_that_was_called_off_no_change_is_told(event):
    slot = session(event, title="Slapen")
    ana = make_registration(event, email="ana@voorbeeld.nl")
    choose(ana, slot)
    registrations.call_off(event.id, reason="", now=NOON)
    begin = event.starts_at + timedelta(minutes=40)
    hours = {"starts_at": begin, "ends_at": begin + timedelta(minutes=30)}

    actions.change_part(
        slot.part_id, {"title": "Slapen"} | hours, event_id=event.id, capacity=10, staff_id=None, now=NOON
    )  # fmt: skip

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "choices-changed", "event-cancelled"]


def test_a_session_never_moves_onto_another_that_the_same_people_chose(event):
    one, two = session(event), session(event, after=40)
    ana, ben = make_registration(event), make_registration(event, email="ben@voorbeeld.nl")
    choose(ana, one, two)
    choose(ben, two)
    hours = {"starts_at": one.starts_at + timedelta(minutes=10), "ends_at": one.ends_at + timedelta(minutes=10)}

    with pytest.raises(TwoAtOnceForSome) as refused:
        actions.change_part(
            two.part_id, {"title": "Later"} | hours, event_id=event.id, capacity=10, staff_id=None, now=NOON
        )  # fmt: skip

    assert str(refused.value).startswith("1 ")
    db.session.rollback()
    db.session.expire_all()
    assert two.starts_at == event.starts_at + timedelta(minutes=40)
    assert letters_to("ben@voorbeeld.nl") == ["place-confirmed", "choices-changed"]
    assert faults() == []


def test_longer_time_slots_never_reach_into_what_the_same_people_chose(event):
    station = make_station(event, slot_minutes=10, ends_at=event.starts_at + timedelta(minutes=60))
    talk = session(event, after=10)
    ana = make_registration(event)
    choose(ana, station.slots[0], talk)

    with pytest.raises(TwoAtOnceForSome):
        actions.change_part(
            station.id, {"slot_minutes": 20}, event_id=event.id, capacity=None, staff_id=None, now=NOON
        )  # fmt: skip

    db.session.rollback()
    assert faults() == []


def test_a_session_never_becomes_too_small_for_who_waits_for_it(event):
    talk = session(event, capacity=4)
    for people in (4, 3, 1):
        choose(make_registration(event, people=people), talk, waiting=True)

    with pytest.raises(TooSmallForWhoWaits) as refused:
        actions.change_part(talk.part_id, {}, event_id=event.id, capacity=2, staff_id=None, now=NOON)

    assert str(refused.value).startswith("Er staat een groep van 3 op de wachtlijst")
    db.session.rollback()
    db.session.expire_all()
    assert talk.capacity == 4
