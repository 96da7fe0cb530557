"""What must never happen to members: a link that shows somebody else, a letter from a stranger, a trace that stays."""

from datetime import timedelta

import pytest

from eventapp import tokens
from eventapp.database import db
from eventapp.events.rules import has_preview, obstacle_to_sharing
from eventapp.mail.models import Letter
from eventapp.organisations import actions as organisations
from eventapp.organisations.members import Person, read
from eventapp.organisations.models import Member, Network
from eventapp.privacy.actions import erase_due, erase_memberships
from eventapp.privacy.queries import memberships_of
from eventapp.registrations import actions, rules
from eventapp.registrations.invitations.actions import invite_members
from eventapp.registrations.models import Registration

from ..conftest import NOON
from ..make import make_account, make_event, make_member, make_network, make_organisation, make_registration, sign_in

EVENT = "/en/organiseren/activiteiten/overleg"
SECRET = {"members_only": True, "unlisted": True}


@pytest.fixture
def ours(app):
    return make_organisation()


@pytest.fixture
def pact(ours) -> Network:
    return make_network(slug="pact", name="Het pact", organisation_id=ours.id)


@pytest.fixture
def overleg(ours, pact):
    return make_event(slug="overleg", organisations=[ours], networks=[pact], **SECRET)


def invite(event, count: int = 1) -> Letter:
    """Write to the members; the last letter."""
    by = make_account(*event.organisations).id
    networks = [network.id for network in event.networks]
    invite_members(event.id, networks, expected=count, by=by, now=NOON)
    return db.session.scalars(db.select(Letter).order_by(Letter.id.desc())).first()


def links(letter: Letter) -> tuple[str, str]:
    return (
        f"/en/agenda/overleg/aanmelden?uitnodiging={letter.facts['key']}",
        f"/en/netwerken/uitschrijven/{letter.facts['leave']}",
    )


def addresses() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Member.email).order_by(Member.id)))


def test_links_of_who_was_removed_are_not_those_of_who_came_after(client, pact, overleg):
    gone = make_member(pact, name="Ana", email="ana@voorbeeld.nl")
    sign_up, leave = links(invite(overleg))
    assert ("Ana" in client.get(sign_up).text, "Het pact" in client.get(leave).text) == (True, True)
    organisations.remove_member(gone.id, by=None, now=NOON)
    make_member(pact, name="Ben", email="ben@voorbeeld.nl")

    opened = client.get(sign_up)
    client.post(leave)

    assert (opened.status_code, "ben@voorbeeld.nl" in opened.text) == (403, False)
    assert addresses() == ["ben@voorbeeld.nl"]


def test_links_in_a_letter_to_a_wrong_address_end_when_it_is_corrected(client, pact, overleg):
    member = make_member(pact, name="Ana", email="vreemde@voorbeeld.nl")
    sign_up, leave = links(invite(overleg))
    person = Person("Ana", "ana@voorbeeld.nl")
    organisations.change_member(member.id, person, network_id=pact.id, by=make_account().id, now=NOON)

    opened = client.get(sign_up)
    client.post(leave)

    assert (opened.status_code, "ana@voorbeeld.nl" in opened.text) == (403, False)
    assert addresses() == ["ana@voorbeeld.nl"]


def test_who_does_not_keep_a_network_sees_no_member_and_writes_to_nobody(client, pact):
    theirs = make_organisation()
    make_event(slug="overleg", organisations=[theirs], networks=[pact])
    make_member(pact, name="Ana", email="ana@voorbeeld.nl")
    sign_in(client, make_account(theirs))

    page = client.get(f"{EVENT}/uitnodigingen/leden")
    client.post(f"{EVENT}/uitnodigingen/leden", data={"press": tokens.new_press(), "expected": "1"})
    client.post(f"{EVENT}/uitnodigingen/leden", data={"press": tokens.new_press(), "expected": "1", "test": "1"})

    assert "Ana" not in page.text
    assert db.session.scalars(db.select(Letter)).all() == []


def test_the_action_itself_refuses_who_is_no_member(overleg):
    with pytest.raises(rules.MembersOnly):
        make_registration(overleg)
    assert db.session.scalars(db.select(Registration)).all() == []


def test_the_form_with_a_name_and_an_address_in_it_is_kept_by_nobody(client, pact, overleg):
    make_member(pact)
    sign_up, leave = links(invite(overleg))

    assert [client.get(link).headers["Cache-Control"] for link in (sign_up, leave)] == ["no-store", "no-store"]


def test_who_is_removed_gets_no_letter_that_still_waits_and_leaves_no_trace(pact, overleg):
    member = make_member(pact, name="Ana", email="ana@voorbeeld.nl")
    invite(overleg)

    organisations.remove_member(member.id, by=None, now=NOON)

    db.session.rollback()
    rows = str([db.session.execute(db.select(table)).all() for table in db.metadata.sorted_tables])
    assert [secret for secret in ("Ana", "ana@voorbeeld.nl") if secret in rows] == []


def test_invitations_go_after_the_event_and_not_before(ours, pact, overleg):
    make_member(pact)
    over = make_event(organisations=[ours], networks=[pact])
    for event in (overleg, over):
        invite(event)
    over.starts_at, over.ends_at = NOON - timedelta(days=31), NOON - timedelta(days=30)
    db.session.commit()

    erase_due(now=NOON)

    assert [letter.facts["event"]["id"] for letter in db.session.scalars(db.select(Letter))] == [overleg.id]


def test_the_longest_address_gets_its_letter_too(pact, overleg):
    address = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 55}.nl"
    make_member(pact, email=address)

    assert (len(address), invite(overleg).to_address) == (251, address)


def test_what_is_for_members_stays_out_of_the_agenda_whatever_a_file_says(overleg):
    actions.change_event(overleg.id, {"unlisted": False}, now=NOON)

    db.session.refresh(overleg)
    assert (overleg.members_only, overleg.unlisted) == (True, True)


def test_there_is_no_poster_and_no_picture_of_what_is_for_members(overleg):
    assert (obstacle_to_sharing(overleg, now=NOON), has_preview(overleg)) == ("members-only", False)


def test_a_network_never_hides_behind_the_page_that_makes_one(client, ours):
    boss = sign_in(client, make_account(is_administrator=True))

    answer = boss.post("/en/organiseren/netwerken/nieuw", data={"name": "Nieuw", "organisation": str(ours.id)})

    assert (answer.status_code, db.session.scalars(db.select(Network)).all()) == (422, [])


def test_an_address_is_the_same_however_it_is_written(pact):
    rows = [["Name", "E-mail"], ["Els", "els@bücher.example"], ["Els", "ELS@xn--bcher-kva.example"]]

    reading = read(rows)

    assert reading.doubles(set()) == [3]


def test_what_lists_hold_of_an_address_is_told_and_taken_away_with_its_letters(ours, pact, overleg):
    for network in (pact, make_network(name="Jong")):
        make_member(network, name="Fatima", email="fatima@voorbeeld.nl", organisation="DOCK")
    make_member(pact, name="Ana", email="ana@voorbeeld.nl")
    invite(overleg, 2)

    known = memberships_of(" Fatima@Voorbeeld.nl ")
    count = erase_memberships("FATIMA@voorbeeld.nl", now=NOON)

    assert [(each["network"], each["name"], each["organisation"]) for each in known] == [
        ("Het pact", "Fatima", "DOCK"),
        ("Jong", "Fatima", "DOCK"),
    ]
    assert (count, addresses()) == (2, ["ana@voorbeeld.nl"])
    assert [letter.to_address for letter in db.session.scalars(db.select(Letter))] == ["ana@voorbeeld.nl"]
