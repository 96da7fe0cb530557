"""Who is told of what, when, and never twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from eventapp import formats, tokens
from eventapp.database import db
from eventapp.mail import actions as mail
from eventapp.mail.models import Letter, State
from eventapp.mail.rules import LEASE
from eventapp.registrations import actions as registrations
from eventapp.subscriptions import actions, queries, rules
from eventapp.subscriptions.models import Listing, Reader, Rhythm, Subscription, ToldEvent
from eventapp.subscriptions.rules import TooOld, Wanted
from eventapp.subscriptions.turns import take_turns

from ..conftest import NOON
from ..make import (
    letters_to,
    make_account,
    make_event,
    make_neighbourhood,
    make_network,
    make_organisation,
    make_registration,
    make_series,
    make_theme,
)
from .readers import THURSDAY, WEEK, digests, make_listed, make_subscription, reader_at, titles, told

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RIET = "riet@voorbeeld.nl"


def at(day: date, hour: time) -> datetime:
    return formats.from_local(day, hour).astimezone(UTC)


def test_a_request_gets_a_letter_that_asks_and_nothing_else_until_the_button(app):
    make_subscription(confirmed_at=None)
    make_listed()

    assert actions.write_digests(now=THURSDAY) == 0
    assert letters_to(RIET) == ["subscription-confirm"]


def test_the_same_press_twice_is_one_request(app):
    for _press in range(2):
        actions.ask(RIET, Wanted(), rhythm=Rhythm.WEEKLY, language="nl", press="A" * 26, now=NOON)

    assert letters_to(RIET) == ["subscription-confirm"]


def test_a_mailbox_is_not_filled_with_questions(app):
    for _press in range(9):
        actions.ask(RIET, Wanted(), rhythm=Rhythm.WEEKLY, language="nl", press=tokens.new_press(), now=NOON)

    assert letters_to(RIET) == ["subscription-confirm"] * 5


def test_a_week_later_one_letter_tells_of_everything_new(app):
    make_subscription()
    make_listed(title="Later", starts_at=NOON + 20 * DAY)
    make_listed(title="Eerder", starts_at=NOON + 10 * DAY)

    assert actions.write_digests(now=THURSDAY - MINUTE) == 0
    assert actions.write_digests(now=THURSDAY) == 1
    assert actions.write_digests(now=THURSDAY + MINUTE) == 0
    assert told() == [["Eerder", "Later"]]


def test_no_new_events_is_no_letter(app):
    make_subscription()
    make_listed(NOON - HOUR, title="Was er al")

    assert actions.write_digests(now=THURSDAY) == 0
    assert actions.write_digests(now=THURSDAY + WEEK) == 0


def test_after_six_hours_without_a_worker_there_is_one_letter(app):
    make_subscription()
    make_listed()

    assert [actions.write_digests(now=THURSDAY + hours * HOUR) for hours in (6, 7, 8)] == [1, 0, 0]


def test_after_three_weeks_without_a_worker_there_is_one_letter(app):
    make_subscription()
    make_listed(title="Eén", starts_at=NOON + 30 * DAY)
    make_listed(THURSDAY + WEEK, title="Twee", starts_at=NOON + 40 * DAY)

    assert actions.write_digests(now=THURSDAY + 3 * WEEK) == 1
    assert told() == [["Eén", "Twee"]]


def test_a_letter_that_is_late_waits_for_the_morning(app):
    make_subscription()
    make_listed()

    assert actions.write_digests(now=THURSDAY + 11 * HOUR) == 0  # 21.00
    assert actions.write_digests(now=THURSDAY + 21 * HOUR + 59 * MINUTE) == 0
    assert actions.write_digests(now=THURSDAY + 22 * HOUR) == 1  # 8.00


def test_at_once_is_half_an_hour_after_publishing(app):
    make_subscription(rhythm=Rhythm.AT_ONCE)
    make_listed(NOON + HOUR)

    assert actions.write_digests(now=NOON + HOUR + 29 * MINUTE) == 0
    assert actions.write_digests(now=NOON + HOUR + 30 * MINUTE) == 1
    make_listed(NOON + 2 * HOUR)
    assert actions.write_digests(now=NOON + 3 * HOUR) == 1


def test_what_is_published_in_the_evening_is_told_the_next_morning(app):
    make_subscription(rhythm=Rhythm.AT_ONCE)
    evening = at(date(2027, 6, 2), time(20, 45))
    make_listed(evening)

    assert [actions.write_digests(now=evening + minutes * MINUTE) for minutes in (15, 30, 60, 240, 600)] == [0] * 5
    assert actions.write_digests(now=at(date(2027, 6, 3), time(7, 59))) == 0
    assert actions.write_digests(now=at(date(2027, 6, 3), time(8))) == 1


def test_what_was_published_by_mistake_and_taken_back_is_told_to_nobody(app):
    make_subscription(rhythm=Rhythm.AT_ONCE)
    event = make_event()
    take_turns(now=NOON + HOUR)
    event.status = "draft"
    db.session.commit()

    assert take_turns(now=NOON + 2 * HOUR) == (0, 0, 0)
    assert db.session.query(Listing).count() == 0


def test_what_comes_back_into_the_agenda_is_news_again_but_not_to_who_knows(app):
    make_subscription(rhythm=Rhythm.AT_ONCE)
    event = make_event()
    assert take_turns(now=NOON + HOUR) == (0, 1, 0)
    assert take_turns(now=NOON + 2 * HOUR) == (0, 0, 1)
    event.unlisted = True
    db.session.commit()
    take_turns(now=NOON + 3 * HOUR)
    make_subscription("jan@voorbeeld.nl", rhythm=Rhythm.AT_ONCE, confirmed_at=NOON + 3 * HOUR)
    event.unlisted = False
    db.session.commit()

    assert take_turns(now=NOON + 4 * HOUR) == (0, 1, 0)
    assert take_turns(now=NOON + 5 * HOUR) == (0, 0, 1)
    assert [letter.to_address for letter in digests()] == [RIET, "jan@voorbeeld.nl"]


@pytest.mark.parametrize(
    "given",
    [
        {"status": "draft"},
        {"status": "cancelled"},
        {"unlisted": True},
        {"unlisted": True, "members_only": True},
        {"unlisted": True, "invitation_only": True},
        {"unlisted": True, "practice_to": "noor@voorbeeld.nl"},
        {"practice_to": "noor@voorbeeld.nl"},
        {"starts_at": THURSDAY - HOUR},
        {"registration_closes_at": THURSDAY - HOUR},
        {"precision": "month"},
    ],
    ids=str,
)
def test_what_is_not_for_everybody_or_over_is_not_told(app, given):
    make_subscription()
    make_listed(title="Niet", **given)
    make_listed(title="Wel")

    actions.write_digests(now=THURSDAY)

    assert told() == [["Wel"]]


@pytest.mark.parametrize(
    "given",
    [
        {"private": True},  # it stands in the agenda for everybody too
        {"capacity": 5, "taken": 5},
        {"registration_opens_at": THURSDAY + DAY},
        {"drop_in": True, "registration_closes_at": THURSDAY - HOUR},
    ],
    ids=str,
)
def test_what_is_in_the_agenda_and_can_be_come_to_is_told(app, given):
    make_subscription()
    make_listed(title="Wel", **given)

    actions.write_digests(now=THURSDAY)

    assert told() == [["Wel"]]


def test_everybody_hears_of_what_fits_their_choice(app):
    theme, west = make_theme(slug="bewegen"), make_neighbourhood(slug="west")
    dock, pact = make_organisation(slug="dock"), make_network(slug="pact")
    make_listed(title="Thema", themes=[theme])
    make_listed(title="Wijk", neighbourhood=west)
    make_listed(title="Host", organisations=[dock])
    make_listed(title="Netwerk", networks=[pact])
    make_listed(title="Turks", languages=("nl", "tr"), kind="cafe")
    chosen = {
        "thema": Wanted(themes=("bewegen",)),
        "wijk": Wanted(neighbourhoods=("west", "oost")),
        "host": Wanted(organisations=("dock",)),
        "netwerk": Wanted(networks=("pact",)),
        "turks": Wanted(languages=("tr",), kinds=("cafe",)),
        "niets": Wanted(themes=("bewegen",), neighbourhoods=("west",)),
        "weg": Wanted(themes=("bestaat-niet-meer",)),
    }
    for name, wanted in chosen.items():
        make_subscription(f"{name}@voorbeeld.nl", wanted)

    actions.write_digests(now=THURSDAY)

    assert {letter.to_address.split("@")[0]: titles(letter) for letter in digests()} == {
        "thema": ["Thema"], "wijk": ["Wijk"], "host": ["Host"], "netwerk": ["Netwerk"], "turks": ["Turks"],
    }  # fmt: skip


def test_an_address_with_several_choices_gets_one_letter_with_each_event_once(app):
    make_subscription(wanted=Wanted(kinds=("wandeling",)), rhythm=Rhythm.AT_ONCE)
    make_subscription(wanted=Wanted(languages=("nl",)))
    make_subscription(wanted=Wanted(kinds=("cafe",)), language="tr", confirmed_at=NOON + MINUTE)
    make_listed(title="Wandeling", starts_at=NOON + 10 * DAY)
    make_listed(title="Café", kind="cafe", starts_at=NOON + 11 * DAY)

    assert actions.write_digests(now=THURSDAY) == 1

    assert told() == [["Wandeling", "Café"]]
    assert digests()[0].language == "tr"


def test_what_was_told_at_once_is_not_told_again_at_the_end_of_the_week(app):
    make_subscription(rhythm=Rhythm.AT_ONCE)
    make_subscription()
    make_listed(title="Meteen")

    actions.write_digests(now=NOON + 2 * HOUR)
    make_listed(THURSDAY - 10 * MINUTE, title="Net nieuw")
    actions.write_digests(now=THURSDAY)
    actions.write_digests(now=THURSDAY + 30 * MINUTE)

    assert told() == [["Meteen"], ["Net nieuw"]]


def test_a_series_counts_once_with_its_next_dates(app):
    make_subscription()
    series = make_series(title="Vijf dialogen")
    for number in range(7):
        make_listed(title=f"Dialoog {number}", series=series, starts_at=NOON + (10 + number) * DAY)

    actions.write_digests(now=THURSDAY)

    [letter] = digests()
    [entry] = letter.facts["entries"]
    assert (letter.facts["count"], entry["title"], len(entry["more"]), entry["dates"]) == (1, "Vijf dialogen", 4, 7)
    assert db.session.query(ToldEvent).count() == 7


def test_a_new_date_of_a_series_is_news_when_the_known_dates_are_over(app):
    make_subscription()
    series = make_series(title="Wandelclub")
    make_listed(series=series, starts_at=NOON + 10 * DAY)
    actions.write_digests(now=THURSDAY)

    make_listed(THURSDAY + DAY, series=series, starts_at=NOON + 20 * DAY)
    assert actions.write_digests(now=THURSDAY + WEEK) == 0
    make_listed(THURSDAY + WEEK + DAY, series=series, starts_at=NOON + 30 * DAY)
    assert actions.write_digests(now=THURSDAY + 2 * WEEK) == 1

    assert [entry["dates"] for letter in digests() for entry in letter.facts["entries"]] == [1, 2]


def test_a_letter_shows_some_and_tells_how_many_there_are(app):
    make_subscription()
    for number in range(20):
        make_listed(title=f"Nummer {number}")

    actions.write_digests(now=THURSDAY)

    [letter] = digests()
    assert (len(letter.facts["entries"]), letter.facts["count"]) == (15, 20)
    assert db.session.query(ToldEvent).count() == 20


def test_another_choice_tells_of_what_is_new_from_then_on(app):
    subscription = make_subscription(wanted=Wanted(kinds=("cafe",)))
    make_listed(title="Wandeling")
    actions.write_digests(now=THURSDAY)

    actions.change(subscription.id, Wanted(), rhythm=Rhythm.AT_ONCE, language="ar")
    make_listed(THURSDAY + HOUR, title="Nieuw")
    actions.write_digests(now=THURSDAY + 2 * HOUR)

    assert told() == [["Nieuw"]]
    assert digests()[0].language == "ar"


def test_the_same_choice_twice_is_one(app):
    make_subscription()
    make_subscription(confirmed_at=NOON + DAY, language="tr")

    [subscription] = db.session.scalars(db.select(Subscription))
    assert (subscription.language, subscription.told_until) == ("tr", NOON)


def test_confirming_twice_is_confirming_once(app):
    subscription = make_subscription()
    actions.confirm(subscription.key, now=NOON + WEEK)

    assert db.session.get(Subscription, subscription.id).confirmed_at == NOON
    with pytest.raises(TooOld):
        actions.confirm("bestaat-niet", now=NOON)


def test_of_who_stops_nothing_stays_and_no_letter_that_waits_leaves(app):
    make_subscription()
    make_subscription(wanted=Wanted(kinds=("cafe",)))
    make_listed()
    actions.write_digests(now=THURSDAY)

    actions.stop_all(reader_at(RIET).id)

    counts = [db.session.query(table).count() for table in (Reader, Subscription, ToldEvent, Letter)]
    assert counts == [0, 0, 0, 0]


def test_with_the_last_choice_the_address_goes(app):
    first, second = make_subscription(), make_subscription(wanted=Wanted(kinds=("cafe",)))
    reader = reader_at(RIET)

    actions.stop_one(first.id, reader_id=reader.id)
    assert [each.id for each in queries.confirmed_of(reader.id)] == [second.id]
    actions.stop_one(second.id, reader_id=reader.id + 1)
    assert reader_at(RIET)
    actions.stop_one(second.id, reader_id=reader.id)
    assert reader_at(RIET) is None


def test_a_week_without_the_button_and_the_address_is_forgotten(app):
    make_subscription(confirmed_at=None)
    make_subscription("jan@voorbeeld.nl")

    actions.forget(now=NOON + 7 * DAY - MINUTE)
    assert reader_at(RIET)
    actions.forget(now=NOON + 7 * DAY)

    assert reader_at(RIET) is None
    assert letters_to(RIET) == []
    assert reader_at("jan@voorbeeld.nl")


def test_letters_and_what_was_told_of_events_that_are_over_go_by_themselves(app):
    make_subscription()
    make_listed(starts_at=NOON + 10 * DAY)
    actions.write_digests(now=THURSDAY)

    actions.forget(now=THURSDAY + 30 * DAY)

    assert [db.session.query(table).count() for table in (ToldEvent, Listing, Letter)] == [0, 0, 0]
    assert reader_at(RIET)


def test_a_letter_in_the_hands_of_a_worker_that_died_waits_for_a_person(app):
    make_subscription()
    make_listed()
    actions.write_digests(now=THURSDAY)
    [digest] = mail.claim(9, owner="dood", now=THURSDAY)[1:]
    mail.put_at_the_wire(digest, owner="dood", now=THURSDAY)

    again = mail.claim(9, owner="levend", now=THURSDAY + LEASE)

    assert [letter.kind for letter in again] == ["subscription-confirm"]
    assert digests()[0].state == State.FAILED


@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2027, 10, 31)], ids=["forward", "back"])
def test_across_a_clock_change_there_is_one_letter_each_thursday_at_ten(app, sunday):
    begin = at(sunday - 5 * DAY, time(12))
    make_subscription(confirmed_at=begin)
    expected = [at(sunday + days * DAY, time(10)) for days in (-3, 4, 11)]
    for number, moment in enumerate(expected):
        make_listed(moment - HOUR, title=f"Nummer {number}", starts_at=begin + 60 * DAY)

    minutes = range(0, 21 * 24 * 60, 15)
    written = [
        begin + n * 15 * MINUTE for n in range(len(minutes)) if actions.write_digests(now=begin + n * 15 * MINUTE)
    ]

    assert written == expected
    assert told() == [["Nummer 0"], ["Nummer 1"], ["Nummer 2"]]


def test_the_update_of_a_network_says_what_its_keepers_wrote_once(app):
    pact = make_network(slug="pact", name="Het Pact")
    noor = make_account(make_organisation())
    make_subscription(wanted=Wanted(networks=("pact",)), rhythm=Rhythm.FORTNIGHTLY)
    make_subscription("jan@voorbeeld.nl", rhythm=Rhythm.FORTNIGHTLY)
    actions.write_update(pact.id, text="Tot *gauw*!", held=False, by=noor.id, now=NOON)
    make_listed(title="Eén", networks=[pact])

    assert actions.write_digests(now=THURSDAY - MINUTE) == 0
    assert actions.write_digests(now=THURSDAY) == 2
    make_listed(THURSDAY + DAY, title="Twee", networks=[pact])
    assert actions.write_digests(now=THURSDAY + WEEK) == 0
    assert actions.write_digests(now=THURSDAY + 2 * WEEK) == 2

    said = [(letter.facts["update"], [each["text"] for each in letter.facts["said"]]) for letter in digests(RIET)]
    assert said == [("Het Pact", ["Tot *gauw*!"]), ("Het Pact", [])]
    assert {(letter.facts["update"], len(letter.facts["said"])) for letter in digests("jan@voorbeeld.nl")} == {("", 0)}


def test_an_update_that_is_held_waits_and_goes_when_it_is_let_go(app):
    pact, noor = make_network(slug="pact"), make_account(make_organisation())
    make_subscription(wanted=Wanted(networks=("pact",)), rhythm=Rhythm.FORTNIGHTLY)
    make_subscription("jan@voorbeeld.nl", rhythm=Rhythm.FORTNIGHTLY)
    make_listed(networks=[pact])
    actions.write_update(pact.id, text="Wacht even", held=True, by=noor.id, now=NOON)

    assert actions.write_digests(now=THURSDAY) == 1  # to who asked for everything
    assert actions.write_digests(now=THURSDAY + DAY) == 0
    actions.write_update(pact.id, text="Nu dan", held=False, by=noor.id, now=THURSDAY + DAY)
    assert actions.write_digests(now=THURSDAY + DAY) == 1

    assert [each["text"] for each in digests(RIET)[0].facts["said"]] == ["Nu dan"]


def test_readers_of_an_update_are_counted_and_never_members_who_did_not_ask(app):
    make_subscription(wanted=Wanted(networks=("pact",)), rhythm=Rhythm.FORTNIGHTLY)
    make_subscription("jan@voorbeeld.nl", wanted=Wanted(networks=("pact",)), rhythm=Rhythm.WEEKLY)
    make_subscription("els@voorbeeld.nl", Wanted(networks=("pact",)), rhythm=Rhythm.FORTNIGHTLY, confirmed_at=None)

    assert queries.count_readers_of("pact") == 1
    assert queries.count_all() == (2, 1)


def test_who_may_be_written_to_is_told_by_the_database(app):
    subscription = make_subscription(confirmed_at=None)
    subscription.told_until = NOON
    with pytest.raises(db.exc.IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_round_does_nothing_where_it_is_nobodys_moment(app):
    make_subscription()

    assert take_turns(now=NOON) == (0, 0, 0)
    assert rules.due_before(NOON, last_listed=None).keys() == {Rhythm.WEEKLY, Rhythm.FORTNIGHTLY}


def test_who_wanted_to_hear_of_an_organisation_that_went_up_in_another_hears_of_that_one(app):
    mine = make_subscription(wanted=Wanted(organisations=("dock-utrecht", "careyn"), themes=("dock-utrecht",)))
    both = make_subscription("b@voorbeeld.nl", Wanted(organisations=("dock", "dock-utrecht")))
    other = make_subscription("c@voorbeeld.nl", Wanted(organisations=("dock-utrecht-2",)))

    actions.move_organisation("dock-utrecht", to="dock")

    db.session.expire_all()
    assert [Wanted.from_text(each.wanted) for each in (mine, both, other)] == [
        Wanted(organisations=("careyn", "dock"), themes=("dock-utrecht",)),
        Wanted(organisations=("dock",)),
        Wanted(organisations=("dock-utrecht-2",)),
    ]


def asked_of(email: str) -> list[tuple[str, str]]:
    rows = db.session.scalars(db.select(Letter).filter_by(to_address=email, kind="subscription-confirm"))
    return [(each.kind, each.language) for each in rows]


def test_who_ticks_at_a_sign_up_that_they_want_news_is_asked_once(app):
    event = make_event()
    make_registration(event, email="fatima@voorbeeld.nl", language="tr", news=True)
    make_registration(make_event(), email="fatima@voorbeeld.nl", news=True)
    make_registration(event, email="stil@voorbeeld.nl")

    assert [take_turns(now=NOON).asked for _round in range(2)] == [1, 0]

    assert (asked_of("fatima@voorbeeld.nl"), asked_of("stil@voorbeeld.nl")) == ([("subscription-confirm", "tr")], [])
    [subscription] = db.session.scalars(db.select(Subscription))
    assert (subscription.confirmed_at, subscription.rhythm) == (None, Rhythm.WEEKLY)


def test_who_gets_news_already_or_changed_their_mind_is_not_asked(app):
    make_subscription("fatima@voorbeeld.nl")
    make_registration(make_event(), email="fatima@voorbeeld.nl", news=True)
    other = make_registration(make_event(), email="ahmed@voorbeeld.nl", name="Ahmed", news=True)
    registrations.change(other.id, people=1, name="Ahmed", needs="", news=False, now=NOON)
    make_registration(make_event(unlisted=True, practice_to="noor@voorbeeld.nl"), email="oefen@voorbeeld.nl", news=True)

    assert take_turns(now=NOON).asked == 0

    assert len(asked_of("fatima@voorbeeld.nl")) == 1  # of the subscription itself
    assert asked_of("ahmed@voorbeeld.nl") == asked_of("oefen@voorbeeld.nl") == []


def test_who_says_yes_again_is_asked_again(app):
    ahmed = make_registration(make_event(), email="ahmed@voorbeeld.nl", name="Ahmed", news=True)
    registration_id = ahmed.id
    registrations.change(registration_id, people=1, name="Ahmed", needs="", news=False, now=NOON)
    registrations.change(registration_id, people=1, name="Ahmed", needs="", news=True, now=NOON)

    assert take_turns(now=NOON).asked == 1
