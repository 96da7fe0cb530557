"""The questions of several dates, each asked once: the dates of a series begin as copies of each other."""

from collections.abc import Iterable, Mapping
from typing import Any

from ...events.questions.models import Question
from ..answers import Said

Asked = Mapping[int, list[Question]]  # what each date asks, in order of the dates


def each_once(asked: Asked) -> list[Question]:
    """The questions to ask: of the first date, and what later ones ask besides."""
    once: dict[Any, Question] = {}
    for question in (each for questions in asked.values() for each in questions):
        once.setdefault(_same(question), question)
    return list(once.values())


def said_at(event_id: int, asked: Asked, said: Said) -> Said:
    """The same answers, to the questions of this date."""
    answers = {_same(each): value for each, value in _answered(asked, said)}
    return tuple((each.id, answers[_same(each)]) for each in asked.get(event_id, ()) if _same(each) in answers)


def _answered(asked: Asked, said: Said) -> Iterable[tuple[Question, str]]:
    by_id = {each.id: each for questions in asked.values() for each in questions}
    return [(by_id[question_id], value) for question_id, value in said if question_id in by_id]


def _same(question: Question) -> tuple[Any, ...]:
    """Two dates ask the same thing when it reads the same and can be answered in the same way."""
    return question.kind, question.label, tuple(question.options.items())
