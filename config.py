"""Every setting, typed, read once at start."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent


class MissingSetting(SystemExit):
    """A setting that has no safe default is absent; its sentence names it and stops the start."""


@dataclass(frozen=True)
class Settings:
    secret_key: str
    base_url: str  # scheme and host, no path; also makes the links in mail
    database_url: str
    smtp_url: str  # empty only in a demo: letters then stay in its mailbox page
    mail_from: str
    bounces_url: str  # where letters that could not be delivered come back; empty: nobody reads them
    dkim_selector: str  # empty where nobody told us: the name of the key that our mail server signs with
    redis_url: str
    timezone: str
    site_name: str
    contact_email: str
    contact_phone: str
    port: int
    web_processes: int
    trusted_proxies: int
    rate_limits: bool
    log_level: str  # a demo keeps quiet, so that its addresses stay on the screen
    demo: bool

    @property
    def secure(self) -> bool:
        """Whether visitors come by https, so that cookies may be tied to it."""
        return self.base_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this machine; stops with a sentence that names what is missing or wrong."""
    env = os.environ if environ is None else environ
    demo = _switch(env, "DEMO", default=False)
    port = _whole_number(env, "PORT", default=8000)
    base_url = env.get("BASE_URL") or (f"http://localhost:{port}" if demo else _required(env, "BASE_URL"))
    database_url = env.get("DATABASE_URL") or f"sqlite:///{ROOT / 'instance' / 'ontmoet.sqlite'}"
    return Settings(
        secret_key=_required(env, "SECRET_KEY"),
        base_url=_address_without_path(base_url),
        database_url=database_url,
        smtp_url=_mail_server(env.get("SMTP_URL", "") if demo else _required(env, "SMTP_URL")),
        mail_from=env.get("MAIL_FROM") or ("ontmoet@voorbeeld.nl" if demo else _required(env, "MAIL_FROM")),
        bounces_url=_mailbox(env.get("BOUNCES_URL", "")),
        dkim_selector=_name_of_key(env.get("DKIM_SELECTOR", "")),
        redis_url=env.get("REDIS_URL", ""),
        timezone=env.get("TIMEZONE") or "Europe/Amsterdam",
        site_name=env.get("SITE_NAME") or "Gezondheidspact Utrecht",
        contact_email=env.get("CONTACT_EMAIL") or "gezondheidspact@utrecht.nl",
        contact_phone=env.get("CONTACT_PHONE") or "14 030",
        port=port,
        web_processes=_whole_number(env, "WEB_PROCESSES", default=1),
        trusted_proxies=_whole_number(env, "TRUSTED_PROXIES", default=0),
        rate_limits=_switch(env, "RATE_LIMITS", default=True),
        log_level=_one_of(
            env, "LOG_LEVEL", ("debug", "info", "warning", "error"), default="warning" if demo else "info"
        ),
        demo=demo,
    )


def _required(env: Mapping[str, str], name: str) -> str:
    if value := env.get(name):
        return value
    raise MissingSetting(f"The setting {name} is missing. Set it in the environment or in a .env file.")


def _whole_number(env: Mapping[str, str], name: str, *, default: int) -> int:
    value = env.get(name) or str(default)
    if not value.isdigit():
        raise MissingSetting(f"The setting {name} must be a whole number, not {value!r}.")
    return int(value)


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name) or ("on" if default else "off")
    if value not in ("on", "off"):
        raise MissingSetting(f"The setting {name} must be 'on' or 'off', not {value!r}.")
    return value == "on"


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...], *, default: str) -> str:
    value = env.get(name) or default
    if value not in choices:
        raise MissingSetting(f"The setting {name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def _mail_server(address: str) -> str:
    if address and (urlsplit(address).scheme not in ("smtp", "smtps") or not urlsplit(address).hostname):
        raise MissingSetting("The setting SMTP_URL must look like smtp://user:password@host:587 or smtps://host.")
    return address


def _mailbox(address: str) -> str:
    parts = urlsplit(address)
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")  # else its password could be overheard
    is_mailbox = (parts.scheme == "imaps" and parts.hostname) or (parts.scheme == "imap" and is_here)
    if address and not is_mailbox and not (parts.scheme == "maildir" and parts.path.strip("/")):
        raise MissingSetting(
            "The setting BOUNCES_URL must look like imaps://user:password@host/INBOX or maildir:///var/mail/bounces."
        )
    return address


def _name_of_key(selector: str) -> str:
    if not re.fullmatch(r"([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?(\.(?=.)|$))*", selector, re.IGNORECASE):
        raise MissingSetting(
            "The setting DKIM_SELECTOR must be the name of a key, such as mail2026: what stands before ._domainkey."
        )
    return selector


def _address_without_path(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise MissingSetting(f"The setting BASE_URL must look like https://agenda.example.org, not {address!r}.")
    return f"{parts.scheme}://{parts.netloc}"
