"""The dates of a series: by a rule on the wall calendar, looked at first, and each an event of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from eventapp.database import db
from eventapp.events.models import Event, Series
from eventapp.events.series import actions, rules
from eventapp.events.series.rules import Every
from eventapp.events.staff_rules import NoSuchHour
from eventapp.formats import local

from ..conftest import NOON
from ..make import (
    make_account,
    make_event,
    make_invitation,
    make_organisation,
    make_registration,
    make_series,
    make_venue,
    sign_in,
)
from .test_staff_views import errors, soup

WEDNESDAY = date(2027, 9, 8)


def days(first: date, every: Every, **end: object) -> list[str]:
    return [str(day)[5:] for day in rules.days_by_rule(first, every, **{"count": None, "until": None} | end)]


def test_every_week_or_every_few_weeks():
    assert days(WEDNESDAY, Every.WEEK, count=3) == ["09-08", "09-15", "09-22"]
    assert days(WEDNESDAY, Every.TWO_WEEKS, count=3) == ["09-08", "09-22", "10-06"]
    assert days(WEDNESDAY, Every.FOUR_WEEKS, until=date(2027, 11, 3)) == ["09-08", "10-06", "11-03"]


def test_every_month_is_the_same_weekday_of_the_month():
    assert days(WEDNESDAY, Every.MONTH, count=3) == ["09-08", "10-13", "11-10"]  # every second Wednesday


def test_the_fifth_weekday_of_a_month_is_the_last_one_of_every_month():
    assert days(date(2027, 9, 29), Every.MONTH, count=3) == ["09-29", "10-27", "11-24"]


def test_a_rule_without_an_end_is_refused():
    with pytest.raises(rules.NoEnd):
        days(WEDNESDAY, Every.WEEK)


@pytest.mark.parametrize("end", [{"count": 5_000}, {"until": WEDNESDAY + timedelta(days=750)}])
def test_more_dates_than_anybody_means_are_refused(end):
    with pytest.raises(rules.TooManyDates):
        days(WEDNESDAY, Every.WEEK, **end)


def test_a_last_day_in_another_age_is_refused_at_once():
    with pytest.raises(rules.TooFarAway):
        days(WEDNESDAY, Every.MONTH, until=date(9999, 12, 31))


def test_days_by_hand_are_each_there_once_in_order():
    assert rules.days_by_hand([WEDNESDAY, WEDNESDAY - timedelta(days=1), WEDNESDAY]) == [
        WEDNESDAY - timedelta(days=1), WEDNESDAY,
    ]  # fmt: skip
    with pytest.raises(rules.NoDates):
        rules.days_by_hand([])


@pytest.fixture
def ours(app):
    return make_organisation(slug="pact", name="Gezondheidspact Utrecht")


@pytest.fixture
def noor(ours):
    return make_account(ours)


@pytest.fixture
def evening(ours) -> Event:
    """From 19.00 to 21.00 on the last Wednesday before the clock goes back."""
    starts_at = datetime(2027, 10, 27, 17, tzinfo=UTC)
    return make_event(
        slug="avond", title="Dialoog", organisations=[ours], venue=make_venue(), capacity=12, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )  # fmt: skip


def make(event: Event, chosen: list[date], *, by) -> list[Event]:
    return actions.make_dates(event.id, title="Dialogen", days=chosen, staff_id=by.id, now=NOON)


def test_each_date_is_an_event_of_its_own_at_the_same_hour_on_the_wall(evening, noor):
    made = make(evening, [date(2027, 11, 3), date(2027, 11, 10)], by=noor)

    db.session.expire_all()
    assert [f"{local(event.starts_at):%d-%m %H.%M}" for event in made] == ["03-11 19.00", "10-11 19.00"]
    assert [f"{event.starts_at:%H.%M}" for event in [evening, *made]] == ["17.00", "18.00", "18.00"]
    assert {(event.title, event.capacity, event.venue_id, event.status) for event in made} == {
        ("Dialoog", 12, evening.venue_id, "draft")
    }
    assert len({event.slug for event in made} | {event.uid for event in made}) == 4
    assert {event.series.title for event in [evening, *made]} == {"Dialogen"}


def test_a_day_that_is_there_is_not_made_twice(evening, noor):
    chosen = [date(2027, 10, 27), date(2027, 11, 3)]

    make(evening, chosen, by=noor)
    again = make(evening, chosen, by=noor)

    assert again == []
    assert len(db.session.scalars(select(Event)).all()) == 2


def test_an_hour_that_the_clock_skips_makes_no_date_at_all(ours, noor):
    night = make_event(organisations=[ours], starts_at=datetime(2027, 3, 21, 1, 30, tzinfo=UTC))

    with pytest.raises(NoSuchHour):
        make(night, [date(2027, 3, 27), date(2027, 3, 28)], by=noor)  # 02.30 on the 28th

    assert db.session.scalars(select(Event)).all() == [night]
    assert rules.moments_on(date(2027, 3, 28), night) is None


def test_a_date_that_was_removed_is_known_as_left_out(evening, noor):
    first, _second = make(evening, [date(2027, 11, 3), date(2027, 11, 10)], by=noor)

    actions.remove_date(first.id, is_known=False, staff_id=noor.id, now=NOON)

    series = db.session.scalars(select(Series)).one()
    assert list(series.left_out) == ["2027-11-03"]
    assert [local(event.starts_at).day for event in db.session.scalars(select(Event).order_by(Event.starts_at))] == [
        27, 10,
    ]  # fmt: skip


@pytest.mark.parametrize("is_known", [True, False])
def test_a_date_that_people_know_of_is_not_removed(evening, noor, is_known):
    if not is_known:
        make_registration(evening)

    with pytest.raises(rules.SomebodyCounts):
        actions.remove_date(evening.id, is_known=is_known, staff_id=noor.id, now=NOON)


# As an organiser does it

BASE = "/en/organiseren/activiteiten/avond/reeks"


@pytest.fixture
def client(client, noor):
    return sign_in(client, noor)


def ticked(page: BeautifulSoup) -> list[str]:
    return [tag["value"] for tag in page.select("input[name=day][checked]")]


def test_dates_are_looked_at_made_and_published(client, evening):
    looked = client.post(BASE, data={"title": "Dialogen Levenseinde", "every": "week", "count": "5"})
    chosen = ticked(soup(looked))
    made = client.post(f"{BASE}/datums", data={"title": "Dialogen Levenseinde", "day": chosen[1:]})
    published = client.post(f"{BASE}/publiceren")

    assert looked.status_code == 200
    assert chosen == ["2027-11-03", "2027-11-10", "2027-11-17", "2027-11-24"]
    assert (made.status_code, published.status_code) == (303, 303)
    db.session.expire_all()
    statuses = db.session.scalars(select(Event.status).order_by(Event.starts_at)).all()
    assert statuses == ["published"] * 4


def test_a_removed_date_is_shown_unticked_and_may_come_back_by_choice(client, evening, noor):
    first = make(evening, [date(2027, 11, 3)], by=noor)[0]

    client.post(f"{BASE}/weg/{first.id}")
    looked = soup(client.post(BASE, data={"every": "week", "count": "3"}))

    assert ticked(looked) == ["2027-11-10"]
    assert "You took this date out before." in looked.text


@pytest.mark.parametrize(
    "given, told",
    [
        ({"every": "week"}, "Type how many times it is, or until which day."),
        ({"every": "week", "count": "5000"}, "Type a number from 1 to 100"),
        ({"every": "week", "until": "2031-01-01"}, "The last date is more than three years after the first."),
        ({"every": "by-hand", "days": "3-11-2027\n31-2-2028"}, "We do not understand this day: 31-2-2028."),
        ({"every": "by-hand", "days": ""}, "Choose at least one date."),
        ({"every": "always", "count": "3"}, "Choose how often it is"),
        ({"every": "week", "count": "3", "title": " "}, "Give the series a name"),
    ],
)
def test_what_cannot_be_a_series_is_told_and_makes_nothing(client, evening, given, told):
    said = client.post(BASE, data={"title": "Dialogen"} | given)

    assert said.status_code == 422
    assert told in said.text
    assert db.session.scalars(select(Series)).all() == []


def test_only_what_was_ticked_counts_even_when_it_is_nonsense(client, evening):
    said = client.post(f"{BASE}/datums", data={"title": "Dialogen", "day": ["gisteren", "2027-02-31"]})

    assert said.status_code == 303
    assert len(db.session.scalars(select(Event)).all()) == 1


def test_the_texts_of_a_series_are_there_in_other_languages(client, evening, noor):
    make(evening, [date(2027, 11, 3)], by=noor)
    actions.publish_drafts([event.id for event in db.session.scalars(select(Event))], staff_id=noor.id, now=NOON)

    client.post(f"{BASE}/teksten", data={"title": "Dialogen", "summary": "Praat mee.", "title_tr": "Sohbetler"})

    assert soup(client.get("/tr/reeks/dialogen")).h1.text == "Sohbetler"
    assert soup(client.get("/en/reeks/dialogen")).h1.text == "Dialogen"


def test_the_page_of_another_team_stays_theirs(client, evening):
    make_event(slug="van-anderen", series=make_series())

    assert client.get("/organiseren/activiteiten/van-anderen/reeks").status_code == 403


def test_a_change_for_all_dates_is_looked_at_and_then_saved(client, evening, noor):
    make(evening, [date(2027, 11, 3), date(2027, 11, 10)], by=noor)
    make_registration(evening, name="Fatima", email="fatima@voorbeeld.nl")
    db.session.expire_all()
    changes = {"seen": str(evening.sequence), "capacity": "8", "party_size_max": "5", "waiting_list": "y"}
    address = "/en/organiseren/activiteiten/avond/bewerken/places"

    looked = client.post(address, data=changes | {"dates": "later"})
    sure = soup(looked).find("input", {"name": "sure"})["value"]
    before = db.session.scalars(select(Event.capacity)).all()
    saved = client.post(address, data=changes | {"dates": "later", "sure": sure})

    assert "3 dates change" in looked.text
    assert "Nobody gets a letter" in looked.text
    assert before == [12, 12, 12]
    assert saved.status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(Event.capacity)).all() == [8, 8, 8]


def test_what_was_seen_must_still_be_true_when_it_is_saved(client, evening, noor):
    make(evening, [date(2027, 11, 3)], by=noor)
    changes = {"seen": "0", "capacity": "8", "party_size_max": "5", "dates": "all", "sure": "something-else"}

    said = client.post("/en/organiseren/activiteiten/avond/bewerken/places", data=changes)

    assert said.status_code == 200
    assert "Look before you save" in said.text
    assert db.session.scalars(select(Event.capacity)).all() == [12, 12]
    assert errors(said) == []


def test_a_series_with_the_title_of_another_team_is_a_series_of_its_own(app):
    made = []
    for name in ("dock", "pact"):
        house = make_organisation(slug=name)
        event = make_event(title="Koffieochtend", organisations=[house], starts_at=NOON + timedelta(days=1))
        day = local(event.starts_at).date() + timedelta(weeks=1)
        staff_id = make_account(house).id
        made.append(actions.make_dates(event.id, title="Koffieochtend", days=[day], staff_id=staff_id, now=NOON))

    assert [len(dates) for dates in made] == [1, 1]
    found = db.session.execute(select(Series.slug, Series.title).order_by(Series.id)).all()
    assert [tuple(row) for row in found] == [("koffieochtend", "Koffieochtend"), ("koffieochtend-2", "Koffieochtend")]
    assert made[0][0].series_id != made[1][0].series_id


def test_a_date_to_which_people_were_invited_is_not_removed(client, evening, noor):
    [draft] = make(evening, [date(2027, 11, 3)], by=noor)
    make_invitation(draft)

    client.post(f"{BASE}/weg/{draft.id}")

    assert db.session.get(Event, draft.id) is not None
