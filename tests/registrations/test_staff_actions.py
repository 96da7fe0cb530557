from datetime import timedelta

import pytest

from eventapp import tokens
from eventapp.checks import faults
from eventapp.database import db
from eventapp.mail.models import Letter, State
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions, queries, rules, staff_actions, staff_rules
from eventapp.registrations.delivery import actions as delivery
from eventapp.registrations.models import Call, Reach, Registration
from eventapp.registrations.parties import Party

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_registration


@pytest.fixture
def staff(app) -> dict:
    return {"staff_id": make_account().id, "now": NOON}


def party(name: str = "Joke", **given) -> Party:
    return Party(**{"name": name, "reach": Reach.NONE} | given)


def add(event, *parties: Party, staff: dict, press: str = "") -> list[Registration]:
    return staff_actions.add(event.id, parties or [party()], press=press or tokens.new_press(), **staff)


def statuses(event) -> list[tuple[str, str]]:
    db.session.expire_all()
    rows = db.session.scalars(db.select(Registration).filter_by(event_id=event.id).order_by(Registration.id))
    return [(row.name, row.status) for row in rows]


def notes() -> list[tuple[str, dict]]:
    return [(row.what, row.after) for row in db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))]


def changed(registration, staff, **given):
    values = {name: getattr(registration, name) for name in staff_actions.DETAILS} | given
    return staff_actions.change(registration.id, event_id=registration.event_id, **values, **staff)


def test_somebody_without_e_mail_gets_a_place_and_a_ticket_and_no_letter(staff):
    event = make_event(capacity=2)

    [joke] = add(event, party(people=2), staff=staff)

    assert (joke.status, joke.source, len(joke.ticket.code), event.taken) == ("confirmed", "staff", 6, 2)
    assert db.session.scalars(db.select(Letter.id)).all() == []
    assert notes() == [("registration.added", {})]
    assert faults() == []


def test_several_at_once_get_their_places_and_letters_in_order(staff):
    event = make_event(capacity=2)
    parties = [party("Ana", reach=Reach.EMAIL, email="ana@voorbeeld.nl"), party("Ben"), party("Cas")]

    add(event, *parties, staff=staff)

    assert statuses(event) == [("Ana", "confirmed"), ("Ben", "confirmed"), ("Cas", "waiting")]
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]
    assert faults() == []


def test_the_same_press_of_several_is_one_sign_up_of_each(staff):
    event, press = make_event(), tokens.new_press()

    first = add(event, party("Ana"), party("Ben"), staff=staff, press=press)
    second = add(event, party("Ana"), party("Ben"), staff=staff, press=press)

    assert [each.id for each in first] == [each.id for each in second]
    assert (event.taken, len(notes())) == (2, 2)


def test_several_are_added_all_or_none(staff):
    event = make_event(capacity=10, party_size_max=5)

    with pytest.raises(rules.PartyTooLarge):
        add(event, party("Ana"), party("Ben", people=6), staff=staff)

    assert (statuses(event), faults()) == ([], [])


def test_staff_may_add_after_the_closing_time_and_not_after_the_end(staff):
    closed = make_event(registration_closes_at=NOON - timedelta(days=1))
    over = make_event(starts_at=NOON - timedelta(days=1))

    assert add(closed, staff=staff)[0].status == "confirmed"
    with pytest.raises(rules.Over):
        add(over, staff=staff)


@pytest.mark.parametrize(
    "event, refusal", [({"status": "draft"}, rules.NotPublished), ({"status": "cancelled"}, rules.EventCalledOff)]
)
def test_nobody_is_added_where_nothing_takes_place(staff, event, refusal):
    with pytest.raises(refusal):
        add(make_event(**event), staff=staff)


def test_staff_pass_nobody_who_waits(staff):
    event = make_event(capacity=2)
    make_registration(event)
    make_registration(event, people=2)

    [joke] = add(event, staff=staff)

    assert joke.status == "waiting"
    assert faults() == []


def test_a_list_from_elsewhere_is_entered_and_nobody_is_written_to(staff):
    event, press = make_event(capacity=1), tokens.new_press()
    parties = [party("Ana", reach=Reach.EMAIL, email="ana@voorbeeld.nl"), party("Ben")]

    for _press in range(2):
        assert staff_actions.bring_in(event.id, parties, seen="Ana, Ben", press=press, **staff) == 2

    assert statuses(event) == [("Ana", "confirmed"), ("Ben", "waiting")]
    assert letters_to("ana@voorbeeld.nl") == []
    with pytest.raises(staff_rules.FormUsed):
        staff_actions.bring_in(event.id, [party("Cas")], seen="Cas", press=press, **staff)
    of = tokens.fingerprint("Ana, Ben")
    assert notes() == [
        ("registrations.imported", {"count": 2, "of": of}),
        ("registrations.imported", {"count": 2}),
    ]
    assert faults() == []


def test_a_change_is_told_and_noted_without_what_it_was(staff):
    ana = make_registration(make_event(capacity=3), name="Ana", email="ana@voorbeeld.nl", people=3)

    changed(ana, staff, people=2, needs="Rolstoel")

    assert (ana.people, ana.needs, ana.event.taken) == (2, "Rolstoel", 2)
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "registration-changed"]
    assert notes() == [("registration.changed", {"fields": ["people", "needs"]})]
    assert faults() == []


def test_a_change_of_nothing_tells_nobody(staff):
    ana = make_registration(make_event(), email="ana@voorbeeld.nl")

    changed(ana, staff)

    assert (letters_to("ana@voorbeeld.nl"), notes()) == (["place-confirmed"], [])


def test_a_corrected_address_gets_the_ticket(staff):
    ana = make_registration(make_event(), email="ana@voorbeld.nl")

    changed(ana, staff, email="ana@voorbeeld.nl")

    assert (letters_to("ana@voorbeld.nl"), letters_to("ana@voorbeeld.nl")) == (["place-confirmed"], ["place-confirmed"])
    assert faults() == []


def test_who_gives_an_address_afterwards_gets_the_ticket(staff):
    event = make_event()
    [joke] = add(event, party(reach=Reach.PHONE, phone="+31600000001"), staff=staff)
    changed(joke, staff, people=2)

    changed(joke, staff, reach=Reach.EMAIL, email="joke@voorbeeld.nl", phone="")

    assert letters_to("joke@voorbeeld.nl") == ["place-confirmed"]
    assert faults() == []


def test_a_smaller_party_lets_in_who_waits(staff):
    event = make_event(capacity=2)
    ana = make_registration(event, name="Ana", people=2)
    make_registration(event, name="Ben")

    changed(ana, staff, people=1)

    assert statuses(event) == [("Ana", "confirmed"), ("Ben", "confirmed")]
    assert faults() == []


def test_a_party_grows_only_where_places_are_free(staff):
    ana = make_registration(make_event(capacity=1))

    with pytest.raises(rules.PartyTooLarge):
        changed(ana, staff, people=2)

    db.session.refresh(ana)
    assert (ana.people, notes(), faults()) == (1, [], [])


def test_removed_people_are_told_and_who_waits_comes_in(staff):
    event = make_event(capacity=2)
    ana = make_registration(event, name="Ana", email="ana@voorbeeld.nl")
    ben = make_registration(event, name="Ben", reach=Reach.PHONE, phone="+31600000001")
    make_registration(event, name="Cas")

    removed = staff_actions.remove([ana.id, ben.id], event_id=event.id, **staff)
    again = staff_actions.remove([ana.id], event_id=event.id, **staff)

    assert (removed, again) == (2, 0)
    assert statuses(event) == [("Ana", "cancelled"), ("Ben", "cancelled"), ("Cas", "confirmed")]
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "registration-cancelled"]
    assert [call.reason for call in queries.open_calls(event.id)] == ["registration-cancelled"]
    assert faults() == []


def test_who_is_restored_has_a_place_again(staff):
    event = make_event(capacity=1)
    ana = make_registration(event, email="ana@voorbeeld.nl")
    actions.cancel(ana.id, now=NOON)

    for _press in range(2):
        staff_actions.restore(ana.id, event_id=event.id, **staff)

    assert (ana.status, ana.cancelled_at, event.taken) == ("confirmed", None, 1)
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "registration-cancelled", "place-confirmed"]
    assert faults() == []


def test_who_is_restored_joins_the_end_of_the_line(staff):
    event = make_event(capacity=1)
    ana = make_registration(event, name="Ana")
    holder = make_registration(event, name="Ben")
    actions.cancel(ana.id, now=NOON)
    waiting = [make_registration(event, name=name) for name in ("Cas", "Dora")]
    staff_actions.restore(ana.id, event_id=event.id, **staff)
    last = make_registration(event, name="Eva")

    assert [queries.waiting_number(each) for each in (*waiting, ana, last)] == [1, 2, 3, 4]
    assert [each.name for each in queries.first_waiting(event.id, most=9)] == ["Cas", "Dora", "Ana", "Eva"]
    for each in (holder, *waiting):
        actions.cancel(each.id, now=NOON)
    assert statuses(event)[0] == ("Ana", "confirmed")
    assert faults() == []


def test_behind_who_is_passed_over_comes_who_fits(staff):
    event = make_event(capacity=2)
    make_registration(event, name="Ana")
    big = make_registration(event, name="Ben", people=2)
    make_registration(event, name="Cas", email="cas@voorbeeld.nl")

    staff_actions.pass_over(big.id, event_id=event.id, reason="Zij komen liever samen.", **staff)

    assert statuses(event) == [("Ana", "confirmed"), ("Ben", "waiting"), ("Cas", "confirmed")]
    assert (big.passed_over_at, big.passed_over_because) == (NOON, "Zij komen liever samen.")
    assert letters_to("cas@voorbeeld.nl") == ["on-waiting-list", "place-free"]
    assert queries.waiting_number(big) == 1
    assert notes() == [("registration.passed-over", {})]
    assert faults() == []


def test_passing_one_over_passes_nobody_else(staff):
    event = make_event(capacity=2)
    make_registration(event, name="Ana")
    make_registration(event, name="Ben", people=2)
    second = make_registration(event, name="Cas", people=2)
    make_registration(event, name="Dora")

    staff_actions.pass_over(second.id, event_id=event.id, reason="Vol", **staff)

    assert [status for _name, status in statuses(event)] == ["confirmed", "waiting", "waiting", "waiting"]


def test_who_does_not_wait_is_not_passed_over(staff):
    ana = make_registration(make_event())

    with pytest.raises(rules.DoesNotWait):
        staff_actions.pass_over(ana.id, event_id=ana.event_id, reason="Vol", **staff)


def test_a_call_is_ticked_once_with_who_called(staff):
    event = make_event()
    ben = make_registration(event, reach=Reach.PHONE, phone="+31600000001")
    actions.remove(ben.id, now=NOON)
    [call] = queries.open_calls(event.id)

    for by in ("Noor", "Samira"):
        staff_actions.tick_call(call.id, event_id=event.id, by=by, **staff)

    assert (call.called_at, call.called_by) == (NOON, "Noor")
    assert notes() == [("call.ticked", {})]


def test_nothing_of_another_event_is_touched(staff):
    event = make_event()
    ben = make_registration(event, reach=Reach.PHONE, phone="+31600000001")
    actions.remove(make_registration(event, reach=Reach.PHONE, phone="+31600000002").id, now=NOON)
    other = make_event().id
    call = db.session.scalars(db.select(Call.id)).one()

    for press in (
        lambda: staff_actions.remove([ben.id], event_id=other, **staff),
        lambda: staff_actions.restore(ben.id, event_id=other, **staff),
        lambda: staff_actions.pass_over(ben.id, event_id=other, reason="x", **staff),
        lambda: staff_actions.tick_call(call, event_id=other, by="Noor", **staff),
    ):
        with pytest.raises(staff_actions.NotOfThisEvent):
            press()

    assert (statuses(event)[0][1], notes()) == ("confirmed", [])


def say(event, people, staff, *, expected: int, press: str = "PRESS") -> int:
    ids = [each.id for each in people]
    values = {"subject": "Neem een paraplu mee", "text": "Het regent.", "press": press}
    return staff_actions.send_message(event.id, ids, expected=expected, **values, **staff)


def test_a_message_goes_once_to_who_has_an_address(staff):
    event = make_event()
    ana = make_registration(event, email="ana@voorbeeld.nl")
    ben = make_registration(event, reach=Reach.NONE)

    sent = [say(event, [ana, ben], staff, expected=1) for _press in range(2)]

    assert sent == [1, 1]
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "message"]
    with pytest.raises(staff_rules.FormUsed):
        say(event, [ana], staff, expected=1)
    assert [(what, after["count"]) for what, after in notes()] == [("message.sent", 1)] * 2
    assert faults() == []


def test_two_messages_are_two_letters_and_no_fault(staff):
    event = make_event()
    ana = make_registration(event, email="ana@voorbeeld.nl")

    for press in ("ONE", "TWO"):
        say(event, [ana], staff, expected=1, press=press)

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed", "message", "message"]
    assert faults() == []


def test_a_message_to_another_number_than_was_seen_is_not_sent(staff):
    event = make_event()
    ana = make_registration(event, email="ana@voorbeeld.nl")

    with pytest.raises(rules.GroupChanged):
        say(event, [ana], staff, expected=2)

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]


@pytest.mark.parametrize("other", [["Cas", "Dia"], ["Ana"], ["Ana", "Ben", "Cas"]])
def test_a_form_that_is_sent_again_with_other_people_loses_nobody(staff, other):
    event = make_event()
    staff_actions.add(event.id, [party("Ana"), party("Ben")], press="PRESS", **staff)

    with pytest.raises(staff_rules.FormUsed):
        staff_actions.add(event.id, [party(name) for name in other], press="PRESS", **staff)
    assert len(staff_actions.add(event.id, [party(name) for name in other], press="ANOTHER", **staff)) == len(other)

    assert [name for name, _status in statuses(event)] == ["Ana", "Ben", *other]


def test_who_is_put_back_never_waits_for_more_places_than_there_are(staff):
    event = make_event(capacity=4)
    ana = make_registration(event, people=4)
    actions.cancel(ana.id, now=NOON)
    actions.change_capacity(event.id, capacity=3, now=NOON)

    with pytest.raises(staff_rules.LargerThanRoom):
        staff_actions.restore(ana.id, event_id=event.id, **staff)

    assert statuses(event)[0][1] == "cancelled"


def failed(registration) -> None:
    db.session.execute(
        db.update(Letter).where(Letter.about == f"registration/{registration.id}").values(state=State.FAILED)
    )
    db.session.commit()


def under_way() -> list[str]:
    return list(db.session.scalars(db.select(Letter.kind).filter_by(state=State.WRITTEN).order_by(Letter.id)))


def test_who_is_gone_gets_at_the_right_address_only_word_of_that(staff):
    event = make_event()
    ana = make_registration(event)
    actions.remove(ana.id, now=NOON)
    failed(ana)

    sent = delivery.correct_address(ana.id, event_id=event.id, email="ana@goed.voorbeeld.nl", **staff)

    assert (sent, under_way()) == (1, ["registration-cancelled"])
    assert letters_to("ana@goed.voorbeeld.nl") == ["registration-cancelled"]


def test_an_address_is_corrected_for_all_dates_of_one_sign_up(staff):
    events = [make_event(), make_event()]
    dates = [make_registration(event, email="fout@voorbeeld.nl") for event in events]
    another = make_registration(events[1], email="fout@voorbeeld.nl")
    db.session.execute(db.update(Registration).where(Registration.id != another.id).values(together="T" * 26))
    db.session.commit()

    delivery.correct_address(dates[0].id, event_id=events[0].id, email="goed@voorbeeld.nl", **staff)

    db.session.expire_all()
    assert [each.email for each in (*dates, another)] == ["goed@voorbeeld.nl", "goed@voorbeeld.nl", "fout@voorbeeld.nl"]


def test_who_is_gone_hears_no_message_and_stands_on_no_call_list_for_what_was_before(staff):
    event = make_event(capacity=5)
    ana, ben = make_registration(event), make_registration(event, reach=Reach.PHONE, phone="+31612345678")
    actions.change_event(event.id, {"starts_at": event.starts_at + timedelta(minutes=30)}, now=NOON)
    assert [call.reason for call in queries.open_calls(event.id)] == ["event-changed"]

    actions.cancel(ana.id, now=NOON)
    staff_actions.remove([ben.id], event_id=event.id, **staff)

    assert [call.reason for call in queries.open_calls(event.id)] == ["registration-cancelled"]
    assert queries.count_mailable(event.id, [ana.id, ben.id]) == 0
