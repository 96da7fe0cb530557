from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from eventapp.database import db, transaction
from eventapp.events import actions
from eventapp.events import staff_rules as rules
from eventapp.events.models import Event
from eventapp.events.staff_rules import Section
from eventapp.organisations.models import AuditNote
from eventapp.registrations import actions as registrations

from ..conftest import NOON
from ..make import make_event, make_organisation, make_registration, make_series, make_theme, make_venue

UTRECHT = ZoneInfo("Europe/Amsterdam")
LATER = datetime(2027, 9, 4, 10, 0, tzinfo=UTRECHT)


def a_full_event(**given) -> Event:
    """An event with something in every section."""
    values = {
        "title": "Samen wandelen",
        "summary": "Kom ook.",
        "description": "Wij lopen een uur.",
        "bring": "Goede schoenen",
        "venue": make_venue(),
        "organisations": [make_organisation()],
        "themes": [make_theme()],
        "aims": ("for_all",),
        "series": make_series(),
        "contact_name": "Samira",
        "capacity": 20,
        "party_size_max": 3,
        "waiting_list": False,
        "cost_cents": 250,
    }
    return make_event(**values | given)


def copy(event: Event, *keep: Section, starts_at: datetime = LATER) -> Event:
    made = actions.copy_event(event.id, keep=set(keep), starts_at=starts_at, staff_id=None, now=NOON)
    db.session.expire_all()
    return db.session.get_one(Event, made.id)


def notes() -> list[tuple[str, str, dict, dict]]:
    found = db.session.scalars(select(AuditNote).order_by(AuditNote.id))
    return [(note.what, note.about, note.before, note.after) for note in found]


def test_a_copy_with_everything_is_alike_but_for_its_day(app):
    event = a_full_event()

    made = copy(event, *Section)

    names = [*rules.ALWAYS, *(name for columns in rules.COLUMNS.values() for name in columns)]
    assert {name: getattr(made, name) for name in names} == {name: getattr(event, name) for name in names}
    assert (made.starts_at, made.ends_at) == (LATER, LATER + timedelta(minutes=90))


def test_a_copy_is_a_draft_with_its_own_address_and_nobody_in_it(app):
    event = a_full_event(known_attendance=12, sequence=4)
    make_registration(event, people=3)

    made = copy(event, *Section)

    assert (made.title, made.slug, made.uid) == (
        "Samen wandelen",
        "samen-wandelen-2027-09-04",
        "samen-wandelen-2027-09-04@localhost",
    )
    assert (made.status, made.taken, made.waiting, made.sequence) == ("draft", 0, 0, 0)
    assert (made.capacity, made.ceiling, made.known_attendance, made.changed_at) == (20, 20, None, NOON)


def test_a_copy_of_only_its_name_has_nothing_else(app):
    made = copy(a_full_event())

    assert (made.summary, made.bring, made.venue, made.series, made.themes, made.aims) == ("", "", None, None, [], ())
    assert (made.contact_name, made.capacity, made.ceiling, made.party_size_max, made.cost_cents) == (
        "",
        None,
        None,
        5,
        0,
    )
    assert [len(made.organisations), made.kind] == [1, "wandeling"]


@pytest.mark.parametrize("section", [section for section in Section if rules.COLUMNS[section]])
def test_a_copy_keeps_only_the_sections_that_are_asked(app, section):
    made = copy(a_full_event(), section)

    shown = {
        Section.TEXTS: made.summary,
        Section.SUBJECTS: made.themes,
        Section.PLACE: made.venue,
        Section.CONTACT: made.contact_name,
        Section.SIGN_UP: made.capacity,
        Section.SERIES: made.series,
    }
    assert [name for name, value in shown.items() if value] == [section]


def test_two_copies_to_one_day_get_an_address_each(app):
    event = a_full_event()

    assert [copy(event).slug, copy(event).slug] == ["samen-wandelen-2027-09-04", "samen-wandelen-2027-09-04-2"]


def test_a_copy_leaves_the_original_as_it_was(app):
    event = a_full_event()
    themes, before = list(event.themes), event.changed_at

    made = copy(event, *Section)
    with transaction():
        made.themes.clear()

    db.session.refresh(event)
    assert (event.themes, event.changed_at, event.status) == (themes, before, "published")


def test_a_copy_to_an_hour_that_does_not_exist_is_refused(app):
    event = a_full_event()

    with pytest.raises(rules.NoSuchHour):
        copy(event, starts_at=datetime(2027, 3, 28, 2, 30, tzinfo=UTRECHT))

    assert db.session.scalar(select(db.func.count(Event.id))) == 1


def test_a_copy_of_what_was_called_off_is_a_draft_without_the_reason(app):
    event = a_full_event(status="cancelled", cancel_reason="Storm")

    made = copy(event, *Section)

    assert (made.status, made.cancel_reason) == ("draft", "")


def test_publishing_shows_the_event_and_is_noted(app):
    event = a_full_event(status="draft")

    actions.publish(event.id, staff_id=None, now=NOON + timedelta(hours=1))
    actions.publish(event.id, staff_id=None, now=NOON + timedelta(hours=2))

    db.session.refresh(event)
    assert (event.status, event.sequence, event.changed_at) == ("published", 1, NOON + timedelta(hours=1))
    assert notes() == [("event.published", f"event/{event.id}", {"status": "draft"}, {"status": "published"})]


def test_publishing_what_lacks_a_place_changes_nothing(app):
    event = a_full_event(status="draft", venue=None)

    with pytest.raises(rules.NotReady):
        actions.publish(event.id, staff_id=None, now=NOON)

    db.session.refresh(event)
    assert (event.status, event.sequence, notes()) == ("draft", 0, [])


def test_what_nobody_signed_up_for_becomes_a_draft_again(app):
    event = a_full_event()

    actions.unpublish(event.id, staff_id=None, now=NOON)

    db.session.refresh(event)
    assert (event.status, [what for what, *_rest in notes()]) == ("draft", ["event.draft"])


def test_what_people_signed_up_for_stays_published(app):
    event = a_full_event()
    registration = make_registration(event)

    with pytest.raises(rules.PeopleSignedUp):
        actions.unpublish(event.id, staff_id=None, now=NOON)
    registrations.cancel(registration.id, now=NOON)

    assert actions.unpublish(event.id, staff_id=None, now=NOON).status == "draft"


def test_copying_is_noted(app):
    event = a_full_event()

    made = copy(event, Section.TEXTS, Section.PLACE)

    assert notes() == [
        ("event.copied", f"event/{made.id}", {}, {"copy_of": event.id, "kept": ["place", "texts"]}),
    ]
