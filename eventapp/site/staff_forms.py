"""What a browser of an administrator may send us about the texts of the service."""

from wtforms import TextAreaField

from ..fields import RefusableForm, at_most, no_control_characters, trimmed
from ..i18n import _l


class TextForm(RefusableForm):
    """The words of one page in one language."""

    text = TextAreaField(
        _l("Text"),
        description=_l("An empty line makes a new paragraph. ## makes a heading, **two stars** make words bold."),
        filters=[trimmed],
        validators=[at_most(20_000), no_control_characters],
    )
