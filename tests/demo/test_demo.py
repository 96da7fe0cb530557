"""The demo: a season to try everything with, made once, from the facts of the network."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from eventapp.checks import faults
from eventapp.database import db
from eventapp.demo import RealEvents, play, reference
from eventapp.demo.people import Crowd
from eventapp.demo.season import MADE_HERE, read
from eventapp.demo.staff import EMAIL, PASSWORD
from eventapp.door.models import DoorPass
from eventapp.door.rules import why_closed
from eventapp.events.models import Event, Kind, Neighbourhood, Theme
from eventapp.events.questions.models import Question
from eventapp.formats import local
from eventapp.i18n import LANGUAGES
from eventapp.mail.models import Letter
from eventapp.organisations.models import Organisation
from eventapp.registrations.invitations.models import Invitation
from eventapp.registrations.models import Answer, Call, Registration

from ..conftest import NOON
from ..make import make_event

pytestmark = pytest.mark.slow


def made(**given: int | None) -> list[str]:
    """What making the demo says."""
    lines = list(play(**{"events": None, "people": None, "now": NOON} | given))
    db.session.rollback()
    return lines


def coming(*conditions) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.ends_at > NOON, *conditions).order_by(Event.starts_at)))


def everything() -> dict[str, list]:
    """All rows of all tables."""
    db.session.rollback()
    return {table.name: db.session.execute(db.select(table)).all() for table in db.metadata.sorted_tables}


def test_the_season_has_something_of_everything(app):
    made()

    season = coming()
    assert {event.kind for event in season} == set(Kind)
    assert local(season[0].starts_at).date() == local(NOON).date()
    assert [event.title for event in coming(Event.status == "cancelled")] == ["Fietsles voor vrouwen"]
    assert [event.title for event in coming(Event.status == "draft")] == ["Dag van de buurttuin"]
    assert [event.title for event in coming(Event.unlisted)] == [
        "Ambassadeurs aan tafel",
        "Overleg Vitaliteitsnetwerk in de wijk",
    ]
    assert set(db.session.scalars(select(Invitation.answer))) == {"", "yes", "no", "colleague"}
    assert [event.title for event in coming(Event.registration_opens_at > NOON)] == ["Scholingsdag JGZ"]
    assert set(db.session.scalars(select(Registration.status))) == {
        "confirmed", "waiting", "offered", "asked", "cancelled",
    }  # fmt: skip
    assert [(event.title, event.asked > 0) for event in coming(Event.approval)] == [
        ("Training Mental Health First Aid", True)
    ]
    asked = select(Answer.registration_id).join(Question).where(Question.label == "Wat eet u niet?")
    assert 0 < len(db.session.scalars(asked).all()) < len(set(db.session.scalars(select(Answer.registration_id))))
    assert "Koken voor weinig geld" in [event.title for event in coming(Event.waiting > 0)]
    assert "Wat is een goed einde?" in [event.title for event in coming(Event.private)]
    full = coming(Event.taken == Event.capacity, Event.waiting_list.is_(False))
    assert [event.title for event in full] == ["GeluksCafé"]
    assert {event.neighbourhood.slug for event in season if event.neighbourhood} == set(
        db.session.scalars(select(Neighbourhood.slug))
    )
    assert faults() == []


def test_series_have_as_many_dates_as_they_had(app):
    made(people=0)

    dates = Counter(event.series.title for event in coming(Event.series_id.is_not(None)))
    assert dates == {
        "Fit & Gezond dagen": 11,
        "Dialogen Levenseinde": 5,
        "Dialoogsessies Duurzaam perspectief voor veerkracht": 3,
        "GeluksCafé": 3,
    }


def test_formats_have_the_hosts_that_the_facts_name(app):
    made(people=0)

    hosts = {event.title: {host.name for host in event.organisations} for event in coming()}
    assert hosts["Wat is een goed einde?"] == {"Utrecht in Dialoog", "Stadshospice", "DOCK"}
    assert hosts["Wandeldialogen met studenten"] == {"Utrecht in Dialoog", "ROC Midden Nederland"}
    assert hosts["Webinar Blue Monday"] == {"WachtVerzachter", "Geluks BV"}
    assert hosts["Bewustwordingsavond mentale gezondheid in Lunetten"] == {"MIX-2000"}
    assert hosts["Kunst en Gezondheid"] == {"Netwerk Kunst & Gezondheid", "Careyn"}


def test_every_format_of_the_facts_comes_back():
    season = read()
    told = "\n".join(each["title"] for each in (*season["events"], *season["series"].values()))

    formats = {
        event["title"].removeprefix("Dialoogsessie ").removesuffix("en 2023") for event in reference.read()["events"]
    }
    assert {title for title in formats if title not in told} == set()


def test_the_archive_tells_what_is_known_and_no_more(app):
    made(people=0)

    past = db.session.scalars(select(Event).where(Event.ends_at <= NOON).order_by(Event.starts_at, Event.id))
    assert [(event.title, event.precision, event.known_attendance) for event in past] == [
        ("Lekker in je vel met sport", "year", None),
        ("Lekker in je vel met groen", "year", None),
        ("Lekker in je vel met kunst", "year", None),
        ("Webinar Blue Monday", "day", None),
        ("Dialoogsessies Duurzaam perspectief voor veerkracht", "month", 30),
        ("Startbijeenkomst Vallen-Voorkomen in de Binnenstad", "month", None),
        ("Startbijeenkomst Vallen-Voorkomen in Kanaleneiland", "month", None),
        ("Lekker in je vel XL", "month", 200),
        ("Netwerkbijeenkomsten 2023", "year", None),
    ]


def test_of_a_day_in_the_archive_no_hour_is_invented(app, client):
    made(people=0)

    assert "uur" not in client.get("/agenda/webinar-blue-monday-2022-01-17").text


def test_every_page_of_the_season_can_be_opened(app, client):
    made(people=0)

    for event in db.session.scalars(select(Event).where(Event.status != "draft")):
        assert client.get(f"/agenda/{event.slug}").status_code == 200


def test_people_signed_up_in_every_way_and_were_written_to(app):
    made()

    names = set(db.session.scalars(select(Registration.name)))
    assert {"Emine Öztürk", "Piet 't Hooft", "فاطمة الزهراء", "Truus"} <= names
    assert set(db.session.scalars(select(Registration.reach))) == {"email", "phone", "none"}
    assert set(db.session.scalars(select(Registration.language))) <= set(LANGUAGES)
    addresses = set(db.session.scalars(select(Registration.email)).all()) - {""}
    assert all(address.isascii() and address.endswith("@voorbeeld.nl") for address in addresses)
    assert set(db.session.scalars(select(Letter.kind))) == {
        "choices-changed",
        "place-confirmed",
        "on-waiting-list",
        "place-free",
        "place-offered",
        "sign-up-asked",
        "registration-cancelled",
        "event-cancelled",
        "invitation",
        "invitation-colleague",
        "reminder",
        "staff-invitation",
        "subscription-confirm",
        "digest",
    }
    assert db.session.scalar(select(Call.id).limit(1)) is not None


def test_what_is_invented_says_so(app):
    made(people=0)

    assert all("(voorbeeld)" in event.venue.name for event in coming() if event.venue)
    assert all(event.contact_phone.startswith("030 000 00") for event in coming())
    assert all(event.uid.endswith(MADE_HERE) for event in coming())


def test_a_second_time_the_data_stays_and_a_fresh_door_is_told(app):
    first = made(people=3)
    before = everything()

    second = made(events=300, people=300)

    after = everything()
    for table in ("door_passes", "audit_notes"):
        assert len(after.pop(table)) == len(before.pop(table)) + 1
    assert after == before
    assert second[0] == "The demo of before stays as it is."
    assert second[1:-1] == first[:-1]
    assert second[-1] != first[-1]


def test_where_to_look_is_told(app):
    lines = made(people=0)

    door_pass = db.session.scalars(select(DoorPass)).one()
    slug = "fit-en-gezond-dag-in-kanaleneiland-2027-06-02"
    assert lines[:5] == [
        "Agenda    http://localhost/agenda",
        "Arabic    http://localhost/ar/agenda",
        "Mailbox   http://localhost/postvak",
        f"Organise  http://localhost/organiseren  {EMAIL}  {PASSWORD}",
        f"An event  http://localhost/agenda/{slug}",
    ]
    assert lines[5].startswith(f"Its door  http://localhost/deur/{door_pass.key}  PIN ")
    assert why_closed(door_pass, now=NOON) is None


def test_real_events_are_left_alone(app):
    make_event()
    before = everything()

    with pytest.raises(RealEvents, match="There is 1 real event in this database"):
        made()

    assert everything() == before


def test_a_demo_to_which_events_were_added_is_still_a_demo(app):
    made(events=1)
    make_event()

    assert made()[0] == "The demo of before stays as it is."


def test_a_season_that_is_over_says_so(app):
    made(events=1)

    assert made(now=NOON + timedelta(days=400))[-1].startswith("Its season is over.")


def test_half_a_demo_is_none(app, monkeypatch):
    def stop(*_args, **_more):
        raise KeyboardInterrupt

    before = everything()
    monkeypatch.setattr("eventapp.demo.season.call_off", stop)

    with pytest.raises(KeyboardInterrupt):
        made()

    assert everything() == before


def test_the_same_people_come_every_time():
    def some() -> list[str]:
        crowd = Crowd(Random(30))
        return [crowd.somebody(most=3)["name"] for _n in range(20)]

    assert some() == some()


@pytest.mark.slow
def test_more_people_than_the_season_tells_of_are_spread(app):
    made(people=450)

    assert len(db.session.scalars(select(Registration.id)).all()) == 450
    assert faults() == []


def test_so_many_events_and_so_many_people(app):
    made(events=60, people=70)

    events = coming(Event.status == "published", Event.series_id.is_(None), Event.unlisted.is_(False))
    assert len(events) == 60
    assert local(events[0].starts_at).date() == local(NOON).date() + timedelta(days=1)
    assert len(db.session.scalars(select(Registration.id)).all()) == 70
    assert max(Counter(db.session.scalars(select(Registration.event_id))).values()) == 2
    assert faults() == []


@pytest.mark.parametrize("people", [0, 5])
def test_a_season_with_so_many_people(app, people):
    made(people=people)

    assert len(db.session.scalars(select(Registration.id)).all()) == people


def test_the_network_is_made_once_and_what_is_there_stays(app):
    reference.ensure(reference.read())
    host = db.session.scalars(select(Organisation).where(Organisation.slug == "geluks-bv")).one()
    host.name = "Geluks B.V."
    db.session.commit()
    before = everything()

    reference.ensure(reference.read())

    assert everything() == before
    assert len(before["organisations"]) == 33 + 21
    assert (len(before["neighbourhoods"]), len(before["focal_points"]), len(before["themes"])) == (11, 7, 13)


def test_every_theme_has_its_colour_and_its_name_in_every_language(app):
    reference.ensure(reference.read())

    for theme in db.session.scalars(select(Theme)):
        assert theme.colour in ("petrol", "brick", "leaf", "plum")
        assert set(theme.names) == set(LANGUAGES) - {"nl"}


def test_texts_of_the_season_name_nothing_that_is_not_there():
    season, facts = read(), reference.read()

    hosts = set(facts["ambassadors"]) | set(facts["partners"])
    themes = {theme["slug"] for theme in facts["themes"]}
    neighbourhoods = {row["slug"] for row in facts["neighbourhoods"]}
    for told in season["events"]:
        assert set(told["hosts"]) <= hosts
        assert set(told["themes"]) <= themes
        assert told.get("neighbourhood", "online") in neighbourhoods or "online_url" in told
        assert told.get("venue", "de-dreef") in season["venues"]
        assert told.get("series", "veerkracht") in season["series"]
        assert told["summary"]
        assert told.get("description") or told.get("draft")
