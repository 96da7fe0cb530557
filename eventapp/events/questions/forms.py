"""The questions of an event on the forms of who signs up."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from wtforms import Field, Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from ...fields import at_most, no_control_characters, on_one_line, trimmed
from ...i18n import _, _l
from . import rules
from .models import Kind, Question

F = TypeVar("F", bound=Form)
TEXT_LENGTH, LONG_LENGTH = 200, 1_000


class WithQuestions:
    """A form that also asks what the event asks."""

    questions: ClassVar[Sequence[Question]] = ()
    all_optional: ClassVar[bool] = False

    def answers_said(self) -> dict[int, str]:
        """What was said, in order; to a question that is not asked of this person nothing is said."""
        said: dict[int, str] = {}
        for question in self.questions:
            if rules.is_asked(question, said) and (value := value_of(question, self[question.name].data)):  # type: ignore[index]
                said[question.id] = value
        return said

    def asked_after(self, field: Field | None = None, answer: str = "") -> list[Field]:
        """The questions that are always asked, or those that belong to this answer."""
        parent = next((each.id for each in self.questions if field is not None and each.name == field.name), None)
        return [
            self[each.name]  # type: ignore[index]
            for each in self.questions
            if each.depends_on_id == parent and each.depends_answer == answer
        ]

    def is_optional(self, field: Field) -> bool:
        return self.all_optional or not next(each.required for each in self.questions if each.name == field.name)


def asking(form: type[F], questions: Sequence[Question], *, language: str, all_optional: bool = False) -> type[F]:
    """This form with these questions on it."""
    if not questions:
        return form
    fields = {
        each.name: _field(each, language=language, needed=each.required and not all_optional) for each in questions
    }
    return type(form.__name__, (form,), {"questions": questions, "all_optional": all_optional, **fields})


def values_for(questions: Sequence[Question], answers: Mapping[int, str]) -> dict[str, Any]:
    """What was answered before, as a form takes it."""
    return {
        each.name: answers[each.id].split(",") if each.kind == Kind.SEVERAL else _typed(each, answers[each.id])
        for each in questions
        if each.id in answers
    }


def value_of(question: Question, data: Any) -> str:
    """What was typed or chosen as we keep it; nothing where it is no answer."""
    if question.kind == Kind.SEVERAL:
        return ",".join(number for number in question.options if number in (data or ()))
    if question.kind == Kind.NUMBER:
        return rules.number_said(data or "") or ""
    if question.kind in (Kind.CHOICE, Kind.YES_NO):
        return data if data in rules.answers_to_depend_on(question) else ""
    return data or ""


def _typed(question: Question, answer: str) -> str:
    return answer.replace(".", ",") if question.kind == Kind.NUMBER else answer


def _field(question: Question, *, language: str, needed: bool) -> Any:
    said = {
        "label": question.said("label", language),
        "description": question.said("purpose", language),
        "validators": [_only_when_asked(question), _answered(question, needed=needed), *_checks(question)],
    }
    options = [SelectChoice(number, label) for number, label in question.options_in(language).items()]
    if question.kind == Kind.YES_NO:
        return RadioField(
            choices=[SelectChoice(rules.YES, _l("Yes")), SelectChoice(rules.NO, _l("No"))],
            validate_choice=False,
            **said,
        )
    if question.kind == Kind.CHOICE:
        return RadioField(choices=options, validate_choice=False, **said)
    if question.kind == Kind.SEVERAL:
        return SelectMultipleField(choices=options, validate_choice=False, **said)
    return (TextAreaField if question.kind == Kind.LONG else StringField)(filters=[trimmed], **said)


def _checks(question: Question) -> list[Any]:
    return {
        Kind.TEXT: [at_most(TEXT_LENGTH), on_one_line],
        Kind.LONG: [at_most(LONG_LENGTH), no_control_characters],
        Kind.NUMBER: [_a_number],
    }.get(Kind(question.kind), [])


def _only_when_asked(question: Question) -> Any:
    def check(form: WithQuestions, field: Field) -> None:
        if not rules.is_asked(question, form.answers_said()):
            raise StopValidation

    return check


def _answered(question: Question, *, needed: bool) -> Any:
    def check(form: Form, field: Field) -> None:
        is_said = bool(field.data and str(field.data).strip())
        if needed and not is_said:
            raise StopValidation(_("Answer this question: %(question)s", question=str(field.label.text)))
        if is_said and question.kind not in (Kind.NUMBER, Kind.TEXT, Kind.LONG) and not value_of(question, field.data):
            raise StopValidation(
                _("Choose an answer that is still there: %(question)s", question=str(field.label.text))
            )

    return check


def _a_number(form: Form, field: Field) -> None:
    if field.data and rules.number_said(field.data) is None:
        raise StopValidation(_("Enter a number, for example 12 or 2,5"))
