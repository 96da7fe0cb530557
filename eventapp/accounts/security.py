"""Signing in, with Flask-Security: password or passkey, second factor, recovery codes, reset by mail.

Its pages are ours (templates/security), its letters go through our outbox, its changes through our transaction().
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from flask import Flask, Request, Response, redirect, render_template, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_security import MailUtil, RoleMixin, Security, SQLAlchemyUserDatastore

from .. import clock, i18n
from ..database import db, transaction
from ..mail.actions import post
from ..web import CONTENT_SECURITY_POLICY, limiter
from . import letters
from .models import Account, Passkey

STAFF_PATHS = ("/organiseren", "/beheer")
STAFF_LANGUAGES = ("nl", "en")
TRIES = "20 per 10 minutes"

LETTERS = {
    "reset_instructions": "staff-reset",
    "reset_notice": "staff-password-changed",
    "change_notice": "staff-password-changed",
}
LINK_WORKS = timedelta(days=3)  # of an invitation, and for a new password

SETTINGS: dict[str, Any] = {
    "URL_PREFIX": "/organiseren",
    "LOGIN_URL": "/inloggen",
    "LOGOUT_URL": "/uitloggen",
    "RESET_URL": "/wachtwoord-vergeten",
    "CHANGE_URL": "/wachtwoord",
    "VERIFY_URL": "/nog-eens",
    "TWO_FACTOR_SETUP_URL": "/tweede-stap",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/code",
    "TWO_FACTOR_SELECT_URL": "/kies-tweede-stap",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/herstelcodes",
    "MULTI_FACTOR_RECOVERY_URL": "/herstelcode",
    "WAN_REGISTER_URL": "/toegangssleutel",
    "WAN_SIGNIN_URL": "/met-toegangssleutel",
    "WAN_DELETE_URL": "/toegangssleutel-weg",
    "WAN_VERIFY_URL": "/nog-eens-met-sleutel",
    "POST_LOGIN_VIEW": "organise.home",
    "POST_LOGOUT_VIEW": "security.login",
    "POST_RESET_VIEW": "security.login",
    "POST_CHANGE_VIEW": "organise.account",
    "TWO_FACTOR_POST_SETUP_VIEW": "security.mf_recovery_codes",
    "WAN_POST_REGISTER_VIEW": "organise.account",
    "JOIN_USER_ROLES": False,
    "RECOVERABLE": True,
    "RESET_PASSWORD_WITHIN": LINK_WORKS,
    "CHANGEABLE": True,
    "RETURN_GENERIC_RESPONSES": True,  # nobody learns from an answer who has an account
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_LENGTH_MIN": 12,
    "PASSWORD_NORMALIZE_FORM": "NFKD",
    "DEFAULT_REMEMBER_ME": False,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_ALWAYS_VALIDATE": True,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "WEBAUTHN": True,
    "WAN_ALLOW_AS_FIRST_FACTOR": True,
    "WAN_ALLOW_AS_MULTI_FACTOR": True,
    "WAN_ALLOW_USER_HINTS": False,
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    "USE_VERIFY_PASSWORD_CACHE": False,
    "FLASH_MESSAGES": True,
    "I18N_DIRNAME": [str(Path(__file__).parent.parent / "translations")],
}


def is_for_staff(path: str) -> bool:
    return path.startswith(STAFF_PATHS)


class StaffSessions(SecureCookieSessionInterface):
    """Only organisers' pages have a session: whoever reads or signs up is never recognised and gets no cookie."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if is_for_staff(request.path) else SecureCookieSession()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if is_for_staff(request.path):
            super().save_session(app, session, response)


class AccountStore(SQLAlchemyUserDatastore):
    """Flask-Security's changes wait for the end of the transaction around its view."""

    def commit(self) -> None:
        db.session.flush()


class OutboxMail(MailUtil):
    """What Flask-Security wants to mail becomes a letter of ours, in the same transaction."""

    def send_mail(self, template: str, *parts: Any, **context: Any) -> None:
        account, kind = context["user"], LETTERS[template.rpartition("/")[2]]
        language = i18n.current_language().code
        token = context.get("reset_token", "")
        post(letters.draft(kind, account, token=token, language=language), now=clock.now())


def rendered(template: str, **context: Any) -> Any:
    """A page of Flask-Security; a form that was refused goes back as everywhere, with 422."""
    forms = (value for name, value in context.items() if name.endswith("form"))
    page = render_template(template, **context)
    refused = request.method == "POST" and any(getattr(form, "errors", None) for form in forms)
    return (page, 422) if refused else page


def wrapped(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view of Flask-Security, in a language of staff; what it changes is one transaction."""

    @wraps(view)
    def whole(*args: Any, **kwargs: Any) -> Any:
        if i18n.current_language().code not in STAFF_LANGUAGES:
            return redirect(request.full_path.rstrip("?"))  # without a language before it, it is the Dutch page
        if request.method == "GET":
            return view(*args, **kwargs)
        with transaction():
            return view(*args, **kwargs)

    return whole


def allow_passkey_script(response: Response) -> Response:
    """Passkeys are the one thing of signing in that needs a script, which is our own."""
    if (request.endpoint or "").startswith("security.wan_"):
        response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; script-src 'self'"
    return response


def init_app(app: Flask) -> None:
    secure = app.config["SETTINGS"].secure
    app.config.update({f"SECURITY_{name}": value for name, value in SETTINGS.items()})
    app.config.update(
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_TOTP_SECRETS={"1": app.config["SECRET_KEY"]},
        SECURITY_TOTP_ISSUER=app.config["SETTINGS"].site_name,
        SECURITY_WAN_RP_NAME=app.config["SETTINGS"].site_name,
        SECURITY_DATETIME_FACTORY=clock.now,
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.session_interface = StaffSessions()
    app.after_request(allow_passkey_script)
    store = AccountStore(db, Account, RoleMixin, Passkey)
    Security(app, store, mail_util_cls=OutboxMail, render_template=rendered)
    # Nobody signs in by a token, so nobody reads the body of a request to find one.
    app.login_manager.request_loader(lambda request: None)  # type: ignore[attr-defined]
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security.") and endpoint != "security.static":
            guarded = wrapped(limiter.limit(TRIES, methods=["POST"])(view))
            guarded.guard = "signing in"  # type: ignore[attr-defined]
            app.view_functions[endpoint] = guarded
