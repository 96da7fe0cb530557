"""What events of the demo ask, and what invented people answer."""

from datetime import datetime
from random import Random
from typing import Any

from ..events.models import Event
from ..events.questions.actions import Asked, add
from ..events.questions.models import Kind, Question
from ..events.questions.queries import questions_of
from ..events.questions.rules import NO, YES, answers_to_depend_on, is_asked

TYPED = ("Noten", "Geen varkensvlees", "Ik eet geen vlees", "Melk")


def ask(event: Event, questions: list[dict[str, Any]], *, now: datetime) -> None:
    """What is told that the event asks; a question with `after` belongs to that answer to the question before it."""
    before: Question | None = None
    for told in questions:
        facts: dict[str, Any] = (
            {"depends_on_id": before.id, "depends_answer": told["after"]} if before and "after" in told else {}
        )
        facts |= {name: told[name] for name in ("label", "purpose", "options", "texts") if name in told}
        before = add(event.id, Asked(kind=Kind(told["kind"]), **facts), staff_id=None, now=now)


def some_answers(event: Event, *, rng: Random) -> dict[str, Any]:
    """What somebody says to the questions of an event, as an answer on the form; now and then nothing."""
    said: dict[int, str] = {}
    for question in questions_of(event.id):
        if is_asked(question, said) and rng.random() < 0.9:
            said[question.id] = _answer(question, rng=rng)
    return {"answers": tuple(said.items())} if said else {}


def _answer(question: Question, *, rng: Random) -> str:
    if question.kind == Kind.YES_NO:
        return rng.choice((YES, YES, NO))
    return rng.choice(answers_to_depend_on(question) or TYPED)
