"""The audit log hears of everything about signing in: who, when and how, never what was typed."""

from typing import Any

from flask import Flask
from flask_security import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
    wan_deleted,
    wan_registered,
)

from .. import clock
from ..accounts.models import Account
from .actions import note

WATCHED = {
    password_changed: "account.password",
    password_reset: "account.password",
    tf_profile_changed: "account.second-step",
    tf_disabled: "account.no-second-step",
    user_failed_authn: "account.failed",
    wan_deleted: "account.no-passkey",
    wan_registered: "account.passkey",
}


def signed_in(_app: Flask, *, user: Account, authn_via: list[str] | None = None, **_more: Any) -> None:
    """Somebody is in, with what `authn_via` says; who chooses a new password is in already."""
    if authn_via and "change" not in authn_via:
        _note(user, "account.signed-in", after={"with": sorted(authn_via)})


def _note(account: Account, what: str, after: dict[str, Any] | None = None) -> None:
    note(account.id, what=what, about=f"account/{account.id}", after=after, now=clock.now())


def _listener(what: str) -> Any:
    def hear(_app: Flask, *, user: Account, **_more: Any) -> None:
        _note(user, what)

    return hear


def init_app(app: Flask) -> None:
    user_authenticated.connect(signed_in, app, weak=False)
    for signal, what in WATCHED.items():
        signal.connect(_listener(what), app, weak=False)
