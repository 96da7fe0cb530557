"""What an organiser types over from paper."""

from typing import Any

from wtforms import Field, StringField
from wtforms.validators import StopValidation

from ...events.staff_forms import day_field, hour_field, moment_of
from ...fields import trimmed, whole_number
from ...i18n import _, _l
from ...registrations.staff_forms import PressForm
from ..batches import MOST_PEOPLE
from ..forms import REFERENCE

CAME = "came-"
MOST_WALK_INS = 999


class PaperForm(PressForm):
    """When they came in, who was ticked, and how many came without a sign-up."""

    day = day_field(_l("On which day did they come in?"))
    hour = hour_field(_l("At what hour, about?"), _l("For example 19.00"))
    walk_ins = StringField(_l("How many people came without a sign-up?"), filters=[trimmed])

    def validate_hour(self, field: Field) -> None:
        self.moment = moment_of(self.day, field)

    def validate_walk_ins(self, field: Field) -> None:
        number = whole_number(field.data or "0")
        if number is None or not 0 <= number <= MOST_WALK_INS:
            raise StopValidation(_("Type a number from 0 to %(most)s", most=MOST_WALK_INS))
        self.walked_in = number


def came(form: Any) -> dict[str, int]:
    """How many of each ticket were ticked, by reference."""
    found = {}
    for name, value in form.items():
        reference, people = name.removeprefix(CAME), whole_number(value)
        if name.startswith(CAME) and REFERENCE.fullmatch(reference) and people and people <= MOST_PEOPLE:
            found[reference] = people
    return found
