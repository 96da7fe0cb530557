"""What somebody wants to hear of, when that is told, and what counts as news."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from .. import formats
from ..errors import Refusal
from ..i18n import _l
from ..registrations.offers.rules import is_day
from .models import Rhythm

TIME_TO_MEND = timedelta(minutes=30)  # an event that was published by mistake is told to nobody
THURSDAY, HOUR = 3, time(10)  # of the weekly letter, by the clock on the wall
FIRST_UPDATE = date(
    2027, 1, 14
)  # each second Thursday counted from here; by ISO weeks 53 and 1 would follow each other
UNCONFIRMED_FOR = timedelta(days=7)
LETTERS_KEPT = timedelta(days=30)
MOST_WAITING = 5  # requests of one address that were not confirmed: nobody fills a mailbox with our letters
MOST_SHOWN = 15  # in one letter; of the others it tells how many there are
MOST_DATES = 4  # of a series, after the first


class TooOld(Refusal):
    """The link does not lead to anything any more."""

    message = _l("This link does not work any more. Ask for the letters again.")
    reason = "too-old"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to hear of, as codes; of what is empty, everything."""

    themes: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The same choice is the same text."""
        chosen = {name: sorted(set(codes)) for name, codes in asdict(self).items() if codes}
        return json.dumps(chosen, sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Wanted":
        return cls(**{name: tuple(codes) for name, codes in json.loads(text).items()})

    @property
    def only_network(self) -> str:
        """The network of which this is everything, and nothing else."""
        return self.networks[0] if len(self.networks) == 1 and self == Wanted(networks=self.networks) else ""

    def matches(self, news: "News") -> bool:
        """Whether an event has one of what was chosen, of everything in which something was chosen."""
        return all(
            not chosen or not set(chosen).isdisjoint(has)
            for chosen, has in (
                (self.themes, news.themes),
                (self.neighbourhoods, news.neighbourhoods),
                (self.kinds, news.kinds),
                (self.organisations, news.organisations),
                (self.networks, news.networks),
                (self.languages, news.languages),
            )
        )


@dataclass(frozen=True)
class News:
    """An event that can be told of."""

    id: int
    listed_at: datetime
    starts_at: datetime
    series_id: int | None = None
    themes: tuple[str, ...] = ()
    neighbourhoods: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict, compare=False)  # as a letter needs them


class Asked(NamedTuple):
    """One choice whose moment has come, with whose it is."""

    id: int
    wanted: str
    rhythm: str
    told_until: datetime
    language: str
    reader_id: int
    email: str
    key: str
    stop_key: str


class Entry(NamedTuple):
    """What a letter tells as one thing: an event, or the next dates of a series."""

    dates: tuple[News, ...]

    @property
    def first(self) -> News:
        return self.dates[0]


def is_quiet(now: datetime) -> bool:
    """Nobody is written to at night."""
    return not is_day(now)


def weekly_moment(now: datetime) -> datetime:
    """The last Thursday at ten by the clock on the wall."""
    return _last_thursday(now, weeks=1)


def fortnightly_moment(now: datetime) -> datetime:
    """The last Thursday at ten on which updates go out."""
    return _last_thursday(now, weeks=2)


def next_update(now: datetime) -> datetime:
    """When updates go out the next time."""
    day = formats.local(fortnightly_moment(now)).date() + timedelta(weeks=2)
    return formats.from_local(day, HOUR).astimezone(UTC)


def _last_thursday(now: datetime, *, weeks: int) -> datetime:
    today = formats.local(now).date()
    day = today - timedelta(days=(today - FIRST_UPDATE).days % (7 * weeks))
    if formats.from_local(day, HOUR) > now:
        day -= timedelta(weeks=weeks)
    return formats.from_local(day, HOUR).astimezone(UTC)


def cutoff(now: datetime) -> datetime:
    """What everybody could see by then may be told."""
    return now - TIME_TO_MEND


def due_before(now: datetime, *, last_listed: datetime | None) -> dict[Rhythm, datetime]:
    """Per rhythm: who was told until before this gets a letter now, if there is something to tell."""
    due = {
        Rhythm.WEEKLY: cutoff(weekly_moment(now)),
        Rhythm.FORTNIGHTLY: cutoff(fortnightly_moment(now)),
    }
    return due | ({Rhythm.AT_ONCE: last_listed} if last_listed else {})


def update_of(asked: Asked) -> str:
    """The network of which somebody reads the update with this choice; nothing where it is another choice."""
    return Wanted.from_text(asked.wanted).only_network if asked.rhythm == Rhythm.FORTNIGHTLY else ""


def says_of(asked: Asked, *, moment: datetime, held: bool, now: datetime) -> bool:
    """Whether what the keepers of a network wrote for the update of this moment is still to be said to a reader."""
    return not held and moment <= now and asked.told_until < cutoff(moment)


def entries_for(
    chosen: Iterable[News],
    *,
    told: Collection[int],
    known_series: Collection[int],
    dates_of: dict[int, list[News]],
) -> list[Entry]:
    """What is news to a reader, the first one first.

    A series is one thing: who knows of a date that is still to come finds the others beside it, and hears of the
    series again only when all dates that they were told of are over.
    """
    entries: dict[tuple[str, int], Entry] = {}
    for news in chosen:
        if news.id in told or news.series_id in known_series:
            continue
        if news.series_id is None:
            entries["event", news.id] = Entry((news,))
        else:
            entries["series", news.series_id] = Entry(tuple(dates_of[news.series_id]))
    return sorted(entries.values(), key=lambda entry: (entry.first.starts_at, entry.first.id))
