"""What became of the letters about an event, as its organisers see it."""

from dataclasses import dataclass
from functools import cached_property

from ...events.models import Event
from ...formats import format_moment
from ...i18n import _, ngettext
from ...mail.queries import PAGE, Wanted, count_by_state, hold_of, letters_like
from ...mail.rules import GROUPS
from ...mail.staff_pages import Group, Told, answer_in_words, group_names, told_of
from ...mail.writing import subject_of
from ..letters import within
from ..models import Registration
from . import queries


@dataclass(frozen=True)
class Undelivered:
    """Somebody with letters that did not arrive."""

    registration: Registration
    subjects: list[str]
    answer: str
    email: str


class LettersPage:
    """What did not arrive, by person; and every letter of an event with what became of it."""

    def __init__(self, event: Event, *, group: str = "", address: str = "", number: int = 1) -> None:
        self.event, self.group, self.address, self.number = event, group, address, number
        self._within = within(event.id)

    @cached_property
    def failed(self) -> list[Undelivered]:
        people: dict[int, Undelivered] = {}
        for letter, registration in queries.undelivered_letters(self.event.id):
            first = Undelivered(registration, [], answer_in_words(letter.answer), letter.to_address)
            people.setdefault(registration.id, first).subjects.append(subject_of(letter))
        return list(people.values())

    @cached_property
    def _found(self):
        wanted = Wanted(address=self.address, states=GROUPS[self.group], within=self._within)
        return letters_like(wanted, page=self.number)

    @property
    def lines(self) -> list[Told]:
        return [told_of(letter) for letter in self._found[0]]

    @property
    def last(self) -> int:
        return max(-(-self._found[1] // PAGE), 1)

    @property
    def groups(self) -> list[Group]:
        numbers = count_by_state(Wanted(within=self._within))
        names = group_names()
        return [
            Group(code, names[code], sum(numbers.get(state, 0) for state in states or numbers))
            for code, states in GROUPS.items()
        ]

    @cached_property
    def held(self) -> str:
        """Since when all letters of this event wait, and who said so; nothing where they leave."""
        hold = hold_of(self._within)
        if hold is None:
            return ""
        return _("Since %(when)s, by %(name)s.", when=format_moment(hold.began_at), name=hold.by)

    @property
    def waiting(self) -> str:
        count = queries.count_held(self.event.id)
        return ngettext("%(num)s letter waits.", "%(num)s letters wait.", count) if count else ""


def letters_told(registration: Registration) -> list[Told]:
    """Everything that was written to somebody, with what became of it."""
    return [told_of(letter) for letter in queries.letters_to(registration)]
