"""Refusal, and what a visitor sees when something fails."""

from datetime import timedelta

from babel.dates import format_timedelta
from flask import Flask, render_template
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from .i18n import _, _l, current_language


class Refusal(Exception):
    """A rule says no: `message` is for the person, `reason` for a program."""

    message = _l("This is not possible.")
    reason = "refused"

    def __str__(self) -> str:
        return str(self.message)


def page_for(status: int) -> tuple[str, str]:
    """The title and the advice of an error page."""
    return {
        400: (_("We do not understand this request"), _("Go back and try again.")),
        403: (_("This page is not for you"), _("You may not see this page. Do you think you should? Call us.")),
        404: (_("We cannot find this page"), _("Maybe the address is wrong. Or the page is gone.")),
        405: (_("This does not work here"), _("Go back and use the button on the page.")),
        413: (_("This is too much at once"), _("Write less, or choose a smaller file.")),
        422: (_("Something is not right yet"), _("Go back and look at your answers once more.")),
        429: (_("A moment please"), _("There were many requests at once. Wait a moment and try again.")),
    }.get(status, (_("Something went wrong on our side"), _("Your data is safe. Try again in a few minutes.")))


def advice_after(wait: timedelta) -> str:
    """What to do when there were more requests than a limit takes in this time."""
    time = format_timedelta(wait, threshold=1.5, locale=current_language().code)
    return _("There were many requests at once. Wait %(time)s and try again.", time=time)


def show_error(status: int, advice: str = "") -> tuple[str, int]:
    title, text = page_for(status)
    return render_template("errors/error.html", status=status, title=title, text=advice or text), status


def init_app(app: Flask) -> None:
    """Give every failure a page in the visitor's language."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException):
        if error.response is not None or error.code is None or error.code < 400:
            return error
        keep = [(name, value) for name, value in error.get_headers() if name in ("Retry-After", "Allow")]
        if isinstance(error, RateLimitExceeded):
            seconds = error.limit.limit.get_expiry()
            body, status = show_error(429, advice_after(timedelta(seconds=seconds)))
            return body, status, [("Retry-After", str(seconds))]
        return *show_error(error.code), keep

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal):
        title, _advice = page_for(422)
        return render_template("errors/error.html", status=422, title=title, text=str(refusal)), 422
