"""Numbers for the queues of stations, on A4: to cut out and give away, with a list for who sits at the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .paper import printable, set_pdf, typed


class Station(NamedTuple):
    """A station as its volunteer knows it, and as the number of a visitor may say it: not what it is for."""

    title: str
    where: str
    tables: int


@dataclass(frozen=True)
class StationSheets:
    """The stations of one event, and how many numbers each has. Volunteers read it in Dutch."""

    site_name: str
    title: str
    when: str
    stations: Sequence[Station]
    numbers: int


def draw_station_sheets(sheets: StationSheets) -> bytes:
    """For each station its list and its numbers, as a PDF for the printer."""
    return set_pdf("station_sheets", facts_for_paper(sheets))


def facts_for_paper(sheets: StationSheets) -> dict[str, object]:
    """The facts as the template reads them."""
    return {
        "language": "nl",
        "direction": "ltr",
        "site_name": printable(sheets.site_name),
        "title": typed(sheets.title)._asdict(),
        "when": printable(sheets.when),
        "numbers": sheets.numbers,
        "stations": [
            {"title": typed(each.title)._asdict(), "where": typed(each.where)._asdict(), "tables": each.tables}
            for each in sheets.stations
        ],
    }
