"""The sign-up form, as somebody fills it in."""

import re
from collections.abc import Callable

from eventapp import tokens

from .load import Unexpected, Visit, get, post

HIDDEN = re.compile(r'<input\b(?=[^>]*\btype="hidden")[^>]*>')
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')


def hidden_fields(text: str) -> dict[str, str]:
    """What the form brings along unseen."""
    fields = (dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(text))
    return {field["name"]: field.get("value", "") for field in fields if "name" in field}


def answers() -> dict[str, str]:
    """What somebody new types."""
    return {"name": "Fatima", "reach": "email", "email": f"{tokens.new_token().lower()}@voorbeeld.nl", "people": "1"}


def signing_up(slug: str, *, port: int, tickets: list[str] | None = None) -> Callable[[], Visit]:
    """Visits that fetch the form, fill it in and send it, each as another person."""
    path, host = f"/agenda/{slug}/aanmelden", f"127.0.0.1:{port}"
    request = get(path, host=host)

    def visit() -> Visit:
        form = (yield request).expect(200)
        sent = yield post(path, hidden_fields(form.text) | answers(), host=host)
        if not sent.expect(303).location.startswith("/mijn/"):
            raise Unexpected(f"303 to {sent.location!r}")
        if tickets is not None:
            tickets.append(sent.location)

    return visit
