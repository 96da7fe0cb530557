"""The demo's mailbox: every letter can be read there, and looking changes nothing."""

import pytest
from bs4 import BeautifulSoup

from eventapp import create_app
from eventapp.mail.models import State

from ..conftest import settings_for
from .post import letters, make_letter
from .test_writing import KINDS


def page(client, path: str, status: int = 200) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == status
    return BeautifulSoup(response.data, "html5lib")


def test_an_empty_mailbox_says_so(client):
    shown = page(client, "/postvak")

    assert len(shown.find_all("p", class_="lead")) == 2  # what this page is, and that it is empty
    assert shown.find("article") is None


def test_letters_are_listed_newest_first_with_whom_they_are_for(client):
    for address in ("first@voorbeeld.nl", "last@voorbeeld.nl"):
        make_letter(to=address)

    cards = page(client, "/postvak").find_all("article")

    assert ["last@voorbeeld.nl" in card.text for card in cards] == [True, False]
    assert "Samen wandelen" in cards[0].find("h2").text


@pytest.mark.parametrize(
    "asked, shown", [("", 25), ("?pagina=2", 2), ("?pagina=99", 2), ("?pagina=-1", 25), ("?pagina=x", 25)]
)
def test_a_long_list_comes_in_pages(client, asked, shown):
    for _n in range(27):
        make_letter()

    assert len(page(client, f"/postvak{asked}").find_all("article")) == shown


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter_can_be_opened(client, kind):
    letter = make_letter(kind, language="ar")

    shown = page(client, f"/postvak/{letter.id}")

    assert shown.find("iframe")["src"] == f"/postvak/{letter.id}/html"
    assert letter.to_address in shown.text
    assert shown.find("pre")["lang"] == "ar"
    assert page(client, f"/postvak/{letter.id}/html").html["lang"] == "ar"


def test_the_frame_shows_the_letter_with_its_own_style_and_nothing_else(client):
    letter = make_letter()

    response = client.get(f"/postvak/{letter.id}/html")
    policy = response.headers["Content-Security-Policy"]
    shown = BeautifulSoup(response.data, "html5lib")

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert shown.find("base").attrs == {"target": "_top"}
    assert shown.find("img")["src"] == f"/postvak/{letter.id}/plaatje/kaartje@localhost"


def test_only_the_page_with_the_frame_may_hold_one(client):
    letter = make_letter()

    assert "frame-src 'self'" in client.get(f"/postvak/{letter.id}").headers["Content-Security-Policy"]
    assert "frame-src" not in client.get("/postvak").headers["Content-Security-Policy"]


def test_picture_and_attachment_come_with_the_letter(client):
    letter = make_letter()

    picture = client.get(f"/postvak/{letter.id}/plaatje/kaartje@localhost")
    attached = client.get(f"/postvak/{letter.id}/bijlage/afspraak.ics")

    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert (attached.mimetype, attached.data[:15]) == ("text/calendar", b"BEGIN:VCALENDAR")
    assert attached.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    "path", ["/postvak/{}", "/postvak/{}/html", "/postvak/{}/plaatje/x", "/postvak/{}/bijlage/x.ics"]
)
def test_what_is_not_there_is_not_found(client, path):
    letter = make_letter("on-waiting-list")

    page(client, path.format(letter.id + 1), 404)
    page(client, path.format(10**24), 404)
    if path.endswith(("x", ".ics")):
        page(client, path.format(letter.id), 404)


def test_looking_changes_nothing(client):
    letter = make_letter()

    for path in ("", f"/{letter.id}", f"/{letter.id}/html"):
        page(client, f"/postvak{path}")

    assert [(row.state, row.attempts) for row in letters()] == [(State.WRITTEN, 0)]


def test_nobody_keeps_a_copy(client):
    letter = make_letter()

    for path in ("", f"/{letter.id}", f"/{letter.id}/html", f"/{letter.id}/bijlage/afspraak.ics"):
        response = client.get(f"/postvak{path}")
        assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-store", "noindex")


def test_only_a_demo_has_a_mailbox(tmp_path):
    settings = settings_for(f"sqlite:///{tmp_path}/unused.sqlite", DEMO="off", SMTP_URL="smtp://localhost")
    app = create_app(settings)

    assert [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("mailbox")] == []
