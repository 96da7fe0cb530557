"""A place that came free is offered: who has it in hand, until when, and who is next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp import clock
from eventapp.checks import faults
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.formats import local
from eventapp.mail.models import Letter
from eventapp.registrations import actions, queries, staff_actions
from eventapp.registrations.invitations import actions as invitations
from eventapp.registrations.invitations.actions import Colleague
from eventapp.registrations.invitations.models import Invitation
from eventapp.registrations.invitations.rules import GivenAway, InvitationOnly
from eventapp.registrations.models import Call, Reach, Registration
from eventapp.registrations.offers import actions as offers
from eventapp.registrations.offers import rules
from eventapp.registrations.rules import PartyTooLarge, SignUpClosed

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_invitation, make_registration

HOUR = timedelta(hours=1)
NIGHT = NOON + 11 * HOUR  # 23.00 in Utrecht


@pytest.fixture
def event(app) -> Event:
    return make_event(capacity=1, offer_hours=24)


@pytest.fixture
def first(event) -> Registration:
    return make_registration(event, email="eerst@voorbeeld.nl")


@pytest.fixture
def waiting(event, first) -> list[Registration]:
    return [make_registration(event, name=name, email=f"{name}@voorbeeld.nl") for name in ("ana", "ben", "cas")]


def statuses(event: Event) -> list[str]:
    db.session.expire_all()
    rows = db.select(Registration.status).filter_by(event_id=event.id)
    return list(db.session.scalars(rows.order_by(Registration.id)))


def clock_of(moment: datetime | None) -> str:
    return f"{local(moment):%a %H.%M}" if moment else ""


def an_event(**given) -> Event:
    starts_at = given.pop("starts_at", NOON + timedelta(days=10))
    return Event(**{"offer_hours": 24, "starts_at": starts_at, "ends_at": starts_at + 2 * HOUR} | given)


@pytest.mark.parametrize(
    "made, hours, until",
    [
        ("2027-06-02 12:00", 24, "Thu 12.00"),
        ("2027-06-02 12:00", 4, "Wed 16.00"),
        ("2027-06-02 08:00", 8, "Wed 16.00"),
        ("2027-06-02 13:00", 8, "Wed 21.00"),
        ("2027-06-02 13:01", 8, "Thu 10.00"),
        ("2027-06-02 20:59", 4, "Thu 10.00"),
        ("2027-06-02 09:00", 24, "Thu 10.00"),
        ("2027-06-02 21:00", 24, ""),
        ("2027-06-02 23:30", 24, ""),
        ("2027-06-02 07:59", 24, ""),
    ],
)
def test_an_offer_is_made_by_day_and_ends_by_day(app, made, hours, until):
    now = datetime.fromisoformat(f"{made}:00+02:00")

    assert clock_of(rules.deadline(an_event(offer_hours=hours), now=now)) == until


def test_without_hours_no_offer_is_made(app):
    assert rules.deadline(an_event(offer_hours=None), now=NOON) is None


@pytest.mark.parametrize(
    "closes, until",
    [
        ("2027-06-02 15:00", "Wed 15.00"),
        ("2027-06-02 14:00", "Wed 14.00"),
        ("2027-06-02 13:59", ""),
        ("2027-06-02 23:00", "Wed 21.00"),
        ("2027-06-03 02:00", "Wed 21.00"),
        ("2027-06-03 08:30", "Thu 08.30"),
    ],
)
def test_no_offer_holds_past_the_closing_time(app, closes, until):
    closing = datetime.fromisoformat(f"{closes}:00+02:00")

    assert clock_of(rules.deadline(an_event(registration_closes_at=closing), now=NOON)) == until


def test_no_offer_holds_when_the_event_has_begun(app):
    event = an_event(starts_at=NOON + 5 * HOUR, ends_at=NOON + 50 * HOUR)

    assert clock_of(rules.deadline(event, now=NOON)) == "Wed 17.00"


def test_in_the_night_in_which_the_clock_changes_the_deadline_is_ten_in_the_morning(app):
    evening = datetime(2027, 10, 30, 18, 0, tzinfo=UTC)  # 20.00 in summer time
    event = an_event(offer_hours=8, starts_at=evening + timedelta(days=9))

    assert rules.deadline(event, now=evening) == datetime(2027, 10, 31, 9, 0, tzinfo=UTC)


def test_a_free_place_is_offered_to_who_is_next_and_held(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    assert statuses(event) == ["cancelled", "offered", "waiting", "waiting"]
    assert (event.taken, event.waiting, event.places_left) == (1, 2, 0)
    assert waiting[0].offer_until == NOON + 24 * HOUR
    assert letters_to("ana@voorbeeld.nl") == ["on-waiting-list", "place-offered"]
    assert faults() == []


def test_a_yes_before_the_deadline_is_a_place_and_a_ticket(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    for _press in range(2):
        offers.accept(waiting[0].id, now=NOON + 24 * HOUR - timedelta(microseconds=1))

    assert statuses(event) == ["cancelled", "confirmed", "waiting", "waiting"]
    assert letters_to("ana@voorbeeld.nl") == ["on-waiting-list", "place-offered", "place-confirmed"]
    assert faults() == []


def test_a_yes_in_the_second_of_the_deadline_is_too_late_and_the_next_has_the_offer(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    answered = offers.accept(waiting[0].id, now=NOON + 24 * HOUR)

    assert answered.status == "lapsed"
    assert statuses(event) == ["cancelled", "lapsed", "offered", "waiting"]
    assert letters_to("ana@voorbeeld.nl") == ["on-waiting-list", "place-offered", "offer-lapsed"]
    assert letters_to("ben@voorbeeld.nl") == ["on-waiting-list", "place-offered"]
    assert faults() == []


def test_a_no_gives_the_place_to_who_is_next(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    actions.cancel(waiting[0].id, now=NOON + HOUR)

    assert statuses(event) == ["cancelled", "cancelled", "offered", "waiting"]
    assert waiting[1].offer_until == NOON + 25 * HOUR
    assert faults() == []


def test_silence_lapses_and_the_next_is_asked_until_nobody_is_left(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    seen = []
    for days in range(1, 5):
        offers.lapse_due(now=NOON + timedelta(days=days))
        seen.append(statuses(event)[1:])

    assert seen == [
        ["lapsed", "offered", "waiting"],
        ["lapsed", "lapsed", "offered"],
        ["lapsed", "lapsed", "lapsed"],
        ["lapsed", "lapsed", "lapsed"],
    ]
    assert (event.taken, event.waiting) == (0, 0)


def test_a_round_before_the_deadline_does_nothing(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    assert (offers.lapse_due(now=NOON + 23 * HOUR), offers.make_due(now=NOON + 23 * HOUR)) == (0, 0)


def test_a_place_that_comes_free_at_night_is_offered_in_the_morning(event, first, waiting):
    actions.cancel(first.id, now=NIGHT)
    late = make_registration(event, now=NIGHT)

    assert (statuses(event)[1:], late.status, event.taken) == (["waiting"] * 4, "waiting", 0)
    assert offers.make_due(now=NIGHT + 8 * HOUR) == 0

    offers.make_due(now=NIGHT + 9 * HOUR)

    assert statuses(event)[1:] == ["offered", "waiting", "waiting", "waiting"]
    assert clock_of(waiting[0].offer_until) == "Fri 10.00"


def test_after_six_hours_without_a_worker_everybody_has_one_offer_at_most_and_none_is_past_due(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    back = NOON + 30 * HOUR
    for _worker in range(3):
        offers.lapse_due(now=back)
        offers.make_due(now=back)

    assert statuses(event)[1:] == ["lapsed", "offered", "waiting"]
    assert waiting[1].offer_until == back + 24 * HOUR
    assert letters_to("ben@voorbeeld.nl") == ["on-waiting-list", "place-offered"]


def test_two_hours_before_closing_no_offer_is_made_and_nobody_passes_who_waits(app):
    event = make_event(capacity=1, offer_hours=4, registration_closes_at=NOON + 3 * HOUR)
    first, second = make_registration(event), make_registration(event)

    actions.cancel(first.id, now=NOON + 2 * HOUR)
    third = make_registration(event, now=NOON + 2 * HOUR)

    assert (statuses(event), event.taken) == (["cancelled", "waiting", "waiting"], 0)
    assert (second.id, third.id) == tuple(each.id for each in queries.first_waiting(event.id, most=5))


def test_open_offers_stay_valid_when_offers_are_switched_off(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    actions.change_event(event.id, {"offer_hours": None}, now=NOON)
    actions.change_capacity(event.id, capacity=2, now=NOON)

    assert statuses(event)[1:] == ["offered", "confirmed", "waiting"]
    offers.lapse_due(now=NOON + 24 * HOUR)
    assert statuses(event)[1:] == ["lapsed", "confirmed", "confirmed"]


def test_who_is_too_late_may_wait_again_behind_everybody(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    for _press in range(2):
        offers.wait_again(waiting[0].id, now=NOON + 24 * HOUR)

    assert statuses(event)[1:] == ["waiting", "offered", "waiting"]
    assert queries.waiting_number(waiting[0]) == 2
    assert letters_to("ana@voorbeeld.nl") == ["on-waiting-list", "place-offered", "offer-lapsed", "on-waiting-list"]


def test_who_has_an_offer_cannot_wait_again(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    with pytest.raises(rules.NotLapsed):
        offers.wait_again(waiting[0].id, now=NOON)


def test_nobody_waits_again_after_closing(event, first, waiting):
    actions.cancel(first.id, now=NOON)
    offers.lapse_due(now=NOON + 24 * HOUR)

    with pytest.raises(SignUpClosed):
        offers.wait_again(waiting[0].id, now=event.ends_at)


def test_a_smaller_party_keeps_its_offer_and_frees_places(app):
    event = make_event(capacity=3, offer_hours=24)
    first = make_registration(event, people=3)
    three, one = make_registration(event, people=3), make_registration(event)
    actions.cancel(first.id, now=NOON)

    actions.change(three.id, people=2, name="Ana", needs="", news=False, now=NOON)

    assert statuses(event) == ["cancelled", "offered", "offered"]
    assert (one.places, event.taken) == (1, 3)
    assert faults() == []


def test_an_event_called_off_ends_no_offers_and_tells_everybody(event, first, waiting):
    actions.cancel(first.id, now=NOON)

    actions.call_off(event.id, reason="", now=NOON)

    assert (offers.lapse_due(now=NOON + 48 * HOUR), offers.make_due(now=NOON + 48 * HOUR)) == (0, 0)
    assert letters_to("ana@voorbeeld.nl") == ["on-waiting-list", "place-offered", "event-cancelled"]


def test_who_has_no_mail_comes_on_the_call_list(event, first):
    make_registration(event, reach=Reach.PHONE, phone="0612345678")

    actions.cancel(first.id, now=NOON)
    reasons = db.select(Call.reason).order_by(Call.id)
    to_say_when_offered = db.session.scalars(reasons).all()
    offers.lapse_due(now=NOON + 24 * HOUR)

    assert to_say_when_offered == ["place-offered"]
    assert db.session.scalars(reasons).all() == ["offer-lapsed"]  # nobody calls about an offer that is over


def test_at_night_nobody_is_passed_over(event, first):
    staff = {"event_id": event.id, "reason": "Past niet.", "staff_id": make_account().id}
    party = make_registration(event)
    actions.cancel(first.id, now=NIGHT)

    with pytest.raises(rules.NoOffersNow):
        staff_actions.pass_over(party.id, **staff, now=NIGHT)


def test_an_offer_that_nobody_ended_is_a_fault(event, first, waiting, monkeypatch):
    actions.cancel(first.id, now=NOON)
    monkeypatch.setattr(clock, "now", lambda: NOON + 25 * HOUR)

    assert faults() == [
        f"The offer to registration {waiting[0].id} is over, and still holds its places. Does a worker run?"
    ]


def test_the_page_of_an_offer_names_the_deadline_and_opening_it_changes_nothing(event, first, waiting, client):
    actions.cancel(first.id, now=NOON)

    page = client.get(f"/en/mijn/{waiting[0].key}").text

    assert "There is a place for you" in page
    assert "Thursday 3 June" in page
    assert "12:00" in page
    assert statuses(event)[1] == "offered"


@pytest.mark.parametrize("answer, becomes", [("yes", "confirmed"), ("no", "cancelled"), ("", "offered")])
def test_the_buttons_under_an_offer(event, first, waiting, client, answer, becomes):
    actions.cancel(first.id, now=NOON)

    pressed = client.post(f"/en/mijn/{waiting[0].key}/aanbod", data={"answer": answer})

    assert (pressed.status_code, statuses(event)[1]) == (303, becomes)


def test_too_late_the_page_says_so_and_leads_back_to_the_list(event, first, waiting, client, monkeypatch):
    actions.cancel(first.id, now=NOON)
    monkeypatch.setattr(clock, "now", lambda: NOON + 24 * HOUR)
    own = f"/en/mijn/{waiting[0].key}"

    before = client.get(own).text
    client.post(f"{own}/aanbod", data={"answer": "yes"})
    after = client.get(own).text

    assert "The time to say yes is over" in before
    assert "The time to say yes is over" in after
    assert client.post(f"{own}/weer-wachten").status_code == 303
    assert "You are on the waiting list" in client.get(own).text


def test_waiting_again_without_a_lapsed_offer_is_refused(event, first, client):
    assert client.post(f"/en/mijn/{first.key}/weer-wachten").status_code == 422


STEPS = st.lists(
    st.tuples(st.sampled_from(("sign-up", "cancel", "yes", "round", "again", "capacity", "hours")), st.integers(0, 9)),
    min_size=5,
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_every_place_is_counted_and_the_order_is_kept(app, steps):
    event = make_event(capacity=3, offer_hours=4)
    now = NOON
    for what, number in steps:
        now += timedelta(hours=number)
        everybody = db.session.scalars(db.select(Registration).filter_by(event_id=event.id)).all()
        waited = [each.id for each in queries.first_waiting(event.id, most=99)]
        _do(what, number, event, everybody, now=now)
        db.session.expire_all()
        rows = db.session.scalars(db.select(Registration).filter_by(event_id=event.id)).all()
        held = sum(row.people for row in rows if row.status in ("confirmed", "offered"))
        assert (event.taken, event.waiting) == (held, sum(row.status == "waiting" for row in rows))
        assert event.capacity is not None
        assert event.places_free == max(event.capacity - held, 0)
        still = [each.id for each in queries.first_waiting(event.id, most=99)]
        assert [each for each in still if each in waited] == [each for each in waited if each in still]
        if what != "cancel":
            gone = [each for each in waited if each not in still]
            assert gone == waited[: len(gone)]


def _do(what: str, number: int, event: Event, everybody: list[Registration], *, now: datetime) -> None:
    one = everybody[number % len(everybody)] if everybody else None
    if what == "sign-up":
        make_registration(event, people=number % 3 + 1, now=now)
    elif what == "capacity":
        actions.change_capacity(event.id, capacity=max(number, 3), now=now)
    elif what == "hours":
        actions.change_event(event.id, {"offer_hours": 4 if number % 2 else None}, now=now)
    elif what == "round":
        offers.lapse_due(now=now)
        offers.make_due(now=now)
    elif one and what == "yes":
        offers.accept(one.id, now=now)
    elif one and what == "again" and rules.is_lapsed(one, now=now):
        offers.wait_again(one.id, now=now)
    elif one and what == "cancel":
        actions.cancel(one.id, now=now)


def test_who_waits_again_for_more_places_than_there_are_is_refused_and_blocks_nobody(app):
    event = make_event(capacity=4, offer_hours=4)
    first, ana = make_registration(event, people=4), make_registration(event, people=4)
    actions.cancel(first.id, now=NOON)
    offers.lapse_due(now=NOON + 4 * HOUR)
    actions.change_capacity(event.id, capacity=3, now=NOON + 4 * HOUR)

    with pytest.raises(PartyTooLarge):
        offers.wait_again(ana.id, now=NOON + 5 * HOUR)

    assert statuses(event) == ["cancelled", "lapsed"]


def test_who_waits_again_was_not_passed_over_in_this_turn(app):
    event = make_event(capacity=3, offer_hours=4)
    first, ana = make_registration(event, people=2), make_registration(event, people=3)
    staff = {"event_id": event.id, "staff_id": make_account().id}
    staff_actions.pass_over(ana.id, reason="Past niet.", now=NOON, **staff)
    actions.cancel(first.id, now=NOON)
    offers.lapse_due(now=NOON + 4 * HOUR)

    offers.wait_again(ana.id, now=NOON + 5 * HOUR)

    db.session.expire_all()
    assert (ana.passed_over_at, ana.passed_over_because) == (None, "")


def lapsed_by_invitation() -> tuple[Event, Invitation, Registration]:
    """Ana was invited, waited, and let the offer lapse."""
    event = make_event(capacity=1, offer_hours=4, invitation_only=True, unlisted=True)
    guests = [make_invitation(event) for _guest in range(2)]
    first, ana = (make_registration(event, invitation_key=each.key) for each in guests)
    actions.cancel(first.id, now=NOON)
    offers.lapse_due(now=NOON + 4 * HOUR)
    return event, guests[1], ana


def test_who_was_invited_may_wait_again(app):
    event, _invitation, ana = lapsed_by_invitation()

    offers.wait_again(ana.id, now=NOON + 5 * HOUR)

    assert statuses(event)[1] == "offered"


def test_one_invitation_is_never_two_places_also_not_through_an_old_page(app):
    event, invitation, ana = lapsed_by_invitation()
    invitations.send_colleague(invitation.id, Colleague("Ben", "ben@voorbeeld.nl", "nl"), now=NOON + 5 * HOUR)

    with pytest.raises(GivenAway):
        offers.wait_again(ana.id, now=NOON + 5 * HOUR)

    assert statuses(event)[1] == "lapsed"


def test_whose_invitation_was_taken_back_waits_no_more(app):
    event, invitation, ana = lapsed_by_invitation()
    invitations.withdraw(invitation.id, event_id=event.id, by=make_account().id, now=NOON + 5 * HOUR)

    with pytest.raises(InvitationOnly):
        offers.wait_again(ana.id, now=NOON + 5 * HOUR)

    assert statuses(event)[1] == "lapsed"


def test_no_offer_holds_longer_than_until_an_event_that_now_begins_earlier(event, first, waiting):
    actions.cancel(first.id, now=NOON)
    soon = NOON + 3 * HOUR

    actions.change_event(event.id, {"starts_at": soon, "ends_at": soon + HOUR}, now=NOON)

    db.session.expire_all()
    assert waiting[0].offer_until == soon
    letter = db.session.scalars(db.select(Letter).where(Letter.kind == "event-changed").order_by(Letter.id)).first()
    assert (letter.to_address, letter.facts["until"]) == ("ana@voorbeeld.nl", soon.isoformat())
    assert faults() == []
