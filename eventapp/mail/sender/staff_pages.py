"""What receivers can look up about our sender, as plain values."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from config import Settings

from ...i18n import _, _l
from .dkim import judge_dkim
from .dmarc import judge_dmarc
from .rules import Finding, LookUp, Record, State, domain_of_sender
from .spf import judge_spf
from .staff_words import words_of

BADGES = {
    State.GOOD: (_l("Good"), "ok"),
    State.UNKNOWN: (_l("Could not look"), "plain"),
    State.WEAK: (_l("Can be better"), "warn"),
    State.MISSING: (_l("Missing"), "bad"),
    State.WRONG: (_l("Wrong"), "bad"),
}


@dataclass(frozen=True)
class Check:
    """One of the three, judged."""

    key: str
    title: str
    about: str
    badge: tuple[str, str]
    words: list[str]  # the worst first
    name: str
    records: tuple[str, ...]
    to_add: Record | None


@dataclass(frozen=True)
class SenderPage:
    """The sender, and what was found about it; nothing before somebody pressed the button."""

    address: str
    domain: str
    relay: str
    selector: str
    checks: list[Check]

    @property
    def something_to_add(self) -> bool:
        return any(check.to_add for check in self.checks)


def sender_page(settings: Settings, *, look_up: LookUp | None = None) -> SenderPage:
    domain = domain_of_sender(settings.mail_from)
    relay = (urlsplit(settings.smtp_url).hostname or "") if settings.smtp_url else ""
    checks = []
    if look_up and domain:
        checks = [
            _check("spf", _("Who may send your mail"), judge_spf(domain, relay=relay, look_up=look_up)),
            _check(
                "dkim",
                _("The seal on your mail"),
                judge_dkim(domain, selector=settings.dkim_selector, look_up=look_up),
            ),
            _check("dmarc", _("What happens with mail of swindlers"), judge_dmarc(domain, look_up=look_up)),
        ]
    return SenderPage(settings.mail_from, domain, relay, settings.dkim_selector, checks)


def _check(key: str, about: str, found: Finding) -> Check:
    text, tone = BADGES[found.state]
    return Check(
        key=key,
        title=key.upper(),
        about=about,
        badge=(str(text), tone),
        words=[words_of(remark) for remark in found.remarks],
        name=found.name,
        records=found.records,
        to_add=found.to_add,
    )
