"""The pages on which people say whom they would like to meet."""

import pytest
from bs4 import BeautifulSoup

from eventapp.connections.profiles.models import Wish
from eventapp.database import db
from eventapp.mail.models import Letter

from ...conftest import NOON
from ...make import make_event, make_neighbourhood, make_registration, make_theme
from ..people import make_exchanges, make_meeting, make_profile, profiles


@pytest.fixture
def event(app):
    make_exchanges()
    return make_meeting(slug="lekker", title="Lekker in je vel")


def answers(**given) -> dict:
    return {"cap": "2", "neighbourhood": "0", "consent": "y"} | given


def test_from_the_ticket_to_a_saved_profile(client, event):
    theme, near = make_theme().slug, make_neighbourhood(name="Overvecht").id
    key = make_registration(event, email="fatima@voorbeeld.nl", name="Fatima").key
    page = client.get(f"/mijn/{key}").text
    assert f"/mijn/{key}/kennismaken" in page

    answer = client.post(
        f"/mijn/{key}/kennismaken",
        data=answers(seeks=["plek"], offers=["tijd", "hulp"], themes=[theme], neighbourhood=near, sentence="Koken."),
    )

    assert (answer.status_code, answer.location) == (303, f"/mijn/{key}/kennismaken?bewaard=1")
    [profile] = profiles()
    assert (profile.email, profile.seeks, profile.offers) == ("fatima@voorbeeld.nl", ("plek",), ("tijd", "hulp"))
    assert (profile.themes, profile.neighbourhood_id, profile.sentence) == ((theme,), near, "Koken.")
    again = BeautifulSoup(client.get(answer.location).text, "html5lib")
    assert [each["value"] for each in again.select(".give__seek input[checked]")] == ["plek"]


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"consent": ""}, "Zonder uw ja stellen wij u aan niemand voor"),
        ({"seeks": ["plek", "hulp", "spullen"]}, "Kies er hoogstens 2"),
        ({"seeks": ["plek", "niets"]}, "Kies een van de twee"),
        ({"offers": ["plek", "hulp", "tijd", "spullen"]}, "Kies er hoogstens 3"),
        ({"cap": "9"}, "Alleen een organisatie"),
        ({"cap": "7"}, "Kies met hoeveel mensen"),
        ({"neighbourhood": "999"}, "Kies een wijk"),
        ({"sentence": "é" * 301}, "hoogstens 300"),
        ({"organisation": "x" * 201}, "hoogstens 200"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_typed_is_lost(client, event, wrong, words):
    make_exchanges("spullen")
    key = make_registration(event, email="fatima@voorbeeld.nl").key

    answer = client.post(f"/mijn/{key}/kennismaken", data=answers(sentence="'t Hooft <b>") | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert "'t Hooft" in BeautifulSoup(answer.text, "html5lib").textarea.text or "sentence" in wrong
    assert profiles() == []


def test_what_is_unknown_is_left_out(client, event):
    key = make_registration(event, email="fatima@voorbeeld.nl").key

    client.post(f"/mijn/{key}/kennismaken", data=answers(seeks=["plek", "geld"], themes=["ziekte"]))

    [profile] = profiles()
    assert (profile.seeks, profile.themes) == (("plek",), ())


def test_the_writer_hears_what_is_better_left_out(client, event):
    key = make_registration(event, email="fatima@voorbeeld.nl").key
    answer = client.post(f"/mijn/{key}/kennismaken", data=answers(sentence="Bel 06 12345678"))

    assert "telefoonnummer in uw zin" in client.get(answer.location).text


def test_from_a_card_on_the_table_and_the_letter(client, event):
    assert client.get("/agenda/lekker/kennismaken").status_code == 200
    data = answers(name="Ahmed", email="Ahmed@Voorbeeld.nl ", seeks=["hulp"])

    answer = client.post("/agenda/lekker/kennismaken", data=data)
    assert (answer.status_code, answer.location) == (303, "/agenda/lekker/kennismaken/kijk-in-uw-mail")
    assert client.get(answer.location).status_code == 200
    [profile] = profiles()
    assert (profile.email, profile.takes_part) == ("ahmed@voorbeeld.nl", False)
    [letter] = db.session.scalars(db.select(Letter))
    key = letter.facts["key"]
    client.get(f"/kennismaken/{key}/bevestigen")
    assert not profiles()[0].takes_part  # opening changes nothing
    client.post(f"/kennismaken/{key}/bevestigen")

    assert profiles()[0].takes_part


def test_a_program_that_fills_in_everything_is_refused(client, event):
    data = answers(name="Bot", email="bot@voorbeeld.nl", website="x")

    assert client.post("/agenda/lekker/kennismaken", data=data).status_code == 422
    assert profiles() == []


def test_pausing_going_on_and_stopping(client, event):
    key = make_profile(event).key
    client.post(f"/kennismaken/{key}/pauze")
    assert "U krijgt nu geen voorstellen" in client.get(f"/kennismaken/{key}").text
    client.post(f"/kennismaken/{key}/verder")
    assert profiles()[0].takes_part

    answer = client.post(f"/kennismaken/{key}/stoppen")

    assert "Wij stellen u aan niemand voor" in client.get(answer.location).text
    assert profiles()[0].withdrawn_at == NOON


def test_picking_whom_to_speak_again(client, event):
    me, named = make_profile(event), make_profile(event, name="Marjan", choosable=True).id
    key = me.key
    make_profile(event, name="Verlegen")
    page = client.get(f"/kennismaken/{key}/nog-eens-spreken").text
    assert ("Marjan" in page, "Verlegen" in page) == (True, False)

    answer = client.post(f"/kennismaken/{key}/nog-eens-spreken", data={"people": [named, 999]})

    assert answer.status_code == 303
    assert [wish.wished_id for wish in db.session.scalars(db.select(Wish))] == [named]


def test_where_people_do_not_meet_there_is_no_form(client, app):
    key = make_registration(make_event(slug="stil"), email="fatima@voorbeeld.nl").key

    assert client.get(f"/mijn/{key}/kennismaken").status_code == 404
    assert client.get("/agenda/stil/kennismaken").status_code == 404
    assert client.get("/kennismaken/bestaat-niet").status_code == 404


def test_who_has_no_address_is_not_asked(client, event):
    key = make_registration(event, email="", reach="none").key

    assert "kennismaken" not in client.get(f"/mijn/{key}").text
    assert client.get(f"/mijn/{key}/kennismaken").status_code == 404


def test_too_late_is_said(client, event, monkeypatch):
    key, after = make_profile(event).key, event.ends_at
    monkeypatch.setattr("eventapp.clock.now", lambda: after.replace(year=2028))

    answer = client.post(f"/kennismaken/{key}", data=answers())

    assert answer.status_code == 422
    assert "niet meer invullen" in answer.text


def test_from_the_ticket_people_pick_whom_to_speak_again_once_they_take_part(client, event):
    key = make_registration(event, email="fatima@voorbeeld.nl").key
    marjan = make_profile(event, name="Marjan", choosable=True).id
    address = f"/mijn/{key}/kennismaken/nog-eens-spreken"
    assert client.get(address).location == f"/mijn/{key}/kennismaken"
    client.post(f"/mijn/{key}/kennismaken", data=answers())
    assert address in client.get(f"/mijn/{key}/kennismaken").text

    answer = client.post(address, data={"people": [marjan]})

    assert (answer.status_code, answer.location) == (303, f"/mijn/{key}/kennismaken?bewaard=1")
    assert [wish.wished_id for wish in db.session.scalars(db.select(Wish))] == [marjan]
