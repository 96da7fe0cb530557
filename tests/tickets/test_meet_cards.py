"""Cards for the tables: one sheet, with a code that a phone reads, whatever the event is called."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from eventapp.tickets.meet_cards import MeetCard, draw_meet_cards, draw_meet_cards_as_picture

LINK = "https://ontmoet.voorbeeld.nl/agenda/lekker-in-je-vel-xl-2027-06-05/kennismaken"
TITLES = ["Lekker in je vel XL", "W" * 200, "صحة " * 40, "'t Hooft =1+1 🌻 <b>", ""]


@pytest.mark.parametrize("title", TITLES)
def test_four_cards_fit_on_one_sheet_whatever_the_title(title):
    pdf = draw_meet_cards(MeetCard("Gezondheidspact Utrecht", title, LINK))

    assert b"/Type/Pages/Count 1/" in pdf


@pytest.mark.parametrize("title", TITLES)
def test_a_phone_reads_the_code_of_every_card(title):
    png = draw_meet_cards_as_picture(MeetCard("Gezondheidspact Utrecht", title, LINK), pixels_per_inch=200)

    found = zxingcpp.read_barcodes(Image.open(BytesIO(png)).convert("L"))

    assert [each.text for each in found] == [LINK] * 4
