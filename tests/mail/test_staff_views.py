"""An administrator looks after the letters of the service: reads them, sends them again, lets them wait."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp.accounts import actions as accounts
from eventapp.database import db, transaction
from eventapp.mail import actions, queries
from eventapp.mail.models import Letter, State
from eventapp.organisations.models import AuditNote

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_registration, sign_in
from .post import make_letter


@pytest.fixture
def boss(client):
    account = make_account(is_administrator=True, name="Baas")
    sign_in(client, account)
    return account


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def written(address: str = "ana@voorbeeld.nl", *, state: State = State.SENT, answer: str = "") -> Letter:
    make_registration(make_event(title="Samen wandelen"), email=address)
    letter = db.session.scalars(db.select(Letter).order_by(Letter.id.desc())).first()
    with transaction():
        letter.state, letter.answer = state, answer
    return letter


def subjects(answer) -> list[str]:
    return [link.text for link in soup(answer).select("ul.list a")]


def state_of(letter: Letter) -> str:
    db.session.expire_all()
    return db.session.get_one(Letter, letter.id).state


def notes() -> list[str]:
    return list(db.session.scalars(db.select(AuditNote.what).order_by(AuditNote.id)))


def test_letters_are_found_by_address_and_by_what_became_of_them(client, boss):
    written("ana@voorbeeld.nl")
    written("ben@voorbeeld.nl", state=State.FAILED)

    assert len(subjects(client.get("/en/beheer/berichten"))) == 2
    assert len(subjects(client.get("/en/beheer/berichten?q=BEN@"))) == 1
    groups = soup(client.get("/en/beheer/berichten?groep=failed")).select(".chips a")
    assert [group.text.split() for group in groups] == [
        ["All", "2"], ["Waiting", "0"], ["Sent", "1"], ["Not", "arrived", "1"],
    ]  # fmt: skip
    assert subjects(client.get("/en/beheer/berichten?groep=sent&q=ben")) == []


def test_a_letter_is_shown_without_the_keys_of_its_reader(client, boss):
    letter = written(answer="250 2.0.0 Ok")

    shown, inside = (
        client.get(f"/en/beheer/berichten/{letter.id}"),
        client.get(f"/en/beheer/berichten/{letter.id}/html"),
    )

    assert "Samen wandelen" in shown.text
    assert "250 2.0.0 Ok" in shown.text
    assert [letter.facts["key"] in page.text for page in (shown, inside)] == [False, False]
    assert "http://localhost/mijn/..." in shown.text
    assert "script" not in inside.headers["Content-Security-Policy"]


def test_a_letter_with_a_secret_link_is_not_shown(client, boss):
    accounts.invite("yusuf@voorbeeld.nl", name="Yusuf", now=NOON)
    letter = db.session.scalars(db.select(Letter).filter_by(kind="staff-invitation")).one()

    shown = client.get(f"/en/beheer/berichten/{letter.id}")

    assert letter.facts["token"] not in shown.text
    assert "This letter holds a secret link." in shown.text
    assert client.get(f"/en/beheer/berichten/{letter.id}/html").status_code == 404


def test_what_was_given_up_is_tried_again_and_nothing_else(client, boss):
    failed, sent = written(state=State.FAILED), written("ben@voorbeeld.nl")

    client.post("/en/beheer/berichten/opnieuw", data={"letter": [failed.id, sent.id, "x", 2**40]})

    assert (state_of(failed), state_of(sent)) == ("written", "sent")
    assert notes() == ["letters.again"]


def test_a_pause_holds_all_letters_but_those_to_sign_in(client, boss):
    written(state=State.WRITTEN)

    client.post("/en/beheer/berichten/pauze", data={"reason": "De mailserver verhuist."})
    assert actions.claim(9, owner="w", now=NOON) == []
    assert not queries.anything_due(now=NOON)
    make_letter(kind="staff-reset")
    assert [letter.kind for letter in actions.claim(9, owner="w", now=NOON)] == ["staff-reset"]

    banner = soup(client.get("/en/organiseren")).select_one(".alert")
    assert "Baas: De mailserver verhuist." in " ".join(banner.text.split())

    client.post("/en/beheer/berichten/verder")
    assert [letter.kind for letter in actions.claim(9, owner="w", now=NOON)] == ["place-confirmed"]
    assert soup(client.get("/en/organiseren")).select(".alert--warn") == []
    assert notes() == ["mail.paused", "mail.resumed"]


def test_a_pause_pressed_twice_ends_at_once(client, boss):
    for _press in range(2):
        client.post("/en/beheer/berichten/pauze", data={"reason": "Even."})

    client.post("/en/beheer/berichten/verder")

    assert queries.open_pause() is None


def test_a_pause_without_a_reason_does_not_begin(client, boss):
    assert client.post("/en/beheer/berichten/pauze", data={"reason": "  "}).status_code == 422
    assert queries.open_pause() is None


def test_an_organiser_sees_that_letters_wait_and_cannot_let_them_go(client):
    sign_in(client, make_account())
    actions.pause(reason="Even.", by="Baas", now=NOON - timedelta(days=1))

    banner = soup(client.get("/en/organiseren")).select_one(".alert")
    assert banner.find("form") is None
    assert client.post("/en/beheer/berichten/verder").status_code == 403
    assert letters_to("nobody@voorbeeld.nl") == []
