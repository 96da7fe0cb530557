"""What all forms share: checks of what was typed, and a form that can be refused."""

import re
import unicodedata
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from . import tokens
from .errors import Refusal
from .i18n import _, _l

PRESS = re.compile(r"[A-Z2-7]{26}")
MOST_DIGITS = 9  # so that it is an id, a year or a count in any table
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
    """The number that was chosen; None for anything that is none, or that no list of ours is as long as."""
    is_number = isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit())
    return int(value) if is_number and (isinstance(value, int) or len(value) <= MOST_DIGITS) else None


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


class FromAnybody(RefusableForm):
    """What anybody may send: the same press is the same request, and a program gives itself away."""

    press = HiddenField()
    website = StringField(_l("Leave this field empty"))  # people do not see it; programs fill it in

    def validate_press(self, field: Field) -> None:
        field.data = field.data or tokens.new_press()
        if not PRESS.fullmatch(field.data):
            field.data = tokens.new_press()
            raise StopValidation(_("This form was too old. Look at your answers and press the button again."))

    def validate_website(self, field: Field) -> None:
        if field.data:
            raise StopValidation(_("Leave this field empty."))
