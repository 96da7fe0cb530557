"""An administrator invites people, gives them a role, stops them, and reads the log."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from config import ROOT
from eventapp.accounts.models import Account
from eventapp.database import db
from eventapp.mail.models import Letter
from eventapp.organisations.actions import note
from eventapp.organisations.log_words import SENTENCES
from eventapp.organisations.models import AuditNote, TeamMember
from eventapp.organisations.rules import Role

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, sign_in

NEW = {"name": "Yusuf 't Hooft", "email": "yusuf@voorbeeld.nl", "role": "organiser"}


@pytest.fixture
def boss(client):
    account = make_account(is_administrator=True, name="Baas")
    sign_in(client, account)
    return account


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def invite(client, **given: str):
    return client.post("/en/beheer/mensen/nieuw", data=NEW | given)


def notes() -> list[str]:
    return list(db.session.scalars(db.select(AuditNote.what).order_by(AuditNote.id)))


def roles(account: Account) -> dict[int, str]:
    rows = db.session.execute(
        db.select(TeamMember.organisation_id, TeamMember.role).where(TeamMember.account_id == account.id)
    )
    return dict(list(rows))


def test_who_is_invited_gets_a_letter_and_a_place_in_the_team(client, boss):
    dock = make_organisation(name="DOCK")

    answer = invite(client, organisation=str(dock.id))

    account = db.session.scalars(db.select(Account).where(Account.email == "yusuf@voorbeeld.nl")).one()
    assert answer.headers["Location"] == f"/en/beheer/mensen/{account.id}"
    assert (account.name, account.is_administrator, roles(account)) == ("Yusuf 't Hooft", False, {dock.id: "organiser"})
    assert [(letter.kind, letter.to_address) for letter in db.session.scalars(db.select(Letter))] == [
        ("staff-invitation", "yusuf@voorbeeld.nl")
    ]
    assert notes() == ["account.invited"]
    assert "DOCK" in soup(client.get("/en/beheer/mensen")).select_one("ul.list").text


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"name": ""}, "Enter a name"),
        ({"name": "x" * 10_000}, "This is too long. Use at most 100 letters."),
        ({"email": "geen adres"}, "Enter an e-mail address with an @, for example naam@voorbeeld.nl"),
        ({"organisation": ""}, "Choose an organisation"),
        ({"organisation": "999999999999"}, "Choose an organisation"),
        ({"role": "koning"}, "Choose a role"),
    ],
)
def test_a_wrong_answer_is_told_and_nobody_is_invited(client, boss, wrong, said):
    dock = make_organisation()

    answer = invite(client, **{"organisation": str(dock.id)} | wrong)

    assert (answer.status_code, [link.text for link in soup(answer).select("[role=alert] a")]) == (422, [said])
    assert db.session.scalar(db.select(db.func.count(Account.id))) == 1


def test_the_same_address_is_invited_once(client, boss):
    dock = make_organisation()
    for _press in range(2):
        answer = invite(client, organisation=str(dock.id))

    assert answer.status_code == 422
    assert "There is an account with this e-mail address already." in answer.text


def test_a_role_is_given_changed_and_taken(client, boss):
    account, dock = make_account(), make_organisation()
    page = f"/beheer/mensen/{account.id}"

    found = []
    for role in ("viewer", "organiser"):
        client.post(page, data={"organisation": str(dock.id), "role": role})
        found.append(roles(account))
    client.post(f"{page}/uit-team/{dock.id}")

    assert (found, roles(account)) == ([{dock.id: "viewer"}, {dock.id: "organiser"}], {})
    assert notes() == ["account.role"] * 3


def test_a_stopped_account_is_out_at_once_and_can_be_opened_again(app, client, boss):
    account = make_account(make_organisation())
    browser = sign_in(app.test_client(), account)
    assert browser.get("/organiseren").status_code == 200

    client.post(f"/beheer/mensen/{account.id}/stop")
    stopped = browser.get("/organiseren").status_code
    client.post(f"/beheer/mensen/{account.id}/weer-open")
    db.session.expire_all()

    assert (stopped, db.session.get_one(Account, account.id).active) == (302, True)
    assert notes() == ["account.suspended", "account.restored"]


def test_nobody_stops_themselves(client, boss):
    client.post(f"/beheer/mensen/{boss.id}/stop")

    assert client.get("/beheer/mensen").status_code == 200


def test_the_log_tells_who_did_what(client, boss):
    dock = make_organisation()
    invite(client, organisation=str(dock.id))

    line = soup(client.get("/en/beheer/logboek")).select_one("ul.list li").text

    assert "Invited somebody" in line
    assert "Baas" in line
    assert "yusuf" not in line  # what is known of people is not in it


@pytest.mark.parametrize("path", ["/beheer/mensen/999", "/beheer/mensen/99999999999999", "/beheer/mensen/x"])
def test_there_is_nobody_at_a_guessed_address(client, boss, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "²"])
def test_a_strange_page_of_the_log_is_a_page(client, boss, page):
    assert client.get(f"/beheer/logboek?pagina={page}").status_code == 200


def test_an_organiser_manages_nobody(client):
    sign_in(client, make_account(make_organisation(), role=Role.ORGANISER))
    make_event()

    assert client.get("/beheer/mensen").status_code == 403


def test_the_log_is_read_in_sentences_and_narrowed(client, boss):
    noor = make_account(name="Noor")
    note(noor.id, what="event.published", about="event/1", now=NOON)
    note(boss.id, what="account.invited", about="account/2", now=NOON + timedelta(days=2))

    def lines(query: str) -> list[str]:
        return [each.text for each in soup(client.get(f"/en/beheer/logboek{query}")).select(".list b")]

    assert lines("") == ["Invited somebody", "Published an event"]
    assert lines(f"?wie={noor.id}") == ["Published an event"]
    assert lines("?wat=account") == ["Invited somebody"]
    assert lines(f"?tot={NOON.date()}") == ["Published an event"]
    assert lines(f"?van={NOON.date() + timedelta(days=1)}&wat=event") == []
    assert len(lines("?wie=x&wat=oorlog&van=nooit&tot=0001-01-01&pagina=-3")) == 2


def test_every_code_that_the_house_writes_has_a_sentence():
    written = re.findall(r'what="([a-z.-]+)"', "".join(path.read_text() for path in (ROOT / "eventapp").rglob("*.py")))

    assert sorted(set(written) - set(SENTENCES)) == []
