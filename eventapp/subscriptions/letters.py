"""Letters to who asked to hear of new events."""

from collections.abc import Iterable, Sequence
from typing import Any

from .. import tokens
from ..i18n import DEFAULT
from ..mail.drafts import Draft
from .models import Reader, Subscription
from .rules import MOST_DATES, MOST_SHOWN, Asked, Entry, News

CONFIRM, DIGEST = "subscription-confirm", "digest"


def about(reader_id: int) -> str:
    return f"reader/{reader_id}"


def confirm(reader: Reader, subscription: Subscription) -> Draft:
    """Asks whether it was really the owner of the address who wants this."""
    return Draft(
        key=f"subscription/{tokens.fingerprint(subscription.press)[:32]}/confirm",
        kind=CONFIRM,
        about=about(reader.id),
        language=subscription.language,
        to_address=reader.email,
        facts={"key": subscription.key},
    )


def digest(asked: Asked, entries: Sequence[Entry], *, said: Iterable[dict[str, str]] = (), update: str = "") -> Draft:
    """What is new; one event is told once, so the first of them names the letter."""
    first = min((news.id for entry in entries for news in entry.dates), default=0)
    shown = entries[:MOST_SHOWN]
    return Draft(
        key=f"{about(asked.reader_id)}/digest/{first}",
        kind=DIGEST,
        about=about(asked.reader_id),
        language=asked.language,
        to_address=asked.email,
        facts={
            "key": asked.key,
            "stop": asked.stop_key,
            "count": len(entries),
            "entries": [_facts(entry, asked.language) for entry in shown],
            "said": list(said),
            "update": update,
        },
    )


def _facts(entry: Entry, language: str) -> dict[str, Any]:
    facts = {name: value for name, value in entry.first.facts.items() if name != "titles"}
    if title := entry.first.facts["titles"].get(language):
        facts |= {"title": title, "title_in": language}
    else:
        facts["title_in"] = DEFAULT
    more = entry.dates[1 : 1 + MOST_DATES]
    return facts | {"more": [_date(news) for news in more], "dates": len(entry.dates)}


def _date(news: News) -> dict[str, str]:
    return {name: news.facts[name] for name in ("slug", "starts_at", "ends_at")}
