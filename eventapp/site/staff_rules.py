"""What a text of the service may and must hold."""

import re

from ..errors import Refusal
from ..i18n import _l

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = ("phone", "email", "days", "authority")
MUST_HOLD = {
    "privacy": ("phone", "email", "days", "authority"),  # what the law asks, or what the service itself decides
    "accessibility": ("phone", "email"),
    "contact": ("phone", "email"),
}


class UnknownPlaceholder(Refusal):
    """What nobody fills in would stand on the page with its braces."""

    reason = "unknown-placeholder"

    def __init__(self, name: str) -> None:
        super().__init__()
        known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
        self.message = _l("We cannot fill in %(name)s. You can use %(known)s.", name=f"{{{name}}}", known=known)


class MissingPlaceholder(Refusal):
    """The page must tell this, whatever its words are."""

    reason = "missing-placeholder"

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        missing = ", ".join(f"{{{name}}}" for name in names)
        self.message = _l("This must be in the text too: %(missing)s.", missing=missing)


class WrittenMeanwhile(Refusal):
    """Two people wrote the first text of their own for one page."""

    message = _l("Somebody else saved this text a moment ago. Look at it in another window first.")
    reason = "written-meanwhile"


def check_text(key: str, text: str) -> None:
    """Refuse a text with a placeholder that nobody fills in, or without one that must be there."""
    used = PLACEHOLDER.findall(text)
    for name in used:
        if name not in PLACEHOLDERS:
            raise UnknownPlaceholder(name[:40])
    if missing := [name for name in MUST_HOLD[key] if name not in used]:
        raise MissingPlaceholder(missing)
