"""Until when people may say what they seek and offer, and what they had better not write."""

import re
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from ... import formats
from ...errors import Refusal
from ...events.models import Event, Precision, Status
from ...folding import fold
from ...i18n import _l

MOST_SOUGHT, MOST_OFFERED, MOST_THEMES = 2, 3, 3
CAPS = (1, 2, 3, 5)
MOST_OF_AN_ORGANISATION = 9
LONGEST_SENTENCE = 300
FORM_CLOSES = 4  # days after the event
ERASED_AFTER = timedelta(days=70)
MORNING = time(9)

DATE = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b")
PHONE = re.compile(r"(?:\d[\s().-]{0,2}){8,}|\+\d[\d\s().-]{7,}")
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}|https?://|www\.", re.IGNORECASE)
# Beginnings of words that tell of somebody's health, in the languages of the site and as fold() writes them.
HEALTH = re.compile(
    r"\b(?:ziek|diagnose|depress|burn ?-?out|kanker|diabet|suikerziek|angststoornis|psychos|psychot|autis|adhd|ptss|"
    r"dement|alzheimer|reuma|hartfalen|longziek|copd|versla[av]|medicijn|medicat|chemo|handicap|therap|ggz|"
    r"illness|disease|cancer|anxiety|addict|dementia|medicine|hastal|kanser|seker hast|bagiml|ilac|bunalim|"
    r"سرطان|مرض|مريض|اكتئاب|سكري|دواء|ادمان)"
)


class Remark(StrEnum):
    """What somebody had better not write to people they do not know yet."""

    PHONE = "phone"
    ADDRESS = "address"
    HEALTH = "health"


class NoMeeting(Refusal):
    """At this event nobody is introduced, or the time for it is over."""

    message = _l("You can no longer fill this in for this event.")
    reason = "no-meeting"


def moment_after(event: Event, days: int, at: time = MORNING) -> datetime:
    """So many days after the last day of the event, at this hour in Utrecht."""
    day = formats.local(event.ends_at).date() + timedelta(days=days)
    return formats.from_local(day, at).astimezone(UTC)


def closes_at(event: Event) -> datetime:
    """When nobody can fill in the form any more: at the end of the fourth day."""
    return moment_after(event, FORM_CLOSES + 1, time(0))


def erased_at(event: Event) -> datetime:
    """When nothing is kept any more of who was introduced to whom."""
    return event.ends_at + ERASED_AFTER


def is_open(event: Event, *, now: datetime) -> bool:
    """Whether people may say whom they would like to meet."""
    takes_place = event.status == Status.PUBLISHED and event.precision == Precision.DAY and not event.private
    return event.meet and takes_place and now < closes_at(event)


def check_open(event: Event, *, now: datetime) -> None:
    if not is_open(event, now=now):
        raise NoMeeting


def remarks_on(sentence: str) -> list[Remark]:
    """What stands in a sentence that is better left out; its writer is told, and nobody else."""
    found = {Remark.PHONE: PHONE.search(DATE.sub("", sentence)), Remark.ADDRESS: ADDRESS.search(sentence)}
    found[Remark.HEALTH] = HEALTH.search(fold(sentence))
    return [remark for remark, match in found.items() if match]
