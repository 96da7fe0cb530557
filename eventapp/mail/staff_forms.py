"""What an administrator may send us about the letters."""

from wtforms import StringField

from ..fields import RefusableForm, at_most, filled, on_one_line, trimmed
from ..i18n import _l


class PauseForm(RefusableForm):
    """Why all letters wait; every organiser reads it."""

    reason = StringField(
        _l("Why do the letters wait?"),
        description=_l("All organisers read this. For example: Our mail server is being moved."),
        filters=[trimmed],
        validators=[filled(_l("Write why the letters wait")), at_most(300), on_one_line],
    )
