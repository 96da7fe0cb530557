"""The programme of an event on A4, from plain facts."""

from dataclasses import dataclass
from typing import NamedTuple

from .paper import printable, set_pdf, set_png, typed
from .posters import shortened

LONGEST_DESCRIPTION = 300


class Entry(NamedTuple):
    """Something that people can come to."""

    title: str
    facts: list[str]  # where, how long, who
    description: str


class Hour(NamedTuple):
    """What begins at one moment; with its day where that is another one than of the hour before."""

    day: str
    hour: str
    entries: list[Entry]


@dataclass(frozen=True)
class Programme:
    """All that the paper says, every sentence in its own language."""

    language: str
    direction: str
    site_name: str
    title: str
    when: str
    where: str
    hours_title: str
    hours: list[Hour]
    stations_title: str
    stations: list[Entry]
    stands_title: str
    stands: list[Entry]
    questions: str


def draw_programme(programme: Programme) -> bytes:
    """The programme as a PDF for the printer, on as many sheets as it needs."""
    return set_pdf("programme", facts_for_paper(programme))


def draw_programme_as_picture(programme: Programme, *, pixels_per_inch: float = 72) -> bytes:
    """The first sheet as it will look; for one sheet only."""
    return set_png("programme", facts_for_paper(programme), pixels_per_inch=pixels_per_inch)


def facts_for_paper(programme: Programme) -> dict[str, object]:
    """The facts as the template reads them."""
    plain = ("language", "direction", "site_name", "when", "hours_title", "stations_title", "stands_title", "questions")
    return {name: printable(getattr(programme, name)) for name in plain} | {
        "title": typed(programme.title or programme.site_name)._asdict(),
        "where": typed(programme.where)._asdict(),
        "hours": [
            {"day": printable(each.day), "hour": printable(each.hour), "entries": [_entry(one) for one in each.entries]}
            for each in programme.hours
        ],
        "stations": [_entry(each) for each in programme.stations],
        "stands": [_entry(each) for each in programme.stands],
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "title": typed(entry.title)._asdict(),
        "facts": [typed(fact)._asdict() for fact in entry.facts],
        "description": typed(shortened(entry.description, longest=LONGEST_DESCRIPTION))._asdict(),
    }
