"""Who holds the secret link of a sign-up."""

from functools import wraps

from flask import abort, make_response

from ..web import private
from . import queries


def for_the_holder(view):
    """This page is for whoever has its secret link; the view gets the registration."""

    @wraps(view)
    def with_registration(key: str, **values: int):
        return private(make_response(view(queries.registration_by_key(key) or abort(404), **values)))

    with_registration.guard = "holder"  # type: ignore[attr-defined]
    return with_registration
