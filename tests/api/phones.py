"""A phone at the door as the house sees it: what it tells, and what it remembers."""

from datetime import UTC, datetime

from eventapp import tokens
from eventapp.database import db
from eventapp.door import queries

from ..conftest import NOON

ADDRESS = "/api/v1/door/check-ins"


def a_fact(registration=None, *, at: datetime = NOON, seq: int = 1, **given) -> dict:
    """What a phone writes when it lets one person in."""
    facts = {
        "id": tokens.new_id(),
        "seq": seq,
        "kind": "in",
        "ref": registration.ticket.reference if registration else None,
        "place": "",
        "people": 1,
        "at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "offset": 0,
    }
    return facts | given


class Phone:
    """A browser at the door, and what it remembers of the house."""

    def __init__(self, browser) -> None:
        self.browser, self.device, self.cursor = browser, tokens.new_id(), 0

    def tell(self, *facts, **given):
        body = {"device": self.device, "since": self.cursor, "events": list(facts)} | given
        return self.browser.post(ADDRESS, json=body)

    def told(self, *facts, **given) -> list[str]:
        """What became of each of these."""
        return [ack["status"] for ack in self.tell(*facts, **given).json["acks"]]


def inside(of_event) -> int:
    db.session.rollback()
    return queries.inside(of_event.id)


def apart(of_event) -> list[str]:
    db.session.rollback()
    return [each.why for each in queries.quarantined_of(of_event.id)]
