"""What an organiser may send us about who comes."""

import re
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from .. import tokens
from ..errors import Refusal
from ..events.questions.forms import WithQuestions
from ..fields import (
    PRESS,
    RefusableForm,
    at_most,
    filled,
    mail_address,
    no_control_characters,
    numbers_up_to,
    on_one_line,
    one_of_the_choices,
    phone_number,
    trimmed,
    whole_number,
)
from ..i18n import LANGUAGES, _, _l
from . import finding
from .forms import NAME_LENGTH, NEEDS_LENGTH, WithCompanions, companions_field, names_in
from .models import Reach, Registration, Status
from .parties import Party
from .staff_rules import FormUsed

MOST_AT_ONCE = 50
MOST_CHOSEN = 5_000
SUBJECT_LENGTH, TEXT_LENGTH = 120, 4_000
GROUPS = ("registered", "waiting", "present", "absent", "selection")


def name_field() -> StringField:
    return StringField(
        _l("Name"), filters=[trimmed], validators=[filled(_l("Enter a name")), at_most(NAME_LENGTH), on_one_line]
    )


def reach_field() -> RadioField:
    return RadioField(
        _l("How do they hear from us?"),
        choices=[
            SelectChoice(Reach.EMAIL.value, _l("By e-mail")),
            SelectChoice(Reach.PHONE.value, _l("By phone: they come on the call list")),
            SelectChoice(Reach.NONE.value, _l("Not: they say their name at the door")),
        ],
        default=Reach.NONE.value,
        validators=[one_of_the_choices(_l("Choose how they hear from us"))],
        validate_choice=False,
    )


def people_field() -> SelectField:
    return SelectField(
        _l("Number of people"),
        validators=[one_of_the_choices(_l("Choose the number of people"))],
        coerce=whole_number,
        validate_choice=False,
    )


def needs_field() -> TextAreaField:
    return TextAreaField(
        _l("What do they need to take part?"),
        description=_l("For example: a place for a wheelchair. Write nothing here about an illness."),
        filters=[trimmed],
        validators=[at_most(NEEDS_LENGTH), no_control_characters],
    )


def language_field() -> SelectField:
    return SelectField(
        _l("Language"),
        choices=[SelectChoice(each.code, each.name) for each in LANGUAGES.values()],
        validators=[one_of_the_choices(_l("Choose a language"))],
        validate_choice=False,
    )


class PressForm(RefusableForm):
    """A form of which the same press twice is one."""

    press = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        if not PRESS.fullmatch(self.press.data or ""):
            self.press.data = tokens.new_press()

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, FormUsed):  # pressed again, it is another form
            self.press.data = tokens.new_press()


class ReachedForm(PressForm):
    """A form with an address or a phone number, whichever is needed."""

    reach = reach_field()
    email = EmailField(_l("E-mail address"), filters=[trimmed])
    phone = TelField(_l("Phone number"), filters=[trimmed])

    def validate(self, extra_validators: Any = None) -> bool:
        wanted = {Reach.EMAIL: (self.email, mail_address), Reach.PHONE: (self.phone, phone_number)}
        asked = wanted.get(self.reach.data)
        for field in (self.email, self.phone):
            if asked is None or field is not asked[0]:
                field.data = ""
        return super().validate(extra_validators={asked[0].name: [asked[1]]} if asked else None)

    def contact(self) -> dict[str, Any]:
        return {"reach": Reach(self.reach.data), "email": self.email.data or "", "phone": self.phone.data or ""}


class AddForm(WithQuestions, ReachedForm):
    """Somebody who calls, or stands at a table."""

    name = name_field()
    people = people_field()
    needs = needs_field()
    language = language_field()

    def __init__(self, *, largest_party: int) -> None:
        super().__init__()
        self.people.choices = numbers_up_to(largest_party)

    def parties(self) -> list[Party]:
        return [
            Party(
                name=self.name.data,
                people=self.people.data,
                needs=self.needs.data or "",
                language=self.language.data,
                answers=tuple(self.answers_said().items()),
                **self.contact(),
            )
        ]


class AddSeveralForm(ReachedForm):
    """A group, signed up by whoever helps them; each has a ticket of their own."""

    names = TextAreaField(
        _l("The names"),
        description=_l("One name on each line. Each gets an own ticket."),
        filters=[trimmed],
        validators=[filled(_l("Enter the names")), no_control_characters],
    )
    language = language_field()

    def validate_names(self, field: Field) -> None:
        if len(self.lines) > MOST_AT_ONCE:
            raise StopValidation(_("Enter at most %(count)s names at once.", count=MOST_AT_ONCE))
        if any(len(line) > NAME_LENGTH for line in self.lines):
            raise StopValidation(_("A name has at most %(count)s letters.", count=NAME_LENGTH))

    @property
    def lines(self) -> list[str]:
        return [" ".join(line.split()) for line in (self.names.data or "").splitlines() if line.strip()]

    def parties(self) -> list[Party]:
        return [Party(name=name, language=self.language.data, **self.contact()) for name in self.lines]


class StaffChangeForm(WithQuestions, WithCompanions, ReachedForm):
    """Everything of a sign-up, corrected by an organiser."""

    name = name_field()
    people = people_field()
    companions = companions_field(_l("Who come along?"))
    needs = needs_field()

    def __init__(
        self, registration: Registration, *, largest_party: int, said: dict[str, Any] | None = None, fresh: bool = False
    ) -> None:
        super().__init__(obj=registration, **(said or {}), **({"formdata": None} if fresh else {}))
        self.people.choices = numbers_up_to(max(largest_party, registration.people))
        if registration.separate:
            del self.companions  # the names stay on the tickets

    def answers(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "people": self.people.data,
            "companions": names_in(self.companions.data) if "companions" in self else None,
            "needs": self.needs.data or "",
            "said": tuple(self.answers_said().items()) if self.questions else None,
            **self.contact(),
        }


class AddressForm(RefusableForm):
    """Another address for who could not be reached."""

    email = EmailField(_l("E-mail address"), filters=[trimmed], validators=[mail_address])


class PassOverForm(RefusableForm):
    """Why somebody goes first who came later."""

    reason = TextAreaField(
        _l("Why do you pass this group over?"),
        description=_l("We keep your reason. Write nothing here about an illness."),
        filters=[trimmed],
        validators=[filled(_l("Write why you pass this group over")), at_most(500), no_control_characters],
    )


class MessageForm(PressForm):
    """What an organiser writes to a group."""

    subject = StringField(
        _l("Subject"),
        filters=[trimmed],
        validators=[filled(_l("Write a subject")), at_most(SUBJECT_LENGTH), on_one_line],
    )
    text = TextAreaField(
        _l("Your message"),
        description=_l(
            "The name of the reader stands above it, and the event below it. Write nothing about illnesses."
        ),
        filters=[trimmed],
        validators=[filled(_l("Write your message")), at_most(TEXT_LENGTH), no_control_characters],
    )
    expected = HiddenField()
    test_press = HiddenField()

    def __init__(self) -> None:
        super().__init__()
        self.test_press.data = tokens.new_press()

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        self.press.data = tokens.new_press()


class ImportForm(PressForm):
    """A list that was kept elsewhere: first as a file, then as we read it."""

    file = FileField(_l("File"), description=_l("A CSV file or an Excel file (.xlsx), with names above the columns."))
    rows = HiddenField()
    without_doubles = BooleanField(_l("Leave out who is on the list already"), default=True)


def asked_search(args: Any) -> finding.Search:
    """What the address asks for; anything strange in it asks for nothing."""
    return finding.Search(
        text=re.sub(r"[\x00-\x1f]", " ", args.get("q", ""))[:100].strip(),
        status=args.get("status", "") if args.get("status") in {each.value for each in Status} else "",
        needs=args.get("needs") == "1",
        language=args.get("language", "") if args.get("language") in LANGUAGES else "",
        present=args.get("present", "") if args.get("present") in ("yes", "no") else "",
        undelivered=args.get("undelivered") == "1",
        coming=args.get("coming", "") if args.get("coming") in ("yes", "no", "nothing") else "",
        answer=_answer(args.get("answer", "")),
        order=args.get("order", "") if args.get("order") in finding.ORDERS else "newest",
        columns=_columns(args.getlist("columns")),
        page=min(whole_number(args.get("page")) or 1, 10_000),
    )


def _answer(asked: str) -> tuple[int, str] | None:
    """The question and the answer in `12-3` or `12-yes`."""
    question_id, _dash, value = asked.partition("-")
    number = whole_number(question_id)
    return (number, value) if number and number < 2**31 and re.fullmatch(r"[a-z0-9]{1,10}", value) else None


def _columns(asked: list[str]) -> tuple[str, ...]:
    """The columns to show, in their own order: all, unless some were chosen."""
    chosen = {name for value in asked for name in value.split("-")}
    return tuple(name for name in finding.COLUMNS if name in chosen) if asked else finding.COLUMNS


def chosen_ids(form: Any) -> list[int]:
    """The rows that were ticked."""
    numbers = (whole_number(value) for value in form.getlist("chosen")[:MOST_CHOSEN])
    return sorted({number for number in numbers if number is not None and number < 2**31})
