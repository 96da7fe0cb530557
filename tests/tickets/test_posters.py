import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from eventapp.tickets import paper
from eventapp.tickets.pictures import draw_picture
from eventapp.tickets.posters import Paper, Poster, draw_poster, draw_poster_as_picture, facts_for_paper, shortened

POSTER = Poster(
    language="nl",
    direction="ltr",
    site_name="Gezondheidspact Utrecht",
    title="Fit & Gezond dag",
    lead="Laat uw bloeddruk meten.",
    weekday="zaterdag",
    day="19",
    month="september",
    hours="10.00 - 15.00 uur",
    day_and_hours="zaterdag 19 september 2027, 10.00 - 15.00 uur",
    place=("Buurthuis 't Hooft (voorbeeld)", "Voorbeeldplein 5, 3561 AB Utrecht"),
    cost="Gratis",
    sign_up="U hoeft zich niet aan te melden.",
    languages="Wij spreken Nederlands.",
    organised_by="Van de Gemeente Utrecht.",
    questions="Hebt u een vraag? Bel 14 030.",
    address="HTTPS://AGENDA.VOORBEELD.NL/A/12-K7M4",
    code_label="QR-code van de pagina van deze activiteit",
    caption="Lees meer:",
)
ARABIC = replace(
    POSTER, language="ar", direction="rtl", title="يوم اللياقة والصحة", weekday="السبت", month="سبتمبر", cost="مجاني"
)
AWKWARD = [
    "",
    "🎉",
    "健康日",
    "'t Hooft",
    '#panic("x") "]) $x^2$ \\ @label <b> // /* `raw` *vet* _schuin_ = kop',
    "Wandelen 🎉👩‍👩‍👧 met 👋🏽 iedereen 🇳🇱 1️⃣",
    "Wandelen en praten " * 10,
    "w" * 200,
    "يوم اللياقة والصحة في كانالينايلاند " * 5,
    "Ödül töreni, Şükrü İnönü",
    "tab\tregel\nen \x00 \x07 \u202e einde",
]


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def scanned(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("size, pixels", [(Paper.A4, (827, 1169)), (Paper.A5, (583, 827))])
@pytest.mark.parametrize("poster", [POSTER, ARABIC], ids=["dutch", "arabic"])
def test_a_poster_fills_one_sheet_and_its_code_opens_the_event(poster, size, pixels):
    image = opened(draw_poster_as_picture(poster, paper=size, pixels_per_inch=100))

    assert image.size == pixels
    assert scanned(image) == ["HTTPS://AGENDA.VOORBEELD.NL/A/12-K7M4"]


@pytest.mark.parametrize("title", AWKWARD)
def test_whatever_people_type_is_only_text(title):
    poster = replace(POSTER, title=title, lead=title, place=(title,), organised_by=title)

    pdf = draw_poster(poster, paper=Paper.A4)
    image = opened(draw_poster_as_picture(poster, paper=Paper.A4))

    assert b"/Type/Pages/Count 1/" in pdf
    assert scanned(image) == ["HTTPS://AGENDA.VOORBEELD.NL/A/12-K7M4"]


def test_a_title_never_reaches_into_the_picture_below_it():
    """Row by row, the sky beside the tower is sand or sun, whatever the title."""
    plain = opened(draw_poster_as_picture(replace(POSTER, title="Kort"), paper=Paper.A4)).convert("RGB")
    longest = opened(draw_poster_as_picture(replace(POSTER, title="Wandelen en praten " * 10), paper=Paper.A4))
    from_row, to_row = int(plain.height * 0.33), int(plain.height * 0.57)

    houses = [image.convert("RGB").crop((0, from_row, plain.width, to_row)).tobytes() for image in (plain, longest)]

    assert houses[0] == houses[1]


@pytest.mark.parametrize("poster", [POSTER, ARABIC], ids=["dutch", "arabic"])
def test_a_poster_can_be_read_by_a_screen_reader(poster):
    pdf = draw_poster(poster, paper=Paper.A5)

    assert b"pdfuaid:part" in pdf
    assert f"/Lang({poster.language})".encode() in pdf.replace(b"/Lang (", b"/Lang(")
    assert b"/Alt" in pdf


def test_the_same_poster_is_tagged_with_its_title():
    assert b"Fit &amp; Gezond dag" in draw_poster(POSTER, paper=Paper.A4)


@pytest.mark.parametrize(
    "poster", [POSTER, ARABIC, replace(POSTER, place=(), lead="")], ids=["dutch", "arabic", "bare"]
)
def test_a_picture_has_the_size_that_group_chats_expect(poster):
    image = opened(draw_picture(poster))

    assert (image.format, image.size) == ("PNG", (1200, 630))


def test_the_same_picture_is_drawn_once():
    draw_picture.cache_clear()

    assert draw_picture(POSTER) is draw_picture(replace(POSTER))


def test_the_short_address_is_small_letters_without_scheme():
    assert POSTER.short_address == "agenda.voorbeeld.nl/a/12-k7m4"


@pytest.mark.parametrize(
    "text, printed",
    [
        ("Wandelen 🎉 met 👋🏽 iedereen", "Wandelen met iedereen"),
        ("1️⃣ © 't Hooft ½", "1 © 't Hooft ½"),
        ("می‌خواهم", "می‌خواهم"),
        ("Bel  030\u00a0123\n", "Bel 030\u00a0123"),
        ("a\x00b\u202ec", "abc"),
    ],
)
def test_paper_leaves_out_what_it_has_no_letters_for(text, printed):
    assert paper.printable(text) == printed


def test_a_very_long_word_may_be_broken():
    assert paper.printable("w" * 50) == "\u200b".join(["w" * 20, "w" * 20, "w" * 10])
    assert paper.printable("gezondheidszorgmedewerker") == "gezondheidszorgmedew\u200berker"


@pytest.mark.parametrize(
    "text, language, direction",
    [("Samen wandelen", "nl", "ltr"), ("19 مرحبا", "ar", "rtl"), ("2027", "nl", "ltr"), ("", "nl", "ltr")],
)
def test_typed_text_keeps_its_own_direction(text, language, direction):
    assert paper.typed(text) == (text, language, direction)


def test_a_long_lead_ends_after_a_whole_word():
    assert shortened("Wandelen, praten en eten", longest=12) == "Wandelen …"
    assert shortened("Wandelen", longest=12) == "Wandelen"


def test_a_machine_without_arabic_letters_says_so(monkeypatch):
    only_built_in = paper.typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(paper, "_fonts", lambda: only_built_in)

    assert not paper.shows_arabic()
    assert scanned(opened(draw_poster_as_picture(POSTER, paper=Paper.A4))) == ["HTTPS://AGENDA.VOORBEELD.NL/A/12-K7M4"]
    assert b"pdfuaid:part" in draw_poster(POSTER, paper=Paper.A4)
    assert draw_poster(replace(POSTER, title="健康日"), paper=Paper.A4)[:5] == b"%PDF-"


def test_the_code_on_a_poster_says_what_it_is():
    assert 'aria-label="QR-code van de pagina van deze activiteit"' in str(facts_for_paper(POSTER)["code"])
