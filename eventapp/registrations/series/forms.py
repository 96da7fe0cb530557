"""What a browser may send us about several dates."""

from collections.abc import Collection, Sequence
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from ...errors import Refusal
from ...events.models import Event
from ...fields import one_of_the_choices, whole_number
from ...i18n import _, _l, ngettext
from ..forms import SignUpForm
from ..rules import largest_party
from .rules import DatesJustTaken

ALL, SOME = "all", "some"


class DatesForm(SignUpForm):
    """The page of a sign-up, for several dates at once."""

    which = RadioField(
        _l("When do you want to come?"),
        default=ALL,
        validators=[one_of_the_choices(_l("Choose when you want to come"))],
        validate_choice=False,
    )
    dates = SelectMultipleField(_l("Choose the dates"), coerce=whole_number, validate_choice=False)
    offered = HiddenField()  # the dates that "all" stood for when the page was shown

    def __init__(self, *, dates: Sequence[Event], open_dates: Sequence[Event], full: Collection[int]) -> None:
        """Of these dates of a series some are open; and of those some are full, and have a waiting list."""
        super().__init__(largest_party=min(map(largest_party, open_dates), default=1), is_full=False)
        number = len(open_dates)
        self.which.choices = [
            SelectChoice(ALL, ngettext("This date", "All %(num)s dates", number)),
            SelectChoice(SOME, _("I choose myself")),
        ]
        self.dates.choices = [SelectChoice(event.id, event.title) for event in dates]
        if not self.is_submitted():
            self.waiting.data = _joined(full)
            self.offered.data = _joined([event.id for event in open_dates])

    def validate_dates(self, field: Field) -> None:
        if not self.chosen:
            raise StopValidation(_("Choose at least one date"))

    @property
    def chosen(self) -> list[int]:
        """The dates that were chosen, as far as there are such dates."""
        wanted = _numbers(self.offered.data) if self.which.data == ALL else set(self.dates.data or ())
        return [choice.value for choice in self.dates.choices if choice.value in wanted]

    @property
    def known_full(self) -> set[int]:
        """The dates of which the person saw that they are full."""
        return _numbers(self.waiting.data)

    def answers(self) -> dict[str, Any]:
        """What the person said, as `sign_up` takes it."""
        said = super().answers()
        return {name: said[name] for name in ("party", "press", "news")} | {
            "event_ids": self.chosen,
            "known_full": self.known_full,
        }

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, DatesJustTaken):
            self.waiting.data = _joined({*self.known_full, *refusal.event_ids})


def _numbers(joined: str | None) -> set[int]:
    numbers = (whole_number(each) for each in (joined or "").split("-"))
    return {number for number in numbers if number is not None}


def _joined(event_ids: Collection[int]) -> str:
    return "-".join(map(str, sorted(event_ids)))
