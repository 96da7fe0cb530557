"""What people said to the questions of an event."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from ..database import db
from ..events.questions.models import Kind, Question
from ..events.questions.rules import NO, YES
from ..i18n import _
from .models import Answer, Registration, Status

WITH_TALLY = (Kind.CHOICE, Kind.SEVERAL, Kind.YES_NO)
Said = tuple[tuple[int, str], ...]  # the number of each question, and the answer


def keep(registration: Registration, said: Said) -> bool:
    """Keep these answers instead of the earlier ones; tells whether anything became another."""
    earlier = {each.question_id: each for each in registration.answers}
    asked = {each.question_id for each in registration.answers if each.question.removed_at is None}
    new = dict(said)
    changed = False
    for question_id, value in new.items():
        if question_id not in earlier:
            registration.answers.append(Answer(question_id=question_id, value=value))
            changed = True
        elif earlier[question_id].value != value:
            earlier[question_id].value = value
            changed = True
    for question_id in asked - set(new):
        registration.answers.remove(earlier[question_id])
        changed = True
    return changed


def answers_of(registration_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """What each of these said, by question."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    statement = select(Answer.registration_id, Answer.question_id, Answer.value)
    for registration_id, question_id, value in db.session.execute(
        statement.where(Answer.registration_id.in_(list(registration_ids)))
    ):
        found[registration_id][question_id] = value
    return found


def count_answers(question_id: int) -> int:
    return len(db.session.scalars(select(Answer.id).where(Answer.question_id == question_id)).all())


def tally(event_id: int) -> dict[int, Counter[str]]:
    """Of each question with answers to choose from: how many sign-ups with a place chose which."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    counted = (
        select(Answer.question_id, Answer.value, func.count())
        .join(Registration, Registration.id == Answer.registration_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Registration.event_id == event_id, Registration.status == Status.CONFIRMED)
        .where(Question.kind.in_(WITH_TALLY))
        .group_by(Answer.question_id, Answer.value)
    )
    for question_id, value, count in db.session.execute(counted):
        for chosen in filter(None, value.split(",")):
            found[question_id][chosen] += count
    return found


def choosable(question: Question) -> dict[str, str]:
    """What can be answered, and what could before, in words; nothing where people write their own."""
    if question.kind == Kind.YES_NO:
        return {YES: _("yes"), NO: _("no")}
    return dict(question.options | question.old_options) if question.kind in WITH_TALLY else {}


def columns_for(questions: Sequence[Question]) -> list[str]:
    """What stands above the answers in a list."""
    return [_("%(question)s (removed)", question=each.label) if each.removed_at else each.label for each in questions]


def answer_text(question: Question, value: str, *, language: str = "nl") -> str:
    """An answer as people read it."""
    if question.kind == Kind.YES_NO:
        return "" if not value else _("yes") if value == YES else _("no")
    if question.kind == Kind.NUMBER:
        return value.replace(".", ",")
    if question.kind in (Kind.CHOICE, Kind.SEVERAL):
        labels = question.old_options | question.options_in(language)
        return ", ".join(labels[number] for number in value.split(",") if number in labels)
    return value
