"""What staff may send us about subscriptions."""

from wtforms import EmailField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from ..fields import RefusableForm, at_most, mail_address, no_control_characters, one_of_the_choices, trimmed
from ..i18n import _l
from .models import NetworkUpdate


class StopForm(RefusableForm):
    """Stop the letters to an address, for somebody who asked so."""

    email = EmailField(_l("E-mail address"), filters=[trimmed], validators=[mail_address])


class UpdateForm(RefusableForm):
    """What the next update of a network says first."""

    text = TextAreaField(
        _l("What do you want to say first?"),
        description=_l("Two or three plain sentences in Dutch. Everybody who gets the update reads this."),
        filters=[trimmed],
        validators=[at_most(2_000), no_control_characters],
    )
    wait = RadioField(
        _l("When does it go?"),
        choices=[
            SelectChoice("no", _l("By itself, on its own day")),
            SelectChoice("yes", _l("Not yet: it waits until I let it go")),
        ],
        validators=[one_of_the_choices(_l("Choose when it goes"))],
        validate_choice=False,
    )

    def __init__(self, update: NetworkUpdate | None) -> None:
        text, held = (update.text, update.held) if update else ("", False)
        super().__init__(data={"text": text, "wait": "yes" if held else "no"})
