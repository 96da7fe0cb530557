"""An administrator writes the texts of the service, with what must be in them."""

import pytest
from bs4 import BeautifulSoup

from eventapp.database import db
from eventapp.i18n import LANGUAGES
from eventapp.organisations.models import AuditNote
from eventapp.site import pages, staff_rules
from eventapp.site.models import SiteText

from ..make import make_account, sign_in

OURS = "## Kort\n\nWij bewaren het {days} dagen. Bel {phone} of mail {email}. Klagen kan bij de {authority}."


@pytest.fixture
def boss(client):
    account = make_account(is_administrator=True, name="Baas")
    sign_in(client, account)
    return account


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def write(client, text: str, *, key: str = "privacy", code: str = "nl", **more: str):
    return client.post(f"/en/beheer/teksten/{key}/{code}", data={"text": text} | more)


def kept() -> dict[tuple[str, str], str]:
    db.session.expire_all()
    return {(row.key, row.language): row.text for row in db.session.scalars(db.select(SiteText))}


def notes() -> list[tuple[str, str, dict, dict]]:
    rows = db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))
    return [(note.what, note.about, note.before, note.after) for note in rows]


def words(answer) -> str:
    text = soup(answer).select_one("main").get_text(" ").translate(dict.fromkeys([0x2066, 0x2069]))
    return " ".join(text.split())


def test_a_text_of_ones_own_stands_on_the_page_with_everything_filled_in(client, boss):
    answer = write(client, OURS)

    page = client.get("/privacy")
    assert answer.headers["Location"] == "/en/beheer/teksten/privacy/nl"
    assert "Kort Wij bewaren het 30 dagen. Bel 14 030 of mail gezondheidspact@utrecht.nl ." in words(page)
    links = [link["href"] for link in soup(page).select(".rich a")]
    assert links == ["tel:14030", "mailto:gezondheidspact@utrecht.nl", "https://www.autoriteitpersoonsgegevens.nl/"]
    assert [heading.name for heading in soup(page).select("main h1, main h2, main h3")] == ["h1", "h2"]
    assert notes() == [("text.written", "text/privacy/nl", {}, {"letters": len(OURS)})]


def test_who_reads_another_language_gets_it_in_that_language_or_else_in_dutch_and_is_told(client, boss):
    standing = words(client.get("/en/privacy"))
    write(client, OURS)
    dutch = soup(client.get("/en/privacy"))
    write(client, OURS.replace("Kort", "In short"), code="en")
    english = soup(client.get("/en/privacy"))

    assert dutch.select_one(".rich")["lang"] == "nl"
    assert dutch.select_one(".hint").text == "This text is only there in Dutch."
    assert (english.select_one(".rich").get("lang"), english.select("main .hint")) == (None, [])
    assert english.select_one(".rich h2").text == "In short"
    for code in ("nl", "en"):
        client.post(f"/en/beheer/teksten/privacy/{code}/terug")
    assert words(client.get("/en/privacy")) == standing
    assert [what for what, *_rest in notes()] == ["text.written", "text.written", "text.restored", "text.restored"]


@pytest.mark.parametrize(
    "text, told",
    [
        ("Bel {telefoon}.", "We cannot fill in {telefoon}. You can use {phone}, {email}, {days}, {authority}."),
        ("{}", "We cannot fill in {}. You can use {phone}, {email}, {days}, {authority}."),
        ("Bel {phone}.", "This must be in the text too: {email}, {days}, {authority}."),
        ("x" * 20_001, "This is too long. Use at most 20000 letters."),
        ("a\0b", "Use only ordinary letters here."),
    ],
)
def test_a_text_that_cannot_be_filled_in_is_told_and_stays_in_the_box(client, boss, text, told):
    answer = write(client, text)

    assert answer.status_code == 422
    assert told in soup(answer).select_one("[role=alert]").text
    assert soup(answer).select_one("textarea").text.lstrip("\n") == text.replace("\0", "\ufffd")
    assert (kept(), notes()) == ({}, [])


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("key", staff_rules.MUST_HOLD)
def test_the_standing_text_is_where_one_begins_and_holds_what_it_must(client, boss, key, code):
    text = pages.standing_text(key, code)

    staff_rules.check_text(key, text)
    assert "<" not in text
    page = soup(client.get(f"/en/beheer/teksten/{key}/{code}"))
    assert page.select_one("textarea").text.lstrip("\n") == text
    write(client, text, key=key, code=code)
    assert (kept(), notes()) == ({}, [])


def test_the_standing_text_reads_the_same_when_it_is_written_as_ones_own(client, boss):
    standing = soup(client.get("/en/privacy")).select("main p, main h2")
    write(client, pages.standing_text("privacy", "en") + "\n\nMore.", code="en")

    own = soup(client.get("/en/privacy")).select("main p, main h2")

    told = [" ".join(each.text.split()) for each in standing]
    assert [" ".join(each.text.translate(dict.fromkeys([0x2066, 0x2069])).split()) for each in own] == [*told, "More."]


def test_a_look_saves_nothing(client, boss):
    answer = write(client, OURS.replace("Kort", "Even kijken"), look="1")

    assert answer.status_code == 200
    assert soup(answer).select_one(".rich h2").text == "Even kijken"
    assert "Even kijken" in soup(answer).select_one("textarea").text
    assert (kept(), notes()) == ({}, [])


def test_an_empty_text_brings_the_standing_one_back(client, boss):
    write(client, OURS)
    write(client, "   ")

    assert kept() == {}


def test_a_script_in_a_text_does_nothing_and_headings_keep_their_order(client, boss):
    write(client, "#### Diep\n\n<script>alert(1)</script> [klik](javascript:alert(1))\n\n# Hoog\n\n### Sub\n\n" + OURS)

    rich = soup(client.get("/privacy")).select_one(".rich")

    assert rich.find("script", type=None) is None
    assert rich.select_one("a")["href"] == "tel:14030"
    assert [heading.name for heading in rich.select("h1, h2, h3, h4")] == ["h2", "h2", "h3", "h2"]


def test_how_to_reach_us_stands_with_the_help(client, boss):
    write(client, "Bel {phone} of mail {email}.\n\n**Post:** Stadsplateau 1, 3521 AZ Utrecht", key="contact")

    assert "Post: Stadsplateau 1, 3521 AZ Utrecht" in words(client.get("/hulp"))
    assert "Stadsplateau" not in words(client.get("/privacy"))


def test_the_list_tells_what_readers_get(client, boss):
    write(client, OURS)

    badges = [badge.text for badge in soup(client.get("/en/beheer/teksten")).select("main .badge")]

    assert badges == ["Own text", *["Readers get the Dutch text"] * 3, *["Standing text"] * 8]


@pytest.mark.parametrize("path", ["privacy/xx", "onzin/nl", "privacy/nl/x"])
def test_a_text_that_is_not_there(client, boss, path):
    assert client.get(f"/en/beheer/teksten/{path}").status_code == 404
    assert client.post(f"/en/beheer/teksten/{path}/terug").status_code == 404
