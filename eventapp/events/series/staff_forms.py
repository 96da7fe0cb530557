"""What an organiser may send us about a series."""

import re
from datetime import date
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from ...fields import RefusableForm, at_most, filled, no_control_characters, one_of_the_choices, trimmed, whole_number
from ...i18n import _, _l
from ..models import Series
from ..staff_forms import OTHER_LANGUAGES, day_field, day_of, line, text
from .rules import MOST_DATES, Every, days_by_hand, days_by_rule

DAY_BY_HAND = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


class DatesForm(RefusableForm):
    """The dates of a series, by a rule or by hand; looked at before they are made."""

    title = line(_l("What is the series called?"), description=_l("For example: Dialogues about the end of life."))
    every = RadioField(
        _l("How often is it?"),
        choices=[
            SelectChoice(Every.WEEK.value, _l("Every week")),
            SelectChoice(Every.TWO_WEEKS.value, _l("Every two weeks")),
            SelectChoice(Every.FOUR_WEEKS.value, _l("Every four weeks")),
            SelectChoice(Every.MONTH.value, _l("Every month on the same weekday, for example every second Tuesday")),
            SelectChoice(Every.BY_HAND.value, _l("I type the days myself")),
        ],
        default=Every.WEEK.value,
        validators=[one_of_the_choices(_l("Choose how often it is"))],
        validate_choice=False,
    )
    count = StringField(
        _l("How many times, with this date?"),
        description=_l("Or leave it empty, and choose the last day."),
        filters=[trimmed],
        validators=[at_most(5)],
    )
    until = day_field(_l("The last day at the latest"))
    days = TextAreaField(
        _l("The days"),
        description=_l("One day on each line, for example 25-6-2027."),
        filters=[trimmed],
        validators=[at_most(5_000), no_control_characters],
    )

    def __init__(self, *, title: LazyString | str, has_series: bool) -> None:
        super().__init__(data={"title": title})
        self._has_series = has_series

    def validate_title(self, field: Field) -> None:
        if not self._has_series:
            filled(_("Give the series a name"))(self, field)

    def validate_count(self, field: Field) -> None:
        if field.data and not 1 <= (whole_number(field.data) or 0) <= MOST_DATES:
            raise StopValidation(_("Type a number from 1 to %(most)s", most=MOST_DATES))

    def validate_until(self, field: Field) -> None:
        if field.data:
            day_of(field)

    def validate_days(self, field: Field) -> None:
        if self.every.data == Every.BY_HAND:
            self._typed_days()

    def found(self, first: date) -> list[date]:
        """The days that this gives for an event on this first one."""
        if self.every.data == Every.BY_HAND:
            return days_by_hand(self._typed_days())
        until = day_of(self.until) if self.until.data else None
        return days_by_rule(first, Every(self.every.data), count=whole_number(self.count.data), until=until)

    def _typed_days(self) -> list[date]:
        lines = [each.strip() for each in (self.days.data or "").splitlines() if each.strip()]
        return [_day_in(each) for each in lines]


def _day_in(line: str) -> date:
    try:
        if found := DAY_BY_HAND.fullmatch(line):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(line)
    except ValueError:
        raise StopValidation(_("We do not understand this day: %(day)s. Type it like 25-6-2027.", day=line)) from None


def chosen_days(sent: list[str]) -> list[date]:
    """The days that were ticked; what is no day is none."""
    days = []
    for each in sent[: 2 * MOST_DATES]:
        try:
            days.append(date.fromisoformat(each))
        except ValueError:
            continue
    return days


class SeriesTextsForm(RefusableForm):
    """What a series is called and what it is about, each text in every language."""

    title = line(_l("What is the series called?"), filled(_l("Give the series a name")))
    summary = text(_l("Short text"), description=_l("One or two sentences. Everybody reads this first."))

    def __init__(self, series: Series) -> None:
        in_languages = {
            f"{name}_{code}": series.texts.get(code, {}).get(name, "")
            for code in OTHER_LANGUAGES
            for name in ("title", "summary")
        }
        super().__init__(obj=series, data=in_languages)

    def answers(self) -> dict[str, Any]:
        """What the organiser said, as `change_texts` takes it."""
        texts = {
            code: {name: said for name in ("title", "summary") if (said := self[f"{name}_{code}"].data)}
            for code in OTHER_LANGUAGES
        }
        return {
            "title": self.title.data,
            "summary": self.summary.data or "",
            "texts": {code: said for code, said in texts.items() if said},
        }


for _code in OTHER_LANGUAGES:
    setattr(SeriesTextsForm, f"title_{_code}", line(_l("What is the series called?")))
    setattr(SeriesTextsForm, f"summary_{_code}", text(_l("Short text")))
