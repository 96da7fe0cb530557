"""What the door says of a ticket: plain functions."""

from datetime import timedelta

import pytest

from eventapp.door.facts import NOBODY, Presence
from eventapp.door.models import FactKind
from eventapp.door.rules import TicketAtDoor, TooMany, Verdict, VerdictKind, check_people, verdict

from .doors import NINE, fact


def ticket(**given) -> TicketAtDoor:
    values = {
        "reference": "fatima",
        "event_id": 1,
        "name": "Fatima",
        "people": 3,
        "needs": "een rolstoelplek",
        "status": "confirmed",
        "event_status": "published",
        "starts_at": NINE + timedelta(hours=2),
        "ends_at": NINE + timedelta(hours=4),
    }
    return TicketAtDoor(**values | given)


def says(ticket: TicketAtDoor | None, presence: Presence = NOBODY) -> Verdict:
    return verdict(ticket, presence, event_id=1, now=NINE)


def inside(*people: int) -> Presence:
    first, *more = people
    return Presence(fact("a", people=first), tuple(fact(f"m{n}", "more", people=n) for n in more))


@pytest.mark.parametrize(
    "seen, presence, kind, most",
    [
        (ticket(), NOBODY, "welcome", 3),
        (ticket(), inside(1), "part-in", 2),
        (ticket(), inside(1, 1), "part-in", 1),
        (ticket(), inside(3), "already-in", 3),
        (ticket(), inside(3, 1), "already-in", 3),
        (ticket(people=1), inside(1), "already-in", 1),
        (ticket(status="waiting"), NOBODY, "waiting", 0),
        (ticket(status="offered"), NOBODY, "no-place-yet", 0),
        (ticket(status="asked"), NOBODY, "no-place-yet", 0),
        (ticket(status="cancelled"), NOBODY, "cancelled", 0),
        (ticket(status="cancelled"), inside(2), "cancelled", 0),
        (ticket(event_status="cancelled"), NOBODY, "event-cancelled", 0),
        (ticket(event_status="cancelled", status="waiting"), NOBODY, "event-cancelled", 0),
        (None, NOBODY, "unknown", 0),
    ],
)
def test_the_verdict(seen, presence, kind, most):
    said = says(seen, presence)

    assert (said.kind, said.most, said.may_enter) == (kind, most, most > 0)


def test_letting_in_is_the_admission_first_and_the_rest_of_the_party_after_that():
    assert says(ticket()).next_kind == FactKind.IN
    assert says(ticket(), inside(1)).next_kind == FactKind.MORE
    assert says(ticket(), inside(3)).next_kind == FactKind.MORE


@pytest.mark.parametrize("days", [-7, -1, 1, 7])
def test_a_ticket_of_another_day_tells_the_day_and_names_nobody(app, days):
    day = NINE + timedelta(days=days)

    said = says(ticket(event_id=2, starts_at=day, ends_at=day + timedelta(hours=2)), inside(2))

    assert said == Verdict(VerdictKind.OTHER_DAY, starts_at=day)


def test_a_ticket_of_another_event_today_names_nobody(app):
    said = says(ticket(event_id=2, status="cancelled"))

    assert said == Verdict(VerdictKind.OTHER_EVENT, starts_at=NINE + timedelta(hours=2))


@pytest.mark.parametrize("people", [0, -1, 4, 1000])
def test_no_more_people_come_in_than_are_still_to_come(people):
    with pytest.raises(TooMany):
        check_people(says(ticket()), people=people)


def test_the_rest_of_a_party_may_come():
    check_people(says(ticket(), inside(1)), people=2)

    with pytest.raises(TooMany):
        check_people(says(ticket(), inside(1)), people=3)
