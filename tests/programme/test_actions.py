from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from eventapp.database import db, transaction
from eventapp.events.models import Event
from eventapp.organisations.models import AuditNote
from eventapp.privacy.actions import remove_practice
from eventapp.programme import actions, queries, rules
from eventapp.programme.models import Part, PartKind, Slot
from eventapp.registrations.models import Choice

from ..conftest import NOON
from ..make import make_event, make_organisation, make_part, make_registration, make_session, make_station, make_venue

LATER = NOON + timedelta(hours=1)
HALF_HOUR = timedelta(minutes=30)


def change(part: Part, *, capacity: int | None = None, knowingly: bool = False, **columns: Any) -> actions.Changed:
    return actions.change_part(
        part.id, columns, event_id=part.event_id, capacity=capacity, knowingly=knowingly, staff_id=None, now=LATER
    )


def remove(part: Part) -> None:
    actions.remove_part(part.id, event_id=part.event_id, staff_id=None, now=LATER)


def move(part: Part, step: int) -> None:
    actions.move_part(part.id, step, event_id=part.event_id, staff_id=None, now=LATER)


def slots(part: Part) -> list[tuple[datetime, datetime, int | None]]:
    db.session.expire_all()
    found = db.session.scalars(select(Slot).where(Slot.part_id == part.id).order_by(Slot.starts_at))
    return [(slot.starts_at, slot.ends_at, slot.capacity) for slot in found]


def take(slot: Slot, people: int = 1) -> None:
    """As if so many people chose it."""
    with transaction() as session:
        session.get_one(Slot, slot.id).taken = people


def titles(event: Event) -> list[str]:
    db.session.expire_all()
    return [part.title for part in rules.in_order(queries.parts_of(event.id))]


def notes() -> list[tuple[str, str, dict[str, Any]]]:
    rows = db.session.scalars(select(AuditNote).order_by(AuditNote.id))
    return [(note.what, note.about, note.after) for note in rows]


def test_a_session_has_one_slot_of_its_own_hours(app):
    event = make_event()

    part = make_session(event, title="Yoga", capacity=12)

    assert slots(part) == [(event.starts_at, event.starts_at + HALF_HOUR, 12)]
    assert notes() == [("part.added", f"event/{event.id}", {"part": part.id, "kind": "session"})]


def test_a_session_for_all_has_no_slot(app):
    assert slots(make_session(make_event(), for_all=True)) == []


def test_a_station_has_slots_with_a_place_for_every_table(app):
    event = make_event()

    part = make_station(event, slot_minutes=30, tables=3)

    assert slots(part) == [
        (event.starts_at + n * HALF_HOUR, event.starts_at + (n + 1) * HALF_HOUR, 3) for n in range(3)
    ]


def test_a_queue_and_a_stand_have_no_slots(app):
    event = make_event()

    assert slots(make_station(event, slot_minutes=None)) == []
    assert slots(make_part(event, PartKind.STAND)) == []


def test_what_is_added_makes_the_page_anew_and_leaves_calendars_alone(app):
    event = make_event()

    actions.add_part(
        event.id,
        PartKind.STAND,
        {"title": "Harten voor Sport"},
        staff_id=None,
        now=LATER,
    )

    db.session.expire_all()
    assert (event.changed_at, event.sequence) == (LATER, 0)


def test_nothing_is_added_that_a_rule_refuses(app):
    event = make_event()

    with pytest.raises(rules.OutsideEvent):
        make_session(event, ends_at=event.ends_at + HALF_HOUR)

    assert titles(event) == []
    assert notes() == []


def test_a_programme_has_an_end(app, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PARTS", 2)
    event = make_event()
    make_session(event)

    with pytest.raises(rules.TooManyParts):
        actions.add_stands(event.id, ["Een", "Twee"], staff_id=None, now=LATER)

    make_session(event)
    with pytest.raises(rules.TooManyParts):
        make_session(event)


def test_stands_are_added_at_once_and_find_their_organisation(app):
    event, dock = make_event(), make_organisation(name="DOCK Utrecht")

    stands = actions.add_stands(event.id, ["dock utrecht", "Bakkerij Önder"], staff_id=None, now=LATER)

    assert titles(event) == ["DOCK Utrecht", "Bakkerij Önder"]
    assert [stand.organisation_id for stand in stands] == [dock.id, None]
    assert {(stand.starts_at, stand.ends_at) for stand in stands} == {(event.starts_at, event.ends_at)}


def test_a_session_takes_who_chose_it_along_to_another_hour(app):
    event = make_event()
    part = make_session(event, capacity=12)
    slot = part.slots[0]
    take(slot, 4)

    changed = change(part, capacity=12, starts_at=event.starts_at + HALF_HOUR, ends_at=event.ends_at)

    assert [each.id for each in changed.slots] == [slot.id]
    assert [each.id for each in changed.moved] == [slot.id]
    assert slots(part) == [(event.starts_at + HALF_HOUR, event.ends_at, 12)]
    assert db.session.get_one(Slot, slot.id).taken == 4


def test_a_session_that_becomes_smaller_keeps_who_has_a_place(app):
    part = make_session(make_event(), capacity=12)
    take(part.slots[0], 10)

    changed = change(part, capacity=5)

    slot = changed.slots[0]
    assert (slot.capacity, slot.ceiling, slot.taken) == (5, 10, 10)
    assert changed.moved == []


def test_a_change_is_noted_and_no_change_is_not(app):
    part = make_session(make_event(), title="Yoga", capacity=12)

    change(part, capacity=12, title="Yoga")
    change(part, capacity=12, title="Yoga op een stoel")
    change(part, capacity=14)

    assert [after for what, _about, after in notes() if what == "part.changed"] == [
        {"part": part.id, "kind": "session", "fields": ["title"]},
        {"part": part.id, "kind": "session", "fields": []},
    ]


def test_a_station_keeps_the_slots_that_stay_and_who_chose_them(app):
    event = make_event()
    part = make_station(event, slot_minutes=30)
    first, second, _third = part.slots
    take(second)

    changed = change(part, starts_at=event.starts_at + HALF_HOUR, tables=2)

    assert slots(part) == [(event.starts_at + n * HALF_HOUR, event.starts_at + (n + 1) * HALF_HOUR, 2) for n in (1, 2)]
    assert db.session.get_one(Slot, second.id).taken == 1
    assert db.session.get(Slot, first.id) is None
    assert changed.moved == []


def test_a_station_refuses_to_lose_a_slot_that_somebody_chose(app):
    event = make_event()
    part = make_station(event, slot_minutes=30)
    take(part.slots[0])
    before = slots(part)

    with pytest.raises(rules.PeopleChoseTheseSlots):
        change(part, starts_at=event.starts_at + HALF_HOUR)
    with pytest.raises(rules.PeopleChoseTheseSlots):
        change(part, slot_minutes=None)

    assert slots(part) == before


def test_a_station_with_shorter_slots_keeps_a_moment_that_stays(app):
    event = make_event()
    part = make_station(event, slot_minutes=30)
    take(part.slots[1])

    change(part, slot_minutes=15)

    kept = db.session.scalars(select(Slot).where(Slot.part_id == part.id, Slot.taken == 1)).one()
    assert (kept.starts_at, kept.ends_at) == (event.starts_at + HALF_HOUR, event.starts_at + timedelta(minutes=45))
    assert len(slots(part)) == 6


def test_a_session_that_people_chose_does_not_become_for_all(app):
    part = make_session(make_event())
    take(part.slots[0])

    with pytest.raises(rules.PeopleChoseIt):
        change(part, for_all=True)


def test_what_nobody_chose_can_go(app):
    event = make_event()
    part = make_station(event)

    remove(part)

    assert titles(event) == []
    assert slots(part) == []
    assert notes()[-1] == ("part.removed", f"event/{event.id}", {"part": part.id, "kind": "station"})


@pytest.mark.parametrize("counted", [{"taken": 1}, {"waiting": 1}])
def test_what_people_chose_stays(app, counted):
    event = make_event()
    part = make_session(event, title="Yoga")
    with transaction() as session:
        for name, value in counted.items():
            setattr(session.get_one(Slot, part.slots[0].id), name, value)

    with pytest.raises(rules.PeopleChoseIt):
        remove(part)

    assert titles(event) == ["Yoga"]


def test_a_part_of_another_event_is_not_touched(app):
    part, other = make_session(make_event()), make_event()

    with pytest.raises(rules.NotInTheProgramme):
        actions.remove_part(part.id, event_id=other.id, staff_id=None, now=LATER)
    with pytest.raises(rules.NotInTheProgramme):
        actions.change_part(part.id, {"title": "Anders"}, event_id=other.id, staff_id=None, now=LATER)
    with pytest.raises(rules.NotInTheProgramme):
        actions.move_part(part.id, 1, event_id=other.id, staff_id=None, now=LATER)


def test_a_stand_goes_up_and_down(app):
    event = make_event()
    one, two, three = (make_part(event, PartKind.STAND, title=title) for title in ("Een", "Twee", "Drie"))

    move(three, -1)
    assert titles(event) == ["Een", "Drie", "Twee"]
    move(three, -1)
    move(three, -1)
    assert titles(event) == ["Drie", "Een", "Twee"]
    move(one, 1)
    assert titles(event) == ["Drie", "Twee", "Een"]
    move(two, 1)
    assert titles(event) == ["Drie", "Een", "Twee"]


def test_more_people_than_the_building_holds_is_asked_about(app):
    event = make_event(venue=make_venue(most_people=50))
    make_session(event, capacity=30)
    more = {
        "title": "Lezing",
        "starts_at": event.starts_at,
        "ends_at": event.starts_at + HALF_HOUR,
    }

    with pytest.raises(rules.MoreThanTheBuilding):
        actions.add_part(event.id, PartKind.SESSION, more, capacity=21, staff_id=None, now=LATER)
    actions.add_part(event.id, PartKind.SESSION, more, capacity=20, staff_id=None, now=LATER)
    actions.add_part(event.id, PartKind.SESSION, more, capacity=5, knowingly=True, staff_id=None, now=LATER)

    assert len(titles(event)) == 3


def test_what_is_not_too_full_itself_may_be_changed_beside_what_is(app):
    event = make_event(venue=make_venue(most_people=50))
    make_session(event, capacity=90)
    later = make_session(event, starts_at=event.starts_at + HALF_HOUR, ends_at=event.ends_at, capacity=10)

    change(later, capacity=12)

    assert slots(later) == [(event.starts_at + HALF_HOUR, event.ends_at, 12)]


def test_the_programme_goes_along_with_its_event(app):
    event = make_event()
    station = make_station(event, slot_minutes=30)
    stand = make_part(event, PartKind.STAND)
    before = (event.starts_at, event.ends_at)
    with transaction() as session:
        event = session.get_one(Event, event.id)
        event.starts_at, event.ends_at = event.starts_at + HALF_HOUR, event.ends_at + HALF_HOUR
        actions.follow_event(event, before)

    assert slots(station) == [(before[0] + (n + 1) * HALF_HOUR, before[0] + (n + 2) * HALF_HOUR, 1) for n in range(3)]
    assert (stand.starts_at, stand.ends_at) == (event.starts_at, event.ends_at)


def test_an_event_does_not_close_before_its_programme(app):
    event = make_event()
    make_session(event, starts_at=event.ends_at - HALF_HOUR, ends_at=event.ends_at)
    before = (event.starts_at, event.ends_at)

    with pytest.raises(rules.ProgrammeOutside), transaction() as session:
        event = session.get_one(Event, event.id)
        event.ends_at -= HALF_HOUR
        actions.follow_event(event, before)


def test_no_two_slots_of_a_part_are_at_the_same_moment(app):
    part = make_session(make_event())
    slot = part.slots[0]

    with pytest.raises(IntegrityError), transaction() as session:
        session.add(Slot(event_id=part.event_id, part_id=part.id, starts_at=slot.starts_at, ends_at=slot.ends_at))


def test_a_practice_goes_with_its_programme_and_what_was_chosen(app):
    event = make_event(practice_to="noor@voorbeeld.nl", unlisted=True)
    part = make_session(event)
    registration = make_registration(event)
    with transaction() as session:
        session.add(
            Choice(
                registration_id=registration.id, slot_id=part.slots[0].id, status="confirmed", people=1, chosen_at=NOON
            )
        )

    remove_practice(event.id, staff_id=None, now=LATER)

    assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Part, Slot, Choice)] == [0, 0, 0]
