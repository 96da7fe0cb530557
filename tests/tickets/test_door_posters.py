import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from eventapp.tickets.door_posters import DoorPoster, draw_door_poster, draw_door_poster_as_picture, facts_for_paper

from .test_posters import AWKWARD

POSTER = DoorPoster(
    site_name="Gezondheidspact Utrecht",
    title="Fit & Gezond dag",
    label="Zij-ingang",
    when="zaterdag 19 september 2027, 10.00 - 15.00 uur",
    where="Buurthuis 't Hooft (voorbeeld), Voorbeeldplein 5",
    link="https://agenda.voorbeeld.nl/deur/Yzb1Gtqrk_z5478DmuLr5bHMewE",
    pin="035599",
    phone="14 030",
)


def test_the_code_on_the_paper_opens_the_door():
    image = Image.open(io.BytesIO(draw_door_poster_as_picture(POSTER, pixels_per_inch=110)))

    assert [code.text for code in zxingcpp.read_barcodes(image)] == [POSTER.link]


def test_the_pin_stands_in_two_threes():
    assert facts_for_paper(POSTER)["pin"] == "035 599"


@pytest.mark.parametrize("text", AWKWARD)
def test_the_paper_is_one_sheet_whatever_it_says(text):
    pdf = draw_door_poster(replace(POSTER, title=text, label=text[:60], where=text))

    assert b"/Type/Pages/Count 1/" in pdf
