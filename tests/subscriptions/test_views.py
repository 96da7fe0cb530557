"""Asking for letters, the button, the page behind the link, and stopping from the mail program."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from eventapp.database import db
from eventapp.enclosures import enclosures_of
from eventapp.mail.composing import compose
from eventapp.mail.models import Letter
from eventapp.mail.writing import write
from eventapp.privacy.actions import erase_memberships
from eventapp.privacy.queries import memberships_of
from eventapp.subscriptions import actions
from eventapp.subscriptions.models import Reader, Rhythm, Subscription
from eventapp.subscriptions.rules import Wanted

from ..conftest import NOON, settings_for
from ..make import (
    letters_to,
    make_event,
    make_neighbourhood,
    make_network,
    make_organisation,
    make_registration,
    make_series,
    make_theme,
    make_venue,
)
from .readers import THURSDAY, digests, make_listed, make_subscription, reader_at

RIET = "riet@voorbeeld.nl"
PRESS = "A" * 26


@pytest.fixture
def choices(app):
    make_theme(slug="bewegen", name="Bewegen")
    make_theme(slug="koken", name="Koken")
    make_neighbourhood(slug="west", name="West")
    make_organisation(slug="dock", name="DOCK")
    make_network(slug="pact", name="Het Pact")


def asked(**given) -> dict:
    return {"email": RIET, "rhythm": "weekly", "language": "nl", "press": PRESS} | given


def ticked(page: str) -> set[str]:
    return {field["value"] for field in BeautifulSoup(page, "html.parser").select("input[checked]")}


def errors(page: str) -> list[str]:
    return [tag.get_text(strip=True) for tag in BeautifulSoup(page, "html.parser").select(".err")]


def only_letter(kind: str) -> Letter:
    return db.session.scalars(db.select(Letter).filter_by(kind=kind)).one()


def path_in(address: str) -> str:
    return urlsplit(address).path


def test_somebody_asks_confirms_looks_changes_and_stops(client, choices):
    answer = client.post("/abonneren", data=asked(themes=["bewegen", "koken"], neighbourhoods=["west"], language="en"))
    assert (answer.status_code, answer.location) == (303, "/abonneren/gevraagd")
    letter = only_letter("subscription-confirm")
    assert (letter.to_address, letter.language) == (RIET, "en")
    address = f"/en/abonneren/bevestigen/{letter.facts['key']}"
    assert f"http://localhost{address}" in write(letter, enclosures_of(letter)).text

    page = client.get(address).text
    assert "Bewegen" in page
    assert "West" in page
    assert db.session.scalars(db.select(Subscription)).one().confirmed_at is None
    manage = client.post(address)
    assert manage.status_code == 303

    assert RIET in client.get(manage.location).text
    subscription = db.session.scalars(db.select(Subscription)).one()
    change = f"{manage.location}/{subscription.id}"
    assert ticked(client.get(change).text) == {"bewegen", "koken", "west", "weekly"}
    assert client.post(change, data={"themes": "koken", "rhythm": "at-once", "language": "tr"}).status_code == 303
    db.session.refresh(subscription)
    assert (subscription.wanted, subscription.rhythm, subscription.language) == (
        Wanted(themes=("koken",)).as_text(),
        "at-once",
        "tr",
    )

    stop = f"/abonneren/stoppen/{reader_at(RIET).stop_key}"
    assert client.get(stop).status_code == 200
    assert reader_at(RIET)
    assert client.post(stop).location == "/abonneren/gestopt"
    assert reader_at(RIET) is None
    assert client.get(manage.location).status_code == 404


def test_the_page_says_the_same_whether_the_address_is_known_or_not(client):
    make_subscription()

    known = client.post("/abonneren", data=asked())
    unknown = client.post("/abonneren", data=asked(email="jan@voorbeeld.nl", press="B" * 26))

    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)


def test_the_filters_of_the_agenda_come_along(client, choices):
    page = client.get("/agenda?thema=bewegen&wijk=west&soort=cafe&taal=tr&netwerk=pact&q=soep&thema=bestaat-niet").text
    link = BeautifulSoup(page, "html.parser").select_one("main a[href*='/abonneren']")["href"]

    assert ticked(client.get(link).text) == {"bewegen", "west", "cafe", "tr", "pact", "weekly"}


def test_event_organisation_and_network_pages_lead_to_it(client, choices):
    event = make_event(themes=[make_theme(slug="rust")], organisations=[make_organisation(slug="buurt")])
    found = {}
    for path in (f"/agenda/{event.slug}", "/organisaties/buurt", "/netwerken/pact", "/"):
        page = BeautifulSoup(client.get(path).text, "html.parser")
        found[path] = [link["href"] for link in page.select("a[href*='/abonneren']")]

    assert list(found.values()) == [
        ["/abonneren?thema=rust", "/abonneren"],
        ["/abonneren?organisatie=buurt", "/abonneren"],
        ["/abonneren?netwerk=pact&ritme=fortnightly", "/abonneren"],
        ["/abonneren", "/abonneren"],
    ]
    assert ticked(client.get("/abonneren?netwerk=pact&ritme=fortnightly").text) == {"pact", "fortnightly"}


def test_the_page_of_what_is_not_for_everybody_does_not_lead_to_it(client):
    event = make_event(themes=[make_theme(slug="rust")], unlisted=True)

    assert "abonneren?" not in client.get(f"/agenda/{event.slug}").text


@pytest.mark.parametrize(
    "given, error",
    [
        ({"email": ""}, "Vul een e-mailadres in met een @, bijvoorbeeld naam@voorbeeld.nl"),
        ({"email": "riet"}, "Vul een e-mailadres in met een @, bijvoorbeeld naam@voorbeeld.nl"),
        ({"email": f"{'x' * 300}@voorbeeld.nl"}, "Vul een e-mailadres in met een @, bijvoorbeeld naam@voorbeeld.nl"),
        ({"email": "riet@voorbeeld.nl\nBcc: jan@voorbeeld.nl"}, None),
        ({"themes": ["bewegen", "<script>alert(1)</script>"]}, None),
        ({"networks": "bestaat-niet"}, None),
        ({"kinds": "x" * 300}, None),
        ({"organisations": "\0"}, None),
        ({"rhythm": "ieder-uur"}, None),
        ({"language": "xx"}, None),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_the_rest_stays_typed(client, choices, given, error):
    answer = client.post("/abonneren", data={**asked(neighbourhoods="west"), **given})

    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one(".alert--bad li a")["href"][1:] in {tag["id"] for tag in page.select("[id]")}
    assert len(errors(answer.text)) == 1
    assert error is None or errors(answer.text) == [error]
    assert "west" in ticked(answer.text)
    assert "<script" not in answer.text
    assert db.session.query(Reader).count() == 0


@pytest.mark.parametrize(
    "email",
    ["o'hara+agenda@voorbeeld.nl", "a@b.co", "x_y-z%1@sub.sub.voorbeeld.museum", "RIET@VOORBEELD.NL", "i@münchen.de"],
)
def test_a_strange_address_that_can_be_is_taken(client, email):
    assert client.post("/abonneren", data=asked(email=email)).status_code == 303

    assert only_letter("subscription-confirm").to_address == email.lower().replace("münchen", "xn--mnchen-3ya")


def test_programs_fall_into_the_trap_and_an_old_form_gets_another_chance(client):
    assert client.post("/abonneren", data=asked(website="https://koop.example")).status_code == 422
    assert client.post("/abonneren", data=asked(press="oud")).status_code == 422
    assert db.session.query(Reader).count() == 0


def test_a_link_that_is_too_old_leads_back_to_the_question(client):
    for answer in (client.get("/abonneren/bevestigen/weg"), client.post("/abonneren/bevestigen/weg")):
        assert answer.status_code == 404
        assert 'href="/abonneren"' in answer.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://mail.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=str,
)
def test_a_mail_program_stops_with_one_press_from_anywhere(client, headers):
    make_subscription()
    stop = f"/abonneren/stoppen/{reader_at(RIET).stop_key}"

    answer = client.post(stop, data={"List-Unsubscribe": "One-Click"}, headers=headers)

    assert (answer.status_code, answer.data) == (204, b"")
    assert reader_at(RIET) is None
    assert client.post(stop, data={"List-Unsubscribe": "One-Click"}, headers=headers).status_code == 204


def test_other_buttons_are_still_not_pressed_from_another_site(client):
    subscription = make_subscription(confirmed_at=None)

    answer = client.post(f"/abonneren/bevestigen/{subscription.key}", headers={"Origin": "https://mail.example"})

    assert answer.status_code == 403


def test_the_key_to_stop_opens_nothing_and_is_not_in_the_log(client, caplog):
    make_subscription()
    reader = reader_at(RIET)

    assert client.get(f"/abonneren/mijn/{reader.stop_key}").status_code == 404
    assert client.post(f"/abonneren/stoppen/{reader.key}").status_code == 303
    assert reader_at(RIET)


def test_nobody_changes_the_choice_of_somebody_else(client):
    make_subscription()
    theirs = make_subscription("jan@voorbeeld.nl")
    key = reader_at(RIET).key

    assert client.get(f"/abonneren/mijn/{key}/{theirs.id}").status_code == 404
    client.post(f"/abonneren/mijn/{key}/{theirs.id}/stoppen")
    assert reader_at("jan@voorbeeld.nl")


def test_everything_that_is_known_goes_along_as_a_file(client):
    make_subscription(wanted=Wanted(kinds=("cafe",)))

    answer = client.get(f"/abonneren/mijn/{reader_at(RIET).key}/gegevens")

    [known] = json.loads(answer.data)
    assert (known["email"], known["subscription"], known["rhythm"]) == (RIET, {"kinds": ["cafe"]}, "weekly")
    assert answer.headers["Cache-Control"] == "no-store"
    assert memberships_of(" Riet@voorbeeld.nl") == [known]


def test_an_address_that_is_erased_is_erased_here_too(app):
    make_subscription()
    make_listed()
    actions.write_digests(now=THURSDAY)

    assert erase_memberships(RIET, now=NOON) == 1

    everything = str([db.session.execute(db.select(table)).all() for table in db.metadata.sorted_tables])
    assert RIET not in everything
    assert letters_to(RIET) == []


def test_a_letter_can_be_stopped_in_the_mail_program_itself(app):
    make_subscription()
    make_listed()
    actions.write_digests(now=THURSDAY)
    [letter] = digests()

    mail = compose(letter, enclosures_of(letter))._message()

    stop = f"http://localhost/abonneren/stoppen/{letter.facts['stop']}"
    assert mail["List-Unsubscribe"] == f"<{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (mail["List-Id"], mail["Precedence"]) == ("<digest.localhost>", "bulk")
    assert f"List-Unsubscribe: <{stop}>\r\n" in mail.as_string().replace("\r\n ", " ").replace(":  <", ": <")


def test_other_letters_are_no_list(app):
    make_registration(make_event())
    make_subscription(confirmed_at=None)

    for letter in db.session.scalars(db.select(Letter)):
        mail = compose(letter, enclosures_of(letter))._message()
        assert [name for name in mail if name.startswith("List-") or name == "Precedence"] == []


@pytest.mark.parametrize("language", ["nl", "en", "tr", "ar"])
def test_text_and_html_say_the_same_in_every_language(app, language):
    make_subscription(language=language)
    make_listed(
        title="Wandelen & <b>praten</b>",
        texts={"ar": {"title": "مشي معا"}},
        venue=make_venue(name="Buurthuis <i>"),
        languages=("nl", "tr"),
        neighbourhood=make_neighbourhood(name="West"),
    )
    series = make_series(title="Vijf dialogen")
    for number in range(7):
        make_listed(series=series, online_url="https://x.example/", starts_at=NOON + timedelta(days=30 + number))
    actions.write_digests(now=THURSDAY)
    [letter] = digests()

    words = write(letter, enclosures_of(letter))

    page = BeautifulSoup(words.html, "html.parser")
    html, text = " ".join(page.get_text(" ").split()), " ".join(words.text.split())
    title = "مشي معا" if language == "ar" else "Wandelen & <b>praten</b>"
    for said in (title, "Buurthuis <i>, West", "Vijf dialogen"):
        assert said in html
        assert said in text
    links = [link["href"] for link in page.select("a[href^=http]")]
    assert [link for link in links if link not in words.text] == []
    assert page.html["lang"] == language
    assert "x.example" not in words.text  # the link of an online event is for who has a place
    assert "2" in words.subject
    assert "Wandelen" not in words.subject


def test_readers_of_the_page_get_no_cookie(client):
    for path in ("/abonneren", "/abonneren/gevraagd", "/abonneren/gestopt"):
        assert "Set-Cookie" not in client.get(path).headers


def test_there_is_a_limit_to_how_often_somebody_asks(new_database):
    from flask_migrate import upgrade

    from eventapp import create_app

    app = create_app(settings_for(new_database("sqlite", "limits"), RATE_LIMITS="on"))
    with app.app_context():
        upgrade()
        client = app.test_client()
        statuses = [client.post("/abonneren", data=asked(press=letter * 26)).status_code for letter in "ABCDEFG"]

    assert statuses == [303] * 5 + [429] * 2


def test_a_rhythm_is_one_of_three():
    assert [rhythm.value for rhythm in Rhythm] == ["at-once", "weekly", "fortnightly"]
