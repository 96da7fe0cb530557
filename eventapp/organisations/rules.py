"""Who of the staff may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..errors import Refusal
from ..i18n import _l


class NotYourself(Refusal):
    """Who locks themselves out finds nobody to let them in."""

    message = _l("You cannot stop your own account. Ask another administrator.")
    reason = "not-yourself"


class Role(StrEnum):
    ORGANISER = "organiser"  # makes events and knows who comes
    VIEWER = "viewer"  # sees figures, and no names


@dataclass(frozen=True)
class Staff:
    """Who is signed in, as plain values: the teams are organisations' ids."""

    account_id: int
    name: str
    email: str
    is_administrator: bool
    teams: dict[int, Role]

    @property
    def organises_for(self) -> list[int]:
        return [organisation for organisation, role in self.teams.items() if role == Role.ORGANISER]


def may_organise(staff: Staff, organisations: Iterable[int]) -> bool:
    """Change an event of these organisations, and see who comes: its organisers, and administrators."""
    return staff.is_administrator or any(staff.teams.get(each) == Role.ORGANISER for each in organisations)


def may_view(staff: Staff, organisations: Iterable[int]) -> bool:
    """See the figures of an event of these organisations: everybody in a team of one of them."""
    return staff.is_administrator or any(each in staff.teams for each in organisations)
