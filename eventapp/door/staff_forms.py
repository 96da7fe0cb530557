"""What organisers may send us about the door."""

import re

from wtforms import StringField

from ..fields import RefusableForm, at_most, on_one_line, trimmed
from ..i18n import _l

LABEL_LENGTH = 60
PIN = re.compile(r"[0-9]{6}")


class PassForm(RefusableForm):
    """A new door link."""

    label = StringField(
        _l("Which entrance?"),
        description=_l("Only where there are more, for example: Side entrance."),
        filters=[trimmed],
        validators=[at_most(LABEL_LENGTH), on_one_line],
    )
