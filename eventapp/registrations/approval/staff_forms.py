"""What an organiser may say to who asks for a place."""

from wtforms import BooleanField, TextAreaField

from ...fields import RefusableForm, at_most, no_control_characters, trimmed
from ...i18n import _l


class DecideForm(RefusableForm):
    """The words that go with a no; the buttons say which it is."""

    told = BooleanField(_l("Send a message to who gets a no"))
    sentence = TextAreaField(
        _l("A sentence of yours in that message"),
        description=_l("Write nothing about illnesses."),
        filters=[trimmed],
        validators=[at_most(600), no_control_characters],
    )
