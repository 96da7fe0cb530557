"""Badges and numbers on paper: that they fit, whatever the name."""

import re

import pytest

from eventapp.tickets.badges import SHEETS, BadgeSheet, draw_badges, draw_badges_as_picture
from eventapp.tickets.station_sheets import Station, StationSheets, draw_station_sheets

NAMES = ["Ingrid 't Hooft", "=1+1", "فاطمة الزهراء", "🎉 Zoë", "Wolfeschlegelsteinhausenbergerdorff" * 6, "x"]


def pages_of(pdf: bytes) -> int:
    found = re.search(rb"/Type/Pages/Count (\d+)/", pdf)
    assert found
    return int(found[1])


@pytest.mark.parametrize("paper", SHEETS)
def test_the_labels_of_a_sheet_fill_it_and_the_next_one_begins_another(paper):
    sheet = SHEETS[paper]
    count = sheet.columns * sheet.rows

    def sheets(names: int) -> int:
        about = BadgeSheet(["Ana"] * names, title="Wandelen", site_name="Pact", language="nl", paper=paper)
        return pages_of(draw_badges(about))

    assert [sheets(count), sheets(count + 1)] == [1, 2]
    assert sheet.left >= 0
    assert 2 * sheet.top + sheet.rows * sheet.height == pytest.approx(297)


@pytest.mark.parametrize("paper", SHEETS)
def test_any_name_fits_on_any_label(paper):
    sheet = BadgeSheet(NAMES, title="Een hele lange titel " * 6, site_name="Pact", language="nl", paper=paper)

    assert pages_of(draw_badges(sheet)) == 1
    assert draw_badges_as_picture(sheet)[:4] == b"\x89PNG"


def test_each_station_has_a_list_and_as_many_numbers_as_were_asked():
    stations = [Station("Bloeddruk", "Zaal 2", 2), Station("Praten over geld", "Praten over geld", 1)]

    def sheets(numbers: int) -> int:
        about = StationSheets("Pact", "Fit & Gezond dag", "woensdag 2 juni 2027", stations, numbers)
        return pages_of(draw_station_sheets(about))

    assert [sheets(24), sheets(25), sheets(1), sheets(200)] == [4, 6, 4, 22]
