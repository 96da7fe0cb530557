"""What a browser may send us about what somebody wants to hear of."""

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from .. import tokens
from ..events.forms import Choice, Choices
from ..fields import FromAnybody, RefusableForm, mail_address, one_of_the_choices, trimmed
from ..i18n import LANGUAGES, _, _l, current_language
from .models import Rhythm, Subscription
from .rules import Wanted

MOST_CHOSEN = 100  # more than there are of anything

# The form, the address of the agenda and the choice itself: field, parameter.
PARAMETERS = {
    "themes": "thema",
    "neighbourhoods": "wijk",
    "kinds": "soort",
    "languages": "taal",
    "organisations": "organisatie",
    "networks": "netwerk",
}


def known_choices(form: Any, field: Field) -> None:
    """Only what we offer; what we do not know is left out of what stands chosen, and told."""
    offered = {choice.value for choice in field.choices}
    unknown = [code for code in field.data or () if code not in offered]
    field.data = [code for code in dict.fromkeys(field.data or ()) if code in offered]
    if unknown:
        raise StopValidation(_("Something you chose is not there any more. Look at your choice once more."))


def several(label: Any) -> SelectMultipleField:
    return SelectMultipleField(label, validate_choice=False, validators=[known_choices])


RHYTHMS = {
    Rhythm.AT_ONCE: _l("At once, when an event is new"),
    Rhythm.WEEKLY: _l("Every week, on Thursday"),
    Rhythm.FORTNIGHTLY: _l("Every two weeks, on Thursday"),
}


class ChoiceForm(RefusableForm):
    """What somebody wants to hear of, and how often; where nothing is chosen, everything."""

    themes = several(_l("What do you want to do?"))
    neighbourhoods = several(_l("In which neighbourhoods?"))
    kinds = several(_l("What kinds of events?"))
    languages = several(_l("In which languages?"))
    organisations = several(_l("From which organisations?"))
    networks = several(_l("From which networks?"))
    rhythm = RadioField(
        _l("How often do you want a letter?"),
        choices=[SelectChoice(code.value, label) for code, label in RHYTHMS.items()],
        default=Rhythm.WEEKLY.value,
        validators=[one_of_the_choices(_l("Choose how often you want a letter"))],
        validate_choice=False,
    )
    language = SelectField(
        _l("In which language do we write to you?"),
        choices=[SelectChoice(each.code, each.name) for each in LANGUAGES.values()],
        validators=[one_of_the_choices(_l("Choose a language"))],
        validate_choice=False,
    )

    def __init__(self, choices: Choices, **data: Any) -> None:
        super().__init__(data=data)
        for name in PARAMETERS:
            self[name].choices = [SelectChoice(each.code, each.name) for each in getattr(choices, name)]

    @property
    def shows_more(self) -> bool:
        """Whether something was chosen that lies under "more", or something is wrong there."""
        return any(self[name].data or self[name].errors for name in ("kinds", "languages", "organisations", "networks"))

    def answers(self) -> dict[str, Any]:
        """What the person said, as the actions take it."""
        return {
            "wanted": Wanted(**{name: tuple(self[name].data) for name in PARAMETERS}),
            "rhythm": Rhythm(self.rhythm.data),
            "language": self.language.data,
        }


class SubscribeForm(ChoiceForm, FromAnybody):
    """The same with an address, for who is new."""

    email = EmailField(
        _l("Your e-mail address"),
        description=_l("We first send you a letter that asks if it is really you."),
        filters=[trimmed],
        validators=[mail_address],
    )

    def __init__(self, choices: Choices, *, asked: MultiDict[str, str]) -> None:
        rhythm = asked.get("ritme", "")
        known = rhythm if rhythm in set(Rhythm) else Rhythm.WEEKLY.value
        super().__init__(choices, **chosen_in(asked, choices), rhythm=known, language=current_language().code)
        if not self.is_submitted():
            self.press.data = tokens.new_press()

    def answers(self) -> dict[str, Any]:
        return super().answers() | {"email": self.email.data, "press": self.press.data}


class ChangeForm(ChoiceForm):
    """Another choice for who gets letters already."""

    def __init__(self, choices: Choices, subscription: Subscription) -> None:
        wanted = Wanted.from_text(subscription.wanted)
        chosen = {name: list(getattr(wanted, name)) for name in PARAMETERS}
        super().__init__(choices, **chosen, rhythm=subscription.rhythm, language=subscription.language)


def chosen_in(asked: MultiDict[str, str], choices: Choices) -> dict[str, list[str]]:
    """What stands chosen in an address such as that of the agenda, without what we do not know."""
    return {
        name: _known(asked.getlist(parameter)[:MOST_CHOSEN], getattr(choices, name))
        for name, parameter in PARAMETERS.items()
    }


def _known(codes: Iterable[str], choices: list[Choice]) -> list[str]:
    offered = {choice.code for choice in choices}
    return [code for code in dict.fromkeys(codes) if code in offered]
