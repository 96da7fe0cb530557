"""The fold over the facts: plain functions."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from eventapp.door.facts import NOBODY, DoorState, Fact, Presence, fold
from eventapp.door.models import FactKind

from .doors import NINE, fact, undo


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


def test_a_walk_in_with_a_ticket_is_in_by_that_ticket_and_counts_as_a_walk_in():
    given = fact("a", "walkIn", people=2, reference="given")

    state = fold([given, fact("b", minute=4, people=2, reference="given", device="other"), fact("c", people=3)])

    assert state.of("given") == Presence(admission=given, duplicates=(state.of("given").duplicates))
    assert (state.people(), state.walked_in(), state.given.get("given"), state.given.get("fatima")) == (
        5,
        2,
        given,
        None,
    )


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
    undone = {(f.undo_of, f.reference) for f in facts if f.kind == "undo"}
    came_in = [f for f in facts if f.kind in ("in", "more", "walkIn") and f.reference]
    standing = {f.id for f in came_in if (f.id, f.reference) not in undone}

    presences = list(fold(facts).presences.values())

    assert sorted(f.id for presence in presences for f in presence.facts) == sorted(standing)
    assert all(presence.facts for presence in presences)
    assert all(
        sum(f.people for f in presence.duplicates) + presence.people == sum(f.people for f in presence.facts)
        for presence in presences
    )
