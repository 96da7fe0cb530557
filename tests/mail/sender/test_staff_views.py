"""The page about the sender, as an administrator sees it."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from eventapp.mail.sender.rules import LookUp

from ...make import make_account, sign_in
from .name_server import FAILURE, SILENCE, name_server
from .zones import Zone

ADDRESS = "/en/beheer/berichten/afzender"
SOUND = {
    ("voorbeeld.nl", "TXT"): ["v=spf1 mx -all"],
    ("_dmarc.voorbeeld.nl", "TXT"): ["v=DMARC1; p=reject; rua=mailto:post@voorbeeld.nl"],
}


class NobodyAsks:
    def begin(self) -> LookUp:
        raise AssertionError("a page that is only opened asks nobody")


@pytest.fixture
def boss(client):
    sign_in(client, make_account(is_administrator=True))
    return client


@pytest.fixture
def ask(app, monkeypatch):
    """Whom the app asks, and what it is set to, for this test."""

    def ask(servers, **settings):
        monkeypatch.setitem(app.extensions, "name_servers", servers)
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **settings))

    return ask


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def states(page: BeautifulSoup) -> dict[str, str]:
    return {each.h2["id"]: each.select_one(".badge").text for each in page.select("main section")}


def words(page: BeautifulSoup, key: str) -> str:
    return " ".join(page.find(id=key).find_parent("section").text.split())


def codes(page: BeautifulSoup, key: str) -> list[str]:
    return [code.text for code in page.find(id=key).find_parent("section").find_all("code")]


def test_nobody_is_asked_before_the_button(boss, ask):
    ask(NobodyAsks())

    page = soup(boss.get(ADDRESS))

    assert states(page) == {}
    assert "manages your domain" not in page.text
    assert page.select_one("main dl code").text == "tests@voorbeeld.nl"
    assert page.select_one("main form[method=post] button").text == "Look now"


def test_the_letters_lead_to_it(boss):
    assert soup(boss.get("/en/beheer/berichten")).find("a", href=ADDRESS)


def test_a_sound_sender_without_the_name_of_a_key(boss, ask):
    ask(Zone(SOUND))

    page = soup(boss.post(ADDRESS))

    assert states(page) == {"spf": "Good", "dkim": "Could not look", "dmarc": "Good"}
    assert codes(page, "spf") == ["voorbeeld.nl", "v=spf1 mx -all"]
    assert "DKIM_SELECTOR=mail2026" in words(page, "dkim")
    assert page.select_one("main form[method=post] button").text == "Look again"


def test_what_is_missing_can_be_copied(boss, ask):
    ask(Zone({}), dkim_selector="mail2026", smtp_url="smtp://u:geheim@smtp.voorbeeld.nl:587")

    answer = boss.post(ADDRESS)

    page = soup(answer)
    assert states(page) == {"spf": "Missing", "dkim": "Missing", "dmarc": "Missing"}
    assert codes(page, "spf") == ["voorbeeld.nl", "TXT", "v=spf1 mx a:smtp.voorbeeld.nl ~all"]
    assert codes(page, "dkim") == ["mail2026._domainkey.voorbeeld.nl", "TXT", "v=DKIM1; k=rsa; p=…"]
    assert codes(page, "dmarc") == ["_dmarc.voorbeeld.nl", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@voorbeeld.nl"]
    assert "manages your domain" in page.text
    assert "geheim" not in answer.text


def test_what_somebody_put_into_dns_is_only_text(boss, ask):
    evil = "v=spf1 <script>alert(1)</script> %(value)s %s -all"
    ask(Zone({("voorbeeld.nl", "TXT"): [evil]}))

    answer = boss.post(ADDRESS)

    assert codes(soup(answer), "spf")[1] == evil
    assert "<script>alert" not in answer.text


def test_a_sender_that_is_no_address_is_said(boss, ask):
    for wrong in ("geen adres", "ontmoet@", "ontmoet@localhost", "ontmoet@-.nl"):
        ask(NobodyAsks(), mail_from=wrong)

        page = soup(boss.get(ADDRESS))

        assert page.select_one(".alert__title").text == "The sender is no address"
        assert page.select("main form") == []


def test_a_name_server_on_this_machine_is_asked(boss, ask):
    known = {
        ("voorbeeld.nl", "TXT"): ['"v=spf1 a:smtp.voor" "beeld.nl -all"'],
        ("smtp.voorbeeld.nl", "A"): ["145.97.10.20"],
        ("mail2026._domainkey.voorbeeld.nl", "TXT"): SILENCE,
        ("_dmarc.voorbeeld.nl", "TXT"): FAILURE,
    }

    with name_server(known) as server:
        ask(server.as_setting, dkim_selector="mail2026", smtp_url="smtp://smtp.voorbeeld.nl")
        page = soup(boss.post(ADDRESS))
        assert states(page) == {"spf": "Good", "dkim": "Could not look", "dmarc": "Could not look"}
        assert "Your mail server smtp.voorbeeld.nl may send for your domain." in words(page, "spf")
        assert "mail2026._domainkey.voorbeeld.nl: no answer came in time" in words(page, "dkim")
        assert "_dmarc.voorbeeld.nl: the DNS server gave an error" in words(page, "dmarc")
        assert page.find(string="Add this") is None

        del server.known["mail2026._domainkey.voorbeeld.nl", "TXT"], server.known["_dmarc.voorbeeld.nl", "TXT"]
        page = soup(boss.post(ADDRESS))
        assert states(page) == {"spf": "Good", "dkim": "Missing", "dmarc": "Missing"}


def test_only_an_administrator_may_look(app, ask):
    ask(NobodyAsks())
    organiser = sign_in(app.test_client(), make_account())

    assert [organiser.get(ADDRESS).status_code, organiser.post(ADDRESS).status_code] == [403, 403]
    assert app.test_client().post(ADDRESS).status_code == 302
