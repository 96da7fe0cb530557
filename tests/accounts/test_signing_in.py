"""Signing in as staff do: password, second factor, recovery code, a new password, and out again."""

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode

import pytest
from bs4 import BeautifulSoup

from eventapp.accounts import actions
from eventapp.accounts.models import Account
from eventapp.database import db
from eventapp.mail.models import Letter
from eventapp.organisations.models import AuditNote

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, sign_in

PASSWORD = "samen gezond in utrecht"
HOME, LOGIN = "/en/organiseren", "/en/organiseren/inloggen"


def code_of(key: str) -> str:
    """What an authenticator app shows now: RFC 6238 with the usual half minute and six digits."""
    key = re.sub("[^A-Z2-7]", "", key)
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(b32decode(key + "=" * (-len(key) % 8)), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def noor(app) -> Account:
    account = make_account(make_organisation(name="DOCK"), email="noor@voorbeeld.nl", name="Noor")
    actions.set_password(account.id, PASSWORD)
    return account


def give_password(client, email: str = "noor@voorbeeld.nl", password: str = PASSWORD, **more: str):
    return client.post(LOGIN, data={"email": email, "password": password, **more})


def title(answer) -> str:
    return BeautifulSoup(answer.text, "html5lib").h1.text


def test_a_password_opens_the_pages_of_organisers(client, noor):
    before = client.get(HOME)
    answer = give_password(client)

    assert (before.status_code, before.headers["Location"]) == (302, f"{LOGIN}?next=/en/organiseren")
    assert answer.status_code == 302
    assert title(client.get(HOME)) == "Hello, Noor"
    cookie = answer.headers["Set-Cookie"]
    assert ("HttpOnly" in cookie, "SameSite=Lax" in cookie, "Domain" in cookie) == (True, True, False)


def test_who_is_sent_to_sign_in_comes_back_to_the_page(client, noor):
    assert give_password(client, next="/en/organiseren/activiteiten").headers["Location"] == (
        "/en/organiseren/activiteiten"
    )


def test_nobody_is_sent_to_another_site(client, noor):
    answer = give_password(client, next="https://voorbeeld.example/")

    assert "voorbeeld.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("email", ["noor@voorbeeld.nl", "niemand@voorbeeld.nl", "x", "", "=1+1", "a" * 10_000])
def test_a_wrong_password_tells_nobody_who_has_an_account(client, noor, email):
    answer = give_password(client, email, "iets anders dan dat")

    assert answer.status_code == 422
    assert "You are not signed in yet" in answer.text
    assert ("noor" in answer.text) == (email == "noor@voorbeeld.nl")  # what was typed is kept
    assert client.get(HOME).status_code == 302


def test_pages_for_everybody_know_nothing_of_who_is_signed_in(client, noor):
    make_event(slug="hier")
    sign_in(client, noor)

    for path in ("/", "/agenda/hier", "/agenda/hier/aanmelden", "/mijn"):
        answer = client.get(path)
        assert ("Set-Cookie" in answer.headers, "Cookie" in answer.headers.get("Vary", "")) == (False, False)
        assert "Noor" not in answer.text


def test_an_invitation_is_a_letter_with_a_link_to_choose_a_password(client, app):
    actions.invite("Yusuf@Voorbeeld.nl", name="Yusuf", now=NOON)
    letter = db.session.scalars(db.select(Letter)).one()
    assert (letter.kind, letter.to_address) == ("staff-invitation", "yusuf@voorbeeld.nl")
    path = f"/en/organiseren/wachtwoord-vergeten/{letter.facts['token']}"

    assert [title(client.get(path)) for _look in range(2)] == ["Choose a password"] * 2  # looking changes nothing
    short = client.post(path, data={"password": "kort", "password_confirm": "kort"})
    client.post(path, data={"password": PASSWORD, "password_confirm": PASSWORD})
    again = client.post(path, data={"password": "een ander lang woord", "password_confirm": "een ander lang woord"})

    assert "at least 12" in short.text
    assert again.status_code == 302  # a link works once
    db.session.expire_all()
    assert give_password(client, "yusuf@voorbeeld.nl").status_code == 302
    assert title(client.get(HOME)) == "Hello, Yusuf"


def test_the_same_address_is_not_invited_twice(app, noor):
    with pytest.raises(actions.AlreadyInvited):
        actions.invite("NOOR@voorbeeld.nl", name="Noor", now=NOON)


@pytest.mark.parametrize("email, letters", [("noor@voorbeeld.nl", 1), ("niemand@voorbeeld.nl", 0)])
def test_a_new_password_is_asked_for_by_mail_and_the_page_tells_nothing(client, noor, email, letters):
    answer = client.post("/en/organiseren/wachtwoord-vergeten", data={"email": email}, follow_redirects=True)

    assert answer.status_code == 200
    assert [letter.kind for letter in db.session.scalars(db.select(Letter))] == ["staff-reset"] * letters


def test_a_suspended_account_opens_nothing(client, noor):
    sign_in(client, noor)
    assert client.get(HOME).status_code == 200

    actions.suspend(noor.id)

    assert client.get(HOME).status_code == 302
    assert "You are not signed in yet" in give_password(client).text


def test_signing_out_everywhere_ends_every_session(app, noor):
    phone, desk = sign_in(app.test_client(), noor), sign_in(app.test_client(), noor)

    phone.post("/organiseren/overal-uitloggen")

    assert [browser.get(HOME).status_code for browser in (phone, desk)] == [302, 302]


def test_signing_out_needs_a_button(client, noor):
    sign_in(client, noor)

    assert client.get("/organiseren/uitloggen").status_code == 405
    client.post("/organiseren/uitloggen")
    assert client.get(HOME).status_code == 302


def test_an_administrator_sets_up_a_code_and_signs_in_with_it(client, app):
    boss = make_account(is_administrator=True, email="baas@voorbeeld.nl", name="Baas", tf_primary_method=None)
    actions.set_password(boss.id, PASSWORD)
    setup = "/en/organiseren/tweede-stap"
    give_password(client, "baas@voorbeeld.nl")
    assert client.get(HOME).headers["Location"] == setup

    shown = client.post(setup, data={"setup": "authenticator"})
    page = BeautifulSoup(shown.text, "html5lib")
    key = page.select_one("main code").text
    wrong = client.post(page.select("form")[-1]["action"], data={"code": "000000"}, follow_redirects=True)
    assert title(wrong) != "Hello, Baas"
    shown = client.post(setup, data={"setup": "authenticator"})
    page = BeautifulSoup(shown.text, "html5lib")
    key = page.select_one("main code").text
    client.post(page.select("form")[-1]["action"], data={"code": code_of(key)})
    codes = client.post("/en/organiseren/herstelcodes", data={"generate_new_codes": "y"})
    recovery = re.findall(r"<code>([^<]+)</code>", codes.text)

    assert len(recovery) == 8
    assert title(client.get(HOME)) == "Hello, Baas"
    client.post("/organiseren/uitloggen")

    asked = give_password(client, "baas@voorbeeld.nl")
    assert client.get(HOME).status_code == 302  # the password alone is not enough
    assert "/code" in asked.headers.get("Location", "") or "six digits" in asked.text
    client.post("/en/organiseren/herstelcode", data={"code": recovery[0]})
    assert title(client.get(HOME)) == "Hello, Baas"
    client.post("/organiseren/uitloggen")

    give_password(client, "baas@voorbeeld.nl")
    client.post("/en/organiseren/herstelcode", data={"code": recovery[0]})
    assert client.get(HOME).status_code == 302  # each works once


def test_pages_for_staff_are_in_dutch_or_english(client, noor):
    sign_in(client, noor)

    assert client.get("/ar/organiseren").headers["Location"] == "/organiseren"


def test_nobody_keeps_a_copy_of_a_page_for_staff(client, noor):
    sign_in(client, noor)

    assert client.get(HOME).headers["Cache-Control"] == "no-store"


def noted() -> list[tuple[str, dict]]:
    rows = db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))
    return [(note.what, note.after) for note in rows]


def test_the_log_tells_who_signed_in_and_who_failed_and_never_what_was_typed(client, noor):
    give_password(client, "noor@voorbeeld.nl", "iets anders dan dat")
    give_password(client, "niemand@voorbeeld.nl", "iets anders dan dat")
    give_password(client)
    client.post("/en/organiseren/overal-uitloggen")

    assert noted() == [
        ("account.failed", {}), ("account.signed-in", {"with": ["password"]}), ("account.signed-out", {}),
    ]  # fmt: skip
    assert {note.account_id for note in db.session.scalars(db.select(AuditNote))} == {noor.id}


def test_the_log_tells_of_a_new_password(client, noor):
    give_password(client)

    new = {"password": PASSWORD, "new_password": "een heel nieuw woord", "new_password_confirm": "een heel nieuw woord"}
    client.post("/en/organiseren/wachtwoord", data=new)

    assert [what for what, _after in noted()] == ["account.signed-in", "account.password"]


def test_a_body_that_is_too_large_is_refused_before_anybody_reads_it(client):
    assert client.post("/mijn", json={"email": "x" * 300_000}).status_code == 413
