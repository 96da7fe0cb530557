"""Somebody proposes an event; an administrator makes it or says no; they hear either way, once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp import tokens
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.events.proposals import actions
from eventapp.events.proposals.models import Proposal
from eventapp.events.proposals.rules import AlreadyDecided
from eventapp.mail.models import Letter
from eventapp.organisations.models import AuditNote
from eventapp.privacy.actions import erase_due

from ..conftest import NOON
from ..make import letters_to, make_account, make_organisation, make_proposal, sign_in

GIVEN = {"title": "Samen breien", "kind": "cafe", "what": "Met koffie.", "name": "Riet", "email": "riet@voorbeeld.nl"}
DRAFT = {
    "kind": "cafe", "title": "Samen breien", "day": "2027-06-25", "starts": "14.00", "ends": "16.00",
    "place": "De Dreef", "capacity": "",
}  # fmt: skip


@pytest.fixture
def boss(client):
    account = make_account(is_administrator=True, email="baas@voorbeeld.nl")
    sign_in(client, account)
    return account


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def propose(client, prefix: str = "/en", **given: str):
    return client.post(f"{prefix}/voorstellen", data=GIVEN | {"press": tokens.new_press()} | given)


def make(client, proposal: Proposal, organisation):
    address = f"/en/organiseren/nieuw?kind=cafe&voorstel={proposal.id}"
    return client.post(address, data=DRAFT | {"organisation": str(organisation.id)})


def proposals() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Proposal.status).order_by(Proposal.id)))


def test_who_proposes_something_is_thanked_and_the_administrators_hear(app, boss):
    visitor = app.test_client()

    answer = propose(visitor, "/tr")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/tr/voorstellen/bedankt")
    assert letters_to("riet@voorbeeld.nl") == ["proposal-received"]
    assert db.session.scalars(db.select(Letter.language).filter_by(kind="proposal-received")).one() == "tr"
    assert letters_to("baas@voorbeeld.nl") == ["staff-proposal"]
    assert "Set-Cookie" not in answer.headers


def test_the_same_press_is_one_proposal(client):
    press = tokens.new_press()

    for _press in range(2):
        propose(client, press=press)

    assert proposals() == ["new"]


@pytest.mark.parametrize(
    "given, fault",
    [
        ({"title": " "}, "Give the event a name"),
        ({"title": "x" * 201}, "This is too long. Use at most 200 letters."),
        ({"kind": "oorlog"}, "Choose a kind"),
        ({"email": ""}, "Enter your e-mail address or your phone number"),
        ({"email": "riet"}, "Enter an e-mail address with an @, for example naam@voorbeeld.nl"),
        ({"phone": "bel me"}, "Enter a phone number, for example 06 12 34 56 78"),
        ({"website": "https://spam.example"}, "Leave this field empty."),
    ],
)
def test_a_proposal_that_is_not_whole_is_told_and_keeps_what_was_typed(client, given, fault):
    answer = propose(client, **given)

    assert (answer.status_code, [link.text for link in soup(answer).select("[role=alert] a")]) == (422, [fault])
    assert soup(answer).find(id="what").text.strip() == "Met koffie."
    assert proposals() == []


def test_a_phone_number_is_enough(client):
    assert propose(client, email="", phone="06 12 34 56 78").status_code == 303
    assert db.session.scalars(db.select(Proposal.phone)).one() == "+31612345678"


def test_who_proposed_it_hears_when_everybody_can_see_it_and_only_once(client, boss):
    proposal, organisation = make_proposal(), make_organisation()
    begun = soup(client.get(f"/en/organiseren/nieuw?kind=cafe&voorstel={proposal.id}"))
    assert [begun.find(id=name)["value"] for name in ("title", "place")] == ["Samen breien", "De Dreef"]

    assert make(client, proposal, organisation).status_code == 303
    event = db.session.scalars(db.select(Event)).one()
    assert (proposals(), event.summary) == (["accepted"], "Breien met koffie.")
    assert letters_to("riet@voorbeeld.nl") == ["proposal-received"]

    for press in ("publiceren", "concept", "publiceren"):
        client.post(f"/organiseren/activiteiten/{event.slug}/{press}")
    assert letters_to("riet@voorbeeld.nl") == ["proposal-received", "proposal-published"]


def test_a_no_has_a_reason_and_is_told(client, boss):
    proposal = make_proposal()

    assert client.post(f"/en/beheer/voorstellen/{proposal.id}", data={"reason": " "}).status_code == 422
    client.post(f"/en/beheer/voorstellen/{proposal.id}", data={"reason": "Dat is er al."})

    letter = db.session.scalars(db.select(Letter).filter_by(kind="proposal-declined")).one()
    assert (proposals(), letter.facts["reason"]) == (["declined"], "Dat is er al.")
    assert [note.what for note in db.session.scalars(db.select(AuditNote))] == ["proposal.declined"]


def test_the_second_who_decides_is_told(client, boss):
    proposal = make_proposal()
    organisation = make_organisation()
    actions.decline(proposal.id, reason="Nee.", staff_id=boss.id, now=NOON)

    assert make(client, proposal, organisation).status_code == 422
    assert client.post(f"/en/beheer/voorstellen/{proposal.id}", data={"reason": "Ook nee."}).status_code == 422
    with pytest.raises(AlreadyDecided):
        actions.decline(proposal.id, reason="Nee.", staff_id=boss.id, now=NOON)
    assert letters_to("riet@voorbeeld.nl") == ["proposal-received", "proposal-declined"]
    assert db.session.scalars(db.select(Event)).all() == []


def test_an_organiser_who_is_no_administrator_makes_nothing_of_a_guessed_proposal(client):
    proposal, ours = make_proposal(), make_organisation()
    sign_in(client, make_account(ours))

    make(client, proposal, ours)

    assert (proposals(), len(db.session.scalars(db.select(Event)).all())) == (["new"], 1)


def test_home_tells_an_administrator_that_a_proposal_waits(client, boss):
    make_proposal()

    titles = [each.text for each in soup(client.get("/en/organiseren")).select(".todo h3")]

    assert titles == ["1 proposal waits for a decision"]


def test_who_proposed_something_is_forgotten_thirty_days_after_they_heard(app, boss):
    declined, waiting = make_proposal(), make_proposal(email="ander@voorbeeld.nl")
    actions.decline(declined.id, reason="Nee.", staff_id=boss.id, now=NOON)

    erase_due(now=NOON + timedelta(days=29))
    assert proposals() == ["declined", "new"]
    erase_due(now=NOON + timedelta(days=30))

    assert proposals() == ["new"]
    assert letters_to("riet@voorbeeld.nl") == []
    assert letters_to("ander@voorbeeld.nl") == ["proposal-received"]
    assert waiting.name == "Riet"
