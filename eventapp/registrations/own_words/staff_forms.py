"""What a browser of an organiser may send us about the words of a letter."""

import unicodedata
from typing import Any

from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField

from ...errors import Refusal
from ...events.models import Event
from ...fields import RefusableForm, at_most, no_control_characters, on_one_line, trimmed
from ...i18n import DEFAULT, LANGUAGES, _l
from ...mail.own_words import PARTS
from . import staff_rules as rules
from .staff_rules import LONGEST


class WordsForm(RefusableForm):
    """The words of one letter in all languages, each field named after its part and its language.

    `seen` is the mark of what was on the screen.
    """

    seen = HiddenField()
    all_dates = BooleanField(_l("The same for all other dates of this series that are still to come"))

    def __init__(self, event: Event, kind: str, **given: Any) -> None:
        super().__init__(**given)
        self.event, self.kind = event, kind
        if not self.is_submitted():
            self.fill()

    def fill(self) -> None:
        """Show what the letter says now."""
        self.look_again()
        for language, said in self.event.letter_words.get(self.kind, {}).items():
            for part in PARTS:
                self[f"{part}_{language}"].data = said.get(part, "")

    def look_again(self) -> None:
        """From now on this is what was seen."""
        self.seen.data = rules.mark_of(self.event, self.kind)

    def validate(self, extra_validators: Any = None) -> bool:
        is_whole = super().validate(extra_validators)
        for part, field in ((part, self[f"{part}_{code}"]) for code in LANGUAGES for part in PARTS):
            if not field.errors:
                is_whole = self._can_be_filled_in(part, field) and is_whole
        if is_whole and (words := self.words()) and DEFAULT not in words:
            self[f"opening_{DEFAULT}"].errors = [str(rules.DutchFirst())]
            return False
        return is_whole

    def _can_be_filled_in(self, part: str, field: Field) -> bool:
        try:
            rules.check_part(part, _written(field), kind=self.kind, event=self.event)
        except Refusal as refusal:
            field.errors = [str(refusal)]
        return not field.errors

    def words(self) -> dict[str, dict[str, str]]:
        """What was written, by language and by part: nothing where nothing can be read."""
        found = {
            code: {part: text for part in PARTS if (text := _written(self[f"{part}_{code}"]))} for code in LANGUAGES
        }
        return {code: said for code, said in found.items() if said}


def _written(field: Field) -> str:
    """The text as lines; signs without a picture alone are no text."""
    text = (field.data or "").replace("\r\n", "\n").replace("\r", "\n")
    return text if any(unicodedata.category(letter)[0] not in "CZ" for letter in text) else ""


def _fields() -> dict[str, Field]:
    text = [no_control_characters]
    return {
        "subject": StringField(_l("Subject"), filters=[trimmed], validators=[at_most(LONGEST["subject"]), on_one_line]),
        "opening": TextAreaField(
            _l("Beginning of the letter"), filters=[trimmed], validators=[at_most(LONGEST["opening"]), *text]
        ),
        "closing": TextAreaField(
            _l("End of the letter"), filters=[trimmed], validators=[at_most(LONGEST["closing"]), *text]
        ),
    }


for _code in LANGUAGES:
    for _name, _field in _fields().items():
        setattr(WordsForm, f"{_name}_{_code}", _field)
