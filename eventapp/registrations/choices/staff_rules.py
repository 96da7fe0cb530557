"""When the answer to a change of the programme is no, because of what people chose."""

from ...errors import Refusal
from ...i18n import _, _l, ngettext


class TwoAtOnceForSome(Refusal):
    """At the new hour some would be in two rooms."""

    message = _l("Some people would be in two places at once.")
    reason = "two-at-once-for-some"

    def __init__(self, parties: int) -> None:
        super().__init__()
        self.message = ngettext(
            "%(num)s sign-up is for something else at that hour as well. Choose another hour, or look at who comes to "
            "what and choose something else for them first.",
            "%(num)s sign-ups are for something else at that hour as well. Choose another hour, or look at who comes "
            "to what and choose something else for them first.",
            parties,
        )


class TooSmallForWhoWaits(Refusal):
    """A party that never fits would hold up everybody behind it."""

    message = _l("There are too few places for who waits.")
    reason = "too-small-for-who-waits"

    def __init__(self, people: int) -> None:
        super().__init__()
        self.message = _(
            "A party of %(people)s waits for this, and would never fit. Give it at least %(people)s places, or choose "
            "something else for them first.",
            people=people,
        )
