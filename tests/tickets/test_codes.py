import io
import re

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance
from qrcode.util import mask_func

from eventapp import tokens
from eventapp.tickets.codes import qr_png, qr_svg, read_code, read_token, spell_code, ticket_address, ticket_reference
from eventapp.tokens import SHORT_CODE_LETTERS

TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXY2"


def picture(text: str) -> Image.Image:
    return Image.open(io.BytesIO(qr_png(text))).convert("L")


def modules(text: str) -> list[list[bool]]:
    """What is dark in the picture, quiet zone included, read back from its pixels."""
    image = picture(text)
    size = int(qr_svg(text, label="").split('viewBox="0 0 ')[1].split()[0])
    step = image.width // size
    middle = step // 2
    return [[image.getpixel((x * step + middle, y * step + middle)) == 0 for x in range(size)] for y in range(size)]


def mode_of(rows: list[list[bool]], *, mask: int) -> int:
    """The first four bits of the data: they stand in the lower right corner, under the mask."""
    last = len(rows) - 9
    corner = [(last, last), (last, last - 1), (last - 1, last), (last - 1, last - 1)]
    bits = [rows[y + 4][x + 4] != mask_func(mask)(y, x) for y, x in corner]
    return int("".join(str(int(bit)) for bit in bits), 2)


def test_the_code_says_the_address_in_capitals():
    assert ticket_address("https://ontmoet.utrecht.nl", TOKEN) == f"HTTPS://ONTMOET.UTRECHT.NL/T/{TOKEN}"


@pytest.mark.parametrize("host, version", [("a" * 21 + ".nl", 3), ("a" * 22 + ".nl", 4)])
def test_a_host_of_24_characters_fits_in_version_3(host, version):
    address = ticket_address(f"https://{host}", TOKEN)

    (code,) = zxingcpp.read_barcodes(picture(address))

    assert (code.extra["Version"], code.ec_level) == (str(version), "M")
    assert f'viewBox="0 0 {17 + 4 * version + 8} ' in qr_svg(address, label="")


@pytest.mark.parametrize("text, mode", [(f"HTTPS://ONTMOET.UTRECHT.NL/T/{TOKEN}", 2), (f"https://x.nl/T/{TOKEN}", 4)])
def test_an_address_in_capitals_is_drawn_in_alphanumeric_mode(text, mode):
    (code,) = zxingcpp.read_barcodes(picture(text))

    assert mode_of(modules(text), mask=code.extra["DataMask"]) == mode


def test_the_vector_and_the_picture_show_the_same_modules():
    address = ticket_address("https://ontmoet.utrecht.nl", TOKEN)
    rows = modules(address)

    strokes = re.findall(r"M(\d+) (\d+)\.5h(\d+)", qr_svg(address, label=""))

    dark = {(int(x) + i, int(y)) for x, y, length in strokes for i in range(int(length))}
    assert dark == {(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}


def test_four_modules_around_the_code_are_white():
    rows = modules(ticket_address("https://ontmoet.utrecht.nl", TOKEN))

    assert not any(any(row) for row in rows[:4] + rows[-4:])
    assert not any(any(row[:4] + row[-4:]) for row in rows)
    assert all((rows[4][4], rows[4][-5], rows[-5][4]))


@pytest.mark.parametrize("shrunk", [1, 0.5, 0.2])
def test_the_picture_reads_back_also_small_and_at_sixty_percent_brightness(shrunk):
    address = ticket_address("https://ontmoet.utrecht.nl", tokens.new_token())
    image = picture(address)

    dim = ImageEnhance.Brightness(image.resize((int(image.width * shrunk),) * 2)).enhance(0.6)

    assert [code.text for code in zxingcpp.read_barcodes(dim)] == [address]


def test_the_picture_is_small_enough_for_a_letter():
    png = qr_png(ticket_address("https://ontmoet.utrecht.nl", TOKEN))

    assert len(png) < 2000
    assert Image.open(io.BytesIO(png)).mode == "1"
    assert Image.open(io.BytesIO(png)).size == (407, 407)


def test_the_label_is_escaped():
    assert 'aria-label="&lt;b&gt;"' in qr_svg("X", label="<b>")


@pytest.mark.parametrize("typed", ["K7M-4QX", "k7m4qx", " k7m 4qx ", "K7M.4QX", "K7M–4QX", "k7m‑4qx\n"])
def test_a_short_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "K7M4QX"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "K7M4Q",
        "K7M4QXX",
        "K7M4Q0",
        "K7M4QI",
        "Fatima de Boer",
        "x" * 4000,
        "K7M\x004QX",
        "K7M4Qſ",
        "K７M4QX",
        "ßM4QX",
    ],
)
def test_what_is_no_short_code_is_not_read(typed):
    assert read_code(typed) is None


def test_a_code_is_spelled_in_two_halves():
    assert spell_code("K7M4QX") == "K7M-4QX"


@given(st.text(SHORT_CODE_LETTERS, min_size=6, max_size=6))
def test_a_spelled_code_reads_back(code):
    assert read_code(spell_code(code)) == read_code(spell_code(code).lower()) == code


@pytest.mark.parametrize(
    "scanned",
    [
        TOKEN,
        TOKEN.lower(),
        f"HTTPS://X.NL/T/{TOKEN}",
        f"https://x.nl/t/{TOKEN}\n",
        f"http://localhost:8000/T/{TOKEN}",
        f"https://x.nl/en/T/{TOKEN}",
    ],
)
def test_a_token_is_read_from_an_address_or_by_itself(scanned):
    assert read_token(scanned) == TOKEN


@pytest.mark.parametrize(
    "scanned",
    [
        "",
        "https://evil.example/",
        "<script>",
        "A" * 4000,
        "\x00" * 26,
        TOKEN + "A",
        "é" * 26,
        f"<script>/T/{TOKEN}",
        f"javascript:alert(1)/T/{TOKEN}",
        f"https://x.nl/T/{TOKEN}\x00",
        f"https://x.nl/T/{TOKEN}?a=1",
        TOKEN.lower().replace("i", "ı"),
        TOKEN.replace("S", "ſ"),
    ],
)
def test_what_holds_no_token_is_not_read(scanned):
    assert read_token(scanned) is None


def test_a_reference_is_eight_bytes_and_the_same_for_good():
    assert ticket_reference(TOKEN) == "d52a1e50aaa90aff"
