"""Who asks for a place, as the organiser sees it."""

from dataclasses import dataclass
from functools import cached_property

from ... import formats
from ...events.models import Event
from ...i18n import _, ngettext
from ..pages import people_text
from ..staff_pages import contact_of
from . import queries


@dataclass(frozen=True)
class Asker:
    """One line of the list."""

    id: int
    name: str
    contact: str
    people: str
    needs: str
    since: str
    is_chosen: bool


@dataclass(frozen=True)
class ApprovalPage:
    """Everybody who waits for an answer, and how many places there are."""

    event: Event
    chosen: list[int]
    nobody: bool  # a button was pressed, and nobody was chosen

    @cached_property
    def rows(self) -> list[Asker]:
        return [
            Asker(
                id=each.id,
                name=each.name,
                contact=contact_of(each),
                people=people_text(each.people),
                needs=each.needs,
                since=formats.format_day_without_year(each.signed_up_at),
                is_chosen=each.id in self.chosen,
            )
            for each in queries.who_asks(self.event.id)
        ]

    @property
    def places(self) -> str:
        """What a yes leads to."""
        left = self.event.places_left
        if left is None:
            return _("There is no limit: who gets a yes has a place.")
        if left == 0:
            return _("It is full: who gets a yes comes on the waiting list.")
        return ngettext("There is %(num)s place left.", "There are %(num)s places left.", left)
