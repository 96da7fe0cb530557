"""What the keepers of a network may send us."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from ...fields import (
    RefusableForm,
    at_most,
    filled,
    mail_address,
    no_control_characters,
    on_one_line,
    one_of_the_choices,
    trimmed,
    whole_number,
)
from ...i18n import LANGUAGES, _l
from ...sheets import read_table, seen_table
from ..members import NAME_LENGTH, Person
from ..models import Member


class NewNetworkForm(RefusableForm):
    name = StringField(
        _l("Name of the network"), filters=[trimmed], validators=[filled(_l("Enter a name")), at_most(80), on_one_line]
    )
    organisation = SelectField(
        _l("Which organisation keeps it?"),
        coerce=whole_number,
        validate_choice=False,
        validators=[one_of_the_choices(_l("Choose an organisation"))],
    )

    def __init__(self, *, organisations: list[tuple[int, str]]) -> None:
        super().__init__()
        self.organisation.choices = [SelectChoice(value, label) for value, label in organisations]


class NetworkForm(RefusableForm):
    """What the page of a network says."""

    name = StringField(
        _l("Name of the network"), filters=[trimmed], validators=[filled(_l("Enter a name")), at_most(200), on_one_line]
    )
    text = TextAreaField(
        _l("What is this network?"),
        description=_l("Everybody can read this."),
        filters=[trimmed],
        validators=[at_most(10_000), no_control_characters],
    )

    def changes(self) -> dict[str, Any]:
        return {"name": self.name.data, "text": self.text.data or ""}


class MemberForm(RefusableForm):
    """One member."""

    name = StringField(
        _l("Name"), filters=[trimmed], validators=[filled(_l("Enter a name")), at_most(NAME_LENGTH), on_one_line]
    )
    email = EmailField(_l("E-mail address"), filters=[trimmed], validators=[mail_address])
    organisation = StringField(_l("Organisation"), filters=[trimmed], validators=[at_most(NAME_LENGTH), on_one_line])
    language = SelectField(
        _l("Language"),
        choices=[SelectChoice(each.code, each.name) for each in LANGUAGES.values()],
        validators=[one_of_the_choices(_l("Choose a language"))],
        validate_choice=False,
    )

    def __init__(self, member: Member | None = None) -> None:
        super().__init__(obj=member)

    def person(self) -> Person:
        return Person(self.name.data, self.email.data, self.organisation.data or "", self.language.data)


class MembersForm(RefusableForm):
    """A list that was kept elsewhere: first as a file, then as we read it."""

    file = FileField(_l("File"), description=_l("A CSV file or an Excel file (.xlsx), with names above the columns."))
    rows = HiddenField()

    def table(self) -> list[list[str]]:
        """The rows of the file, or those that were seen and come back."""
        if not self.rows.data:
            return read_table(self.file.data.read() if self.file.data else b"")
        return seen_table(self.rows.data)
