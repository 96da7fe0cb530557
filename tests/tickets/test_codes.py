import io

import pytest
import zxingcpp
from PIL import Image, ImageEnhance
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import QRData

from eventapp import tokens
from eventapp.tickets.codes import qr_png, qr_svg, read_code, read_token, spell_code, ticket_address, ticket_reference

TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXY2"


def test_the_code_says_the_address_in_capitals():
    assert ticket_address("https://ontmoet.utrecht.nl", TOKEN) == f"HTTPS://ONTMOET.UTRECHT.NL/T/{TOKEN}"


@pytest.mark.parametrize("host, version", [("a" * 21 + ".nl", 3), ("a" * 22 + ".nl", 4)])
def test_a_host_of_24_characters_fits_in_version_3(host, version):
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(QRData(ticket_address(f"https://{host}", TOKEN).encode()))
    code.make(fit=True)

    svg = qr_svg(ticket_address(f"https://{host}", TOKEN), label="")

    assert code.version == version
    assert f'viewBox="0 0 {17 + 4 * version + 8} ' in svg


@pytest.mark.parametrize("shrunk", [1, 0.5, 0.2])
def test_the_picture_reads_back_also_small_and_at_sixty_percent_brightness(shrunk):
    address = ticket_address("https://ontmoet.utrecht.nl", tokens.new_token())
    image = Image.open(io.BytesIO(qr_png(address))).convert("L")

    dim = ImageEnhance.Brightness(image.resize((int(image.width * shrunk),) * 2)).enhance(0.6)

    assert [code.text for code in zxingcpp.read_barcodes(dim)] == [address]


def test_the_picture_is_small_enough_for_a_letter():
    assert len(qr_png(ticket_address("https://ontmoet.utrecht.nl", TOKEN))) < 2000


def test_the_label_is_escaped():
    assert 'aria-label="&lt;b&gt;"' in qr_svg("X", label="<b>")


@pytest.mark.parametrize("typed", ["K7M-4QX", "k7m4qx", " k7m 4qx ", "K7M.4QX"])
def test_a_short_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "K7M4QX"


@pytest.mark.parametrize("typed", ["", "K7M4Q", "K7M4QXX", "K7M4Q0", "K7M4QI", "Fatima de Boer", "x" * 4000, "K7M\x004QX"])
def test_what_is_no_short_code_is_not_read(typed):
    assert read_code(typed) is None


def test_a_code_is_spelled_in_two_halves():
    assert spell_code("K7M4QX") == "K7M-4QX"


@pytest.mark.parametrize("scanned", [TOKEN, TOKEN.lower(), f"HTTPS://X.NL/T/{TOKEN}", f"https://x.nl/t/{TOKEN}\n"])
def test_a_token_is_read_from_an_address_or_by_itself(scanned):
    assert read_token(scanned) == TOKEN


@pytest.mark.parametrize("scanned", ["", "https://evil.example/", "<script>", "A" * 4000, "\x00" * 26, TOKEN + "A", "é" * 26])
def test_what_holds_no_token_is_not_read(scanned):
    assert read_token(scanned) is None


def test_a_reference_is_eight_bytes_and_the_same_for_good():
    assert ticket_reference(TOKEN) == "d52a1e50aaa90aff"
