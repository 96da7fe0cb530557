"""What somebody who proposes an event may send us."""

from typing import Any

from wtforms import EmailField, Field, SelectField, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from ... import tokens
from ...fields import (
    PRESS,
    FromAnybody,
    at_most,
    filled,
    mail_address,
    no_control_characters,
    on_one_line,
    one_of_the_choices,
    phone_number,
    trimmed,
)
from ...i18n import _, _l


def line(label: Any, *checks: Any, description: Any = "") -> StringField:
    return StringField(
        label, description=description, filters=[trimmed], validators=[*checks, at_most(200), on_one_line]
    )


class ProposalForm(FromAnybody):
    """An event as somebody thinks of it; they need not know everything yet."""

    title = line(_l("What is the event called?"), filled(_l("Give the event a name")))
    kind = SelectField(
        _l("What kind of event is it?"), validate_choice=False, validators=[one_of_the_choices(_l("Choose a kind"))]
    )
    what = TextAreaField(
        _l("What happens there?"), filters=[trimmed], validators=[at_most(4_000), no_control_characters]
    )
    when = line(_l("When is it?"), description=_l("For example: a Saturday afternoon in June."))
    place = line(_l("Where is it?"))
    organisation = line(_l("From which organisation?"))
    name = line(_l("Your name"), filled(_l("Enter your name")))
    email = EmailField(
        _l("Your e-mail address"), description=_l("We tell you here what becomes of it."), filters=[trimmed]
    )
    phone = TelField(_l("Your phone number"), description=_l("If you have no e-mail, we call you."), filters=[trimmed])

    def __init__(self, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__()
        self.kind.choices = [SelectChoice(value, label) for value, label in kinds]
        if not PRESS.fullmatch(self.press.data or ""):
            self.press.data = tokens.new_press()

    def validate_email(self, field: Field) -> None:
        if field.data:
            mail_address(self, field)
        elif not self.phone.data:
            raise StopValidation(_("Enter your e-mail address or your phone number"))

    def validate_phone(self, field: Field) -> None:
        if field.data:
            phone_number(self, field)

    def answers(self) -> dict[str, str]:
        return {
            name: self[name].data or ""
            for name in ("press", "title", "kind", "what", "when", "place", "organisation", "name", "email", "phone")
        }
