"""What a browser may send us about what somebody seeks and offers."""

from collections.abc import Sequence
from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from ... import tokens
from ...events.models import Neighbourhood, Theme
from ...fields import (
    FromAnybody,
    RefusableForm,
    at_most,
    filled,
    mail_address,
    no_control_characters,
    on_one_line,
    trimmed,
    whole_number,
)
from ...i18n import _, _l, current_language
from . import rules
from .models import Exchange, Profile

NOTHING = "niets"
WHOLE_CITY = 0


def at_most_chosen(most: int):
    def check(form: RefusableForm, field: Field) -> None:
        offered = {choice.value for choice in field.choices}
        field.data = [code for code in dict.fromkeys(field.data or ()) if code in offered]
        if len(field.data) > most:
            raise StopValidation(_("Choose at most %(count)s.", count=most))

    return check


def several(label: Any, most: int, hint: Any) -> SelectMultipleField:
    checks = [at_most_chosen(most)]
    return SelectMultipleField(label, description=hint, validate_choice=False, validators=checks)


class ProfileForm(RefusableForm):
    """The four questions and the consent. Everything but the consent may stay empty."""

    seeks = several(_l("What do you seek?"), rules.MOST_SOUGHT + 1, _l("Choose at most 2."))
    offers = several(_l("What can you offer?"), rules.MOST_OFFERED, _l("Choose at most 3."))
    cap = RadioField(
        _l("With how many people may we bring you in contact?"), coerce=whole_number, validate_choice=False
    )
    themes = several(
        _l("What is it about?"), rules.MOST_THEMES, _l("Choose at most 3. Choose what you want to work on.")
    )
    neighbourhood = SelectField(_l("In which neighbourhood?"), coerce=whole_number, validate_choice=False)
    sentence = TextAreaField(
        _l("What do you want to do? Write one sentence."),
        description=_l("Write no names here, and nothing about your health."),
        filters=[trimmed],
        validators=[no_control_characters, at_most(rules.LONGEST_SENTENCE)],
    )
    organisation = StringField(
        _l("Are you there for an organisation?"),
        description=_l("Then write its name. Are you there for yourself? Then leave this empty."),
        filters=[trimmed],
        validators=[on_one_line, at_most(200)],
    )
    named = BooleanField(_l("You may name my organisation to others"))
    choosable = BooleanField(_l("Others may say that they want to speak with me. They then see my name"))
    consent = BooleanField(_l("Yes, introduce me to others"))

    def __init__(
        self,
        exchanges: Sequence[Exchange],
        themes: Sequence[Theme],
        neighbourhoods: Sequence[Neighbourhood],
        **data: Any,
    ) -> None:
        super().__init__(**data)
        language = current_language().code
        self.seeks.choices = [SelectChoice(each.slug, each.name_in(language)) for each in exchanges if each.sought]
        self.seeks.choices.append(SelectChoice(NOTHING, _("I seek nothing now")))
        self.offers.choices = [SelectChoice(each.slug, each.name_in(language)) for each in exchanges if each.offered]
        self.themes.choices = [SelectChoice(each.slug, each.name_in(language)) for each in themes]
        self.neighbourhood.choices = [SelectChoice(WHOLE_CITY, _("The whole city"))]
        self.neighbourhood.choices += [SelectChoice(each.id, each.name) for each in neighbourhoods]
        caps = [*rules.CAPS, rules.MOST_OF_AN_ORGANISATION]
        self.cap.choices = [SelectChoice(number, str(number)) for number in caps]

    @staticmethod
    def shown(profile: Profile | None) -> dict[str, Any]:
        """What stands in the form of who filled it in before."""
        if profile is None or profile.withdrawn_at:
            return {"cap": 2, "neighbourhood": WHOLE_CITY}
        names = ("offers", "themes", "cap", "sentence", "organisation", "named", "choosable")
        return {name: getattr(profile, name) for name in names} | {
            "seeks": profile.seeks or (NOTHING,),
            "neighbourhood": profile.neighbourhood_id or WHOLE_CITY,
            "consent": profile.consented_at is not None,
        }

    def validate_seeks(self, field: Field) -> None:
        chosen = [code for code in field.data if code != NOTHING]
        if len(chosen) > rules.MOST_SOUGHT:
            raise StopValidation(_("Choose at most %(count)s.", count=rules.MOST_SOUGHT))
        if chosen and NOTHING in field.data:
            raise StopValidation(_("You seek something, and you seek nothing. Choose one of the two."))

    def validate_cap(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(_("Choose with how many people"))
        if field.data == rules.MOST_OF_AN_ORGANISATION and not self.organisation.data:
            raise StopValidation(_("Only an organisation can meet 9 people. Write its name, or choose a lower number."))

    def validate_neighbourhood(self, field: Field) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(_("Choose a neighbourhood"))

    def validate_consent(self, field: Field) -> None:
        if not field.data:
            raise StopValidation(_("Tick this box. Without your yes we introduce you to nobody."))

    def answers(self) -> dict[str, Any]:
        """What the person said, as the actions take it."""
        return {
            "seeks": tuple(code for code in self.seeks.data if code != NOTHING),
            "offers": tuple(self.offers.data),
            "cap": self.cap.data,
            "themes": tuple(self.themes.data),
            "neighbourhood_id": self.neighbourhood.data or None,
            "sentence": self.sentence.data or "",
            "organisation": self.organisation.data or "",
            "named": self.named.data and bool(self.organisation.data),
            "choosable": self.choosable.data,
        }


class CardForm(ProfileForm, FromAnybody):
    """The same from a card on the table: with a name and an address."""

    name = StringField(
        _l("Your name"), filters=[trimmed], validators=[filled(_l("Enter your name")), on_one_line, at_most(200)]
    )
    email = EmailField(
        _l("Your e-mail address"),
        description=_l("We first send you a letter that asks if it is really you."),
        filters=[trimmed],
        validators=[mail_address],
    )

    def __init__(self, *lists: Any, **data: Any) -> None:
        super().__init__(*lists, **data)
        if not self.is_submitted():
            self.press.data = tokens.new_press()


class WishForm(RefusableForm):
    """Whom somebody wants to speak again."""

    people = SelectMultipleField(_l("People"), coerce=whole_number, validate_choice=False)
    organisations = SelectMultipleField(_l("Organisations"), coerce=whole_number, validate_choice=False)

    def __init__(
        self, people: Sequence[tuple[int, str]], organisations: Sequence[tuple[int, str]], **data: Any
    ) -> None:
        super().__init__(**data)
        self.people.choices = [SelectChoice(*each) for each in people]
        self.organisations.choices = [SelectChoice(*each) for each in organisations]
