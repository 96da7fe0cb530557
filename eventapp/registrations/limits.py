"""How often somebody may press the button of a sign-up."""

from flask import request

# Wide enough for a neighbourhood centre on one line, narrow enough for a program.
PER_NETWORK = "60 per minute; 600 per hour"
PER_ADDRESS = "20 per hour"


def typed_address() -> str:
    return request.form.get("email", "").strip().lower()[:254]


def no_address_typed() -> bool:
    return not typed_address()
