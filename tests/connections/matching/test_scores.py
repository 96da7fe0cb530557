"""Who fits whom: the numbers of the formula, worked out by hand."""

import numpy as np
import pytest

from eventapp.connections.matching.people import Person, Question
from eventapp.connections.matching.reasons import Reason, reason
from eventapp.connections.matching.scores import Scores


def score(one: Person, other: Person, **more) -> float:
    """As the formula gives it, for two people."""
    return Scores(Question((one, other), **more).in_order()).rows().__next__().scores[0, 1] / 1_000_000


ASKER = Person(1, seeks=("plek",), themes=("jong",), neighbourhood=3)
GIVER = Person(2, offers=("plek",), themes=("jong",), neighbourhood=3)


def test_who_offers_what_is_sought_fits_though_it_asks_nothing_back():
    assert score(ASKER, GIVER) == pytest.approx(0.45 + 0.20 + 0.10)


def test_both_ways_is_a_little_better():
    asker = Person(1, seeks=("plek",), offers=("hulp",), themes=("jong",), neighbourhood=3)
    giver = Person(2, offers=("plek",), seeks=("hulp",), themes=("jong",), neighbourhood=3)

    assert score(asker, giver) == pytest.approx(0.45 + 0.10 + 0.20 + 0.10)


def test_half_of_what_is_sought_is_half():
    asker = Person(1, seeks=("plek", "geld"), themes=("jong",), neighbourhood=3)

    assert score(asker, GIVER) == pytest.approx(0.225 + 0.20 + 0.10)


def test_one_of_two_themes_counts_by_its_cosine():
    giver = Person(2, offers=("plek",), themes=("jong", "oud"), neighbourhood=3)

    assert score(ASKER, giver) == pytest.approx(0.45 + 0.20 / np.sqrt(2) + 0.10, abs=1e-6)


@pytest.mark.parametrize(
    "home, near", [(3, 0.10), (4, 0.05), (0, 0.05), (9, 0.0)], ids=["same", "next", "whole city", "far"]
)
def test_near_counts_by_neighbourhood(home, near):
    giver = Person(2, offers=("plek",), themes=("jong",), neighbourhood=home)

    assert score(ASKER, giver, neighbouring=((3, 4),)) == pytest.approx(0.45 + 0.20 + near)


def test_the_same_sentence_counts_in_full_with_typing_errors_nearly():
    def fit(sentence: str) -> float:
        one = Person(1, seeks=("plek",), themes=("jong",), neighbourhood=3, sentence="Samen koken in de buurttuin")
        return score(one, Person(2, offers=("plek",), themes=("jong",), neighbourhood=3, sentence=sentence))

    assert fit("Samen koken in de buurttuin") == pytest.approx(0.75 + 0.15)
    assert 0.75 + 0.05 < fit("samen kooken in de buurttuinen") < 0.75 + 0.15
    assert fit("Biljart") == pytest.approx(0.75)


def test_who_wants_to_speak_somebody_fits_without_anything_else():
    wishing = Person(1, wishes=(2,))
    assert score(wishing, Person(2)) == pytest.approx(0.25 + 0.05)
    assert score(wishing, Person(2, wishes=(1,))) == pytest.approx(0.50 + 0.05)


def test_time_meets_the_need_for_people_who_help():
    asker = Person(1, seeks=("hulp",), themes=("jong",))

    assert score(asker, Person(2, offers=("tijd",), themes=("jong",))) == 0
    assert score(asker, Person(2, offers=("tijd",), themes=("jong",)), serves={"tijd": "hulp"}) > 0.6


def test_an_offer_alone_is_no_reason():
    far_and_other = Person(2, offers=("plek",), themes=("oud",), neighbourhood=9)

    assert score(ASKER, far_and_other) == 0


@pytest.mark.parametrize("home, fits", [(3, True), (0, True), (9, False)])
def test_without_a_theme_it_must_be_near(home, fits):
    assert (
        score(Person(1, seeks=("plek",), neighbourhood=3), Person(2, offers=("plek",), neighbourhood=home)) > 0
    ) == fits


def test_alike_sentences_will_do_for_a_theme():
    asker = Person(1, seeks=("plek",), themes=("jong",), sentence="groente uit de buurttuin")
    giver = Person(2, offers=("plek",), themes=("oud",), neighbourhood=9, sentence="Groente uit de buurttuin!")

    assert score(asker, giver) > 0


def test_never_within_an_organisation_nor_who_is_kept_apart():
    of_dock = Person(2, organisation="dock", offers=("plek",), themes=("jong",), neighbourhood=3)

    assert score(Person(1, organisation="DOCK", seeks=("plek",), themes=("jong",), neighbourhood=3), of_dock) == 0
    assert score(ASKER, GIVER, never=((2, 1),)) == 0
    assert score(ASKER, GIVER, fixed=((1, 2),)) == 0


@pytest.mark.parametrize(
    "sentence", ["", "  ", "🎉🎉", "x", "a b c", "طبخ مع الجيران", "é" * 2_000, "=1+1", "'t Hooft"]
)
def test_any_sentence_can_be_weighed(sentence):
    assert score(ASKER, Person(2, offers=("plek",), themes=("jong",), neighbourhood=3, sentence=sentence)) >= 0.75


def test_the_reason_tells_all_that_there_is_between_two():
    one = Person(1, seeks=("plek", "hulp"), offers=("verhaal",), themes=("jong", "oud"), neighbourhood=3, wishes=(2,))
    other = Person(2, seeks=("verhaal",), offers=("tijd", "plek"), themes=("oud",), neighbourhood=4)
    question = Question((one, other), neighbouring=((3, 4),), serves={"tijd": "hulp"})

    assert reason(question, one, other, alike=True) == Reason(
        one_seeks=("hulp", "plek"), other_seeks=("verhaal",), themes=("oud",), near="next", alike=True, wished_by=(1,)
    )
