"""What may become of a proposal."""

from datetime import timedelta

from ...errors import Refusal
from ...i18n import _l
from .models import Decision, Proposal

KEPT_AFTER_TELLING = timedelta(days=30)
KEPT_AT_MOST = timedelta(days=365)


class AlreadyDecided(Refusal):
    """Two people looked at the same proposal; the first one decided."""

    message = _l("Somebody else decided about this proposal while you looked.")
    reason = "already-decided"


def check_new(proposal: Proposal) -> None:
    if proposal.status != Decision.NEW:
        raise AlreadyDecided
