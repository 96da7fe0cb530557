"""What stands in the address of the agenda, read as a search."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from eventapp.events.forms import Choice, Choices, read_search
from eventapp.folding import fold
from eventapp.i18n import in_language

CHOICES = Choices(
    neighbourhoods=[Choice("overvecht", "Overvecht"), Choice("zuid", "Zuid")],
    themes=[Choice("bewegen", "Bewegen")],
    kinds=[Choice("wandeling", "Walk")],
    languages=[Choice("nl", "Dutch"), Choice("tr", "Turkish")],
    organisations=[Choice("dock", "DOCK")],
    networks=[Choice("pact", "Pact")],
)


def search(*asked: tuple[str, str]):
    return read_search(MultiDict(asked), CHOICES)


def test_nothing_asked_is_everything():
    asked = search(("wijk", ""), ("q", " "), ("van", ""), ("pagina", ""))

    assert (asked.is_narrow, asked.notices, asked.page) == (False, [], 1)


def test_each_choice_may_come_several_times():
    asked = search(("wijk", "zuid"), ("wijk", "overvecht"), ("wijk", "zuid"))

    assert asked.neighbourhoods == ("zuid", "overvecht")


def test_an_unknown_choice_is_left_out_and_said():
    with in_language("en"):
        asked = search(("wijk", "zuid"), ("wijk", "atlantis"))

    assert asked.neighbourhoods == ("zuid",)
    assert asked.notices == ["We do not know “atlantis”."]


def test_at_most_three_things_are_said():
    asked = search(*(("soort", f"onzin-{n}") for n in range(50)))

    assert len(asked.notices) == 3


def test_a_network_that_we_know_narrows_and_another_is_told():
    assert search(("netwerk", "pact")).network == "pact"
    assert len(search(("netwerk", "health-hub")).notices) == 1


@pytest.mark.parametrize("typed", ["morgen", "2027-13-01", "0001-01-01", "9999-12-31", "2027-06-31", "\0"])
def test_a_date_that_no_calendar_means_is_left_out_and_said(typed):
    asked = search(("van", typed), ("tot", typed))

    assert (asked.first_day, asked.last_day, len(asked.notices)) == (None, None, 2)


def test_days_that_stand_the_wrong_way_round_are_turned():
    asked = search(("van", "2027-06-30"), ("tot", "2027-06-01"))

    assert (asked.first_day, asked.last_day) == (date(2027, 6, 1), date(2027, 6, 30))


@pytest.mark.parametrize("typed", ["0", "-1", "x", "1e9", "99999999999999999999", "²"])
def test_a_page_that_is_no_number_is_the_first(typed):
    assert search(("pagina", typed)).page == 1


def test_words_lose_control_characters_and_what_is_too_long():
    assert search(("q", " samen\0\n wandelen ")).words == ["samen", "wandelen"]
    assert len(search(("q", "a" * 10_000)).text) == 100


def test_the_same_search_can_be_written_as_an_address():
    asked = search(("wijk", "zuid"), ("thema", "bewegen"), ("rolstoel", "1"), ("van", "2027-06-01"), ("q", "'t Hooft"))

    assert asked.query(page=2) == {
        "thema": ["bewegen"],
        "wijk": ["zuid"],
        "rolstoel": "1",
        "van": "2027-06-01",
        "q": "'t Hooft",
        "pagina": "2",
    }


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Öztürk", "ozturk"),
        ("’t Hooft", "'t hooft"),
        ("İstanbul ışık", "istanbul isik"),
        ("نَمشي معًا", "نمشي معا"),
        ("Café Zuid", "cafe zuid"),
        (None, ""),
    ],
)
def test_folding_takes_away_capitals_and_accents(text, folded):
    assert fold(text) == folded
