"""Who comes, as it was said: plain values on their way to a row."""

from dataclasses import dataclass

from .models import Reach, Registration


@dataclass(frozen=True)
class Party:
    """A person, or several who come together, and how they hear from us."""

    name: str
    reach: Reach
    email: str = ""
    phone: str = ""
    people: int = 1
    needs: str = ""
    language: str = "nl"

    def is_of(self, registration: Registration) -> bool:
        """Whether this was said for that registration; the language of the page is no answer."""
        said = {name: value for name, value in vars(self).items() if name != "language"}
        return all(getattr(registration, name) == value for name, value in said.items())
