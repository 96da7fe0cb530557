"""What organisers may not do with invitations."""

from ...errors import Refusal
from ...i18n import _l
from .models import Invitation

MOST_AT_ONCE = 1_000


class AnsweredAlready(Refusal):
    """What was answered with yes is a sign-up, and is taken off the list there."""

    message = _l("This person comes. Take the sign-up off the list first.")
    reason = "answered-already"


class OnlyMembersInvited(Refusal):
    """To what is for members, members are invited."""

    message = _l("This event is only for members. You cannot invite others.")
    reason = "only-members-invited"


class TooMany(Refusal):
    message = _l("Invite at most 1000 people at once.")
    reason = "too-many"


def check_can_be_withdrawn(invitation: Invitation) -> None:
    if invitation.comes:
        raise AnsweredAlready
