"""The pages of letters about new events, as somebody meets them."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from eventapp.database import db
from eventapp.enclosures import enclosures_of
from eventapp.mail.composing import compose
from eventapp.mail.models import Letter
from eventapp.subscriptions.actions import tell
from eventapp.subscriptions.models import Reader, Subscription

from ..make import make_event, make_neighbourhood, make_network, make_organisation, make_theme
from .readers import THURSDAY, make_listed, make_subscription, reader_at

CROSS_SITE = {"Origin": "https://mail.voorbeeld.nl", "Sec-Fetch-Site": "cross-site"}


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def filled(client, address: str = "/en/abonneren", **typed) -> dict:
    press = soup(client.get(address)).select_one("input[name=press]")["value"]
    return {"press": press, "email": "riet@voorbeeld.nl", "rhythm": "weekly", "language": "ar"} | typed


def letters() -> list[Letter]:
    db.session.rollback()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_somebody_asks_confirms_with_a_button_and_stops_with_another(client):
    make_theme(slug="koken", name="Koken")
    asked = client.post("/en/abonneren", data=filled(client, themes=["koken"]))
    [letter] = letters()
    confirm = f"/abonneren/bevestigen/{letter.facts['key']}"

    opened = client.get(confirm)
    before = db.session.scalar(select(Subscription.confirmed_at))
    confirmed = client.post(confirm)
    manage = client.get(confirmed.location)

    assert (asked.status_code, asked.location) == (303, "/en/abonneren/gevraagd")
    assert (letter.kind, letter.language, letter.to_address) == ("subscription-confirm", "ar", "riet@voorbeeld.nl")
    assert (opened.status_code, before, confirmed.status_code) == (200, None, 303)
    assert "Koken" in soup(manage).select_one("main").text
    assert "Set-Cookie" not in manage.headers
    stop = next(form["action"] for form in soup(manage).select("main form") if "stoppen" in form["action"])
    assert client.post(stop).location == "/abonneren/gestopt"
    assert reader_at("riet@voorbeeld.nl") is None
    assert client.get(confirmed.location).status_code == 404


def test_the_page_says_the_same_whether_an_address_is_known_or_not(client):
    make_subscription("riet@voorbeeld.nl")

    answers = [
        client.post("/en/abonneren", data=filled(client, email=email))
        for email in ("riet@voorbeeld.nl", "nieuw@voorbeeld.nl")
    ]

    assert len({(answer.status_code, answer.location, answer.text) for answer in answers}) == 1


def test_what_is_wrong_is_told_and_what_was_chosen_stays(client):
    make_theme(slug="koken", name="Koken")

    answer = client.post("/en/abonneren", data=filled(client, email="geen adres", themes=["koken", "verdwenen"]))

    page = soup(answer)
    assert answer.status_code == 422
    assert len(page.select("[role=alert] a")) == 2
    assert page.select_one("input[name=email]")["value"] == "geen adres"
    assert [each["value"] for each in page.select("input[name=themes][checked]")] == ["koken"]
    assert letters() == []


@pytest.mark.parametrize(
    "typed",
    [
        {"press": "x"}, {"rhythm": "hourly"}, {"language": "xx"}, {"website": "https://spam.voorbeeld.nl"},
        {"email": "x" * 300 + "@voorbeeld.nl"}, {"email": ""}, {"themes": "<script>alert(1)</script>"},
    ],
    ids=str,
)  # fmt: skip
def test_bad_input_is_refused_and_keeps_nothing(client, typed):
    answer = client.post("/en/abonneren", data=filled(client) | typed)

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert db.session.scalars(select(Reader)).all() == []


def test_the_filters_of_the_agenda_come_along(client):
    make_neighbourhood(slug="west", name="West")
    make_network(slug="pact")
    make_event(slug="fiets", organisations=[make_organisation(slug="dock")], themes=[make_theme(slug="bewegen")])

    def leads_to(page: str) -> str:
        return next(link["href"] for link in soup(client.get(page)).select("main a[href*=abonneren]"))

    assert leads_to("/agenda?wijk=west&q=koffie&pagina=2") == "/abonneren?wijk=west"
    assert leads_to("/agenda/fiets") == "/abonneren?thema=bewegen"
    assert leads_to("/organisaties/dock") == "/abonneren?organisatie=dock"
    assert leads_to("/netwerken/pact") == "/abonneren?netwerk=pact&ritme=fortnightly"
    chosen = soup(client.get("/abonneren?wijk=west&wijk=atlantis")).select("input[checked]")
    assert "west" in [each["value"] for each in chosen]


def test_a_choice_is_changed_and_that_of_somebody_else_is_not(client):
    make_theme(slug="koken", name="Koken")
    mine, other = make_subscription(), make_subscription("ahmed@voorbeeld.nl")
    base = f"/abonneren/mijn/{mine.reader.key}"
    data = {"rhythm": "at-once", "language": "tr", "themes": ["koken"]}

    saved = client.post(f"{base}/{mine.id}", data=data)
    others = [client.get(f"{base}/{other.id}"), client.post(f"{base}/{other.id}", data=data)]

    db.session.expire_all()
    assert (saved.status_code, mine.rhythm, mine.language, mine.wanted) == (
        303,
        "at-once",
        "tr",
        '{"themes": ["koken"]}',
    )
    assert [answer.status_code for answer in others] == [404, 404]
    assert client.post(f"{base}/{other.id}/stoppen").status_code == 303
    assert reader_at("ahmed@voorbeeld.nl") is not None


def test_a_mail_program_stops_everything_with_one_press_from_wherever_it_is(client):
    make_subscription()
    make_listed(title="Samen koken")
    tell(now=THURSDAY)
    letter = letters()[-1]
    kind = letter.kind
    mail = compose(letter, enclosures_of(letter))._message()
    stop = mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")

    opened = client.get(stop)
    still = reader_at("riet@voorbeeld.nl")
    pressed = client.post(stop, data={"List-Unsubscribe": "One-Click"}, headers=CROSS_SITE)
    again = client.post(stop, data={"List-Unsubscribe": "One-Click"}, headers=CROSS_SITE)

    assert (kind, mail["List-Unsubscribe-Post"]) == ("digest", "List-Unsubscribe=One-Click")
    assert (opened.status_code, still is not None) == (200, True)
    assert (pressed.status_code, pressed.data, again.status_code) == (204, b"", 204)
    assert reader_at("riet@voorbeeld.nl") is None


def test_no_other_button_may_be_pressed_from_another_site(client):
    subscription = make_subscription()

    answer = client.post(f"/abonneren/mijn/{subscription.reader.key}/{subscription.id}/stoppen", headers=CROSS_SITE)

    assert answer.status_code == 403
    assert reader_at("riet@voorbeeld.nl") is not None


def test_letters_are_no_list_mail_that_are_about_ones_own_ticket(client):
    make_subscription(confirmed_at=None)
    [letter] = letters()

    assert compose(letter, enclosures_of(letter))._message()["List-Unsubscribe"] is None
