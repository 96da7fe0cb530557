"""Visitors who check themselves in with the poster at the entrance."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp import tokens
from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.door.models import DoorPass
from eventapp.door.rules import WrongPin
from eventapp.registrations import actions as registrations
from eventapp.tickets.self_posters import SelfPoster, draw_self_poster, draw_self_poster_as_picture

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_registration, sign_in

BASE = "/en/organiseren/activiteiten/wandelen/deur"


@pytest.fixture
def event(app):
    return make_event(slug="wandelen", starts_at=NOON, organisations=[make_organisation()])


@pytest.fixture
def poster(event) -> str:
    return f"/en/binnen/{actions.make_pass(event.id, for_visitors=True, now=NOON)[0].key}"


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def form_of(answer) -> dict[str, str]:
    return {tag["name"]: tag.get("value", "") for tag in soup(answer).select("main form input")}


def test_one_person_is_in_with_the_code_alone_and_twice_is_once(client, event, poster):
    ana = make_registration(event, name="Ana Geheim")
    form = form_of(client.get(poster)) | {"code": f"{ana.ticket.code[:3].lower()} {ana.ticket.code[3:]}"}

    answers = [client.post(poster, data=form) for _press in range(2)]

    assert [soup(answer).select_one("h1").text for answer in answers] == ["Welcome!"] * 2
    assert "You are in, with 1 person." in answers[0].text
    assert "Geheim" not in answers[0].text
    assert queries.inside(event.id) == 1
    again = client.post(poster, data=form_of(client.get(poster)) | {"code": ana.ticket.code})
    assert "You are in already. Come in!" in again.text


def test_a_party_says_how_many_are_here_and_the_rest_comes_later(client, event, poster):
    family = make_registration(event, people=3)
    asked = client.post(poster, data=form_of(client.get(poster)) | {"code": family.ticket.token})

    client.post(poster, data=form_of(asked) | {"people": "2"})
    later = client.post(poster, data=form_of(client.get(poster)) | {"code": family.ticket.code})

    assert [button["value"] for button in soup(asked).select("button[name=people]")] == ["3", "2", "1"]
    assert "You are in, with 1 person." in later.text
    assert queries.inside(event.id) == 3


@pytest.mark.parametrize("people", ["4", "0", "-1", "x", "9" * 30])
def test_more_people_than_are_still_to_come_are_asked_again(client, event, poster, people):
    family = make_registration(event, people=3)
    asked = client.post(poster, data=form_of(client.get(poster)) | {"code": family.ticket.code})

    answer = client.post(poster, data=form_of(asked) | {"people": people})

    assert soup(answer).select_one("h1").text == "With how many are you here now?"
    assert queries.inside(event.id) == 0


def test_who_has_no_place_is_sent_to_the_entrance(client, event, poster):
    gone = make_registration(event)
    registrations.cancel(gone.id, now=NOON)
    tomorrow = make_registration(make_event(starts_at=NOON + timedelta(days=1)))

    def says(code: str) -> tuple[int, str]:
        answer = client.post(poster, data=form_of(client.get(poster)) | {"code": code})
        return answer.status_code, answer.text

    assert "This sign-up was cancelled." in says(gone.ticket.code)[1]
    assert "This ticket is for another day." in says(tomorrow.ticket.token)[1]
    for strange in ("", "x" * 4_000, "<script>", "AAAAAA", "\x00"):
        status, text = says(strange)
        assert status == 422
        assert "We do not know this code." in text
    assert queries.inside(event.id) == 0


def test_the_poster_works_only_on_the_day_and_opens_no_door(client, event, poster):
    key = poster.rsplit("/", 1)[1]
    with pytest.raises(WrongPin):
        actions.open_device(key, pin="000000", now=NOON)
    assert client.get("/binnen/bestaat-niet-en-is-lang-genoeg").status_code == 404
    ordinary, _pin = actions.make_pass(event.id, now=NOON)
    assert client.get(f"/binnen/{ordinary.key}").status_code == 404

    actions.revoke_pass(db.session.scalars(db.select(DoorPass.id).filter_by(for_visitors=True)).one(), now=NOON)

    assert client.get(poster).status_code == 403


def test_an_organiser_makes_and_prints_the_poster(client, event):
    noor = sign_in(client, make_account(*event.organisations))
    noor.post(f"{BASE}/zelf")
    pass_id = db.session.scalars(db.select(DoorPass.id)).one()
    ordinary, _pin = actions.make_pass(event.id, now=NOON)

    paper = noor.post(f"{BASE}/zelf/{pass_id}/poster")

    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert noor.post(f"{BASE}/zelf/{ordinary.id}/poster").status_code == 404
    assert "Print the poster" in noor.get(BASE).text


def test_the_poster_is_one_sheet_whatever_the_title_is(app):
    for title in ("Wandelen", "x" * 200, "🎉", "نشاط"):
        poster = SelfPoster(
            "Gezondheidspact", title, "zaterdag 5 juni", f"https://pact.voorbeeld.nl/binnen/{tokens.new_key()}"
        )
        assert draw_self_poster(poster)[:5] == b"%PDF-"
        assert draw_self_poster_as_picture(poster)[:4] == b"\x89PNG"
