"""What a camera reads from a ticket, on a screen and on paper."""

import io
import re

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from eventapp.database import db
from eventapp.registrations.models import Registration
from eventapp.tickets.codes import ticket_address

from .. import make
from .world import day, sign_up

pytestmark = pytest.mark.browser

MILLIMETRES = 25.4 / 96  # in a pixel of a browser
POINTS = 72 / 25.4  # of paper, in a millimetre
A6 = (105, 148)


@pytest.fixture
def address(app, world) -> str:
    """What the code of the ticket must say."""
    registration = db.session.scalars(select(Registration).filter_by(key=world["ticket"])).one()
    return ticket_address(app.config["SETTINGS"].base_url, registration.ticket.token)


def read(screenshot: bytes, *, colours: str = "RGB") -> list[str]:
    picture = Image.open(io.BytesIO(screenshot)).convert(colours)
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/mijn/{ticket}", "/ar/mijn/{ticket}", "/mijn/{ticket}/kaartje"])
def test_the_code_on_a_small_screen_reads_as_the_address_of_the_ticket(new_page, world, address, path, scheme):
    page = new_page(width=320, color_scheme=scheme)

    page.goto(path.format(**world))

    assert read(page.screenshot(full_page=True)) == [address]


def test_the_code_in_a_letter_reads_as_the_address_of_the_ticket(new_page, world, address):
    page = new_page(color_scheme="dark")

    page.goto(f"/postvak/{world['letter_ticket']}/html", wait_until="networkidle")

    assert read(page.screenshot(full_page=True)) == [address]


def test_the_code_on_the_page_of_the_ticket_reads_when_that_is_printed_instead(page, world, address):
    page.goto(f"/mijn/{world['ticket']}")

    page.emulate_media(media="print", color_scheme="dark")

    assert read(page.screenshot(full_page=True)) == [address]


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_a_printed_ticket_is_one_small_page_with_a_code_that_reads_in_black_and_white(page, world, address, prefix):
    page.goto(f"{prefix}/mijn/{world['ticket']}/kaartje")
    size, pages = paper(page.pdf(prefer_css_page_size=True))

    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(A6[0] / MILLIMETRES), "height": round(A6[1] / MILLIMETRES)})

    assert (size, pages) == (A6, 1)
    assert read(page.screenshot(), colours="1") == [address]


def test_a_long_title_and_a_long_name_still_fit_on_one_printed_page(app, page):
    event = make.make_event(
        title="Samen wandelen langs de Vecht met de wijkverpleegkundige",
        starts_at=day(24),
        venue=make.make_venue(name="Buurthuis Oudwijkerveld (voorbeeld)"),
    )
    registration = sign_up(event, name="Maria Magdalena van den Oudenhoven", people=5)

    page.goto(f"/mijn/{registration.key}/kaartje")

    assert paper(page.pdf(prefer_css_page_size=True)) == (A6, 1)


def paper(pdf: bytes) -> tuple[tuple[int, int], int]:
    """The size of the paper in millimetres, and the number of pages."""
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    width, height = (round(float(points) / POINTS) for points in box.groups())
    return (width, height), len(re.findall(rb"/Type /Page\b", pdf))
