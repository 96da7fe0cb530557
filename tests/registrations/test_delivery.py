"""What became of the letters of an event, and what organisers do about it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp.database import db
from eventapp.events.models import Event
from eventapp.mail import actions as mail
from eventapp.mail import queries as mail_queries
from eventapp.mail.bounces import Bounce
from eventapp.mail.models import Letter, State
from eventapp.organisations.models import AuditNote
from eventapp.privacy.actions import remove_practice
from eventapp.registrations.delivery import actions
from eventapp.registrations.letters import within
from eventapp.registrations.models import Call
from eventapp.registrations.turns import take_turns

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, sign_in
from ..processes import PROCESSES, Other, all_at_once

BASE = "/en/organiseren/activiteiten/wandelen"
GONE = "550 5.1.1 user unknown"
LATER = NOON + timedelta(minutes=30)


@pytest.fixture
def event(app):
    return make_event(slug="wandelen", starts_at=NOON + timedelta(days=9), organisations=[make_organisation()])


@pytest.fixture
def staff(event):
    return make_account(*event.organisations, name="Noor", email="noor@voorbeeld.nl", tf_primary_method="authenticator")


@pytest.fixture
def noor(client, staff):
    return sign_in(client, staff)


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def send_all() -> list[Letter]:
    claimed = mail.claim(50, owner="w", now=NOON)
    for letter in claimed:
        mail.put_at_the_wire(letter, owner="w", now=NOON)
        mail.mark_sent(letter, owner="w", answer="250 taken", now=NOON)
    return claimed


def bounce(letter: Letter, words: str = GONE) -> None:
    assert mail.mark_bounced(Bounce((letter.message_id,), letter.to_address, words), now=LATER)


def states() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Letter.state).order_by(Letter.id)))


def calls() -> list[tuple]:
    db.session.rollback()
    rows = db.session.scalars(db.select(Call).order_by(Call.id))
    return [(row.registration_id, row.reason, row.called_at) for row in rows]


def test_whom_no_letter_reaches_is_called_once(event):
    ana = make_registration(event, email="ana@voorbeeld.nl")
    make_registration(event, email="ben@voorbeeld.nl")
    bounce(send_all()[0])

    rounds = [take_turns(now=LATER).to_call for _time in range(2)]

    assert rounds == [1, 0]
    assert calls() == [(ana.id, "place-confirmed", None)]


def test_nobody_is_called_about_what_is_over(event):
    make_registration(event, email="ana@voorbeeld.nl")
    bounce(send_all()[0])

    assert actions.put_on_call_list(now=event.ends_at) == 0


def test_the_call_list_says_which_letter_it_was(event, noor):
    make_registration(event, email="ana@voorbeeld.nl", name="Ana")
    bounce(send_all()[0])
    actions.put_on_call_list(now=LATER)

    row = page(noor.get(f"{BASE}/bellijst")).select_one("tbody tr")

    assert "Ana" in row.text
    assert "did not arrive. Tell what it says" in row.text


def test_a_corrected_address_gets_what_came_back_and_nobody_has_to_call(event, staff):
    ana = make_registration(event, email="ana@voorbeeld.nl")
    bounce(send_all()[0])
    actions.put_on_call_list(now=LATER)

    sent = actions.correct_address(
        ana.id, event_id=event.id, email="ana@goed.voorbeeld.nl", staff_id=staff.id, now=LATER
    )

    assert sent == 1
    assert calls() == []
    assert [each.to_address for each in mail.claim(5, owner="w", now=LATER)] == ["ana@goed.voorbeeld.nl"]


def test_a_letter_that_comes_back_from_the_new_address_too_is_called_about_again(event, staff):
    ana = make_registration(event, email="ana@voorbeeld.nl")
    bounce(send_all()[0])
    actions.put_on_call_list(now=LATER)
    actions.correct_address(ana.id, event_id=event.id, email="ana@fout.voorbeeld.nl", staff_id=staff.id, now=NOON)
    bounce(send_all()[0])

    assert actions.put_on_call_list(now=LATER) == 1


def test_letters_of_one_event_wait_and_those_of_others_leave(event, noor):
    other = make_event(slug="koken", starts_at=event.starts_at)
    event_id, other_id = event.id, other.id
    make_registration(event, email="ana@voorbeeld.nl")

    noor.post(f"{BASE}/berichten/wachten")
    noor.post(f"{BASE}/berichten/wachten")
    make_registration(db.session.get(Event, event_id), email="ben@voorbeeld.nl")
    make_registration(db.session.get(Event, other_id), email="cor@voorbeeld.nl")
    held = page(noor.get(f"{BASE}/berichten")).select_one("main").text
    left = [each.to_address for each in mail.claim(5, owner="w", now=LATER)]
    noor.post(f"{BASE}/berichten/verder")

    assert left == ["cor@voorbeeld.nl"]
    assert "by Noor" in held
    assert "2 letters wait." in held
    assert {each.to_address for each in mail.claim(5, owner="w", now=LATER)} == {"ana@voorbeeld.nl", "ben@voorbeeld.nl"}
    notes = db.session.scalars(
        db.select(AuditNote.what).where(AuditNote.about == within(event_id)).order_by(AuditNote.id)
    )
    assert list(notes)[-1] == "letters.released"


def test_the_log_tells_of_every_letter_what_became_of_it(event, noor):
    ana = make_registration(event, email="ana@voorbeeld.nl")
    make_registration(event, email="ben@voorbeeld.nl")
    bounce(send_all()[0])

    everything = page(noor.get(f"{BASE}/berichten"))
    failed = page(noor.get(f"{BASE}/berichten?groep=failed&q=ANA"))
    own = page(noor.get(f"{BASE}/aanmeldingen/{ana.id}"))

    assert states() == [State.BOUNCED, State.SENT]
    assert len(everything.select("section[aria-labelledby=all] .list > li")) == 2
    [line] = failed.select("section[aria-labelledby=all] .list > li")
    for words in ("ana@voorbeeld.nl", "Written:", "Given to the mail server:", "Came back:", "does not exist", GONE):
        assert words in line.text
    assert GONE in own.select_one("section[aria-labelledby=written]").text


@pytest.mark.parametrize("asked", ["groep=x", "pagina=0", "pagina=99999999999", "q=%00%ff", "groep=failed&pagina=x"])
def test_an_address_that_asks_for_nonsense_shows_the_list(event, noor, asked):
    assert noor.get(f"{BASE}/berichten?{asked}").status_code == 200


def test_an_administrator_has_a_dead_address_mailed_again(app, client):
    mail.bury("ana@voorbeeld.nl", because=GONE, now=NOON)
    admin = sign_in(client, make_account(is_administrator=True, email="ada@voorbeeld.nl"))

    shown = page(admin.get("/en/beheer/berichten/adressen")).select_one("main .list").text
    admin.post("/en/beheer/berichten/adressen", data={"address": "ana@voorbeeld.nl"})

    assert "ana@voorbeeld.nl" in shown
    assert "There are no addresses like that." in page(admin.get("/en/beheer/berichten/adressen")).text


@pytest.mark.slow
def test_several_workers_put_everybody_on_the_call_list_once(event, database_url):
    people = [make_registration(event, email=f"ana{n}@voorbeeld.nl") for n in range(30)]
    for letter in send_all():
        bounce(letter)

    all_at_once(*(Other(put_on_list, database_url) for _n in range(PROCESSES)))

    assert sorted(calls()) == sorted((each.id, "place-confirmed", None) for each in people)


def put_on_list(app) -> None:
    with app.app_context():
        for _round in range(5):
            actions.put_on_call_list(now=LATER)


@pytest.mark.slow
def test_several_presses_and_several_readers_at_once_are_one(event, staff, database_url):
    all_at_once(*(Other(hold_and_read, database_url, event.id, staff.id) for _n in range(PROCESSES)))

    assert mail_queries.hold_of(within(event.id))
    assert mail_queries.latest_reading().upto == "1:19"


def hold_and_read(app, event_id: int, staff_id: int) -> None:
    with app.app_context():
        for number in range(20):
            actions.hold_letters(event_id, by="Noor", staff_id=staff_id, now=NOON)
            mail.note_reading("imap", upto=f"1:{number}", now=NOON + timedelta(minutes=number))


def test_of_a_practice_that_is_gone_no_letter_waits(event, staff):
    practice = make_event(slug="oefening", practice_to="noor@voorbeeld.nl", unlisted=True)
    actions.hold_letters(practice.id, by="Noor", staff_id=staff.id, now=NOON)

    remove_practice(practice.id, staff_id=staff.id, now=NOON)

    assert mail_queries.hold_of(within(practice.id)) is None


def test_capitals_make_no_other_address(event):
    mail.bury("Ana@Voorbeeld.nl", because=GONE, now=NOON)
    make_registration(event, email="ANA@voorbeeld.nl")

    assert mail.claim(5, owner="w", now=NOON) == []
