"""Who comes, on A4: a line with boxes to tick for everybody, for where no phone works. Volunteers read it in Dutch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .paper import printable, set_pdf, set_png, typed

MOST_BOXES = 8  # of a larger party the number stands beside the boxes


class Line(NamedTuple):
    """A ticket: who, how many, the short code as people read it, and what they need."""

    name: str
    people: int
    code: str
    needs: str


@dataclass(frozen=True)
class DoorList:
    site_name: str
    title: str
    when: str
    where: str
    lines: Sequence[Line]


def draw_door_list(door_list: DoorList) -> bytes:
    """The list as a PDF for the printer, on as many sheets as it needs."""
    return set_pdf("door_list", facts_for_paper(door_list))


def draw_door_list_as_picture(door_list: DoorList, *, pixels_per_inch: float = 72) -> bytes:
    """The first sheet as it will look; for one sheet only."""
    return set_png("door_list", facts_for_paper(door_list), pixels_per_inch=pixels_per_inch)


def facts_for_paper(door_list: DoorList) -> dict[str, object]:
    """The facts as the template reads them."""
    return {
        "language": "nl",
        "direction": "ltr",
        "site_name": printable(door_list.site_name),
        "title": typed(door_list.title)._asdict(),
        "when": printable(door_list.when),
        "where": printable(door_list.where),
        "people": sum(line.people for line in door_list.lines),
        "lines": [
            {
                "name": typed(line.name)._asdict(),
                "needs": typed(line.needs)._asdict(),
                "people": line.people,
                "boxes": min(line.people, MOST_BOXES),
                "code": line.code,
            }
            for line in door_list.lines
        ],
    }
