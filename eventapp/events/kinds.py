"""How events of each kind usually go: what a new one begins with."""

from datetime import time, timedelta
from typing import NamedTuple

from babel.numbers import format_decimal

from ..i18n import _, current_language, ngettext
from .models import Kind


class Usual(NamedTuple):
    """What an organiser finds filled in, and may change."""

    starts: time
    lasts: timedelta
    capacity: int | None  # None: as many as come
    party_size_max: int = 5
    waiting_list: bool = True
    drop_in: bool = False
    asks_needs: bool = True  # what somebody needs to take part: of use only to who prepares for it
    follow_up: bool = False  # afterwards people are asked whom they want to meet again


USUAL = {
    Kind.NETWORK_MEETING: Usual(time(19), timedelta(hours=2, minutes=30), 40, follow_up=True),
    Kind.FIT_AND_HEALTHY: Usual(time(11), timedelta(hours=4), None, party_size_max=10, drop_in=True),
    Kind.FESTIVAL: Usual(time(12), timedelta(hours=5), 200, party_size_max=10, follow_up=True),
    Kind.DIALOGUE: Usual(time(19, 30), timedelta(hours=2), 16, follow_up=True),
    Kind.WALK: Usual(time(10), timedelta(hours=1, minutes=30), 20),
    Kind.CAFE: Usual(time(14), timedelta(hours=3), None, drop_in=True),
    Kind.WEBINAR: Usual(time(20), timedelta(hours=1), 100, party_size_max=1),
    Kind.TRAINING: Usual(time(9, 30), timedelta(hours=6), 12, party_size_max=2),
}


def what_it_is(kind: Kind) -> str:
    """A kind in one sentence."""
    return {
        Kind.NETWORK_MEETING: _("Members meet each other around a theme."),
        Kind.FIT_AND_HEALTHY: _("People drop in at tables for a talk or a test."),
        Kind.FESTIVAL: _("A day full of activities and a market."),
        Kind.DIALOGUE: _("A small group talks in peace."),
        Kind.WALK: _("Walking and talking together outside."),
        Kind.CAFE: _("People drop in for coffee and company."),
        Kind.WEBINAR: _("Watching online and asking questions."),
        Kind.TRAINING: _("Learning together, with a certificate at the end."),
    }[kind]


def how_it_goes(kind: Kind) -> list[str]:
    """How long it lasts, and how people get in: "2,5 uur", "40 plekken"."""
    usual = USUAL[kind]
    hours = usual.lasts / timedelta(hours=1)
    told = format_decimal(hours, locale=current_language().code)
    lasts = ngettext("%(hours)s hour", "%(hours)s hours", 1 if hours == 1 else 2, hours=told)
    if usual.capacity is None:
        return [lasts, _("People may drop in")]
    return [lasts, ngettext("%(num)s place", "%(num)s places", usual.capacity)]
