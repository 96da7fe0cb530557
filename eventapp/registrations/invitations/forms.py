"""What a browser may send us about an invitation."""

from wtforms import EmailField, HiddenField, StringField

from ... import tokens
from ...fields import PRESS, RefusableForm, at_most, filled, mail_address, on_one_line, trimmed
from ...i18n import _l, current_language
from ..forms import NAME_LENGTH
from .actions import Colleague


class ColleagueForm(RefusableForm):
    """Who comes instead."""

    name = StringField(
        _l("Name of your colleague"),
        filters=[trimmed],
        validators=[filled(_l("Enter the name of your colleague")), at_most(NAME_LENGTH), on_one_line],
    )
    email = EmailField(_l("E-mail address of your colleague"), filters=[trimmed], validators=[mail_address])
    press = HiddenField()

    def __init__(self) -> None:
        super().__init__()
        if not PRESS.fullmatch(self.press.data or ""):
            self.press.data = tokens.new_press()

    def colleague(self) -> Colleague:
        return Colleague(self.name.data, self.email.data, current_language().code)
