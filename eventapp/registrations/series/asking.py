"""The questions of several dates, each asked once: the dates of a series begin as copies of each other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect

from ...events.questions.models import Question
from ..answers import Said

Asked = Mapping[int, list[Question]]  # what each date asks, in order of the dates


def each_once(asked: Asked) -> list[Question]:
    """The questions to ask: of the first date, and what later ones ask besides; needed where one date needs it.

    They are no rows: a question after an answer follows the one on this list that the answer is given to.
    """
    once: dict[Any, Question] = {}
    for questions in asked.values():
        for question, (same, parent) in zip(questions, _alike(questions), strict=True):
            if same not in once:
                once[same] = _copy(question, depends_on_id=once[parent].id if parent in once else None)
            once[same].required |= question.required
    return list(once.values())


def said_at(event_id: int, asked: Asked, said: Said) -> Said:
    """The same answers, to the questions of this date."""
    values = dict(said)
    answers = {
        same: values[question.id]
        for questions in asked.values()
        for question, (same, _parent) in zip(questions, _alike(questions), strict=True)
        if question.id in values
    }
    own = asked.get(event_id, [])
    return tuple(
        (question.id, answers[same])
        for question, (same, _parent) in zip(own, _alike(own), strict=True)
        if same in answers
    )


def _alike(questions: Iterable[Question]) -> list[tuple[Any, Any]]:
    """What tells of each that two dates ask it, and the same of the question that it follows.

    Two dates ask the same when it reads the same, can be answered in the same way and follows the same answer; where
    one date asks that twice, the first is the first and the second the second.
    """
    found: dict[int, tuple[Any, Any]] = {}
    times: Counter[Any] = Counter()
    for question in questions:
        parent = found[question.depends_on_id][0] if question.depends_on_id in found else None
        reads = (question.kind, question.label, tuple(question.options.items()), parent, question.depends_answer)
        times[reads] += 1
        found[question.id] = ((*reads, times[reads]), parent)
    return list(found.values())


def _copy(question: Question, **other: Any) -> Question:
    columns = {each.key: getattr(question, each.key) for each in inspect(Question).column_attrs}
    return Question(**columns | other)
