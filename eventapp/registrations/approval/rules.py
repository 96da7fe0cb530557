"""When a yes or a no comes too late."""

from ...errors import Refusal
from ...i18n import _, _l
from ..models import Registration, Status


class SignedOffMeanwhile(Refusal):
    """Who does not ask any more gets no place."""

    message = _l("Somebody signed off meanwhile.")
    reason = "signed-off-meanwhile"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.message = _("%(name)s does not ask for a place any more. Nobody got an answer yet.", name=name)


class DecidedOtherwise(Refusal):
    """Somebody said the opposite before."""

    message = _l("Somebody else decided this meanwhile.")
    reason = "decided-otherwise"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.message = _("%(name)s has a place or a turn already. Nobody got an answer yet.", name=name)


def to_approve(chosen: list[Registration]) -> list[Registration]:
    """Who of these still asks; who was let in before is let in once, and who is gone refuses all."""
    for registration in chosen:
        if registration.is_gone:
            raise SignedOffMeanwhile(registration.name)
    return [each for each in chosen if each.status == Status.ASKED]


def to_decline(chosen: list[Registration]) -> list[Registration]:
    """Who of these still asks; who was declined before is declined once, and who was let in refuses all."""
    for registration in chosen:
        if not registration.is_gone and registration.status != Status.ASKED:
            raise DecidedOtherwise(registration.name)
        if registration.is_gone and registration.status != Status.DECLINED:
            raise SignedOffMeanwhile(registration.name)
    return [each for each in chosen if each.status == Status.ASKED]
