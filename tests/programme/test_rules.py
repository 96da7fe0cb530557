from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.events.models import Event
from eventapp.programme import rules
from eventapp.programme.models import Part, PartKind, Slot
from eventapp.programme.rules import Crowd, Time

UTRECHT = ZoneInfo("Europe/Amsterdam")
TEN = datetime(2027, 6, 23, 8, 0, tzinfo=UTC)  # 10.00 in Utrecht
HOUR = timedelta(hours=1)


def clock(moments: list[datetime]) -> list[str]:
    return [f"{moment.astimezone(UTRECHT):%H.%M}" for moment in moments]


def starts(times: list[Time]) -> list[str]:
    return clock([time.starts_at for time in times])


def an_event(hours: int = 6) -> Event:
    return Event(starts_at=TEN, ends_at=TEN + hours * HOUR)


def a_part(kind: PartKind = PartKind.SESSION, *, at: datetime = TEN, position: int = 1, id: int = 1, **given) -> Part:
    columns = {"title": "Yoga", "starts_at": at, "ends_at": at + HOUR, "for_all": False, "tables": 1} | given
    return Part(id=id, kind=kind, position=position, **columns)


def test_slots_follow_each_other_until_closing_time():
    times = rules.slots_of_station(TEN, TEN + HOUR, 20, 2)

    assert starts(times) == ["10.00", "10.20", "10.40"]
    assert {time.places for time in times} == {2}
    assert times[-1].ends_at == TEN + HOUR


def test_a_slot_that_would_end_after_closing_time_is_none():
    times = rules.slots_of_station(TEN, TEN + HOUR, 7, 1)

    assert len(times) == 8
    assert clock([times[-1].ends_at]) == ["10.56"]


@given(minutes=st.integers(5, 240), length=st.integers(240, 2400), tables=st.integers(1, 50))
def test_slots_are_whole_and_within_the_hours(minutes, length, tables):
    closes = TEN + timedelta(minutes=length)

    times = rules.slots_of_station(TEN, closes, minutes, tables)

    assert times[0].starts_at == TEN
    assert [time.ends_at for time in times[:-1]] == [time.starts_at for time in times[1:]]
    assert {time.ends_at - time.starts_at for time in times} == {timedelta(minutes=minutes)}
    assert timedelta() <= closes - times[-1].ends_at < timedelta(minutes=minutes)


def test_slots_on_the_night_the_clock_goes_back_are_all_there():
    opens = datetime(2027, 10, 31, 1, 0, tzinfo=UTRECHT)
    closes = datetime(2027, 10, 31, 4, 0, tzinfo=UTRECHT)

    times = rules.slots_of_station(opens, closes, 60, 1)

    assert starts(times) == ["01.00", "02.00", "02.00", "03.00"]
    assert len({time.starts_at for time in times}) == 4


@pytest.mark.parametrize(
    "minutes, tables, refusal",
    [
        (4, 1, rules.SlotLength),
        (0, 1, rules.SlotLength),
        (241, 1, rules.SlotLength),
        (10, 0, rules.TablesOutOfRange),
        (10, 51, rules.TablesOutOfRange),
        (61, 1, rules.NoWholeSlot),
    ],
)
def test_a_station_refuses_slots_that_cannot_be(minutes, tables, refusal):
    with pytest.raises(refusal):
        rules.slots_of_station(TEN, TEN + HOUR, minutes, tables)


def test_a_station_has_at_most_five_hundred_slots():
    assert len(rules.slots_of_station(TEN, TEN + 500 * timedelta(minutes=5), 5, 1)) == 500

    with pytest.raises(rules.TooManySlots):
        rules.slots_of_station(TEN, TEN + 501 * timedelta(minutes=5), 5, 1)


def test_only_what_is_chosen_has_slots():
    queue = a_part(PartKind.STATION, slot_minutes=None)
    table = a_part(PartKind.STATION, slot_minutes=30)

    assert rules.slots_of(a_part(), capacity=12) == [Time(TEN, TEN + HOUR, 12)]
    assert rules.slots_of(a_part(for_all=True), capacity=12) == []
    assert rules.slots_of(queue, capacity=None) == []
    assert starts(rules.slots_of(table, capacity=None)) == ["10.00", "10.30"]
    assert rules.slots_of(a_part(PartKind.STAND), capacity=None) == []


@pytest.mark.parametrize(
    "given, refusal",
    [
        ({"title": "  "}, rules.NoTitle),
        ({"at": TEN - timedelta(minutes=1)}, rules.OutsideEvent),
        ({"at": TEN + 6 * HOUR}, rules.OutsideEvent),
        ({"ends_at": TEN + 7 * HOUR}, rules.OutsideEvent),
        ({"ends_at": TEN}, rules.PartEndsBeforeStart),
    ],
)
def test_a_part_is_within_its_event(app, given, refusal):
    with pytest.raises(refusal):
        rules.check_part(a_part(**given), an_event())


def test_a_part_may_last_as_long_as_the_event():
    rules.check_part(a_part(ends_at=TEN + 6 * HOUR), an_event())


def test_sessions_stand_by_their_hour_and_the_others_as_the_organiser_put_them():
    late, early = a_part(at=TEN + HOUR, id=1, position=1), a_part(id=2, position=2)
    second, first = a_part(PartKind.STAND, id=3, position=4), a_part(PartKind.STAND, id=4, position=3, at=TEN + HOUR)

    assert [part.id for part in rules.in_order([late, early, second, first])] == [2, 1, 4, 3]


def test_a_session_changes_places_only_with_one_of_the_same_hour():
    first, second, later = (
        a_part(id=1, position=1),
        a_part(id=2, position=2),
        a_part(id=3, position=3, at=TEN + HOUR),
    )
    parts = [first, second, later]

    assert rules.neighbour(second, parts, step=-1) is first
    assert rules.neighbour(first, parts, step=-1) is None
    assert rules.neighbour(second, parts, step=1) is None


def test_the_largest_crowd_is_of_everything_that_is_at_once():
    times = [
        Time(TEN, TEN + 2 * HOUR, 30),
        Time(TEN + HOUR, TEN + 3 * HOUR, 20),
        Time(TEN + 2 * HOUR, TEN + 4 * HOUR, 15),
        Time(TEN, TEN + 9 * HOUR, None),
    ]

    assert rules.largest_crowd(times) == Crowd(TEN + HOUR, 50)
    assert rules.largest_crowd([]) is None


def test_more_people_than_the_building_holds_must_be_meant():
    both = [Time(TEN, TEN + HOUR, 30), Time(TEN, TEN + HOUR, 21)]

    rules.check_building(both, most_people=51, knowingly=False)
    rules.check_building(both, most_people=None, knowingly=False)
    rules.check_building(both, most_people=50, knowingly=True)
    with pytest.raises(rules.MoreThanTheBuilding):
        rules.check_building(both, most_people=50, knowingly=False)


def test_somebody_chose_it_who_has_a_place_or_a_turn():
    assert not rules.is_chosen([Slot(taken=0, waiting=0)])
    assert rules.is_chosen([Slot(taken=0, waiting=0), Slot(taken=2, waiting=0)])
    assert rules.is_chosen([Slot(taken=0, waiting=1)])


def test_the_programme_goes_along_to_another_day_and_hour(app):
    saturday = (datetime(2027, 10, 30, 10, 0, tzinfo=UTRECHT), datetime(2027, 10, 30, 16, 0, tzinfo=UTRECHT))
    sunday = (datetime(2027, 10, 31, 11, 0, tzinfo=UTRECHT), datetime(2027, 10, 31, 15, 0, tzinfo=UTRECHT))

    by = rules.moved_by(saturday, sunday)

    assert by == timedelta(hours=25)  # on the clock on the wall: that night had an hour more
    assert clock([rules.moved(saturday[0] + HOUR, by)]) == ["12.00"]


def test_the_programme_stays_where_the_event_only_opens_earlier(app):
    assert rules.moved_by((TEN, TEN + HOUR), (TEN - HOUR, TEN + HOUR)) == timedelta()
    assert rules.moved_by((TEN, TEN + HOUR), (TEN, TEN + 2 * HOUR)) == timedelta()
    assert rules.moved_by((TEN, TEN + HOUR), (TEN + HOUR, TEN + 2 * HOUR)) == HOUR
