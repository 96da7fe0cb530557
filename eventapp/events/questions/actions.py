"""Changes to what an event asks: each under the lock of the event, and each noted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...database import db, transaction
from ...organisations.actions import note
from ..models import Event
from . import queries, rules
from .models import Kind, Question


@dataclass(frozen=True)
class Asked:
    """A question as an organiser writes it."""

    kind: Kind
    label: str
    purpose: str
    required: bool = False
    options: Sequence[str] = ()
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)  # by language; options as lines
    depends_on_id: int | None = None
    depends_answer: str = ""

    @property
    def words(self) -> list[str]:
        """Everything in it that people read."""
        words = [self.label, self.purpose, *self.options]
        for texts in self.texts.values():
            words += [texts.get("label", ""), texts.get("purpose", ""), *texts.get("options", ())]
        return words


def add(event_id: int, asked: Asked, *, staff_id: int | None, now: datetime) -> Question:
    """Ask something more, after the other questions."""
    rules.check_health(asked.words)
    with transaction() as session:
        _lock(event_id)
        others = queries.all_questions_of(event_id)
        if sum(each.removed_at is None for each in others) >= rules.MOST_QUESTIONS:
            raise rules.TooMany
        question = Question(event_id=event_id, position=max((each.position for each in others), default=0) + 1)
        question.kind, question.options, question.old_options = asked.kind, {}, {}
        _write(question, asked, is_answered=False)
        session.add(question)
        session.flush()
        rules.check_order(queries.questions_of(event_id))
        note(staff_id, what="question.added", about=f"event/{event_id}", after={"question": question.id}, now=now)
    return question


def change(
    question_id: int,
    asked: Asked,
    *,
    event_id: int,
    count_answers: Callable[[int], int],
    staff_id: int,
    now: datetime,
) -> Question:
    """Ask it in other words, or otherwise where nobody answered yet; the answers are counted under the lock."""
    rules.check_health(asked.words)
    with transaction() as session:
        _lock(event_id)
        question = session.get_one(Question, question_id, populate_existing=True)
        is_answered = bool(count_answers(question_id))
        if question.kind != asked.kind and is_answered:
            raise rules.HasAnswers
        question.kind = asked.kind
        _write(question, asked, is_answered=is_answered)
        session.flush()
        _check_who_depends(question, event_id=event_id)
        rules.check_order(queries.questions_of(event_id))
        note(staff_id, what="question.changed", about=f"event/{event_id}", after={"question": question_id}, now=now)
    return question


def remove(question_id: int, *, event_id: int, staff_id: int, now: datetime) -> None:
    """Ask it no longer; what people said stays on the list. Twice is once."""
    with transaction() as session:
        _lock(event_id)
        question = session.get_one(Question, question_id, populate_existing=True)
        if question.removed_at is None:
            if any(each.depends_on_id == question_id for each in queries.questions_of(event_id)):
                raise rules.OthersDepend
            question.removed_at = now
            note(staff_id, what="question.removed", about=f"event/{event_id}", after={"question": question_id}, now=now)


def move(question_id: int, *, event_id: int, up: bool, staff_id: int, now: datetime) -> None:
    """Ask it one place earlier, or later; the first cannot go up, nor the last down."""
    with transaction():
        _lock(event_id)
        questions = queries.questions_of(event_id)
        here = next((place for place, each in enumerate(questions) if each.id == question_id), None)
        there = None if here is None else here - 1 if up else here + 1
        if here is None or there is None or not 0 <= there < len(questions):
            return
        one, other = questions[here], questions[there]
        one.position, other.position = other.position, one.position
        db.session.flush()
        rules.check_order(queries.questions_of(event_id))
        note(staff_id, what="question.moved", about=f"event/{event_id}", after={"question": question_id}, now=now)


def copy_questions(event_id: int, *, to: int) -> None:
    """Let another event ask the same; the caller makes that event in the same transaction."""
    copies: dict[int, int] = {}
    for question in queries.questions_of(event_id):
        columns = ("position", "kind", "label", "purpose", "required", "options", "texts", "depends_answer")
        copy = Question(event_id=to, old_options={}, **{name: getattr(question, name) for name in columns})
        copy.depends_on_id = copies.get(question.depends_on_id) if question.depends_on_id else None
        db.session.add(copy)
        db.session.flush()
        copies[question.id] = copy.id


def _lock(event_id: int) -> None:
    db.session.get_one(Event, event_id, with_for_update=True, populate_existing=True)


def _write(question: Question, asked: Asked, *, is_answered: bool) -> None:
    for name in ("label", "purpose", "required", "depends_on_id", "depends_answer"):
        setattr(question, name, getattr(asked, name))
    before = question.options
    labels = asked.options if question.kind in rules.WITH_OPTIONS else ()
    question.options = rules.numbered_options(labels, known=before, old=question.old_options, is_answered=is_answered)
    gone = question.old_options | before
    question.old_options = {number: label for number, label in gone.items() if number not in question.options}
    question.texts = {
        language: texts | {"options": dict(zip(question.options, texts.get("options", ()), strict=False))}
        for language, texts in asked.texts.items()
    }


def _check_who_depends(question: Question, *, event_id: int) -> None:
    possible = rules.answers_to_depend_on(question)
    for other in queries.questions_of(event_id):
        if other.depends_on_id == question.id and other.depends_answer not in possible:
            raise rules.OthersDepend
