"""Who comes, as it was said: plain values on their way to a row."""

from dataclasses import dataclass
from typing import Any

from .models import Reach, Registration


@dataclass(frozen=True)
class Party:
    """A person, or several who come together, and how they hear from us."""

    name: str
    reach: Reach
    email: str = ""
    phone: str = ""
    people: int = 1
    companions: str = ""  # a name on each line
    separate: bool = False  # a ticket each
    needs: str = ""
    language: str = "nl"
    answers: tuple[tuple[int, str], ...] = ()  # the number of each question of the event, and what was said

    @property
    def columns(self) -> dict[str, Any]:
        """What of it stands in the row of a registration."""
        return {name: value for name, value in vars(self).items() if name != "answers"}

    def is_of(self, registration: Registration) -> bool:
        """Whether this was said for that registration; the language of the page is no answer."""
        said = {name: value for name, value in self.columns.items() if name != "language"}
        return all(getattr(registration, name) == value for name, value in said.items()) and self._answered(
            registration
        )

    def _answered(self, registration: Registration) -> bool:
        earlier = {each.question_id: each.value for each in registration.answers if not each.question.removed_at}
        return dict(self.answers) == earlier
