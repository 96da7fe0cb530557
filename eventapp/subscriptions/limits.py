"""How often somebody may ask for letters."""

from flask import request

PER_NETWORK = "30 per minute; 200 per hour"
PER_ADDRESS = "5 per hour"


def typed_address() -> str:
    return request.form.get("email", "").strip().lower()[:254]


def no_address_typed() -> bool:
    return not typed_address()
