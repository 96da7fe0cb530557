"""A yes or a no of the organiser first: nothing is taken before, and each is answered once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.checks import faults
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.mail.models import Letter
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions, rules
from eventapp.registrations.approval import actions as approval
from eventapp.registrations.approval.rules import DecidedOtherwise, SignedOffMeanwhile
from eventapp.registrations.models import Registration
from eventapp.registrations.staff_rules import LargerThanRoom

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_organisation, make_registration, sign_in
from .test_views import page


@pytest.fixture
def ours(app):
    return make_organisation(slug="pact")


@pytest.fixture
def noor(ours):
    return make_account(ours)


@pytest.fixture
def event(ours) -> Event:
    return make_event(slug="overleg", organisations=[ours], capacity=2, approval=True)


@pytest.fixture
def asking(event) -> list[Registration]:
    return [make_registration(event, name=name, email=f"{name}@voorbeeld.nl") for name in ("ana", "ben", "cas")]


def statuses(event: Event) -> list[str]:
    db.session.expire_all()
    rows = select(Registration.status).where(Registration.event_id == event.id).order_by(Registration.id)
    return list(db.session.scalars(rows))


def ids(registrations: list[Registration]) -> list[int]:
    return [each.id for each in registrations]


def approve(event, some, *, by) -> int:
    return approval.approve(event.id, ids(some), staff_id=by.id, now=NOON)


def decline(event, some, *, by, told=True, sentence="") -> int:
    return approval.decline(event.id, ids(some), told=told, sentence=sentence, staff_id=by.id, now=NOON)


def test_a_sign_up_that_asks_takes_no_place_and_no_turn(event, asking):
    assert statuses(event) == ["asked"] * 3
    assert (event.taken, event.waiting, event.asked) == (0, 0, 3)
    assert letters_to("ana@voorbeeld.nl") == ["sign-up-asked"]
    assert faults() == []


def test_a_yes_gives_a_place_or_a_turn_where_it_is_full(event, asking, noor):
    count = approve(event, asking, by=noor)

    assert count == 3
    assert statuses(event) == ["confirmed", "confirmed", "waiting"]
    assert (event.taken, event.waiting, event.asked) == (2, 1, 0)
    assert [letters_to(f"{name}@voorbeeld.nl")[1:] for name in ("ana", "cas")] == [
        ["place-confirmed"], ["on-waiting-list"],
    ]  # fmt: skip
    assert faults() == []


def test_a_yes_twice_is_one_yes(event, asking, noor):
    approve(event, asking[:1], by=noor)

    assert approve(event, asking[:1], by=noor) == 0
    assert letters_to("ana@voorbeeld.nl") == ["sign-up-asked", "place-confirmed"]
    assert event.taken == 1


@pytest.mark.parametrize("told, letters", [(True, ["sign-up-asked", "sign-up-declined"]), (False, ["sign-up-asked"])])
def test_a_no_is_told_where_the_organiser_wants_that(event, asking, noor, told, letters):
    decline(event, asking[:1], by=noor, told=told, sentence="Deze keer alleen ouders.")

    assert statuses(event) == ["declined", "asked", "asked"]
    assert (event.taken, event.asked) == (0, 2)
    assert letters_to("ana@voorbeeld.nl") == letters
    said = db.session.scalars(select(Letter).where(Letter.kind == "sign-up-declined")).all()
    assert [letter.facts["sentence"] for letter in said] == ["Deze keer alleen ouders."] * told
    assert faults() == []


def test_who_signed_off_meanwhile_gets_no_yes_and_neither_do_the_others(event, asking, noor):
    actions.cancel(asking[1].id, now=NOON)

    with pytest.raises(SignedOffMeanwhile, match="ben"):
        approve(event, asking, by=noor)

    assert statuses(event) == ["asked", "cancelled", "asked"]
    assert event.asked == 2
    assert faults() == []


def test_who_was_let_in_is_not_declined(event, asking, noor):
    approve(event, asking[:1], by=noor)

    with pytest.raises(DecidedOtherwise):
        decline(event, asking[:2], by=noor)

    assert statuses(event) == ["confirmed", "asked", "asked"]


def test_after_the_event_nobody_is_let_in(event, asking, noor):
    with pytest.raises(rules.Over):
        approval.approve(event.id, ids(asking), staff_id=noor.id, now=event.ends_at + timedelta(minutes=1))


def test_sign_ups_of_another_event_are_left_alone(event, asking, noor):
    other = make_registration(make_event(approval=True))

    approve(event, [other], by=noor)

    assert db.session.get_one(Registration, other.id).status == "asked"


def test_each_decision_is_noted_without_a_name(event, asking, noor):
    approve(event, asking[:1], by=noor)
    decline(event, asking[1:2], by=noor)

    notes = db.session.scalars(select(AuditNote).order_by(AuditNote.id)).all()
    assert [(note.what, note.about) for note in notes] == [
        ("registration.approved", f"registration/{asking[0].id}"),
        ("registration.declined", f"registration/{asking[1].id}"),
    ]
    assert "ana" not in str([note.after for note in notes])


# As an organiser and a visitor do it

BASE = "/en/organiseren/activiteiten/overleg/aanvragen"


def test_the_team_says_yes_and_no_on_one_page(client, noor, event, asking):
    sign_in(client, noor)

    shown = client.get(BASE)
    client.post(BASE, data={"chosen": [str(asking[0].id), str(asking[1].id)], "do": "yes"})
    client.post(BASE, data={"no": str(asking[2].id)})

    assert [name for name in ("ana", "ben", "cas") if name in page(shown).text] == ["ana", "ben", "cas"]
    assert statuses(event) == ["confirmed", "confirmed", "declined"]


def test_a_button_without_anybody_chosen_does_nothing(client, noor, event, asking):
    said = sign_in(client, noor).post(BASE, data={"do": "yes", "chosen": ["999999999999", "x"]})

    assert said.status_code == 422
    assert statuses(event) == ["asked"] * 3


def test_who_asks_sees_that_it_is_no_ticket_and_may_take_it_back(client, event, asking):
    shown = client.get(f"/en/mijn/{asking[0].key}")
    client.post(f"/mijn/{asking[0].key}/afmelden")

    assert "This is not a ticket yet." in shown.text
    assert page(shown).select(".qr") == []
    assert statuses(event) == ["cancelled", "asked", "asked"]
    assert faults() == []


def test_nobody_gets_a_yes_to_more_places_than_there_are(event, noor):
    big = make_registration(event, people=2)
    actions.change_capacity(event.id, capacity=1, now=NOON)

    with pytest.raises(LargerThanRoom):
        approval.approve(event.id, [big.id], staff_id=noor.id, now=NOON)

    assert statuses(event) == ["asked"]


def test_who_asks_for_a_place_is_on_the_page_that_tells_who_hears_of_a_change(client, event, asking, noor):
    sign_in(client, noor)
    moved = {"day": "2027-07-01", "starts": "10.00", "ends": "11.00", "seen": str(event.sequence), "place": "Zaal"}

    shown = client.post("/en/organiseren/activiteiten/overleg/bewerken/where", data=moved)

    assert shown.status_code == 200
    assert "ana" in page(shown).text
    assert letters_to("ana@voorbeeld.nl") == ["sign-up-asked"]
