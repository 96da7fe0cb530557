"""Saying whom one would like to meet, changing it, and stopping."""

from datetime import timedelta

import pytest

from eventapp.connections.profiles import actions, queries
from eventapp.connections.profiles.actions import Person
from eventapp.connections.profiles.rules import NoMeeting
from eventapp.database import db
from eventapp.mail.models import Letter
from eventapp.privacy.actions import erase_memberships, remove_practice
from eventapp.tokens import new_press

from ...conftest import NOON
from ...make import make_event, make_organisation
from ..people import ANSWERS, make_meeting, make_profile, profiles

FATIMA = Person("fatima@voorbeeld.nl", "Fatima", "nl")


def letters() -> list[tuple[str, str]]:
    return [(each.kind, each.to_address) for each in db.session.scalars(db.select(Letter).order_by(Letter.id))]


def test_one_address_has_one_profile_and_the_last_answers_hold(app):
    event = make_meeting()
    actions.save(event.id, FATIMA, ANSWERS | {"seeks": ("plek",)}, now=NOON)
    actions.save(event.id, FATIMA, ANSWERS | {"offers": ("hulp",)}, now=NOON + timedelta(hours=1))

    [profile] = profiles()
    assert (profile.seeks, profile.offers, profile.consented_at) == ((), ("hulp",), NOON)
    assert profile.takes_part


def test_nobody_can_answer_where_people_do_not_meet(app):
    event_id = make_event(meet=False).id

    with pytest.raises(NoMeeting):
        actions.save(event_id, FATIMA, ANSWERS, now=NOON)

    assert profiles() == []


def test_an_organisation_we_know_is_recognised_however_it_is_typed(app):
    dock = make_organisation(slug="dock", name="DOCK").id
    event = make_meeting()

    assert make_profile(event, organisation=" dock ").organisation_id == dock
    assert make_profile(event, organisation="100%_zuilen").organisation_id is None


def test_who_only_typed_an_address_takes_part_after_the_letter(app):
    event = make_meeting()
    actions.ask(event.id, FATIMA, ANSWERS, press=new_press(), now=NOON)
    [profile] = profiles()
    assert (profile.takes_part, letters()) == (False, [("meet-confirm", "fatima@voorbeeld.nl")])

    actions.prove(profile.id, now=NOON)
    actions.prove(profile.id, now=NOON + timedelta(hours=1))

    [profile] = profiles()
    assert (profile.takes_part, profile.proven_at) == (True, NOON)


def test_somebody_else_who_types_an_address_changes_nothing_and_its_owner_gets_a_letter(app):
    event = make_meeting()
    actions.save(event.id, FATIMA, ANSWERS | {"seeks": ("plek",)}, now=NOON)

    stranger = Person(FATIMA.email, "Boef", "tr")
    actions.ask(event.id, stranger, ANSWERS | {"offers": ("plek",)}, press=new_press(), now=NOON)

    [profile] = profiles()
    assert (profile.name, profile.seeks, profile.offers, profile.language) == ("Fatima", ("plek",), (), "nl")
    assert letters() == [("meet-confirm", "fatima@voorbeeld.nl")]


def test_the_same_press_is_one_letter(app):
    event, press = make_meeting(), new_press()
    for _press in range(2):
        actions.ask(event.id, FATIMA, ANSWERS, press=press, now=NOON)

    assert len(letters()) == len(profiles()) == 1


def test_who_withdraws_leaves_nothing_but_the_address(app):
    event = make_meeting()
    other = make_profile(event, choosable=True).id
    profile = make_profile(
        event, email="fatima@voorbeeld.nl", name="Fatima", seeks=("plek",), sentence="Koken", choosable=True
    )
    profile_id = profile.id
    actions.wish(profile_id, people=[other], organisations=[], now=NOON)
    actions.wish(other, people=[profile_id], organisations=[], now=NOON)

    actions.withdraw(profile_id, now=NOON)
    actions.withdraw(profile_id, now=NOON + timedelta(hours=1))

    gone = next(each for each in profiles() if each.id == profile_id)
    assert (gone.name, gone.seeks, gone.sentence, gone.consented_at, gone.withdrawn_at) == ("", (), "", None, NOON)
    assert not gone.takes_part
    assert queries.wishes_of([profile_id, other]) == []


def test_who_withdrew_may_begin_again(app):
    event = make_meeting()
    profile = actions.save(event.id, FATIMA, ANSWERS, now=NOON)
    actions.withdraw(profile.id, now=NOON)

    actions.save(event.id, FATIMA, ANSWERS | {"seeks": ("plek",)}, now=NOON)

    [profile] = profiles()
    assert (profile.name, profile.seeks, profile.takes_part) == ("Fatima", ("plek",), True)


def test_a_pause_lasts_until_somebody_goes_on(app):
    profile_id = make_profile(make_meeting()).id

    actions.pause(profile_id)
    assert not profiles()[0].takes_part
    actions.resume(profile_id)

    assert profiles()[0].takes_part


def test_only_who_may_be_picked_is_wished_for(app):
    event, elsewhere = make_meeting(), make_meeting()
    host = make_organisation()
    named = make_profile(event, organisation=host.name, named=True, choosable=True).id
    shy = make_profile(event).id
    other = make_profile(elsewhere, choosable=True).id
    me = make_profile(event, choosable=True).id

    actions.wish(me, people=[named, shy, other, me, 999], organisations=[host.id, 999], now=NOON)

    chosen = queries.wishes_of([me])
    assert [(wish.wished_id, wish.organisation_id) for wish in chosen] == [(named, None), (None, host.id)]


def test_what_was_said_goes_on_day_seventy_with_its_letters(app):
    event = make_meeting()
    make_profile(make_meeting(starts_at=NOON + timedelta(days=90)))
    actions.ask(event.id, FATIMA, ANSWERS, press=new_press(), now=NOON)
    ends_at = event.ends_at

    actions.erase_due(now=ends_at + timedelta(days=70) - timedelta(seconds=1))
    assert len(profiles()) == 2
    actions.erase_due(now=ends_at + timedelta(days=70))

    assert [each.email for each in profiles()] != [FATIMA.email]
    assert (len(profiles()), letters()) == (1, [])


def test_an_address_can_be_erased_everywhere(app):
    for _event in range(2):
        make_profile(make_meeting(), email="fatima@voorbeeld.nl")

    assert erase_memberships("Fatima@voorbeeld.nl", now=NOON) == 2
    assert profiles() == []


def test_nothing_stays_of_a_practice(app):
    event = make_meeting(unlisted=True, practice_to="noor@voorbeeld.nl")
    actions.ask(event.id, FATIMA, ANSWERS, press=new_press(), now=NOON)
    assert letters() == [("meet-confirm", "noor@voorbeeld.nl")]

    remove_practice(event.id, staff_id=None, now=NOON)

    assert (profiles(), letters()) == ([], [])
