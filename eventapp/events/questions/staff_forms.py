"""What an organiser may send us about a question."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from ...fields import RefusableForm, at_most, filled, no_control_characters, on_one_line, one_of_the_choices, trimmed
from ...i18n import LANGUAGES, _, _l
from . import rules
from .actions import Asked
from .models import Kind, Question

OTHERS = ("en", "tr", "ar")
LONGEST_OPTION = 100
KINDS = {
    Kind.TEXT: _l("A short text"),
    Kind.LONG: _l("A longer text"),
    Kind.CHOICE: _l("One of several answers"),
    Kind.SEVERAL: _l("One or more answers"),
    Kind.YES_NO: _l("Yes or no"),
    Kind.NUMBER: _l("A number"),
}


def line(label: Any, *checks: Any, description: Any = "") -> StringField:
    return StringField(
        label, description=description, filters=[trimmed], validators=[*checks, at_most(200), on_one_line]
    )


def lines_field(label: Any, description: Any = "") -> TextAreaField:
    return TextAreaField(label, description=description, filters=[trimmed], validators=[no_control_characters])


class QuestionForm(RefusableForm):
    """One question, its reason, and its words in other languages."""

    label = line(_l("What do you ask?"), filled(_l("Write your question")))
    purpose = line(
        _l("Why do you ask this?"),
        filled(_l("Write why you ask this")),
        description=_l("Visitors read this under the question. For example: then we order enough lunches."),
    )
    kind = RadioField(
        _l("How do people answer?"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
        default=Kind.TEXT.value,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose how people answer"))],
    )
    options = lines_field(_l("The answers"), _l("Only where people choose: one answer on each line, at most 20."))
    required = BooleanField(_l("Everybody must answer this question"))
    depends_on = SelectField(_l("When do you ask this?"), validate_choice=False)
    label_en, purpose_en, options_en = line(_l("Question")), line(_l("Reason")), lines_field(_l("The answers"))
    label_tr, purpose_tr, options_tr = line(_l("Question")), line(_l("Reason")), lines_field(_l("The answers"))
    label_ar, purpose_ar, options_ar = line(_l("Question")), line(_l("Reason")), lines_field(_l("The answers"))

    def __init__(self, question: Question | None = None, *, others: Sequence[Question]) -> None:
        super().__init__(data=_as_typed(question) if question else None)
        self.depends_on.choices = [SelectChoice("", _("Always")), *_answers_of(others)]

    def validate_kind(self, field: Field) -> None:
        if field.data in (Kind.CHOICE, Kind.SEVERAL) and not 2 <= len(self.lines("options")) <= rules.MOST_OPTIONS:
            raise StopValidation(_("Write 2 to 20 answers, each on a line of its own."))

    def validate_options(self, field: Field) -> None:
        lines = self.lines("options")
        if any(len(each) > LONGEST_OPTION for each in lines) or len(set(lines)) < len(lines):
            raise StopValidation(_("Each answer must be different, and at most 100 letters long."))

    def validate_depends_on(self, field: Field) -> None:
        if (field.data or "") not in {choice.value for choice in field.choices}:
            raise StopValidation(_("This answer is no longer there. Choose again when you ask this."))

    def lines(self, name: str) -> list[str]:
        return [" ".join(each.split()) for each in (self[name].data or "").splitlines() if each.strip()]

    def asked(self) -> Asked:
        """What the organiser wrote, as the actions take it."""
        depends_on, _colon, answer = (self.depends_on.data or "").partition(":")
        return Asked(
            kind=Kind(self.kind.data),
            label=self.label.data,
            purpose=self.purpose.data,
            required=self.required.data,
            options=self.lines("options"),
            texts={code: texts for code in OTHERS if (texts := self._texts(code))},
            depends_on_id=int(depends_on) if depends_on else None,
            depends_answer=answer,
        )

    def _texts(self, code: str) -> dict[str, Any]:
        texts = {name: self[f"{name}_{code}"].data for name in ("label", "purpose")}
        return {name: text for name, text in (texts | {"options": self.lines(f"options_{code}")}).items() if text}

    def in_languages(self) -> list[tuple[str, str, list[Field]]]:
        """The fields for each other language."""
        return [
            (LANGUAGES[code].name, code, [self[f"{name}_{code}"] for name in ("label", "purpose", "options")])
            for code in OTHERS
        ]


def _answers_of(others: Sequence[Question]) -> list[SelectChoice]:
    labels = {rules.YES: _("yes"), rules.NO: _("no")}
    return [
        SelectChoice(
            f"{other.id}:{answer}",
            _(
                "Only after “%(answer)s” to: %(question)s",
                answer=(labels | other.options)[answer],
                question=other.label,
            ),
        )
        for other in others
        for answer in rules.answers_to_depend_on(other)
    ]


def _as_typed(question: Question) -> dict[str, Any]:
    depends_on = f"{question.depends_on_id}:{question.depends_answer}" if question.depends_on_id else ""
    typed = {name: getattr(question, name) for name in ("label", "purpose", "kind", "required")}
    typed |= {"options": "\n".join(question.options.values()), "depends_on": depends_on}
    for code, texts in question.texts.items():
        typed |= {f"{name}_{code}": texts.get(name, "") for name in ("label", "purpose")}
        typed[f"options_{code}"] = "\n".join(texts.get("options", {}).values())
    return typed
