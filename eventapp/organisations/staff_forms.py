"""What a browser of an administrator may send us about people."""

from typing import Any

from wtforms import BooleanField, EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ..fields import (
    RefusableForm,
    at_most,
    filled,
    mail_address,
    on_one_line,
    one_of_the_choices,
    trimmed,
    whole_number,
)
from ..i18n import _l
from .rules import Role


def role_choices() -> list[SelectChoice]:
    return [
        SelectChoice(Role.ORGANISER.value, _l("Organiser: makes events and sees who comes")),
        SelectChoice(Role.VIEWER.value, _l("Viewer: sees figures, never names")),
    ]


class TeamForm(RefusableForm):
    """A place in a team."""

    organisation = SelectField(
        _l("Organisation"),
        coerce=whole_number,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose an organisation"))],
    )
    role = SelectField(
        _l("What may this person do there?"),
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose a role"))],
    )

    def __init__(self, *, organisations: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.organisation.choices = [SelectChoice(value, label) for value, label in organisations]
        self.role.choices = role_choices()


class MoveForm(RefusableForm):
    """From one team to another."""

    old = SelectField(
        _l("From this team"),
        coerce=whole_number,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose an organisation"))],
    )
    new = SelectField(
        _l("To this team"),
        coerce=whole_number,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose an organisation"))],
    )

    def __init__(self, *, mine: list[tuple[int, str]], organisations: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.old.choices = [SelectChoice(value, label) for value, label in mine]
        self.new.choices = [SelectChoice(value, label) for value, label in organisations]


class InviteForm(TeamForm):
    """Somebody new."""

    name = StringField(
        _l("Name"), filters=[trimmed], validators=[filled(_l("Enter a name")), at_most(100), on_one_line]
    )
    email = EmailField(_l("E-mail address"), filters=[trimmed], validators=[mail_address])
    is_administrator = BooleanField(_l("This person is an administrator too, and may see and change everything"))

    def answers(self) -> dict[str, Any]:
        """What was said, as `invite_to_team` takes it."""
        return {
            "name": self.name.data,
            "email": self.email.data,
            "organisation_id": self.organisation.data,
            "role": Role(self.role.data),
            "is_administrator": self.is_administrator.data,
        }
