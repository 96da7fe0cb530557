"""Questions to the database about the questions of an event."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select

from ...database import db
from .models import Question


def questions_of(event_id: int) -> list[Question]:
    """What is asked, in order."""
    return list(db.session.scalars(_of(event_id).where(Question.removed_at.is_(None))))


def questions_by_event(event_ids: Collection[int]) -> dict[int, list[Question]]:
    """What each of these events asks, in order."""
    asked = select(Question).where(Question.event_id.in_(event_ids), Question.removed_at.is_(None))
    found: dict[int, list[Question]] = {event_id: [] for event_id in event_ids}
    for question in db.session.scalars(asked.order_by(Question.position, Question.id)):
        found[question.event_id].append(question)
    return found


def all_questions_of(event_id: int) -> list[Question]:
    """What is asked or was asked, in order."""
    return list(db.session.scalars(_of(event_id)))


def question_of_event(question_id: int, *, event_id: int) -> Question | None:
    """One that is asked by this event."""
    asked = _of(event_id).where(Question.id == question_id, Question.removed_at.is_(None))
    return db.session.scalar(asked)


def _of(event_id: int) -> Select[Any]:
    return select(Question).where(Question.event_id == event_id).order_by(Question.position, Question.id)
