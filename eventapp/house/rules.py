"""Why something that everybody's events share cannot become so."""

from ..errors import Refusal
from ..i18n import _l


class NameTaken(Refusal):
    """Two things with one name cannot be told apart."""

    message = _l("This name is there already. Choose another name.")
    reason = "name-taken"


class StillUsed(Refusal):
    """What events, people or themes belong to does not vanish from under them."""

    message = _l("This cannot go: something belongs to it. Nothing is removed.")
    reason = "still-used"


class SameOne(Refusal):
    """One thing cannot be put together with itself."""

    message = _l("Choose another one than this.")
    reason = "same-one"


class Gone(Refusal):
    """Somebody else removed it while it was on the screen."""

    message = _l("This is gone: somebody removed it a moment ago.")
    reason = "gone"
