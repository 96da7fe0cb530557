"""What the pages of subscriptions show, as plain values."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from flask import Response

from ..events.forms import Choices
from ..i18n import LANGUAGES, Said
from ..web import download
from . import queries
from .forms import PARAMETERS, RHYTHMS
from .models import Reader, Rhythm, Subscription
from .rules import Wanted


class Chosen(NamedTuple):
    """What was chosen of one thing."""

    name: str  # which thing, as the form calls it
    names: list[str]


@dataclass(frozen=True)
class SubscriptionShown:
    """One choice in words."""

    id: int
    chosen: list[Chosen]
    rhythm: str
    language: Said

    @property
    def is_everything(self) -> bool:
        return not self.chosen


def shown(subscription: Subscription, choices: Choices) -> SubscriptionShown:
    return SubscriptionShown(
        id=subscription.id,
        chosen=in_words(Wanted.from_text(subscription.wanted), choices),
        rhythm=str(RHYTHMS[Rhythm(subscription.rhythm)]),
        language=Said(LANGUAGES[subscription.language].name, subscription.language),
    )


def in_words(wanted: Wanted, choices: Choices) -> list[Chosen]:
    """What was chosen, as people call it; what is not there any more by its code."""
    found = []
    for field in PARAMETERS:
        names = {choice.code: choice.name for choice in getattr(choices, field)}
        if codes := getattr(wanted, field):
            found.append(Chosen(field, [names.get(code, code) for code in codes]))
    return found


def take_along(reader: Reader) -> Response:
    """What is kept of a reader, as a file that programs read too."""
    facts = json.dumps(queries.reader_facts(reader), ensure_ascii=False, indent=2)
    return download(facts.encode(), name="waarschuw-mij.json", media_type="application/json; charset=utf-8")
