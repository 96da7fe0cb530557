"""Personal invitations: yes, no or a colleague, by the link of a letter; the list, the reminders, what stays of it."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from eventapp import tokens
from eventapp.checks import faults
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.events.rules import has_preview, obstacle_to_sharing
from eventapp.mail.models import Letter
from eventapp.organisations.members import Person
from eventapp.organisations.models import AuditNote
from eventapp.privacy.actions import erase_due, erase_memberships, remove_practice
from eventapp.registrations import actions as registrations
from eventapp.registrations import staff_actions
from eventapp.registrations.invitations import actions, queries, rules, staff_rules
from eventapp.registrations.invitations.actions import Colleague
from eventapp.registrations.invitations.models import Invitation
from eventapp.registrations.models import Reach, Registration
from eventapp.registrations.parties import Party
from eventapp.registrations.rules import AlreadyCancelled, EventCalledOff, GroupChanged, SignUpClosed

from ..conftest import NOON
from ..make import (
    letters_to,
    make_account,
    make_event,
    make_invitation,
    make_member,
    make_network,
    make_organisation,
    make_registration,
    sign_in,
)

EVENT = "/en/organiseren/activiteiten/overleg"
LIST = f"{EVENT}/uitnodigingen"
BEN = Colleague("Ben de Vries", "ben@voorbeeld.nl", "nl")
LATER = NOON + timedelta(days=4)


@pytest.fixture
def ours(app):
    return make_organisation()


@pytest.fixture
def overleg(ours) -> Event:
    return make_event(
        slug="overleg", title="Overleg", organisations=[ours], invitation_only=True, unlisted=True, capacity=3
    )


@pytest.fixture
def noor(client, ours):
    return sign_in(client, make_account(ours, tf_primary_method="authenticator"))


def ana(event: Event, **given) -> Invitation:
    return make_invitation(event, **{"name": "Ana Kuiper", "email": "ana@voorbeeld.nl"} | given)


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def said() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(db.select(Invitation).order_by(Invitation.id))
    return [(each.name, each.answer) for each in rows]


def comes() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(db.select(Registration.name, Registration.status).order_by(Registration.id))
    return [(name, status) for name, status in rows]


def taken(event: Event) -> tuple[int, int]:
    db.session.refresh(event)
    return event.taken, event.waiting


def invite(event: Event, *people: Person) -> list[Letter]:
    actions.invite_people(event.id, people, by=make_account().id, now=NOON)
    return list(db.session.scalars(db.select(Letter).order_by(Letter.id)))


def sign_up_at(client, key: str, **given: str):
    address = f"/en/agenda/overleg/aanmelden?uitnodiging={key}"
    values = {"name": "Ana", "reach": "email", "email": "ana@voorbeeld.nl", "people": "1", "press": tokens.new_press()}
    return client.post(address, data=values | given)


def choices(client, key: str) -> list[str]:
    found = soup(client.get(f"/en/uitnodiging/{key}")).select("main .answers .btn")
    return [choice.text.strip() for choice in found]


def test_an_invitation_has_three_answers_and_looking_changes_nothing(client, overleg):
    key = ana(overleg).key

    page = client.get(f"/en/uitnodiging/{key}")

    assert choices(client, key) == ["Yes, I come", "No, I cannot come", "My colleague comes"]
    assert page.headers["Cache-Control"] == "no-store"
    assert "Kuiper" not in page.text
    assert "ana@voorbeeld.nl" not in page.text
    assert said() == [("Ana Kuiper", "")]


def test_a_yes_is_the_sign_up_form_filled_in(client, overleg):
    key = ana(overleg).key
    [yes] = soup(client.get(f"/en/uitnodiging/{key}")).select("main .answers a[href*=aanmelden]")

    form = soup(client.get(yes["href"]))
    assert [form.find(id=name)["value"] for name in ("name", "email")] == ["Ana Kuiper", "ana@voorbeeld.nl"]
    assert form.select_one("#people option[selected]")["value"] == "1"
    assert sign_up_at(client, key).status_code == 303

    assert (said(), comes()) == ([("Ana Kuiper", "yes")], [("Ana", "confirmed")])
    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]


def test_nobody_comes_without_an_invitation(client, overleg):
    other = ana(make_event()).key

    for key in ("", "x", other, "%00"):
        assert client.get(f"/en/agenda/overleg/aanmelden?uitnodiging={key}").status_code == 403
        assert sign_up_at(client, key).status_code == 403
    with pytest.raises(rules.InvitationOnly):
        make_registration(overleg)
    assert "with an invitation" in client.get("/en/agenda/overleg").text
    assert "aanmelden" not in client.get("/en/agenda/overleg").text
    assert client.get("/en/uitnodiging/x").status_code == 404


def test_an_invitation_is_used_once_and_a_forwarded_one_opens_nothing_of_the_first(client, overleg):
    key = ana(overleg).key
    first = sign_up_at(client, key).headers["Location"]

    again = sign_up_at(client, key, name="Vreemde", email="vreemde@voorbeeld.nl")
    page = client.get(f"/en/uitnodiging/{key}")
    declined = client.post(f"/en/uitnodiging/{key}/nee")
    replaced = client.post(f"/en/uitnodiging/{key}/collega", data={"name": "V", "email": "v@voorbeeld.nl"})

    assert (again.status_code, declined.status_code, replaced.status_code) == (422, 422, 422)
    assert "Somebody signed up with this invitation already" in page.text
    assert first.rpartition("/")[2] not in page.text + again.text
    assert [secret for secret in ("Kuiper", "ana@voorbeeld.nl") if secret in page.text] == []
    assert (said(), comes()) == ([("Ana Kuiper", "yes")], [("Ana", "confirmed")])


def test_the_same_press_is_the_same_sign_up_with_an_invitation_too(client, overleg):
    key, press = ana(overleg).key, tokens.new_press()

    places = {sign_up_at(client, key, press=press).headers["Location"] for _press in range(2)}

    assert (len(places), comes()) == (1, [("Ana", "confirmed")])


def test_a_no_may_become_a_yes(client, overleg):
    key = ana(overleg).key

    for _press in range(2):
        assert client.post(f"/en/uitnodiging/{key}/nee").status_code == 303
    assert said() == [("Ana Kuiper", "no")]
    assert choices(client, key) == ["Yes, I come", "My colleague comes"]

    assert sign_up_at(client, key).status_code == 303
    assert said() == [("Ana Kuiper", "yes")]


def test_a_colleague_gets_an_invitation_of_their_own_and_the_first_one_ends(client, overleg):
    first = ana(overleg).key

    for _press in range(2):
        answer = client.post(f"/en/uitnodiging/{first}/collega", data={"name": "Ben", "email": "BEN@voorbeeld.nl"})
        assert answer.status_code == 303

    letter = db.session.scalars(db.select(Letter)).one()
    assert (letter.kind, letter.to_address) == ("invitation-colleague", "ben@voorbeeld.nl")
    assert letter.facts["instead_of"] == "Ana Kuiper"
    assert choices(client, first) == []
    assert sign_up_at(client, first).status_code == 422
    assert sign_up_at(client, letter.facts["key"], name="Ben", email="ben@voorbeeld.nl").status_code == 303
    assert (said(), comes()) == ([("Ana Kuiper", "colleague"), ("Ben", "yes")], [("Ben", "confirmed")])


def test_one_of_a_chain_comes_whoever_says_no(overleg):
    first = ana(overleg)
    actions.send_colleague(first.id, BEN, now=NOON)
    second = queries.invitation_at(overleg.id, BEN.email)
    with pytest.raises(rules.GivenAway):
        actions.decline(first.id, now=NOON)

    actions.decline(second.id, now=NOON)
    with pytest.raises(rules.SaidNo):
        actions.send_colleague(first.id, BEN, now=NOON)
    make_registration(overleg, name="Ana", invitation_key=first.key)

    with pytest.raises(rules.TakenBack):
        make_registration(overleg, name="Ben", invitation_key=second.key)
    assert (comes(), taken(overleg)) == ([("Ana", "confirmed")], (1, 0))


def test_nobody_comes_in_their_own_place(client, overleg):
    key = ana(overleg).key

    answer = client.post(f"/en/uitnodiging/{key}/collega", data={"name": "Ana", "email": "ANA@voorbeeld.nl"})

    assert (answer.status_code, soup(answer).find(id="name")["value"]) == (422, "Ana")
    assert "your own e-mail address" in answer.text
    assert (said(), letters_to("ana@voorbeeld.nl")) == ([("Ana Kuiper", "")], [])


def test_whether_a_colleague_is_invited_already_is_not_told(client, overleg):
    key = ana(overleg).key
    make_invitation(overleg, name="Ben", email="ben@voorbeeld.nl")

    answer = client.post(f"/en/uitnodiging/{key}/collega", data={"name": "Ben", "email": "ben@voorbeeld.nl"})

    assert answer.status_code == 303
    assert (said(), letters_to("ben@voorbeeld.nl")) == ([("Ana Kuiper", "colleague"), ("Ben", "")], [])


def test_a_colleague_takes_over_the_very_places_also_where_others_wait(client, overleg):
    guest = make_registration(overleg, name="Ana", people=3, needs="Rust", invitation_key=ana(overleg).key)
    waiting = make_registration(overleg, name="Cor", invitation_key=make_invitation(overleg).key)
    old = guest.ticket.token
    form = {"name": "Ben", "email": "ben@voorbeeld.nl", "press": tokens.new_press()}

    for _press in range(2):
        answer = client.post(f"/en/mijn/{guest.key}/collega", data=form)
        assert (answer.status_code, "/uitnodiging/" in answer.headers["Location"]) == (303, True)

    assert comes() == [("Ana", "cancelled"), ("Cor", "waiting"), ("Ben", "confirmed")]
    assert taken(overleg) == (3, 1)
    ben = db.session.scalars(db.select(Registration).filter_by(name="Ben")).one()
    assert (ben.people, ben.needs, ben.ticket.token == old, ben.key == guest.key) == (3, "", False, False)
    assert letters_to("ben@voorbeeld.nl") == ["place-confirmed"]
    assert letters_to(guest.email)[1:] == ["registration-cancelled"]
    assert letters_to(waiting.email) == ["on-waiting-list"]
    assert said() == [("Ana Kuiper", "colleague"), (queries.invitation_of(waiting).name, "yes"), ("Ben", "yes")]
    assert faults() == []


def test_a_colleague_takes_over_the_turn_on_the_waiting_list(overleg):
    make_registration(overleg, people=3, invitation_key=make_invitation(overleg).key)
    first = make_registration(overleg, name="Ana", invitation_key=ana(overleg).key)
    make_registration(overleg, name="Cor", invitation_key=make_invitation(overleg).key)

    actions.hand_over(first.id, BEN, press=tokens.new_press(), now=NOON)
    registrations.change_capacity(overleg.id, capacity=4, now=NOON)

    assert comes()[1:] == [("Ana", "cancelled"), ("Cor", "waiting"), ("Ben de Vries", "confirmed")]
    assert (taken(overleg), faults()) == ((4, 1), [])


def test_a_colleague_who_comes_already_frees_the_place_of_the_first(overleg):
    make_registration(overleg, name="Ben", invitation_key=make_invitation(overleg, email=BEN.email).key)
    first = make_registration(overleg, name="Ana", people=2, invitation_key=ana(overleg).key)

    actions.hand_over(first.id, BEN, press=tokens.new_press(), now=NOON)

    assert (comes(), taken(overleg)) == ([("Ben", "confirmed"), ("Ana", "cancelled")], (1, 0))


def test_only_who_was_invited_and_still_comes_hands_over(client, overleg):
    guest = make_registration(overleg, name="Ana", invitation_key=ana(overleg).key)
    stranger = make_registration(make_event(), name="Cor")
    assert client.get(f"/en/mijn/{stranger.key}/collega").status_code == 404

    registrations.cancel(guest.id, now=NOON)
    with pytest.raises(AlreadyCancelled):
        actions.hand_over(guest.id, BEN, press=tokens.new_press(), now=NOON)
    with pytest.raises(rules.InvitationOnly):
        actions.hand_over(stranger.id, BEN, press=tokens.new_press(), now=NOON)
    assert letters_to("ben@voorbeeld.nl") == []


def test_nothing_is_answered_after_the_event_or_when_it_is_called_off(overleg):
    invitation = ana(overleg)
    with pytest.raises(SignUpClosed):
        actions.decline(invitation.id, now=overleg.ends_at)
    registrations.call_off(overleg.id, reason="", now=NOON)
    with pytest.raises(EventCalledOff):
        actions.send_colleague(invitation.id, BEN, now=NOON)
    with pytest.raises(EventCalledOff):
        actions.remind(overleg.id, expected=1, by=make_account().id, now=LATER)
    assert letters_to("ana@voorbeeld.nl") == []


def test_people_are_typed_seen_and_then_invited_once(noor, overleg):
    make_invitation(overleg, name="Er al", email="al@voorbeeld.nl")
    text = "Ana, ANA@voorbeeld.nl, DOCK\nCor <cor@voorbeeld.nl>\nEr al\tal@voorbeeld.nl\tX\n"

    seen = noor.post(f"{LIST}/mensen", data={"text": text})
    assert (seen.status_code, letters_to("ana@voorbeeld.nl")) == (200, [])
    assert soup(seen).select_one("main form button").text == "Invite 2 people"
    assert "Haal mij van de lijst" not in soup(seen).text
    rows = soup(seen).find("input", {"name": "rows"})["value"]
    for _press in range(2):
        assert noor.post(f"{LIST}/mensen", data={"rows": rows}).status_code == 303

    assert said() == [("Er al", ""), ("Ana", ""), ("Cor", "")]
    assert [letters_to(f"{name}@voorbeeld.nl") for name in ("ana", "cor", "al")] == [["invitation"]] * 2 + [[]]
    noted = db.session.scalars(db.select(AuditNote).filter_by(what="invitations.sent")).all()
    assert [note.after for note in noted] == [{"count": 2}]


def test_a_file_of_people_is_read_and_every_fault_has_its_row(noor, overleg):
    bad = "Naam;E-mail\nAna;ana@voorbeeld.nl\nBen;geen adres\n"

    answer = noor.post(f"{LIST}/mensen", data={"file": (BytesIO(bad.encode()), "mensen.csv")})
    typed = noor.post(f"{LIST}/mensen", data={"text": "Ana\nBen, ben@voorbeeld.nl"})

    assert (answer.status_code, typed.status_code) == (422, 422)
    found = [fault.text for shown in (answer, typed) for fault in soup(shown).select("[role=alert] li")]
    assert found == ["Row 3: geen adres is not an e-mail address.", "Row 1: There is no e-mail address."]
    assert "Ben, ben@voorbeeld.nl" in soup(typed).find(id="text").text
    assert said() == []


def test_rows_that_were_tampered_with_invite_nobody(noor, overleg):
    for rows in ("[]", "{", '[["Naam"], 3]', '[["Naam", "Mail"], ["Ana", "geen"]]', "[" * 100_000):
        assert noor.post(f"{LIST}/mensen", data={"rows": rows}).status_code == 422
    assert noor.post(f"{LIST}/mensen", data={}).status_code == 422
    assert said() == []


def test_a_test_goes_to_oneself_without_anybodys_link(noor, overleg):
    rows = '[["Naam", "Mail"], ["Ana", "ana@voorbeeld.nl"]]'

    assert noor.post(f"{LIST}/mensen", data={"rows": rows, "test": "1"}).status_code == 200

    letter = db.session.scalars(db.select(Letter)).one()
    assert (letter.to_address.startswith("noor"), letter.facts["key"], said()) == (True, "...", [])


def test_members_of_the_chosen_networks_are_invited(noor, ours, overleg):
    pact, other = (make_network(organisation_id=ours.id) for _n in range(2))
    overleg.networks = [pact, other]
    db.session.commit()
    make_member(pact, email="ana@voorbeeld.nl")
    make_member(other, email="ben@voorbeeld.nl")

    chosen = soup(noor.get(f"{LIST}/leden?network={other.id}"))
    assert chosen.select_one("main form[method=post] button").text == "Invite 1 member"
    form = {"press": tokens.new_press(), "network": str(other.id)}
    assert noor.post(f"{LIST}/leden", data=form | {"expected": "2"}).status_code == 422
    assert noor.post(f"{LIST}/leden", data=form | {"expected": "1"}).status_code == 303

    assert [letters_to(f"{name}@voorbeeld.nl") for name in ("ana", "ben")] == [[], ["invitation"]]


def test_to_what_is_for_members_no_others_are_invited(ours):
    event = make_event(organisations=[ours], networks=[make_network()], members_only=True, unlisted=True)

    with pytest.raises(staff_rules.OnlyMembersInvited):
        invite(event, Person("Ana", "ana@voorbeeld.nl"))


def test_only_the_silent_are_reminded_and_not_within_three_days(noor, overleg):
    ana(overleg)
    make_registration(overleg, invitation_key=make_invitation(overleg).key)
    actions.decline(make_invitation(overleg).id, now=NOON)
    actions.send_colleague(make_invitation(overleg).id, BEN, now=NOON + timedelta(days=2))
    by = make_account().id

    assert actions.remind(overleg.id, expected=0, by=by, now=NOON + timedelta(days=2, hours=23)) == 0
    with pytest.raises(GroupChanged):
        actions.remind(overleg.id, expected=2, by=by, now=LATER)
    assert [actions.remind(overleg.id, expected=1, by=by, now=LATER) for _press in range(2)] == [1, 0]

    reminded = db.session.scalars(db.select(Letter.to_address).filter_by(kind="invitation-reminder")).all()
    assert reminded == ["ana@voorbeeld.nl"]
    noted = db.session.scalars(db.select(AuditNote).filter_by(what="invitations.reminded")).one()
    assert (noted.about, noted.after) == (f"event/{overleg.id}", {"count": 1})


def test_the_button_for_reminders_says_how_many(noor, overleg, monkeypatch):
    ana(overleg, invited_at=NOON - timedelta(days=3))

    button = soup(noor.get(LIST)).select_one("form[action$=herinneren] button").text
    answer = noor.post(f"{LIST}/herinneren", data={"expected": "1"})
    wrong = noor.post(f"{LIST}/herinneren", data={"expected": "9"})

    assert (button, answer.status_code, wrong.status_code) == ("Remind 1 person who said nothing", 303, 303)
    assert letters_to("ana@voorbeeld.nl") == ["invitation-reminder"]
    assert soup(noor.get(LIST)).select("form[action$=herinneren]") == []


def test_who_signed_up_without_the_link_is_not_reminded(ours):
    event = make_event(organisations=[ours])
    ana(event)
    make_registration(event, email="ana@voorbeeld.nl")

    assert queries.silent_invitations(event.id, now=LATER) == []


def test_who_signed_off_or_heard_no_is_not_reminded_nor_invited_with_the_members(ours):
    network = make_network(organisation_id=ours.id)
    event = make_event(organisations=[ours], networks=[network])
    ana(event)
    make_member(network, email="ana@voorbeeld.nl")
    make_member(network, email="ben@voorbeeld.nl")
    for email in ("ana@voorbeeld.nl", "ben@voorbeeld.nl"):
        registrations.cancel(make_registration(event, email=email).id, now=NOON)

    assert queries.silent_invitations(event.id, now=LATER) == []
    assert queries.members_to_invite(event, [network.id]) == []
    assert queries.known_addresses(event.id) == {"ana@voorbeeld.nl"}


def test_the_list_tells_who_was_invited_by_whom_and_what_they_said(noor, overleg):
    by = make_account(name="Samira").id
    first = ana(overleg, invited_by=by)
    actions.send_colleague(first.id, BEN, now=NOON)
    actions.decline(make_invitation(overleg, name="Cor").id, now=NOON)

    rows = [re.sub(r"\s+", " ", row.text).strip() for row in soup(noor.get(LIST)).select("tbody tr")]
    silent = [row.text for row in soup(noor.get(f"{LIST}?show=silent")).select("tbody th bdi")]
    figures = [number.text for number in soup(noor.get(LIST)).select(".figures dd")]

    assert "by Samira" in rows[0]
    assert "Colleague Ben de Vries comes instead" in rows[0]
    assert "by Ana Kuiper" in rows[1]
    assert "Silent In the place of Ana Kuiper" in rows[1]
    assert (silent, figures) == (["Ben de Vries"], ["0", "1", "1", "1"])
    assert noor.get(f"{LIST}?show=%00").status_code == 200


def test_an_invitation_is_taken_back_and_its_link_and_letter_end(noor, client, overleg):
    [letter] = invite(overleg, Person("Ana", "ana@voorbeeld.nl"))
    key = letter.facts["key"]
    invitation = db.session.scalars(db.select(Invitation)).one()
    address = f"{LIST}/{invitation.id}/intrekken"
    assert noor.get(address).status_code == 200
    assert said() == [("Ana", "")]

    for _press in range(2):
        assert noor.post(address).status_code == 303

    assert (said(), letters_to("ana@voorbeeld.nl")) == ([], [])
    assert client.get(f"/en/uitnodiging/{key}").status_code == 404


def test_who_comes_is_not_uninvited(noor, overleg):
    invitation = ana(overleg)
    make_registration(overleg, invitation_key=invitation.key)

    answer = noor.post(f"{LIST}/{invitation.id}/intrekken")

    assert (answer.status_code, len(said())) == (422, 1)
    assert noor.get(f"{EVENT}x/uitnodigingen/{invitation.id}/intrekken").status_code == 404


def test_the_list_is_taken_along_without_formulas_and_that_is_noted(noor, overleg):
    ana(overleg, name="=1+1")

    answer = noor.post(f"{LIST}/export")
    sheet = noor.post(f"{LIST}/export", data={"as": "xlsx"})

    assert answer.text.splitlines()[1] == "'=1+1;ana@voorbeeld.nl;;2027-06-02 12:00;;Silent;"
    assert sheet.mimetype.endswith("spreadsheetml.sheet")
    noted = db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))
    assert [note.after for note in noted] == [{"count": 1, "as": "csv"}, {"count": 1, "as": "xlsx"}]


def test_all_letters_of_a_practice_come_to_who_practises(ours):
    event = make_event(organisations=[ours], unlisted=True, practice_to="noor@voorbeeld.nl")
    invite(event, Person("Ana", "ana@voorbeeld.nl"))
    invitation = db.session.scalars(db.select(Invitation)).one()
    actions.send_colleague(invitation.id, BEN, now=NOON)
    actions.remind(event.id, expected=1, by=make_account().id, now=LATER)

    assert letters_to("noor@voorbeeld.nl") == ["invitation", "invitation-colleague", "invitation-reminder"]
    remove_practice(event.id, staff_id=None, now=NOON)
    assert (said(), letters_to("noor@voorbeeld.nl")) == ([], [])


def test_invitations_go_thirty_days_after_the_event_and_not_before(ours, overleg):
    over = make_event(organisations=[ours])
    for event in (overleg, over):
        invite(event, Person("Ana", "ana@voorbeeld.nl"))
    actions.send_colleague(queries.invitation_at(over.id, "ana@voorbeeld.nl").id, BEN, now=NOON)
    over.starts_at, over.ends_at = NOON - timedelta(days=31), NOON - timedelta(days=30)
    db.session.commit()

    erase_due(now=NOON)

    assert [each.event_id for each in db.session.scalars(db.select(Invitation))] == [overleg.id]
    assert (letters_to("ana@voorbeeld.nl"), letters_to("ben@voorbeeld.nl")) == (["invitation"], [])


def test_an_address_that_is_taken_away_leaves_no_invitation(overleg):
    invite(overleg, Person("Ana", "ana@voorbeeld.nl"), Person("Ben", "ben@voorbeeld.nl"))

    assert erase_memberships(" ANA@voorbeeld.nl", now=NOON) == 1

    assert (said(), letters_to("ana@voorbeeld.nl")) == ([("Ben", "")], [])


def test_an_event_by_invitation_never_comes_in_the_agenda(noor, app, ours):
    event = make_event(slug="overleg", title="Overleg", organisations=[ours])
    form = {"seen": "0", "organisations": [ours.id], "invitation_only": "y"}

    assert noor.post(f"{EVENT}/bewerken/hosts", data=form).status_code == 303
    registrations.change_event(event.id, {"unlisted": False}, now=NOON)

    db.session.expire_all()
    assert (event.invitation_only, event.unlisted) == (True, True)
    assert (obstacle_to_sharing(event, now=NOON), has_preview(event)) == ("invitation-only", False)
    assert "Overleg" not in app.test_client().get("/agenda").text


def test_staff_sign_up_whoever_they_want(overleg, ours):

    party = Party(name="Cor", reach=Reach.NONE)
    staff_actions.add(overleg.id, [party], press=tokens.new_press(), staff_id=make_account(ours).id, now=NOON)

    assert comes() == [("Cor", "confirmed")]


def test_the_links_of_letters_of_before_still_open_the_form(client, overleg):
    ana(overleg, key="12-34-abc.def")

    form = soup(client.get("/en/agenda/overleg/aanmelden?lid=12%2F34-abc.def"))

    assert form.find(id="name")["value"] == "Ana Kuiper"


def test_what_does_not_agree_about_invitations_is_told(overleg):
    invitation = ana(overleg, answer="yes")

    assert faults() == [f"Invitation {invitation.id} says yes, and nobody signed up."]
    invitation.answer = ""
    db.session.commit()
    assert faults() == [f"Invitation {invitation.id} was never sent."]
