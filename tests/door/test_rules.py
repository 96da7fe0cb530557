"""The fold over the facts, and what the door says of a ticket: plain functions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.door.models import FactKind
from eventapp.door.rules import (
    NOBODY,
    DoorState,
    Fact,
    Presence,
    TicketAtDoor,
    TooMany,
    Verdict,
    VerdictKind,
    check_people,
    fold,
    verdict,
)

NINE = datetime(2027, 6, 2, 9, 0, tzinfo=UTC)


def fact(id: str, kind: str = "in", *, minute: int = 0, people: int = 1, **given) -> Fact:
    values = {"device": "phone", "seq": minute, "reference": "fatima", "place": "", "offset_ms": 0, "undo_of": None}
    return Fact(id=id, kind=kind, people=people, at=NINE + timedelta(minutes=minute), **values | given)


def undo(target: str, id: str = "undo", **given) -> Fact:
    return fact(id, "undo", people=0, undo_of=target, **given)


def test_nobody_is_in_where_there_are_no_facts():
    assert fold([]) == DoorState({})
    assert fold([]).of("fatima") == NOBODY
    assert fold([]).people() == 0


def test_the_first_in_is_the_admission_and_further_ones_are_duplicates():
    early, late = fact("a", minute=1, people=2), fact("b", minute=2, people=3, device="other")

    assert fold([late, early]).of("fatima") == Presence(admission=early, duplicates=(late,))
    assert fold([late, early]).people() == 2


def test_more_counts_on_top_of_the_admission():
    presence = fold([fact("a", people=2), fact("b", "more", minute=9, people=1)]).of("fatima")

    assert presence.people == 3
    assert presence.since == NINE


def test_more_than_the_party_is_noted():
    presence = fold([fact("a", people=2), fact("b", "more", people=2)]).of("fatima")

    assert (presence.people, presence.within(3), presence.beyond(3)) == (4, 3, 1)


def test_who_was_first_is_told_by_our_clock_and_not_by_that_of_a_phone():
    hour = 60 * 60 * 1000
    fast = fact("fast", minute=60, offset_ms=-hour)  # a clock that is an hour ahead
    right = fact("right", minute=1)

    assert fold([right, fast]).of("fatima").admission == fast
    assert fold([right, fast]).of("fatima").since == NINE


def test_an_undo_leaves_its_target_out_also_when_it_comes_first():
    assert fold([undo("a"), fact("a")]) == DoorState({})


def test_the_next_in_is_the_admission_after_an_undo():
    again = fact("b", minute=5)

    assert fold([fact("a"), undo("a", minute=3), again]).of("fatima") == Presence(admission=again)


def test_an_undo_is_final():
    assert fold([fact("a"), undo("a", "u1"), undo("u1", "u2")]) == DoorState({})


def test_a_duplicate_becomes_the_admission_when_the_first_is_undone():
    state = fold([fact("a", people=2), fact("b", minute=2, people=3), undo("a")])

    assert state.people() == 3


def test_the_rest_of_a_party_stays_in_when_its_admission_is_undone():
    presence = fold([fact("a", people=2), fact("b", "more", minute=4), undo("a")]).of("fatima")

    assert (presence.admission, presence.people, presence.since) == (None, 1, NINE + timedelta(minutes=4))


def test_places_are_counted_apart():
    state = fold([fact("a", people=2), fact("b", place="sessie-1", people=1)])

    assert (state.people(), state.people("sessie-1")) == (2, 1)


@st.composite
def histories(draw) -> list[Fact]:
    """Whatever phones may send: wrong clocks, undos of anything, of something unknown too."""
    count = draw(st.integers(0, 8))
    ids = [str(n) for n in range(count)]
    return [
        Fact(
            id=id,
            device=draw(st.sampled_from("ab")),
            seq=draw(st.integers(1, 3)),
            kind=draw(st.sampled_from(list(FactKind))),
            reference=draw(st.sampled_from(["fatima", "ahmed", None])),
            place=draw(st.sampled_from(["", "sessie-1"])),
            people=draw(st.integers(0, 4)),
            at=NINE + timedelta(minutes=draw(st.integers(0, 2))),
            offset_ms=draw(st.sampled_from([-60_000, 0, 60_000])),
            undo_of=draw(st.none() | st.sampled_from([*ids, "unknown"])),
        )
        for id in ids
    ]


@given(st.data())
def test_the_state_does_not_depend_on_the_order_nor_on_doubles(data):
    facts = data.draw(histories())
    doubled = facts + data.draw(st.lists(st.sampled_from(facts), max_size=5)) if facts else []
    shuffled = data.draw(st.permutations(doubled))

    assert fold(shuffled) == fold(facts)


@given(st.data())
def test_batches_that_come_later_lead_to_the_same_state(data):
    facts = data.draw(histories())
    early = data.draw(st.integers(0, len(facts)))

    assert fold([*facts[early:], *facts[:early], *facts[early:]]) == fold(facts)


@given(histories())
def test_nothing_that_stands_is_lost_and_nothing_is_counted_twice(facts):
    undone = {f.undo_of for f in facts if f.kind == "undo"}
    standing = {f.id for f in facts if f.kind in ("in", "more") and f.reference and f.id not in undone}

    presences = list(fold(facts).presences.values())

    assert sorted(f.id for presence in presences for f in presence.facts) == sorted(standing)
    assert all(presence.facts for presence in presences)
    assert all(
        sum(f.people for f in presence.duplicates) + presence.people == sum(f.people for f in presence.facts)
        for presence in presences
    )


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
