"""Subscriptions as staff see them: numbers, stopping letters for somebody, and the update of a network."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from eventapp.database import db
from eventapp.organisations.models import AuditNote
from eventapp.organisations.rules import Role
from eventapp.subscriptions.models import NetworkUpdate, Reader, Rhythm
from eventapp.subscriptions.rules import Wanted

from ..make import make_account, make_network, make_organisation, sign_in
from .readers import make_subscription

UPDATE = "/organiseren/netwerken/pact/update"
NUMBERS = "/beheer/abonnementen"


@pytest.fixture
def boss(app, client) -> FlaskClient:
    return sign_in(client, make_account(is_administrator=True))


@pytest.fixture
def keeper(app, client) -> FlaskClient:
    """Signed in as an organiser of the organisation that keeps the network."""
    dock = make_organisation(slug="dock")
    make_network(slug="pact", name="Het pact", organisation_id=dock.id)
    return sign_in(client, make_account(dock))


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html5lib").main.text.split())


def the_update() -> NetworkUpdate | None:
    db.session.rollback()
    return db.session.scalars(db.select(NetworkUpdate)).first()


def test_an_administrator_sees_numbers_and_no_addresses(boss):
    make_subscription("riet@voorbeeld.nl")
    make_subscription("sam@voorbeeld.nl")
    make_subscription("nog-niet@voorbeeld.nl", confirmed_at=None)

    page = boss.get(NUMBERS)

    assert "2 adressen krijgen berichten" in words(page)
    assert "1 aanvraag wacht" in words(page)
    assert "@voorbeeld.nl" not in page.text.replace("naam@voorbeeld.nl", "")


def test_letters_stop_for_who_asks_so_by_telephone(boss):
    make_subscription("riet@voorbeeld.nl")
    make_subscription("sam@voorbeeld.nl")

    answer = boss.post(NUMBERS, data={"email": " Riet@Voorbeeld.nl "})

    assert (answer.status_code, answer.location) == (303, NUMBERS)
    assert "1 abonnement gestopt" in words(boss.get(NUMBERS))
    assert [reader.email for reader in db.session.scalars(db.select(Reader))] == ["sam@voorbeeld.nl"]
    [note] = db.session.scalars(db.select(AuditNote).filter_by(what="subscription.stopped"))
    assert "riet" not in str((note.about, note.before, note.after))


def test_an_address_that_gets_nothing_is_told_and_one_that_is_none_is_refused(boss):
    boss.post(NUMBERS, data={"email": "niemand@voorbeeld.nl"})
    assert "geen abonnementen" in words(boss.get(NUMBERS))

    refused = boss.post(NUMBERS, data={"email": "'t Hooft"})

    assert refused.status_code == 422
    assert BeautifulSoup(refused.text, "html5lib").select_one("#email")["value"] == "'t Hooft"


def test_only_administrators_see_the_numbers(keeper):
    assert keeper.get(NUMBERS).status_code == 403
    assert keeper.post(NUMBERS, data={"email": "riet@voorbeeld.nl"}).status_code == 403


def test_who_keeps_a_network_writes_what_its_update_says_first(keeper):
    saved = keeper.post(UPDATE, data={"text": "Goed nieuws: =1+1 🌻 ليلى", "wait": "no"})

    assert (saved.status_code, saved.location) == (303, UPDATE)
    assert (the_update().text, the_update().held) == ("Goed nieuws: =1+1 🌻 ليلى", False)
    assert "Goed nieuws" in BeautifulSoup(keeper.get(UPDATE).text, "html5lib").textarea.text


def test_an_update_waits_until_it_is_let_go(keeper):
    keeper.post(UPDATE, data={"text": "", "wait": "yes"})
    assert (the_update().held, "Hij wacht tot u hem laat gaan" in words(keeper.get(UPDATE))) == (True, True)

    keeper.post(UPDATE, data={"text": "", "wait": "no"})

    assert the_update().held is False


@pytest.mark.parametrize("wrong", [{"text": "x" * 2_001}, {"wait": "ooit"}, {"text": "\x07 bel"}])
def test_what_cannot_be_is_refused_and_stays_typed(keeper, wrong):
    typed = {"text": "Goed nieuws", "wait": "no"} | wrong

    refused = keeper.post(UPDATE, data=typed)

    assert refused.status_code == 422
    assert BeautifulSoup(refused.text, "html5lib").textarea.text.strip() == typed["text"].strip()
    assert the_update() is None


def test_the_update_is_shown_as_it_will_be(keeper):
    keeper.post(UPDATE, data={"text": "Kom <b>allemaal</b>", "wait": "no"})

    shown = keeper.get(f"{UPDATE}/voorbeeld")

    assert "Kom &lt;b&gt;allemaal&lt;/b&gt;" in shown.text
    assert "script-src" not in shown.headers["Content-Security-Policy"]


def test_it_counts_who_asked_for_it(keeper):
    make_subscription("riet@voorbeeld.nl", Wanted(networks=("pact",)), rhythm=Rhythm.FORTNIGHTLY)
    make_subscription("sam@voorbeeld.nl", Wanted(themes=("bewegen",)), rhythm=Rhythm.FORTNIGHTLY)

    assert "1 persoon krijgt" in words(keeper.get(UPDATE))


@pytest.mark.parametrize("role", [None, Role.VIEWER])
def test_who_does_not_keep_the_network_may_not_write_for_it(app, client, role):
    dock = make_organisation(slug="dock")
    make_network(slug="pact", organisation_id=dock.id)
    account = make_account(dock, role=role) if role else make_account(make_organisation(slug="elders"))
    other = sign_in(client, account)

    assert [other.get(path).status_code for path in (UPDATE, f"{UPDATE}/voorbeeld")] == [403, 403]
    assert other.post(UPDATE, data={"text": "x", "wait": "no"}).status_code == 403
    assert the_update() is None
