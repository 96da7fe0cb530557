"""What staff see of subscriptions: numbers, and the update of a network as it will be; never who reads it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .. import formats
from ..events.pages import all_choices
from ..i18n import DEFAULT
from ..mail.models import Letter
from ..mail.sheets import Enclosures
from ..mail.writing import Words, write
from ..organisations.models import Network
from . import letters, pages, queries, rules
from .forms import RHYTHMS
from .models import NetworkUpdate, Rhythm
from .rules import Asked, Wanted

MOST_LINES = 200
LETTER_ID = 1  # of a letter that is only looked at


class ChoiceLine(NamedTuple):
    """How many chose the same."""

    chosen: list[pages.Chosen]
    rhythm: str
    number: int


@dataclass(frozen=True)
class NumbersPage:
    readers: int
    waiting: int
    lines: list[ChoiceLine]


@dataclass(frozen=True)
class UpdatePage:
    """The next update of a network."""

    readers: int
    goes: str  # on which day
    waits: bool
    events: int


def numbers_page() -> NumbersPage:
    choices = all_choices()
    readers, waiting = queries.count_all()
    lines = [
        ChoiceLine(pages.in_words(Wanted.from_text(wanted), choices), str(RHYTHMS[Rhythm(rhythm)]), number)
        for (wanted, rhythm), number in queries.count_by_choice().items()
    ]
    return NumbersPage(readers, waiting, lines[:MOST_LINES])


def current_update(network_id: int, *, now: datetime) -> NetworkUpdate | None:
    """What was written for an update that did not go yet."""
    update = queries.network_update(network_id)
    return update if update and (update.held or update.moment > now) else None


def update_page(network: Network, *, now: datetime) -> UpdatePage:
    update = current_update(network.id, now=now)
    moment = rules.next_update(now)
    return UpdatePage(
        readers=queries.count_readers_of(network.slug),
        goes=f"{formats.format_day(moment)}, {formats.format_hour(moment)}",
        waits=bool(update and update.held),
        events=len(_entries(network, now=now)),
    )


def preview(network: Network, *, now: datetime) -> Words:
    """The update as its readers would get it now, with everything that went out two weeks ago left out."""
    update = current_update(network.id, now=now)
    said = [{"name": network.name, "text": update.text}] if update and update.text else []
    nobody = Asked(0, "{}", Rhythm.FORTNIGHTLY, now, DEFAULT, 0, "", "...", "...")
    draft = letters.digest(nobody, _entries(network, now=now), said=said, update=network.name)
    letter = Letter(**vars(draft), id=LETTER_ID, message_id="", written_at=now)
    return write(letter, Enclosures())


def _entries(network: Network, *, now: datetime) -> list[rules.Entry]:
    since = rules.fortnightly_moment(now) - rules.TIME_TO_MEND
    news = queries.news_of_network(network.slug, since=since, now=now)
    dates_of = queries.dates_of_series({each.series_id for each in news if each.series_id}, until=now, now=now)
    return rules.entries_for(news, told=(), known_series=(), dates_of=dates_of)
