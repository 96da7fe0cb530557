"""What letters say: every kind, in every language, also of what people type."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from eventapp import i18n
from eventapp.enclosures import enclosures_of
from eventapp.i18n import LANGUAGES, _
from eventapp.mail.models import Letter
from eventapp.mail.samples.examples import EVENT, facts_of
from eventapp.mail.samples.examples import KINDS as SHOWN
from eventapp.mail.writing import Words, write

from ..conftest import NOON

FOLDER = Path(__file__).parents[2] / "templates" / "letters"
KINDS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
NAMES = [
    "Fatima",
    "'t Hooft",
    "ليلى",
    "=1+1",
    "<script>alert(1)</script>",
    "Sam\nBcc: x@voorbeeld.nl",
    "é" * 200,
    ":/@",
]
SATURDAY = {"nl": "zaterdag 5 juni", "en": "Saturday 5 June", "tr": "5 Haziran Cumartesi", "ar": "السبت 5 يونيو"}


def a_letter(kind: str, *, language: str = "nl", **given: object) -> Letter:
    return Letter(
        id=1,
        key=f"registration/1/{kind}/1",
        kind=kind,
        language=language,
        to_address="fatima@voorbeeld.nl",
        facts=facts_of(kind, **given),
        message_id="<one@localhost>",
        written_at=NOON,
    )


def written(kind: str, **given: object) -> Words:
    letter = a_letter(kind, **given)
    return write(letter, enclosures_of(letter))


def words_of(html: str) -> str:
    page = BeautifulSoup(html, "html5lib")
    return " ".join(page.body.get_text(" ").split())


def bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def test_an_administrator_can_look_at_every_letter():
    assert sorted(kind for kinds in SHOWN.values() for kind in kinds) == KINDS


def test_every_kind_of_letter_has_its_folder():
    assert KINDS == [
        "are-you-coming",
        "choices-changed",
        "dates-changed",
        "dates-confirmed",
        "digest",
        "event-cancelled",
        "event-changed",
        "invitation",
        "invitation-colleague",
        "invitation-reminder",
        "meet-confirm",
        "message",
        "my-links",
        "offer-lapsed",
        "on-waiting-list",
        "part-place-free",
        "place-confirmed",
        "place-free",
        "place-given-away",
        "place-offered",
        "proposal-declined",
        "proposal-published",
        "proposal-received",
        "registration-cancelled",
        "registration-changed",
        "reminder",
        "sign-up-asked",
        "sign-up-declined",
        "staff-invitation",
        "staff-password-changed",
        "staff-proposal",
        "staff-reset",
        "subscription-confirm",
        "thanks-for-coming",
        "thanks-for-signing-up",
        "thanks-for-walking-in",
        "we-missed-you",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_can_be_written_in_every_language_about_everybody(desk, kind, language):
    for name in NAMES:
        words = written(kind, language=language, name=name, people=2)

        page = BeautifulSoup(words.html, "html5lib")
        assert (page.html["lang"], page.html["dir"]) == (language, LANGUAGES[language].direction)
        assert page.title.text == words.subject != ""
        assert len(page.find_all("h1")) == 1
        assert page.find("script", type=None) is None
        assert "\n" not in words.subject
        assert words.text.strip()
        assert "None" not in words.text + words.html


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_a_letter_comes_from_another_host_and_no_element_has_a_style_of_its_own(desk, kind):
    page = BeautifulSoup(written(kind, people=2).html, "html5lib")

    assert page.find_all(style=True) == []
    assert {urlsplit(tag["src"]).scheme for tag in page.find_all(src=True)} <= {"cid"}
    assert {urlsplit(tag["href"]).netloc for tag in page.find_all("a")} <= {"localhost", ""}


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_text_says_the_html_says_too(desk, kind, language):
    words = written(kind, language=language, people=3, name="Sam", others=["older-key"])
    with i18n.in_language(language):
        instead_of_the_picture = _("Your ticket with the QR code:")

    in_html = bare(words_of(words.html))
    pieces = [piece for line in words.text.splitlines() for piece in re.split(r"\s{2,}", line.strip())]

    said = [piece for piece in pieces if not piece.startswith("http") and piece != instead_of_the_picture]
    assert [piece for piece in said if bare(piece) not in in_html] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_links_of_text_and_html_are_the_same(desk, kind):
    words = written(kind, language="tr", others=["older-key"])
    page = BeautifulSoup(words.html, "html5lib")

    in_html = {tag["href"] for tag in page.find_all("a") if tag["href"].startswith("http")}

    assert in_html == set(re.findall(r"http\S+", words.text))
    assert all(link.startswith("http://localhost/tr/") for link in in_html)


def test_a_letter_is_in_the_language_of_its_reader_whoever_is_looking(desk):
    with desk.test_request_context("/ar/agenda"), i18n.in_language("en"):
        words = written("place-confirmed", language="tr")

    assert SATURDAY["tr"] in words.subject
    assert 'lang="tr"' in words.html
    assert "Saturday" not in words.text + words.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_names_event_and_day(desk, language):
    subject = written("place-confirmed", language=language).subject

    assert "Samen wandelen" in subject
    assert SATURDAY[language] in subject


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("staff-")])
def test_of_a_private_event_the_subject_and_what_a_mailbox_shows_beside_it_tell_nothing(desk, kind):
    words = written(kind, event={"private": True})

    assert "wandelen" not in words.subject
    beside = BeautifulSoup(words.html, "html5lib").find(class_="pre").get_text()
    assert "wandelen" not in beside
    assert "Buurthuis" not in beside
    assert (
        kind.startswith(("my-links", "meet-", "proposal-", "subscription-", "digest")) or len(beside) > 200
    )  # nothing else fits beside the subject


def test_the_facts_stand_at_the_top(desk):
    words = written("place-confirmed", people=3)

    top = words.text[: words.text.index("K7M-4QX")]
    for fact in ("Samen wandelen", "3", "zaterdag 5 juni 2027", "13.00 - 14.30", "Buurthuis De Dreef (voorbeeld)"):
        assert fact in top


@pytest.mark.parametrize("kind", ["place-confirmed", "place-free", "registration-changed", "event-changed", "reminder"])
def test_who_has_a_place_gets_the_ticket(desk, kind):
    words = written(kind)

    assert "K7M-4QX" in words.text
    assert "K7M-4QX" in words.html
    assert 'src="cid:kaartje@localhost"' in words.html


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_no_place_gets_no_ticket(desk, kind):
    words = written(kind, ticket=None)

    assert "K7M-4QX" not in words.text + words.html
    assert "cid:" not in words.html


@pytest.mark.parametrize("kind", KINDS)
def test_the_secret_of_the_ticket_is_in_no_text(desk, kind):
    words = written(kind)

    assert "ABCDEFGHIJKLMNOPQRSTUVWXYZ" not in words.text + words.html


def test_a_second_sign_up_gives_the_links_of_all(desk):
    words = written("place-confirmed", others=["first-key", "second-key"])

    assert re.findall(r"/mijn/([\w-]+)", words.text) == ["a-key", "a-key", "first-key", "second-key", "a-key"]


def test_a_first_sign_up_speaks_of_no_other(desk):
    words = written("place-confirmed", others=[])

    assert set(re.findall(r"/mijn/([\w-]+)", words.text)) == {"a-key"}


def test_a_changed_event_shows_what_it_was(desk):
    words = written("event-changed")

    for old in (
        "zaterdag 5 juni 2027, 14.00 - 15.30",
        "Buurthuis Het Plein (voorbeeld), Voorbeeldplein 5, 3562 AB Utrecht",
    ):
        assert old in words.text
        assert old in words_of(words.html)
    assert words.text.index("13.00 - 14.30") < words.text.index("14.00 - 15.30")


def test_a_changed_event_that_goes_online_shows_where_it_was(desk):
    words = written(
        "event-changed",
        event={"venue": [], "online_url": "https://meet.voorbeeld.nl/x"},
        before=EVENT | {"online_url": ""},
    )

    assert "https://meet.voorbeeld.nl/x" in words.text
    assert "Buurthuis De Dreef (voorbeeld), Voorbeeldlaan 1, 3561 AB Utrecht" in words.text


def test_a_cancelled_event_tells_why(desk):
    words = written("event-cancelled", reason="Er is <b>water</b> in de zaal.")

    assert "Er is <b>water</b> in de zaal." in words.text
    assert "Er is &lt;b&gt;water&lt;/b&gt; in de zaal." in words.html


def test_what_people_typed_is_no_html(desk):
    html = written("my-links", name="<b>Sam</b>", event={"title": "Wandelen <img src=x onerror=alert(1)>"}).html

    assert "<img" not in html
    assert "<b>Sam" not in html


def test_texts_of_organisers_are_marked_as_dutch(desk):
    page = BeautifulSoup(written("place-confirmed", language="ar").html, "html5lib")

    assert page.find("b", string="Samen wandelen").attrs == {"lang": "nl", "dir": "auto"}
    assert page.find(string="Goede schoenen").parent.attrs == {"lang": "nl", "dir": "auto"}
