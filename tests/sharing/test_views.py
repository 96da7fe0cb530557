import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import zxingcpp
from bs4 import BeautifulSoup
from PIL import Image

from eventapp.events.rules import Obstacle, has_preview, obstacle_to_sharing
from eventapp.i18n import LANGUAGES, in_language
from eventapp.organisations.rules import Role
from eventapp.sharing import pages
from eventapp.tickets.posters import Paper, draw_poster_as_picture

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_venue, sign_in


@pytest.fixture
def ours(app):
    return make_organisation(name="Wijkteam")


@pytest.fixture
def staff(client, ours):
    return sign_in(client, make_account(ours, role=Role.VIEWER))


def event_of(organisation, **given):
    values = {"slug": "samen", "organisations": [organisation], "venue": make_venue()} | given
    return make_event(**values)


def test_the_page_offers_everything_in_each_language(staff, ours):
    event_of(ours)

    page = BeautifulSoup(staff.get("/en/organiseren/activiteiten/samen/delen").text, "html5lib")

    assert [heading.text for heading in page.select(".share h2")] == ["Nederlands", "English", "Türkçe", "العربية"]
    files = [urlsplit(link["href"]).path.rpartition("/")[2] for link in page.select(".share__files a")]
    assert files == [
        name
        for code in ("nl", "en", "tr", "ar")
        for name in (f"poster-a4-{code}.pdf", f"poster-a5-{code}.pdf", f"plaatje-{code}.png")
    ]
    assert page.select("#text-en")[0].text == (
        "Samen wandelen\n"
        "Wednesday 23 June 2027, 12:00 - 13:30\n"
        "Buurthuis (voorbeeld), Voorbeeldlaan 1, 3561 AB Utrecht\n"
        "Free\n"
        "Read more or sign up: http://localhost/en/agenda/samen"
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_file_can_be_had(staff, ours, code):
    event_of(ours, title='Wandelen # "met" ] \'t Hooft 🎉')
    folder = "/en/organiseren/activiteiten/samen/delen"

    a4, a5 = (staff.get(f"{folder}/poster-{size}-{code}.pdf") for size in ("a4", "a5"))
    picture = staff.get(f"{folder}/plaatje-{code}.png")

    assert (a4.data[:5], a5.data[:5], a4.mimetype) == (b"%PDF-", b"%PDF-", "application/pdf")
    assert f'filename="samen-a5-{code}.pdf"' in a5.headers["Content-Disposition"]
    assert Image.open(io.BytesIO(picture.data)).size == (1200, 630)


@pytest.mark.parametrize("name", ["poster-a3-nl.pdf", "poster-a4-xx.pdf", "plaatje-xx.png"])
def test_a_file_that_does_not_exist_is_not_found(staff, ours, name):
    event_of(ours)

    assert staff.get(f"/en/organiseren/activiteiten/samen/delen/{name}").status_code == 404


@pytest.mark.parametrize(
    "given, reason",
    [
        ({"status": "draft"}, "still a draft"),
        ({"status": "cancelled"}, "is cancelled"),
        ({"starts_at": NOON - timedelta(days=2)}, "is over"),
    ],
)
def test_where_nobody_can_come_there_is_no_poster_and_the_page_says_why(staff, ours, given, reason):
    event_of(ours, **given)
    folder = "/en/organiseren/activiteiten/samen/delen"

    page = staff.get(folder)

    assert (page.status_code, reason in page.text, "share__files" in page.text) == (200, True, False)
    assert staff.get(f"{folder}/poster-a4-nl.pdf").status_code == 404
    assert staff.get(f"{folder}/plaatje-nl.png").status_code == 404


def test_nothing_can_be_had_by_another_organisation(client, ours):
    event_of(ours)
    stranger = sign_in(client, make_account(make_organisation()))

    answers = [
        stranger.get(f"/en/organiseren/activiteiten/samen/delen{name}").status_code
        for name in ("", "/poster-a4-nl.pdf", "/plaatje-nl.png")
    ]

    assert answers == [403, 403, 403]


@pytest.mark.parametrize("code", LANGUAGES)
def test_who_scans_a_poster_comes_to_the_event_in_its_language(client, ours, code):
    event = event_of(ours, unlisted=True)
    with in_language(code):
        png = draw_poster_as_picture(pages.poster_of(event), paper=Paper.A5)
    address = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))[0].text

    scanned, typed = client.get(urlsplit(address).path), client.get(urlsplit(address).path.lower())

    prefix = LANGUAGES[code].prefix
    assert address.isupper()
    assert [answer.status_code for answer in (scanned, typed)] == [302, 302]
    assert [answer.headers["Location"] for answer in (scanned, typed)] == [f"http://localhost{prefix}/agenda/samen"] * 2


@pytest.mark.parametrize("change", ["{number}-AAAA", "{number}", "{number}-", "x-K7M4", "9999999999999-K7M4", "²-K7M4"])
def test_an_event_cannot_be_found_by_counting(client, ours, change):
    event = event_of(ours)

    assert client.get(f"/A/{change.format(number=event.id)}").status_code == 404


def test_a_short_address_of_a_draft_or_in_an_unknown_language_is_not_found(client, ours):
    draft, event = event_of(ours, slug="concept", status="draft"), event_of(ours)

    assert client.get(f"/A/{pages.short_code(draft)}").status_code == 404
    assert client.get(f"/A/{pages.short_code(event)}/XX").status_code == 404


def test_the_picture_is_sent_once_and_again_when_the_event_changes(client, ours):
    event = event_of(ours)

    first = client.get("/en/agenda/samen/plaatje.png")
    again = client.get("/en/agenda/samen/plaatje.png", headers={"If-None-Match": first.headers["ETag"]})
    other_language = client.get("/agenda/samen/plaatje.png", headers={"If-None-Match": first.headers["ETag"]})
    event.sequence += 1
    changed = client.get("/en/agenda/samen/plaatje.png", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.mimetype, first.data[:4]) == (200, "image/png", b"\x89PNG")
    assert (again.status_code, again.data) == (304, b"")
    assert (other_language.status_code, changed.status_code) == (200, 200)
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("given", [{"status": "draft"}, {"status": "cancelled"}, {"private": True}])
def test_there_is_no_public_picture_of_what_is_nobodys_business(client, ours, given):
    event_of(ours, **given)

    assert client.get("/agenda/samen/plaatje.png").status_code == 404


def metas(html: str) -> dict[str, str]:
    page = BeautifulSoup(html, "html5lib")
    return {meta["property"]: meta["content"] for meta in page.find_all("meta", property=True)}


def test_a_group_chat_sees_what_the_event_is(client, ours):
    event_of(ours, title='Eten & "praten" <in> \'t Hooft', summary="Kom erbij.")

    assert metas(client.get("/en/agenda/samen").text) == {
        "og:type": "website",
        "og:site_name": "Gezondheidspact Utrecht",
        "og:title": 'Eten & "praten" <in> \'t Hooft',
        "og:description": "Kom erbij.",
        "og:url": "http://localhost/en/agenda/samen",
        "og:image": "http://localhost/en/agenda/samen/plaatje.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": 'Eten & "praten" <in> \'t Hooft: Wednesday 23 June 2027, 12:00 - 13:30',
    }


@pytest.mark.parametrize("given", [{"status": "cancelled"}, {"private": True}])
def test_a_group_chat_sees_nothing_of_a_private_or_cancelled_event(client, ours, given):
    event_of(ours, **given)

    assert metas(client.get("/en/agenda/samen").text) == {}


def test_a_poster_of_an_online_event_says_online(app, ours):
    event = event_of(ours, venue=None, online_url="https://voorbeeld.nl/geheim", contact_phone="030 123 45 67")

    with in_language("en"):
        poster = pages.poster_of(event)

    assert poster.place == ("Online",)
    assert poster.questions == "Do you have a question? Call 030\u00a0123\u00a045\u00a067."
    assert poster.organised_by == "Organised by: Wijkteam."
    assert "geheim" not in repr(poster)


@pytest.mark.parametrize(
    "given, obstacle",
    [
        ({}, None),
        ({"status": "draft"}, Obstacle.DRAFT),
        ({"status": "cancelled"}, Obstacle.CANCELLED),
        ({"starts_at": NOON - timedelta(days=2)}, Obstacle.PAST),
    ],
)
def test_only_what_is_to_come_is_shared(app, given, obstacle):
    assert obstacle_to_sharing(make_event(**given), now=NOON) == obstacle


def test_an_event_of_which_only_the_month_is_known_has_no_preview(app):
    assert not has_preview(make_event(precision="month"))


def test_where_people_meet_each_other_there_are_cards_for_the_tables(client):
    dock = make_organisation()
    for slug, given in {"ja": {"meet": True}, "nee": {}, "stil": {"meet": True, "private": True}}.items():
        make_event(slug=slug, organisations=[dock], **given)
    sign_in(client, make_account(dock))

    paper = client.get("/organiseren/activiteiten/ja/delen/kennismaken.pdf")

    assert (paper.status_code, paper.mimetype, paper.data[:4]) == (200, "application/pdf", b"%PDF")
    assert "/delen/kennismaken.pdf" in client.get("/organiseren/activiteiten/ja/delen").text
    for slug in ("nee", "stil"):
        assert client.get(f"/organiseren/activiteiten/{slug}/delen/kennismaken.pdf").status_code == 404
        assert "kennismaken.pdf" not in client.get(f"/organiseren/activiteiten/{slug}/delen").text
