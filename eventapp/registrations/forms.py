"""What a browser may send us about who comes."""

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from .. import tokens
from ..errors import Refusal
from ..events.questions.forms import WithQuestions
from ..fields import (
    PRESS,
    FromAnybody,
    RefusableForm,
    at_most,
    filled,
    mail_address,
    no_control_characters,
    numbers_up_to,
    on_one_line,
    one_of_the_choices,
    phone_number,
    trimmed,
    whole_number,
)
from ..i18n import _, _l, current_language
from .invitations.models import Invitation
from .models import Reach, Registration
from .parties import Party
from .rules import PlacesJustTaken, PressUsed

NAME_LENGTH, NEEDS_LENGTH, COMPANIONS_LENGTH = 200, 500, 5_000


def name_field() -> StringField:
    return StringField(
        _l("Your name"),
        description=_l("Your first name is enough."),
        filters=[trimmed],
        validators=[filled(_l("Enter your name")), at_most(NAME_LENGTH), on_one_line],
    )


def people_field() -> SelectField:
    return SelectField(
        _l("With how many people do you come?"),
        description=_l("Count yourself too. Also count children."),
        validators=[one_of_the_choices(_l("Choose with how many people you come"))],
        coerce=whole_number,
        validate_choice=False,
    )


def needs_field() -> TextAreaField:
    return TextAreaField(
        _l("What do you need to take part?"),
        description=_l("For example: a place for a wheelchair. Write nothing here about your illness."),
        filters=[trimmed],
        validators=[at_most(NEEDS_LENGTH), no_control_characters],
    )


def news_field() -> BooleanField:
    return BooleanField(_l("Yes, send me a message when there are new events. You can always stop this."))


def companions_field(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        description=_l("One name on each line. A first name is enough."),
        filters=[trimmed],
        validators=[at_most(COMPANIONS_LENGTH), no_control_characters],
    )


class WithCompanions(Form):
    """A form that asks with how many people come, and who come along, by name where people like."""

    def validate_companions(self, field: Field) -> None:
        names = names_in(field.data).splitlines()
        if any(len(name) > NAME_LENGTH for name in names):
            raise StopValidation(_("A name has at most %(count)s letters.", count=NAME_LENGTH))
        if self["people"].data and len(names) >= self["people"].data:
            raise StopValidation(_("These are more names than people. Count yourself too."))


class SignUpForm(WithQuestions, WithCompanions, FromAnybody):
    """The one short page of a sign-up, its questions in the order of the page."""

    name = name_field()
    reach = RadioField(
        _l("How do we keep you informed?"),
        choices=[
            SelectChoice(Reach.EMAIL.value, _l("By e-mail. Then you also get your ticket there")),
            SelectChoice(Reach.PHONE.value, _l("Call me if something changes")),
            SelectChoice(Reach.NONE.value, _l("Not. I say my name at the door")),
        ],
        default=Reach.EMAIL.value,
        validators=[one_of_the_choices(_l("Choose how we keep you informed"))],
        validate_choice=False,
    )
    email = EmailField(_l("Your e-mail address"), description=_l("We send your ticket here."), filters=[trimmed])
    phone = TelField(_l("Your phone number"), filters=[trimmed])
    people = people_field()
    companions = companions_field(_l("Who come with you?"))
    separate = BooleanField(_l("Everybody gets an own ticket"))
    needs = needs_field()
    news = news_field()
    waiting = HiddenField()  # "yes": this person knows that it is the waiting list

    def __init__(self, *, largest_party: int, is_full: bool, invitation: Invitation | None = None) -> None:
        known = {"name": invitation.name, "email": invitation.email, "people": "1"} if invitation else None
        super().__init__(data=known)
        self.people.choices = numbers_up_to(largest_party)
        if not self.is_submitted():
            self.press.data = tokens.new_press()
            self.waiting.data = "yes" if is_full else ""

    def validate(self, extra_validators: Any = None) -> bool:
        chosen = {Reach.EMAIL: (self.email, mail_address), Reach.PHONE: (self.phone, phone_number)}
        extra = {}
        if asked := chosen.get(self.reach.data):
            field, check = asked
            extra[field.name] = [check]
        for field in (self.email, self.phone):
            if field.name not in extra:
                field.data = ""
        return super().validate(extra_validators=extra)

    def answers(self) -> dict[str, Any]:
        """What the person said, as `sign_up` takes it."""
        party = Party(
            name=self.name.data,
            reach=Reach(self.reach.data),
            email=self.email.data,
            phone=self.phone.data,
            people=self.people.data,
            companions=names_in(self.companions.data),
            separate=self.separate.data and self.people.data > 1,
            needs=self.needs.data or "",
            language=current_language().code,
            answers=tuple(self.answers_said().items()),
        )
        return {
            "party": party,
            "press": self.press.data,
            "news": self.news.data,
            "willing_to_wait": self.waiting.data == "yes",
        }

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, PlacesJustTaken):
            self.waiting.data = "yes"
        if isinstance(refusal, PressUsed):
            self.press.data = tokens.new_press()


def names_in(typed: str | None) -> str:
    """A name on each line, without empty ones."""
    return "\n".join(" ".join(line.split()) for line in (typed or "").splitlines() if line.strip())


class ChangeForm(WithQuestions, WithCompanions, RefusableForm):
    """The same answers, changed afterwards; where each has a ticket, the names stay on those."""

    people = people_field()
    name = name_field()
    companions = companions_field(_l("Who come with you?"))
    needs = needs_field()
    news = news_field()

    def __init__(
        self, registration: Registration, *, largest_party: int, wants_news: bool, said: dict[str, Any] | None = None
    ) -> None:
        super().__init__(obj=registration, news=wants_news, **(said or {}))
        if registration.separate:
            del self.companions
        self.people.choices = numbers_up_to(max(largest_party, registration.people))

    def answers(self) -> dict[str, Any]:
        """What the person said, as `change` takes it."""
        return {
            "name": self.name.data,
            "people": self.people.data,
            "companions": names_in(self.companions.data) if "companions" in self else None,
            "needs": self.needs.data or "",
            "news": self.news.data,
            "said": tuple(self.answers_said().items()) if self.questions else None,
        }


class MyTicketsForm(RefusableForm):
    """Ask for the links of an address."""

    email = EmailField(
        _l("Your e-mail address"),
        description=_l("The address with which you signed up."),
        filters=[trimmed],
        validators=[mail_address],
    )
    press = HiddenField()

    def __init__(self) -> None:
        super().__init__()
        if not self.is_submitted() or not PRESS.fullmatch(self.press.data or ""):
            self.press.data = tokens.new_press()
