"""What a browser may send us about who comes."""

import re
import unicodedata
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
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
from ..i18n import _, _l
from .models import Reach, Registration
from .rules import PlacesJustTaken, PressUsed

PRESS = re.compile(r"[A-Z2-7]{26}")
NAME_LENGTH, NEEDS_LENGTH = 200, 500
BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # they turn other text around


def trimmed(value: str | None) -> str | None:
    return value.translate(BIDI_CONTROLS).strip() if value else value


def on_one_line(form: FlaskForm, field: Field) -> None:
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in field.data or ""):
        raise StopValidation(_("Use only ordinary letters here, on one line."))


def no_control_characters(form: FlaskForm, field: Field) -> None:
    if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in field.data or ""):
        raise StopValidation(_("Use only ordinary letters here."))


def filled(message: Any):
    """Something that can be seen: spaces and signs without a picture are nothing."""

    def check(form: FlaskForm, field: Field) -> None:
        if not any(unicodedata.category(letter)[0] not in "CZ" for letter in field.data or ""):
            raise StopValidation(message)

    return check


def at_most(length: int):
    def check(form: FlaskForm, field: Field) -> None:
        if len(field.data or "") > length:
            raise StopValidation(_("This is too long. Use at most %(count)s letters.", count=length))

    return check


def whole_number(value: Any) -> int | None:
    """The number that was chosen; None for anything that is none."""
    return (
        int(value)
        if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit())
        else None
    )


def numbers_up_to(most: int) -> list[SelectChoice]:
    return [SelectChoice(n, str(n)) for n in range(1, most + 1)]


def one_of_the_choices(message: Any):
    def check(form: FlaskForm, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(message)

    return check


def mail_address(form: FlaskForm, field: Field) -> None:
    """An address that can exist; nobody asks the network, which may be down."""
    try:
        address = validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise StopValidation(_("Enter an e-mail address with an @, for example naam@voorbeeld.nl")) from None
    field.data = address.ascii_email.lower() if address.ascii_email else address.normalized.lower()


def phone_number(form: FlaskForm, field: Field) -> None:
    """A Dutch number, or one with its country in front."""
    try:
        number = phonenumbers.parse(field.data or "", "NL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise StopValidation(_("Enter a phone number, for example 06 12 34 56 78"))
    field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class RefusableForm(FlaskForm):
    """A form that also tells what a rule refused, and with which status it goes back."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> None:
            """All messages are ours: WTForms need not read a catalogue of its own for every form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusal: Refusal | None = None

    @property
    def status(self) -> int:
        """200 for a fresh form, 422 for one that was refused."""
        return 422 if self.is_submitted() else 200

    def refuse(self, refusal: Refusal) -> None:
        self.refusal = refusal
        self.form_errors.append(str(refusal.message))


def name_field() -> StringField:
    return StringField(
        _l("Your name"),
        description=_l("Your first name is enough."),
        filters=[trimmed],
        validators=[filled(_l("Enter your name")), at_most(NAME_LENGTH), on_one_line],
    )


def people_field() -> SelectField:
    return SelectField(
        _l("With how many people do you come?"),
        description=_l("Count yourself too. Also count children."),
        validators=[one_of_the_choices(_l("Choose with how many people you come"))],
        coerce=whole_number,
        validate_choice=False,
    )


def needs_field() -> TextAreaField:
    return TextAreaField(
        _l("What do you need to take part?"),
        description=_l("For example: a place for a wheelchair. Write nothing here about your illness."),
        filters=[trimmed],
        validators=[at_most(NEEDS_LENGTH), no_control_characters],
    )


def news_field() -> BooleanField:
    return BooleanField(_l("Yes, send me a message when there are new events. You can always stop this."))


class SignUpForm(RefusableForm):
    """The one short page of a sign-up, its questions in the order of the page."""

    name = name_field()
    reach = RadioField(
        _l("How do we keep you informed?"),
        choices=[
            SelectChoice(Reach.EMAIL.value, _l("By e-mail. Then you also get your ticket there")),
            SelectChoice(Reach.PHONE.value, _l("Call me if something changes")),
            SelectChoice(Reach.NONE.value, _l("Not. I say my name at the door")),
        ],
        default=Reach.EMAIL.value,
        validators=[one_of_the_choices(_l("Choose how we keep you informed"))],
        validate_choice=False,
    )
    email = EmailField(_l("Your e-mail address"), description=_l("We send your ticket here."), filters=[trimmed])
    phone = TelField(_l("Your phone number"), filters=[trimmed])
    people = people_field()
    needs = needs_field()
    news = news_field()
    press = HiddenField()
    waiting = HiddenField()  # "yes": this person knows that it is the waiting list
    website = StringField(_l("Leave this field empty"))  # people do not see it; programs fill it in

    def __init__(self, *, largest_party: int, is_full: bool) -> None:
        super().__init__()
        self.people.choices = numbers_up_to(largest_party)
        if not self.is_submitted():
            self.press.data = tokens.new_press()
            self.waiting.data = "yes" if is_full else ""

    def validate(self, extra_validators: Any = None) -> bool:
        chosen = {Reach.EMAIL: (self.email, mail_address), Reach.PHONE: (self.phone, phone_number)}
        extra = {}
        if asked := chosen.get(self.reach.data):
            field, check = asked
            extra[field.name] = [check]
        for field in (self.email, self.phone):
            if field.name not in extra:
                field.data = ""
        return super().validate(extra_validators=extra)

    def validate_press(self, field: Field) -> None:
        field.data = field.data or tokens.new_press()
        if not PRESS.fullmatch(field.data):
            field.data = tokens.new_press()
            raise StopValidation(_("This form was too old. Look at your answers and press the button again."))

    def validate_website(self, field: Field) -> None:
        if field.data:
            raise StopValidation(_("Leave this field empty."))

    def answers(self) -> dict[str, Any]:
        """What the person said, as `sign_up` takes it."""
        return {
            "press": self.press.data,
            "name": self.name.data,
            "reach": Reach(self.reach.data),
            "email": self.email.data,
            "phone": self.phone.data,
            "people": self.people.data,
            "needs": self.needs.data or "",
            "news": self.news.data,
            "willing_to_wait": self.waiting.data == "yes",
        }

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, PlacesJustTaken):
            self.waiting.data = "yes"
        if isinstance(refusal, PressUsed):
            self.press.data = tokens.new_press()


class ChangeForm(RefusableForm):
    """The same answers, changed afterwards."""

    people = people_field()
    name = name_field()
    needs = needs_field()
    news = news_field()

    def __init__(self, registration: Registration, *, largest_party: int, wants_news: bool) -> None:
        super().__init__(obj=registration, news=wants_news)
        self.people.choices = numbers_up_to(max(largest_party, registration.people))

    def answers(self) -> dict[str, Any]:
        """What the person said, as `change` takes it."""
        return {
            "name": self.name.data,
            "people": self.people.data,
            "needs": self.needs.data or "",
            "news": self.news.data,
        }


class MyTicketsForm(RefusableForm):
    """Ask for the links of an address."""

    email = EmailField(
        _l("Your e-mail address"),
        description=_l("The address with which you signed up."),
        filters=[trimmed],
        validators=[mail_address],
    )
    press = HiddenField()

    def __init__(self) -> None:
        super().__init__()
        if not self.is_submitted() or not PRESS.fullmatch(self.press.data or ""):
            self.press.data = tokens.new_press()
