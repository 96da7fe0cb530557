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


LEAVING = "leave a network"  # what the key in a letter to a member may be used for


class AlreadyMember(Refusal):
    """An address stands on a list once."""

    message = _l("This address is on the list already.")
    reason = "already-member"


class NameTaken(Refusal):
    """Two of one name cannot be told apart."""

    message = _l("There is one with this name already.")
    reason = "name-taken"


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


def may_keep(staff: Staff, organisation_id: int | None) -> bool:
    """Keep the page and the members of a network of this organisation."""
    return staff.is_administrator or (organisation_id is not None and may_organise(staff, [organisation_id]))


def may_view(staff: Staff, organisations: Iterable[int]) -> bool:
    """See the figures of an event of these organisations: everybody in a team of one of them."""
    return staff.is_administrator or any(each in staff.teams for each in organisations)
