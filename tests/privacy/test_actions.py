"""After its retention nothing that leads to a person is left, in any table; figures stay."""

from datetime import timedelta

from sqlalchemy import select

from eventapp.checks import faults
from eventapp.database import db, transaction
from eventapp.door.models import Quarantined
from eventapp.privacy import actions, queries
from eventapp.registrations.actions import send_my_links
from eventapp.registrations.choices.actions import choose
from eventapp.registrations.models import Choice, Registration

from ..conftest import NOON
from ..make import make_event, make_registration, make_session, make_station

SECRETS = ("Fatima", "fatima@voorbeeld.nl", "rolstoel")


def everything() -> str:
    """All that stands in the database, as one text."""
    db.session.rollback()
    return str([db.session.execute(select(table)).all() for table in db.metadata.sorted_tables])


def a_registration(ends_before: timedelta, **given) -> Registration:
    event = make_event(starts_at=NOON + timedelta(hours=1), capacity=5)
    registration = make_registration(
        event,
        name="Fatima",
        email="fatima@voorbeeld.nl",
        needs="een plek voor een rolstoel",
        people=2,
        news=True,
        **given,
    )
    event.starts_at, event.ends_at = NOON - ends_before - timedelta(hours=1), NOON - ends_before
    db.session.commit()
    return registration


def test_after_thirty_days_no_table_holds_the_person(app):
    registration = a_registration(timedelta(days=30))
    send_my_links("fatima@voorbeeld.nl", language="nl", press="x", now=NOON - timedelta(days=60))
    before = everything()
    secrets = (*SECRETS, registration.key, registration.ticket.token, registration.ticket.code)
    assert all(secret in before for secret in secrets)

    assert actions.erase_due(now=NOON) == 1

    after = everything()
    assert [secret for secret in secrets if secret in after] == []


def test_figures_stay_and_still_agree(app):
    registration = a_registration(timedelta(days=30))

    actions.erase_due(now=NOON)

    db.session.refresh(registration)
    assert (registration.people, registration.status, registration.language) == (2, "confirmed", "nl")
    assert registration.event.taken == 2
    assert faults() == []


def test_a_day_less_and_all_is_still_there_but_what_somebody_needed(app):
    registration = a_registration(timedelta(days=29, hours=23))

    assert actions.erase_due(now=NOON) == 0

    db.session.refresh(registration)
    assert (registration.name, registration.needs) == ("Fatima", "")


def test_what_somebody_needs_is_there_on_the_day_itself(app):
    registration = a_registration(timedelta(hours=23))

    actions.erase_due(now=NOON)

    db.session.refresh(registration)
    assert registration.needs == "een plek voor een rolstoel"


def test_erasing_twice_is_erasing_once(app):
    a_registration(timedelta(days=31))

    assert (actions.erase_due(now=NOON), actions.erase_due(now=NOON)) == (1, 0)
    assert queries.due(now=NOON) == []


def test_an_erased_page_is_gone(client):
    registration = a_registration(timedelta(days=31))

    actions.erase_due(now=NOON)

    assert client.get(f"/mijn/{registration.key}").status_code == 404


def test_the_day_after_nobody_knows_who_came_to_a_discreet_station_and_the_figure_stays(app):
    event = make_event(starts_at=NOON + timedelta(hours=1))
    begin = event.starts_at + timedelta(minutes=60)
    talk = make_session(event, starts_at=begin, ends_at=begin + timedelta(minutes=30)).slots[0]
    slot = make_station(event, discreet=True, ends_at=begin).slots[0]
    choose(make_registration(event, people=1).id, [slot.id, talk.id], now=NOON)

    actions.erase_due(now=event.ends_at + timedelta(hours=23))
    assert db.session.query(Choice).count() == 2
    actions.erase_due(now=event.ends_at + timedelta(days=1))

    assert [choice.slot_id for choice in db.session.scalars(select(Choice))] == [talk.id]
    db.session.expire_all()
    assert (slot.taken, talk.taken) == (1, 1)


def test_who_is_erased_leaves_no_choice_and_the_figure_stays(app):
    event = make_event(starts_at=NOON + timedelta(hours=1))
    talk = make_session(event).slots[0]
    choose(make_registration(event, people=3).id, [talk.id], now=NOON)

    actions.erase_due(now=event.ends_at + timedelta(days=30))

    db.session.expire_all()
    assert db.session.scalars(select(Choice)).all() == []
    assert talk.taken == 3
    assert faults() == []


def test_of_a_practice_the_programme_goes_too(app):
    event = make_event(starts_at=NOON + timedelta(hours=1), practice_to="noor@voorbeeld.nl", unlisted=True)
    talk = make_session(event).slots[0]
    choose(make_registration(event).id, [talk.id], now=NOON)

    actions.remove_practice(event.id, staff_id=None, now=NOON)

    tables = {table.name: table for table in db.metadata.sorted_tables}
    found = {name: db.session.execute(select(tables[name])).all() for name in ("choices", "slots", "parts", "events")}
    assert found == {"choices": [], "slots": [], "parts": [], "events": []}


def test_what_phones_told_that_was_no_fact_goes_after_thirty_days(app):
    event = make_event()
    with transaction() as session:
        told = {"device": "a", "fact_id": "b", "content": '{"name": "Fatima"}', "why": "not-understood"}
        session.add(Quarantined(event_id=event.id, told_at=NOON, **told))

    actions.erase_due(now=event.ends_at + timedelta(days=29))
    assert db.session.query(Quarantined).count() == 1
    actions.erase_due(now=event.ends_at + timedelta(days=30))

    assert db.session.query(Quarantined).count() == 0
