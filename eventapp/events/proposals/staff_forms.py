"""What an administrator may say about a proposal."""

from wtforms import TextAreaField

from ...fields import RefusableForm, at_most, filled, no_control_characters, trimmed
from ...i18n import _l


class DeclineForm(RefusableForm):
    reason = TextAreaField(
        _l("Why not?"),
        description=_l("Who proposed it reads this."),
        filters=[trimmed],
        validators=[filled(_l("Write why not")), at_most(600), no_control_characters],
    )
