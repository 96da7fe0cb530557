"""Until when people may answer, and what they are told about their sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from eventapp.connections.profiles.rules import Remark, closes_at, erased_at, is_open, remarks_on
from eventapp.events.models import Event, Precision, Status

EVENING = datetime(2027, 6, 2, 21, tzinfo=UTC)  # 23.00 in Utrecht


def an_event(**given) -> Event:
    values = {"status": Status.PUBLISHED, "precision": Precision.DAY, "private": False, "meet": True}
    return Event(**values | {"starts_at": EVENING - timedelta(hours=3), "ends_at": EVENING} | given)


def test_the_form_closes_at_the_end_of_the_fourth_day(desk):
    assert closes_at(an_event()) == datetime(2027, 6, 6, 22, tzinfo=UTC)  # midnight in Utrecht
    assert is_open(an_event(), now=datetime(2027, 6, 6, 21, 59, tzinfo=UTC))
    assert not is_open(an_event(), now=datetime(2027, 6, 6, 22, tzinfo=UTC))


def test_the_fourth_day_ends_at_midnight_where_the_clock_changes_too(desk):
    saturday = datetime(2027, 10, 28, 20, tzinfo=UTC)

    assert closes_at(an_event(ends_at=saturday)) == datetime(2027, 11, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "given", [{"meet": False}, {"private": True}, {"status": Status.CANCELLED}, {"status": Status.DRAFT}]
)
def test_nobody_is_asked_where_it_does_not_fit(desk, given):
    assert not is_open(an_event(**given), now=EVENING)


def test_everything_goes_on_day_seventy():
    assert erased_at(an_event()) == EVENING + timedelta(days=70)


@pytest.mark.parametrize(
    "sentence, remarks",
    [
        ("Ik wil samen koken met buren. Ik zoek een keuken voor 12 mensen.", []),
        ("Wij zijn op 12-06-2027 en 19/6/2027 open.", []),
        ("Bel mij op 06 12 34 56 78", [Remark.PHONE]),
        ("+31 (0)6 12345678", [Remark.PHONE]),
        ("Mail naar fatima@voorbeeld.nl", [Remark.ADDRESS]),
        ("zie www.voorbeeld.nl", [Remark.ADDRESS]),
        ("Ik heb een Burn-out gehad", [Remark.HEALTH]),
        ("Na mijn dépressie wil ik weer wandelen", [Remark.HEALTH]),
        ("Ik ben depressief", [Remark.HEALTH]),
        ("Kanser oldum", [Remark.HEALTH]),
        ("عندي مرض السكري", [Remark.HEALTH]),
        ("Ziek? Bel 0612345678 of mail a@b.nl", [Remark.PHONE, Remark.ADDRESS, Remark.HEALTH]),
        ("", []),
        ("🌻" * 200, []),
    ],
)
def test_a_writer_is_told_what_is_better_left_out(sentence, remarks):
    assert remarks_on(sentence) == remarks
