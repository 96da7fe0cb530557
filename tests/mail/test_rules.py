"""When to try again, what an answer means, and how a typed name looks in a letter."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail.rules import (
    MOST_ATTEMPTS,
    PER_DOMAIN_A_MINUTE,
    Answer,
    Outcome,
    backoff,
    busy_domains,
    on_one_line,
    outcome_of,
    plain_name,
)


@pytest.mark.parametrize(
    "code, outcome",
    [
        (250, Outcome.SENT),
        (251, Outcome.SENT),
        (421, Outcome.RETRY),
        (450, Outcome.RETRY),
        (550, Outcome.FAILED),
        (554, Outcome.FAILED),
        (0, Outcome.RETRY),
        (354, Outcome.RETRY),
    ],
)
def test_an_answer_says_what_becomes_of_a_letter(code, outcome):
    assert outcome_of(Answer(code, "words"), attempts=1) == outcome


def test_a_letter_that_was_tried_for_two_days_is_given_up():
    assert outcome_of(Answer(450, "full"), attempts=MOST_ATTEMPTS - 1) == Outcome.RETRY
    assert outcome_of(Answer(450, "full"), attempts=MOST_ATTEMPTS) == Outcome.FAILED


def test_pauses_double_and_stay_within_a_quarter_of_that():
    for attempts, minutes in ((1, 1), (2, 2), (3, 4), (7, 64), (8, 120), (29, 120)):
        pauses = [backoff(attempts, Random(seed)) for seed in range(100)]

        assert timedelta(minutes=minutes * 0.75) <= min(pauses) < max(pauses) <= timedelta(minutes=minutes * 1.25)


def test_all_pauses_together_take_about_two_days():
    rng = Random(1)
    in_all = sum((backoff(attempts, rng) for attempts in range(1, MOST_ATTEMPTS)), timedelta())

    assert timedelta(hours=40) < in_all < timedelta(hours=56)


def test_a_domain_is_busy_when_enough_went_there_in_a_minute():
    crowd = [f"{n}@Groot.example" for n in range(PER_DOMAIN_A_MINUTE)]

    assert busy_domains([*crowd, "c@klein.example"]) == ["groot.example"]
    assert busy_domains(crowd[1:]) == []


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("Fatima", "Fatima"),
        ("'t Hooft", "'t Hooft"),
        ("Anne-Marie van der Öztürk", "Anne-Marie van der Öztürk"),
        ("ليلى العربي", "ليلى العربي"),
        ("J.P. de Vries", "J. P. de Vries"),
        ("Fatima & Ahmed (en Sam)", "Fatima & Ahmed (en Sam)"),
        ("Groep 7", "Groep 7"),
        ("Bloem 🌻", "Bloem 🌻"),
        ("www.evil.example/x", "www. evil. example x"),
        ("https://evil.example/?a=b#c", "https evil. example a b c"),
        ("evil。example", "evil example"),
        ("win@evil.example", "win evil. example"),
        ("javascript:alert(1)", "javascript alert(1)"),
        ("bel 06-12345678 nu", "bel - nu"),
        ("Fatima\r\nBcc: iedereen@voorbeeld.nl", "Fatima Bcc iedereen voorbeeld. nl"),
        ("a\u202egnp.live", "a gnp. live"),
        ("=1+1", "1+1"),
        ("<script>alert(1)</script>", "script alert(1) script"),
        ("://@", ""),
        ("a" * 200, "a" * 59 + "…"),
    ],
)
def test_a_name_in_a_letter_holds_nothing_to_tap_on(typed, shown):
    assert plain_name(typed) == shown


@given(st.text(max_size=220))
def test_no_name_at_all_holds_a_link_an_address_a_number_or_a_newline(typed):
    shown = plain_name(typed)

    assert not set(shown) & set('@/:\\\r\n\t<>"\u202e')
    assert all(not shown[place + 1 : place + 2].strip() for place, letter in enumerate(shown) if letter == ".")
    assert sum(letter.isdigit() for letter in shown) < 5
    assert len(shown) <= 60


def test_a_header_gets_one_line():
    assert on_one_line(" Samen\r\n wandelen\x00\u2028 ") == "Samen wandelen"
