"""An event in more languages than Dutch, with a picture, and a look at its text before it is saved."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from eventapp.database import db
from eventapp.events.models import Event, Picture
from eventapp.registrations.actions import call_off

from ..conftest import NOON
from ..make import letters_to, make_account, make_event, make_organisation, make_registration, make_venue, sign_in

BASE = "/en/organiseren/activiteiten/hier"
TURKISH = {"title_tr": "Birlikte yürüyüş", "summary_tr": "Sakin bir tempoda.", "description_tr": "**Hoş geldiniz**"}


@pytest.fixture
def event(app) -> Event:
    return make_event(
        slug="hier", organisations=[make_organisation()], venue=make_venue(), summary="Rustig aan.",
        description="Wij lopen een uur.", bring="Schoenen",
    )  # fmt: skip


@pytest.fixture
def noor(client, event):
    return sign_in(client, make_account(*event.organisations))


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def save_texts(noor, event: Event, **given: str):
    values = {"seen": str(event.sequence)} | TURKISH | given
    return noor.post(f"{BASE}/bewerken/texts", data=values)


def a_picture(width: int = 1200, height: int = 800, form: str = "JPEG") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (width, height), "green").save(out, form)
    return BytesIO(out.getvalue())


def send(noor, file: BytesIO | None, *, alt: str = "Een park", name: str = "park.jpg"):
    values = {"alt": alt} | ({"file": (file, name)} if file else {})
    return noor.post(f"{BASE}/foto", data=values, content_type="multipart/form-data")


def the_picture() -> Picture | None:
    db.session.expire_all()
    return db.session.scalars(db.select(Picture)).one_or_none()


def test_readers_of_another_language_read_what_is_there_in_it(app, noor, event):
    assert save_texts(noor, event).status_code == 303

    page = soup(app.test_client().get("/tr/agenda/hier"))
    assert (page.h1.text, page.select_one(".lead").text) == ("Birlikte yürüyüş", "Sakin bir tempoda.")
    assert str(page.select_one(".rich").strong) == "<strong>Hoş geldiniz</strong>"
    assert [tag.get("lang") for tag in page.select("h1 bdi, .lead, .rich")] == [None, None, None]
    assert page.find("h2", id="bring").find_next("p").attrs == {"lang": "nl", "dir": "auto"}
    assert "Bu metin yalnızca Hollandaca var." not in page.text


def test_a_text_that_is_not_there_is_dutch_and_says_so(app, noor, event):
    save_texts(noor, event)

    page = soup(app.test_client().get("/ar/agenda/hier"))
    assert (page.h1.text, page.h1.bdi["lang"], page.select_one(".lead")["lang"]) == ("Samen wandelen", "nl", "nl")
    assert "هذا النص متوفر باللغة الهولندية فقط." in page.text
    assert "alleen in het Nederlands" not in soup(app.test_client().get("/agenda/hier")).text


def test_the_agenda_and_its_search_speak_the_language_of_the_reader(app, noor, event):
    save_texts(noor, event)

    found = soup(app.test_client().get("/tr/agenda?q=YÜRÜYÜŞ"))
    assert [card.text for card in found.select("main h3")] == ["Birlikte yürüyüş"]
    assert [card.text for card in soup(app.test_client().get("/agenda")).select("main h3")] == ["Samen wandelen"]


def test_the_names_of_texts_are_not_found(app, noor, event):
    save_texts(noor, event)

    assert soup(app.test_client().get("/agenda?q=summary")).select("main h3") == []


def test_letters_and_calendars_speak_the_language_of_who_gets_them(app, noor, event):
    save_texts(noor, event)
    turkish = make_registration(event, language="tr", email="ayse@voorbeeld.nl")

    subject = soup(app.test_client().get(f"/tr/mijn/{turkish.key}")).title.text
    calendar = app.test_client().get("/tr/agenda/hier.ics")
    assert "Birlikte yürüyüş" in subject
    assert "SUMMARY:Birlikte yürüyüş" in calendar.text


def test_a_translation_writes_to_nobody_and_is_kept_when_the_date_changes(noor, event):
    make_registration(event, email="ana@voorbeeld.nl")

    save_texts(noor, event)

    assert letters_to("ana@voorbeeld.nl") == ["place-confirmed"]
    assert db.session.get_one(Event, event.id).texts["tr"]["title"] == "Birlikte yürüyüş"


def test_a_text_taken_out_is_dutch_again(noor, event):
    save_texts(noor, event)
    db.session.refresh(event)

    save_texts(noor, event, title_tr="", summary_tr="", description_tr="")

    db.session.refresh(event)
    assert event.texts == {}


def test_a_title_that_is_too_long_in_turkish_is_told_and_kept(noor, event):
    answer = save_texts(noor, event, title_tr="ş" * 201)

    assert answer.status_code == 422
    assert soup(answer).find(id="title_tr")["value"] == "ş" * 201
    assert soup(answer).find(id="title_tr").find_parent("details").has_attr("open")
    assert event.texts == {}


def test_a_picture_is_shown_with_its_text_and_kept_for_good(app, noor, event):
    assert send(noor, a_picture()).status_code == 303

    shown = soup(app.test_client().get("/agenda/hier")).select_one("img.picture")
    answer = app.test_client().get(shown["src"])
    assert (shown["alt"], shown["width"], shown["height"]) == ("Een park", "960", "640")
    assert (answer.mimetype, Image.open(BytesIO(answer.data)).size) == ("image/webp", (960, 640))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


def test_another_picture_has_another_address_and_the_old_one_is_gone(app, noor, event):
    send(noor, a_picture())
    old = the_picture().mark

    send(noor, a_picture(height=600))

    assert the_picture().mark != old
    assert app.test_client().get(f"/agenda/hier/foto-{old}-960.webp").status_code == 404
    assert app.test_client().get(f"/agenda/hier/foto-{the_picture().mark}-961.webp").status_code == 404


def test_only_the_text_of_a_picture_changes(noor, event):
    send(noor, a_picture())

    send(noor, None, alt="Een bos")

    assert (the_picture().alt, the_picture().width) == ("Een bos", 960)


def test_a_picture_is_taken_away(app, noor, event):
    send(noor, a_picture())

    assert noor.post(f"{BASE}/foto/weg").status_code == 303

    assert the_picture() is None
    assert soup(app.test_client().get("/agenda/hier")).select("img.picture") == []


@pytest.mark.parametrize(
    "file, fault",
    [
        (b"MZ\x90\x00 a program", "We cannot open this file as a picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "We cannot open this file"),
        (b"\xff\xd8" + b"0" * 40_000_000, "This picture is too large."),
        (None, "Choose a picture"),
    ],
    ids=["program", "svg", "forty megabytes", "nothing"],
)
def test_what_is_no_picture_is_refused_and_the_text_is_kept(noor, event, file, fault):
    answer = send(noor, BytesIO(file) if file else None, alt="Een heel mooi park")

    assert answer.status_code == 422
    assert fault in soup(answer).select_one("[role=alert]").text
    assert soup(answer).find(id="alt")["value"] == "Een heel mooi park"
    assert the_picture() is None


def test_a_picture_without_words_is_refused(noor, event):
    assert send(noor, a_picture(), alt=" ").status_code == 422
    assert the_picture() is None


def test_a_copy_takes_texts_and_picture_along(noor, event):
    send(noor, a_picture())
    db.session.refresh(event)
    save_texts(noor, event)

    noor.post(f"{BASE}/kopie", data={"day": "2027-09-01", "starts": "10.00", "keep": ["texts"]})

    made = db.session.scalars(db.select(Event).where(Event.slug != "hier")).one()
    assert (made.texts["tr"]["title"], made.picture.alt) == ("Birlikte yürüyüş", "Een park")
    assert made.picture.large == event.picture.large


def test_a_picture_of_a_cancelled_event_stays(app, noor, event):
    send(noor, a_picture())

    call_off(event.id, reason="", now=NOON)

    assert len(soup(app.test_client().get("/agenda/hier")).select("img.picture")) == 1


def test_a_text_is_looked_at_before_it_is_saved(noor, event):
    typed = "**Kom** <script>alert(1)</script> [klik](javascript:alert(1))"

    answer = noor.post(
        f"{BASE}/bewerken/what", data={"seen": "0", "title": "Anders", "description": typed, "look": "1"}
    )

    page = soup(answer)
    assert answer.status_code == 200
    assert (page.find(id="title")["value"], page.find(id="description").text.strip()) == ("Anders", typed)
    assert [tag.name for tag in page.select_one(".look .rich").find_all(True)] == ["p", "strong"]
    assert db.session.get_one(Event, event.id).title == "Samen wandelen"


def test_the_same_look_is_there_for_the_script(noor, event):
    answer = noor.post("/organiseren/voorbeeldtekst", data={"text": "- een\n- <img src=x onerror=alert(1)>"})

    assert [tag.name for tag in soup(answer).body.find_all(True)] == ["ul", "li", "li"]
