"""Who meets whom: the best for everybody, caps hard, and the same whoever came first."""

from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.connections.matching import answers, candidates
from eventapp.connections.matching.answers import Left, Unmet, Why, answer, answer_from
from eventapp.connections.matching.candidates import candidates as all_candidates
from eventapp.connections.matching.greedy import choose_greedily
from eventapp.connections.matching.matching import Room, Unsolved, choose, worth
from eventapp.connections.matching.people import Person, Question, question_from
from eventapp.connections.matching.scores import Scores

from ..generated import generated


def pairs_of(found) -> list[tuple[int, int]]:
    return [(each.one, each.other) for each in found.proposals]


def room_of(question: Question) -> Room:
    caps = np.array([person.cap for person in question.people])
    seeks = np.array([bool(person.seeks) for person in question.people])
    return Room(caps, np.ones(len(caps), dtype=bool), seeks)


def best_by_trying(pairs, room: Room) -> int:
    """The worth of the best choice, every one of them tried."""
    best = 0
    for size in range(len(pairs) + 1):
        for some in combinations(range(len(pairs)), size):
            picked = np.isin(np.arange(len(pairs)), some)
            met = np.bincount([*pairs.one[picked], *pairs.other[picked]], minlength=len(room.places))
            if (met <= room.places).all():
                best = max(best, worth(pairs, room, picked))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_of_a_few_people_no_choice_is_better(seed):
    question = generated(6, seed=seed).in_order()
    pairs = all_candidates(Scores(question))
    room = room_of(question)

    chosen = choose(pairs, room)

    assert chosen.value == best_by_trying(pairs, room)
    assert chosen.bound >= chosen.value >= worth(pairs, room, choose_greedily(pairs, room))


@settings(deadline=None, max_examples=40)
@given(number=st.integers(0, 40), seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_caps_hold_and_the_order_of_the_rows_is_no_matter(number: int, seed: int, order: Random):
    question = generated(number, seed=seed)
    found = answer(question)
    people = list(question.people)
    order.shuffle(people)

    assert answer(replace(question, people=tuple(people))) == found
    met = [id for pair in pairs_of(found) for id in pair]
    assert all(met.count(person.id) <= person.cap for person in question.people)
    assert len(set(pairs_of(found))) == len(found.proposals)
    assert found.value <= found.bound
    alone = {person.id for person in question.people} - set(met)
    assert {left.person for left in found.left} == alone


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_greed_is_never_better_and_keeps_the_caps_too(seed: int):
    question = generated(60, seed=seed).in_order()
    pairs, room = all_candidates(Scores(question)), room_of(question)

    picked = choose_greedily(pairs, room)

    met = np.bincount([*pairs.one[picked], *pairs.other[picked]], minlength=60)
    assert (met <= room.places).all()
    assert worth(pairs, room, picked) <= choose(pairs, room).value


def test_who_asks_is_served_before_two_others_meet():
    people = (
        Person(1, seeks=("plek",), themes=("jong",), cap=1),
        Person(2, offers=("plek",), seeks=("hulp",), themes=("jong",), cap=1),
        Person(3, offers=("hulp",), themes=("jong",), cap=1),
        Person(4, offers=("plek",), themes=("jong",), cap=1),
    )

    assert pairs_of(answer(Question(people))) == [(1, 4), (2, 3)]


def test_pairs_that_stand_take_their_places():
    people = (
        Person(1, seeks=("plek",), themes=("jong",), cap=1),
        Person(2, offers=("plek",), themes=("jong",), cap=2),
        Person(3, seeks=("plek",), themes=("jong",), cap=1),
    )

    found = answer(Question(people, fixed=((1, 2),)))

    assert (pairs_of(found), found.left) == ([(2, 3)], ())


def test_who_is_left_is_told_why():
    people = (
        Person(1, seeks=("plek",), themes=("jong",), neighbourhood=1, cap=1),
        Person(2, offers=("plek",), themes=("jong",), neighbourhood=1, cap=1),
        Person(3, seeks=("plek",), themes=("jong",), neighbourhood=1, cap=1),
        Person(4),
        Person(5, seeks=("geld",), themes=("jong",)),
        Person(6, seeks=("hulp",), themes=("oud",), neighbourhood=2),
        Person(7, offers=("hulp",), themes=("jong",), neighbourhood=3),
        Person(8, organisation="dock", seeks=("verhaal",), themes=("oud",)),
        Person(9, organisation="DOCK", offers=("verhaal",), themes=("oud",)),
        Person(10, seeks=("spullen",), themes=("oud",)),
        Person(11, offers=("spullen",), themes=("oud",)),
    )

    found = answer(Question(people, never=((10, 11),)))

    full = {1, 3} - {id for pair in pairs_of(found) for id in pair}
    assert len(found.proposals) == len(full) == 1
    assert found.left == (
        Left(full.pop(), Why.ALL_FULL),
        Left(4, Why.SEEKS_AND_OFFERS_NOTHING),
        Left(5, Why.NOBODY_OFFERS),
        Left(6, Why.NO_REASON),
        Left(7, Why.NO_REASON),
        Left(8, Why.OWN_ORGANISATION),
        Left(9, Why.OWN_ORGANISATION),
        Left(10, Why.MET_BEFORE),
        Left(11, Why.MET_BEFORE),
    )
    assert found.unmet == (Unmet("geld", "jong", 1),)


@pytest.mark.parametrize(
    "people",
    [
        (),
        (Person(1, seeks=("plek",), offers=("plek",)),),
        tuple(Person(n, seeks=("plek",), themes=("jong",)) for n in range(1, 30)),
        tuple(Person(n, organisation="dock", seeks=("plek",), offers=("plek",)) for n in range(1, 30)),
        tuple(Person(n) for n in range(1, 30)),
    ],
    ids=["nobody", "one", "all seek", "one house", "nothing said"],
)
def test_where_nobody_fits_there_are_no_proposals(people):
    found = answer(Question(people))

    assert (found.proposals, found.value, found.bound) == ((), 0, 0)
    assert len(found.left) == len(people)


@pytest.mark.slow
def test_a_thousand_who_all_offer_a_place_to_one():
    people = (
        Person(1, seeks=("plek",), themes=("jong",)),
        *(Person(n, offers=("plek",), themes=("jong",)) for n in range(2, 1_002)),
    )

    found = answer(Question(people))

    assert len(found.proposals) == 2
    assert {left.why for left in found.left} == {Why.ALL_FULL}


def test_of_a_large_crowd_only_the_best_are_weighed_and_little_is_lost(monkeypatch):
    question = generated(150, seed=3)
    whole = answer(question)
    monkeypatch.setattr(candidates, "BEST", 10)
    monkeypatch.setattr(candidates, "BEST_SERVING", 5)
    monkeypatch.setattr(answers, "candidates", lambda scores: all_candidates(scores, most=100))

    pruned = answer(question)

    assert 100 < pruned.pairs < whole.pairs
    assert 0.99 * whole.bound <= pruned.value <= whole.bound


def test_without_a_solver_greed_will_do_and_says_so(monkeypatch):
    def none(*_given):
        raise Unsolved("out of time")

    monkeypatch.setattr(answers, "choose", none)

    found = answer(generated(30, seed=1))

    assert (found.how, found.value > 0) == ("greedy", True)


def test_questions_and_answers_can_be_written_down():
    question = replace(generated(30, seed=5), never=((2, 1),), serves={"tijd": "hulp"})
    found = answer(question)

    assert question_from(question.as_json()) == question.in_order()
    assert answer_from(found.as_json()) == found
    assert question_from(question.as_json()).fingerprint == found.fingerprint
