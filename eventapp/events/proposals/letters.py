"""Letters to who proposes an event, and to who decides about it."""

from typing import Any

from ...accounts.models import Account
from ...i18n import DEFAULT
from ...mail.drafts import Draft
from .models import Proposal

RECEIVED, PUBLISHED, DECLINED = "proposal-received", "proposal-published", "proposal-declined"


def about(proposal: Proposal) -> str:
    return f"proposal/{proposal.id}"


def draft(kind: str, proposal: Proposal, **more: Any) -> Draft:
    """To who proposed it, in their language."""
    return Draft(
        key=f"{about(proposal)}/{kind}",
        kind=kind,
        about=about(proposal),
        language=proposal.language,
        to_address=proposal.email,
        facts={"name": proposal.name, **more},
    )


def word_to(account: Account, proposal: Proposal) -> Draft:
    """To an administrator: there is something to look at."""
    return Draft(
        key=f"{about(proposal)}/staff-proposal/{account.id}",
        kind="staff-proposal",
        about=about(proposal),
        language=DEFAULT,
        to_address=account.email,
        facts={"name": account.name},
    )
