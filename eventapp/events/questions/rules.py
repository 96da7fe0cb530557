"""What may be asked, and which answers there are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from ...errors import Refusal
from ...folding import fold
from ...i18n import _l
from .models import Kind, Question

MOST_QUESTIONS, MOST_OPTIONS = 15, 20
LARGEST = Decimal(10) ** 9
WITH_OPTIONS = (Kind.CHOICE, Kind.SEVERAL)
NUMBER = re.compile(r"-?[0-9]{1,10}([.,][0-9]{1,6})?", re.ASCII)
YES, NO = "yes", "no"


class AsksHealth(Refusal):
    """Promise 9: no question in which a measurement or an illness belongs."""

    message = _l(
        "This asks for a measurement or an illness. We keep no health data. Do you want to know what somebody needs, "
        "such as a place for a wheelchair? We ask that already: “What do you need to take part?”"
    )
    reason = "asks-health"

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word


class TooMany(Refusal):
    message = _l("An event has at most 15 questions. Remove one first.")
    reason = "too-many-questions"


class HasAnswers(Refusal):
    """What people said must stay what they said."""

    message = _l("People answered this question. You cannot change how it is answered. Make another question.")
    reason = "has-answers"


class OthersDepend(Refusal):
    message = _l("Another question is asked only after this answer. Change that question first.")
    reason = "others-depend"


class NotThatAnswer(Refusal):
    """It depends on a question further on, or on an answer that does not exist."""

    message = _l("This question must come after the question that it depends on. Choose an earlier question.")
    reason = "not-that-answer"


@lru_cache
def _health() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Whole words, beginnings, and phrases, as fold() makes them."""
    lines = (Path(__file__).parent / "health_words.txt").read_text(encoding="utf-8").splitlines()
    words = [fold(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    return (
        frozenset(word for word in words if " " not in word and not word.endswith("*")),
        tuple(word[:-1] for word in words if word.endswith("*")),
        tuple(f" {word} " for word in words if " " in word),
    )


def health_word(text: str) -> str:
    """The word that asks for a measurement or an illness, or nothing."""
    whole, beginnings, phrases = _health()
    words = re.findall(r"[^\W_]+", fold(text))
    if found := next((word for word in words if word in whole or word.startswith(beginnings)), ""):
        return found
    said = f" {' '.join(words)} "
    return next((phrase.strip() for phrase in phrases if phrase in said), "")


def check_health(texts: Iterable[str]) -> None:
    for text in texts:
        if word := health_word(text):
            raise AsksHealth(word)


def answers_to_depend_on(question: Question) -> list[str]:
    """The answers after which another question may be asked."""
    if question.kind == Kind.YES_NO:
        return [YES, NO]
    return list(question.options) if question.kind == Kind.CHOICE else []


def check_order(questions: Sequence[Question]) -> None:
    """Every question that depends on an answer comes after it, and that answer can be given."""
    earlier: dict[int, Question] = {}
    for question in questions:
        if question.depends_on_id:
            other = earlier.get(question.depends_on_id)
            if other is None or question.depends_answer not in answers_to_depend_on(other):
                raise NotThatAnswer
        earlier[question.id] = question


def numbered_options(
    labels: Sequence[str], *, known: Mapping[str, str], old: Mapping[str, str], is_answered: bool
) -> dict[str, str]:
    """These options with their numbers: the same words keep theirs.

    While nobody answered, so does one that is called otherwise; after that other words are another answer.
    """
    by_label = {label: number for number, label in (dict(old) | dict(known)).items()}
    taken = {by_label[label] for label in labels if label in by_label}
    in_place = list(known) if len(labels) == len(known) and not is_answered else []
    following = max([int(number) for number in (*known, *old)], default=0)
    numbered = {}
    for place, label in enumerate(labels):
        number = by_label.get(label) or (in_place[place] if in_place and in_place[place] not in taken else "")
        if not number:
            following += 1
            number = str(following)
        numbered[number] = label
    return numbered


def number_said(text: str) -> str | None:
    """A whole number or one with a comma, written in one way; None for anything that is none."""
    text = "".join(text.split())
    if not NUMBER.fullmatch(text):
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    if abs(number) > LARGEST:
        return None
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain


def is_asked(question: Question, said: Mapping[int, str]) -> bool:
    """Whether this question is asked of who said that so far."""
    return question.depends_on_id is None or said.get(question.depends_on_id) == question.depends_answer
