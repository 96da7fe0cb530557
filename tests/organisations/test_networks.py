"""Networks: a page and a feed for everybody, a list of members for who keeps it, and events for members alone."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from eventapp import tokens
from eventapp.database import db
from eventapp.mail.models import Letter
from eventapp.organisations.keys import leaving_key
from eventapp.organisations.models import AuditNote, Member, Network
from eventapp.registrations.models import Registration

from ..make import (
    make_account,
    make_event,
    make_invitation,
    make_member,
    make_network,
    make_organisation,
    make_registration,
    sign_in,
)

BASE = "/en/organiseren/netwerken/pact"
EVENT = "/en/organiseren/activiteiten/overleg"


@pytest.fixture
def ours(app):
    return make_organisation()


@pytest.fixture
def pact(ours) -> Network:
    return make_network(slug="pact", name="Het pact", organisation_id=ours.id, text="Wij werken **samen**.")


@pytest.fixture
def noor(client, ours):
    return sign_in(client, make_account(ours, tf_primary_method="authenticator"))


@pytest.fixture
def overleg(ours, pact):
    return make_event(
        slug="overleg", title="Overleg", organisations=[ours], networks=[pact], members_only=True, unlisted=True,
        online_url="https://meet.voorbeeld.nl/geheim", capacity=5,
    )  # fmt: skip


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def members() -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(each.name, each.email) for each in db.session.scalars(db.select(Member).order_by(Member.id))]


def add(noor, **given: str):
    values = {"name": "Ana", "email": "ana@voorbeeld.nl", "organisation": "DOCK", "language": "nl"} | given
    return noor.post(f"{BASE}/leden/nieuw", data=values)


def bring_in(noor, text: str):
    return noor.post(f"{BASE}/leden/inlezen", data={"file": (BytesIO(text.encode()), "leden.csv")})


def confirm(noor, shown):
    return noor.post(f"{BASE}/leden/inlezen", data={"rows": soup(shown).find("input", {"name": "rows"})["value"]})


def letters() -> list[str]:
    db.session.expire_all()
    return [letter.to_address for letter in db.session.scalars(db.select(Letter).order_by(Letter.id))]


def invite(noor, expected: int):
    return noor.post(f"{EVENT}/uitnodigingen/leden", data={"press": tokens.new_press(), "expected": str(expected)})


def own_link(letter: Letter) -> str:
    return f"/agenda/overleg/aanmelden?uitnodiging={letter.facts['key']}"


def test_everybody_reads_what_a_network_is_and_what_is_coming(client, pact):
    make_network(name="Een groep", parent_id=pact.id)
    make_event(networks=[pact], title="Samen eten")
    make_event(networks=[pact], title="Geheim", unlisted=True)
    make_event(title="Van een ander")

    page = soup(client.get("/en/netwerken/pact"))

    assert [card.text for card in page.select(".card h3")] == ["Samen eten"]
    assert (page.h1.text, page.select_one(".rich strong").text) == ("Het pact", "samen")
    assert "Een groep" in page.text
    assert [link.text for link in soup(client.get("/en/netwerken")).select("main a")] == ["Het pact", "Een groep"]
    assert client.get("/en/netwerken/niets").status_code == 404


def test_the_feed_of_a_network_holds_only_what_everybody_may_know(client, pact):
    make_event(networks=[pact], title="Samen eten", uid="a@x")
    make_event(networks=[pact], title="Afgelast", status="cancelled")
    for hidden in ({"unlisted": True}, {"private": True}, {"status": "draft"}, {"networks": []}):
        make_event(**{"networks": [pact], "title": "Geheim"} | hidden)

    answer = client.get("/netwerken/pact.ics")

    assert [line for line in answer.text.split("\r\n") if line.startswith("SUMMARY")] == [
        "SUMMARY:Samen eten", "SUMMARY:Afgelast",
    ]  # fmt: skip
    assert "X-WR-CALNAME:Het pact" in answer.text
    assert client.get("/netwerken/pact.ics", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert "Set-Cookie" not in answer.headers


def test_the_agenda_is_narrowed_to_a_network(client, pact):
    make_event(networks=[pact], title="Samen eten")
    make_event(title="Van een ander")

    assert [card.text for card in soup(client.get("/en/agenda?netwerk=pact")).select(".card h3")] == ["Samen eten"]


def test_a_member_is_added_changed_and_removed(noor, pact):
    assert add(noor, name="Ana 't Hooft").status_code == 303
    ana = db.session.scalars(db.select(Member)).one()

    noor.post(f"{BASE}/leden/{ana.id}", data={"name": "Ana", "email": "ANA2@voorbeeld.nl", "language": "tr"})
    assert members() == [("Ana", "ana2@voorbeeld.nl")]
    assert [row.text for row in soup(noor.get(f"{BASE}?q=ána2")).select("ul.list a")] == ["Ana"]

    noor.post(f"{BASE}/leden/{ana.id}/weg")
    assert members() == []
    assert [note.what for note in db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))] == [
        "members.added", "member.changed", "member.removed",
    ]  # fmt: skip
    assert letters() == []


def test_an_address_is_on_a_list_once(noor, pact):
    make_member(pact, email="ana@voorbeeld.nl")
    ben = make_member(pact, email="ben@voorbeeld.nl")

    assert add(noor, email="ANA@voorbeeld.nl").status_code == 422
    answer = noor.post(f"{BASE}/leden/{ben.id}", data={"name": "Ben", "email": "ana@voorbeeld.nl", "language": "nl"})
    assert answer.status_code == 422
    assert [email for _name, email in members()] == ["ana@voorbeeld.nl", "ben@voorbeeld.nl"]


def test_a_list_is_seen_first_and_then_brought_in_without_who_is_there(noor, pact):
    make_member(pact, name="Ana", email="ana@voorbeeld.nl")

    shown = bring_in(noor, "Naam;E-mail;Organisatie;Taal\n'=1+1;ben@voorbeeld.nl;DOCK;Türkçe\nX;ANA@voorbeeld.nl;;\n")
    assert (shown.status_code, len(members())) == (200, 1)
    assert soup(shown).select_one("main form button").text == "Put 1 person on the list"

    for _press in range(2):
        assert confirm(noor, shown).status_code == 303

    assert members() == [("Ana", "ana@voorbeeld.nl"), ("=1+1", "ben@voorbeeld.nl")]
    assert letters() == []


def test_every_fault_is_named_with_its_row_and_nobody_comes_in(noor, pact):
    rows = [f"Naam {n};a{n}@voorbeeld.nl" for n in range(2, 30)]
    rows[15], rows[20] = "Zonder adres;", "x" * 201 + ";geen adres"

    answer = bring_in(noor, "\n".join(["Naam;Mail", *rows]))

    assert answer.status_code == 422
    assert [fault.text for fault in soup(answer).select("[role=alert] li")] == [
        "Row 17: There is no e-mail address.",
        "Row 22: The name is longer than 200 letters.",
        "Row 22: geen adres is not an e-mail address.",
    ]
    assert members() == []


def test_rows_that_were_tampered_with_are_refused(noor, pact):
    for rows in ("[]", "{", '[["Naam"], 3]', '[["Naam", "Mail"], ["Ana", "geen"]]'):
        assert noor.post(f"{BASE}/leden/inlezen", data={"rows": rows}).status_code == 422
    assert members() == []


def test_the_list_is_taken_along_without_formulas_and_that_is_noted(noor, pact):
    make_member(pact, name="=1+1", email="ana@voorbeeld.nl")

    answer = noor.post(f"{BASE}/leden/export")

    assert answer.text.splitlines()[1] == "'=1+1;ana@voorbeeld.nl;;nl"
    assert db.session.scalars(db.select(AuditNote)).one().after == {"count": 1}


def test_a_member_of_another_network_is_not_found(noor, pact):
    elsewhere = make_member(make_network())

    for method, path in (("GET", ""), ("POST", ""), ("POST", "/weg")):
        noor.open(f"{BASE}/leden/{elsewhere.id}{path}", method=method)
    assert len(members()) == 1


def test_members_get_one_letter_with_a_link_of_their_own(noor, pact, overleg):
    other = make_network()
    overleg.networks.append(other)
    db.session.commit()
    for network in (pact, other):
        make_member(network, name="Ana", email="ana@voorbeeld.nl")
    make_member(pact, email="ben@voorbeeld.nl")
    ben = db.session.scalars(db.select(Member).where(Member.email == "ben@voorbeeld.nl")).one()
    own = make_invitation(overleg, email=ben.email, member_id=ben.id).key
    make_registration(overleg, email=ben.email, invitation_key=own)

    shown = soup(noor.get(f"{EVENT}/uitnodigingen/leden"))
    assert shown.select_one("main form button").text == "Invite 1 member"
    assert "geheim" not in shown.text
    for _press in range(2):
        assert invite(noor, 1).status_code == 303

    assert letters() == ["ben@voorbeeld.nl", "ana@voorbeeld.nl"]
    make_member(pact, email="cor@voorbeeld.nl")
    invite(noor, 1)
    assert letters()[2:] == ["cor@voorbeeld.nl"]


def test_a_group_that_grew_while_somebody_looked_is_looked_at_again(noor, pact, overleg):
    make_member(pact)

    assert invite(noor, 7).status_code == 422
    assert letters() == []


def test_a_test_goes_to_oneself_without_anybodys_link(noor, pact, overleg):
    make_member(pact, email="ana@voorbeeld.nl")

    noor.post(f"{EVENT}/uitnodigingen/leden", data={"press": tokens.new_press(), "expected": "1", "test": "1"})

    letter = db.session.scalars(db.select(Letter)).one()
    assert letter.to_address.startswith("noor")
    assert (letter.facts["key"], letter.facts["leave"]) == ("...", "...")


def test_only_the_own_link_signs_a_member_up(app, noor, pact, overleg):
    make_member(pact, name="Ana", email="ana@voorbeeld.nl")
    invite(noor, 1)
    letter = db.session.scalars(db.select(Letter)).one()
    visitor = app.test_client()

    page = visitor.get("/en/agenda/overleg")
    assert "This event is only for members." in page.text
    assert "aanmelden" not in page.text
    for key in (
        "",
        "?uitnodiging=",
        "?uitnodiging=x",
        f"?uitnodiging={letter.facts['key']}x",
        f"?uitnodiging={letter.facts['leave']}",
    ):
        assert visitor.get(f"/en/agenda/overleg/aanmelden{key}").status_code == 403
        answer = visitor.post(f"/en/agenda/overleg/aanmelden{key}", data={"name": "X", "reach": "none", "people": "1"})
        assert answer.status_code == 403

    form = soup(visitor.get(own_link(letter)))
    assert [form.find(id=name)["value"] for name in ("name", "email")] == ["Ana", "ana@voorbeeld.nl"]
    values = {field["name"]: field.get("value", "") for field in form.select("main form input[type=hidden]")}
    values |= {"name": "Ana", "reach": "email", "email": "ana@voorbeeld.nl", "people": "1"}
    assert visitor.post(own_link(letter), data=values).status_code == 303
    assert db.session.scalars(db.select(Registration.name)).one() == "Ana"


def test_a_link_ends_with_membership_and_opens_no_other_event(app, noor, ours, pact, overleg):
    member = make_member(pact)
    invite(noor, 1)
    letter = db.session.scalars(db.select(Letter)).one()
    make_event(slug="ander", organisations=[ours], networks=[pact], members_only=True, unlisted=True)
    visitor = app.test_client()
    assert visitor.get(own_link(letter).replace("overleg", "ander")).status_code == 403
    link = own_link(letter)
    assert visitor.get(link).status_code == 200

    noor.post(f"{BASE}/leden/{member.id}/weg")

    assert visitor.get(link).status_code == 403


def test_who_wants_off_the_list_presses_a_button(app, client, pact):
    member = make_member(pact, name="Ana")
    address = f"/en/netwerken/uitschrijven/{leaving_key(member)}"

    assert "Het pact" in client.get(address).text
    assert len(members()) == 1
    client.post("/en/netwerken/uitschrijven/x")
    assert len(members()) == 1
    for _press in range(2):
        assert "You are off the list" in client.post(address).text
    assert members() == []


def test_an_event_for_members_never_comes_in_the_agenda(noor, client, app, ours, pact):
    event = make_event(slug="overleg", title="Overleg", organisations=[ours])
    form = {"seen": "0", "organisations": [ours.id], "networks": [pact.id], "members_only": "y"}

    assert noor.post(f"{EVENT}/bewerken/hosts", data=form).status_code == 303
    db.session.expire_all()
    assert (event.members_only, event.unlisted, event.networks) == (True, True, [pact])
    noor.post(f"{EVENT}/bewerken/more", data={"seen": str(event.sequence), "cost": "", "contact_name": "Ana"})
    db.session.expire_all()
    assert (event.unlisted, event.contact_name) == (True, "Ana")
    assert "Overleg" not in app.test_client().get("/agenda").text

    form = {"seen": str(event.sequence), "organisations": [ours.id], "members_only": "y"}
    assert noor.post(f"{EVENT}/bewerken/hosts", data=form).status_code == 422


def test_an_administrator_makes_a_network_and_says_who_keeps_it(app, ours):
    boss = sign_in(app.test_client(), make_account(is_administrator=True))
    values = {"name": "Samen 030", "organisation": str(ours.id)}

    assert boss.post("/en/organiseren/netwerken/nieuw", data=values).headers["Location"].endswith("/samen-030")
    assert boss.post("/en/organiseren/netwerken/nieuw", data=values).status_code == 422
    assert db.session.scalars(db.select(Network.organisation_id)).one() == ours.id
