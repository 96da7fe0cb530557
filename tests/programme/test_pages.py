import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup, Tag
from sqlalchemy import event as listening

from eventapp.database import db, transaction
from eventapp.events.models import Event
from eventapp.i18n import in_language
from eventapp.programme import pages
from eventapp.programme.models import PartKind, Slot
from eventapp.tickets.programmes import draw_programme_as_picture

from ..conftest import NOON
from ..make import make_event, make_organisation, make_part, make_session, make_station, make_venue

UTRECHT = ZoneInfo("Europe/Amsterdam")
TEN = datetime(2027, 6, 23, 10, 0, tzinfo=UTRECHT)
HOUR = timedelta(hours=1)


@pytest.fixture
def event(app) -> Event:
    """A day from ten until four."""
    return make_event(slug="dag", title="Festival", starts_at=TEN, ends_at=TEN + 6 * HOUR, venue=make_venue())


def shown(client, *, language: str = "en", slug: str = "dag") -> BeautifulSoup:
    return BeautifulSoup(client.get(f"/{language}/agenda/{slug}").text, "html5lib")


def words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def at(hour: int, *, minutes: int = 30) -> dict[str, datetime]:
    return {"starts_at": TEN + hour * HOUR, "ends_at": TEN + hour * HOUR + timedelta(minutes=minutes)}


def set_places(part, **counts: int) -> None:
    with transaction() as session:
        for name, value in counts.items():
            setattr(session.get_one(Slot, part.slots[0].id), name, value)


def test_a_plain_event_has_no_programme(client, event):
    page = shown(client)

    assert page.select_one("#programme, #stations, #market") is None
    assert [link["href"] for link in page.select("link[rel=stylesheet]") if "programme" in link["href"]] == []


def test_sessions_stand_by_hour_and_room(client, event):
    make_session(event, title="Later", **at(2), room="Atelier")
    make_session(event, title="Links", **at(1), room="Grote zaal")
    make_session(event, title="Rechts", **at(1, minutes=45), room="Atelier")
    make_session(event, title="Welkom", **at(0), for_all=True, room="Foyer")

    page = shown(client)

    assert [words(room) for room in page.select(".programme__rooms span bdi")] == ["Atelier", "Grote zaal"]
    assert [(words(hour.h3), [words(title) for title in hour.select("h4")]) for hour in page.select(".hour")] == [
        ("10:00", ["Welkom"]),
        ("11:00", ["Links", "Rechts"]),
        ("12:00", ["Later"]),
    ]
    rooms = [[name for name in each["class"] if name.startswith("room-")] for each in page.select(".session")]
    assert rooms == [[], ["room-2"], ["room-1"], ["room-1"]]
    assert words(page.select_one(".session")) == "Welkom Foyer · 30 minutes For everybody. You need not choose it."


@pytest.mark.parametrize(
    "given, counts, text",
    [
        ({"capacity": 12}, {}, "12 of 12 places free"),
        ({"capacity": 12}, {"taken": 5}, "7 of 12 places free"),
        ({"capacity": 12}, {"taken": 12}, "Full. There is a waiting list."),
        ({"capacity": 12}, {"taken": 11, "waiting": 1}, "Full. There is a waiting list."),
        ({"capacity": 12, "waiting_list": False}, {"taken": 12}, "Full."),
        ({"capacity": None}, {"taken": 99}, "There is a place for everybody."),
    ],
)
def test_a_session_says_what_is_free(client, event, given, counts, text):
    set_places(make_session(event, **given), **counts)

    assert words(shown(client).select_one(".session__left")) == text


def test_what_is_over_or_cancelled_says_nothing_of_places(client):
    past = make_event(slug="voorbij", starts_at=NOON - 3 * HOUR, ends_at=NOON - HOUR)
    off = make_event(slug="af", status="cancelled")
    make_session(past)
    make_session(off)

    for slug in ("voorbij", "af"):
        page = shown(client, slug=slug)
        assert len(page.select(".session")) == 1
        assert page.select(".session__left") == []
        assert [link for link in page.select(".actions a") if "aanmelden" in link["href"]] == []


def test_stations_say_how_long_they_take_and_that_nobody_reads_it(client, event):
    set_places(make_station(event, title="Bloeddruk", slot_minutes=30, ends_at=TEN + 2 * HOUR), taken=1)
    make_station(event, title="Lengte", slot_minutes=None)

    page = shown(client)

    assert words(page.select_one("#stations")) == "What can you do?"
    assert [words(station) for station in page.select(".station")] == [
        "Bloeddruk 10:00 - 12:00 30 minutes 3 time slots free",
        "Lengte You take a number at the table.",
    ]
    assert "On your ticket and in messages stands only at what time you come. Not for what." in words(page.body)


def test_a_station_without_a_free_slot_says_so(client, event):
    set_places(make_station(event, slot_minutes=30, ends_at=TEN + timedelta(minutes=30)), taken=1)

    assert words(shown(client).select_one(".session__left")) == "All time slots are taken."


def test_stands_are_numbered_and_lead_to_their_organisation(client, event):
    dock = make_organisation(name="DOCK", slug="dock")
    make_part(event, PartKind.STAND, title="Oude naam", organisation_id=dock.id, room="ingang")
    make_part(event, PartKind.STAND, title="De bakker")

    page = shown(client)

    assert words(page.select_one("#market")) == "Market: 2 stands"
    assert [words(stand) for stand in page.select(".stands li")] == ["1 DOCK ingang", "2 De bakker"]
    assert [link["href"] for link in page.select(".stands a")] == ["/en/organisaties/dock"]


def test_texts_are_in_the_language_of_the_reader_where_they_are_there(client, event):
    make_session(event, title="Slapen", texts={"ar": {"title": "النوم"}})
    make_session(event, title="Koken")

    page = shown(client, language="ar")

    assert [(words(title), title.bdi.get("lang")) for title in page.select("h4")] == [("النوم", None), ("Koken", "nl")]
    assert len(page.select("#programme ~ .hint")) == 1
    assert shown(client, language="en").select_one("#programme ~ .hint") is not None
    assert BeautifulSoup(client.get("/agenda/dag").text, "html5lib").select_one("#programme ~ .hint") is None


def test_what_people_type_is_only_text(client, event):
    make_session(event, title="<script>alert(1)</script>", room="<b>", speakers="&amp;", description="<i>")

    page = shown(client)

    assert words(page.select_one("h4")) == "<script>alert(1)</script>"
    assert page.select(".session script, .session b:not(.session__left b), .session i") == []


def test_the_hours_of_two_days_each_have_their_day(client):
    event = make_event(slug="dag", starts_at=TEN, ends_at=TEN + 30 * HOUR)
    for hour in (0, 1, 24):
        make_session(event, **at(hour))

    days = [words(day) for day in shown(client).select(".programme__day")]

    assert days == ["Wednesday 23 June 2027", "Thursday 24 June 2027"]


def test_the_page_is_made_anew_when_the_programme_changes(client, event):
    before = shown(client).select(".session")

    make_session(event, title="Yoga")
    with transaction() as session:
        session.get_one(Event, event.id).changed_at = NOON + timedelta(seconds=1)

    assert (before, len(shown(client).select(".session"))) == ([], 1)


def test_a_long_programme_asks_no_more_than_a_short_one(app, client, event):
    def asked() -> int:
        statements = []

        def count(*arguments):
            statements.append(arguments[2])

        app.extensions["kept_pages"].clear()
        db.session.remove()
        listening.listen(db.engine, "before_cursor_execute", count)
        client.get("/en/agenda/dag")
        listening.remove(db.engine, "before_cursor_execute", count)
        return len(statements)

    make_session(event)
    short = asked()
    for hour in range(5):
        make_session(event, **at(hour), room=f"Zaal {hour}")
        make_station(event)
        make_part(event, PartKind.STAND, organisation_id=make_organisation().id)

    assert asked() == short


def test_the_programme_is_there_on_paper(client, event):
    make_session(event, title="Yoga")
    make_station(event, title="Bloeddruk")
    make_part(event, PartKind.STAND, title="De bakker")

    answer = client.get("/en/agenda/dag/programma.pdf")

    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert b"/Type/Pages/Count 1/" in answer.data
    assert "/en/agenda/dag/programma.pdf" in [link["href"] for link in shown(client).select(".actions a")]


@pytest.mark.parametrize("given", [{"status": "draft"}, {"practice_to": "noor@voorbeeld.nl"}])
def test_what_nobody_may_see_is_not_on_paper(client, given):
    make_session(make_event(slug="dag", **given))

    assert client.get("/en/agenda/dag/programma.pdf").status_code == 404


def test_without_a_programme_there_is_no_paper(client, event):
    assert client.get("/en/agenda/dag/programma.pdf").status_code == 404


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_paper_says_what_the_page_says_in_the_language_of_the_reader(app, event, language):
    make_session(event, title="Slapen", texts={"ar": {"title": "النوم"}}, speakers="Samira", description="Tips.")
    make_station(event, title="Bloeddruk", slot_minutes=20)
    make_part(event, PartKind.STAND, title="De bakker", room="ingang")

    with in_language(language):
        paper = pages.paper_of(event)

    assert paper is not None
    assert (paper.title, paper.direction) == ("Festival", {"nl": "ltr", "ar": "rtl"}[language])
    ((hour,),) = [each.entries for each in paper.hours]
    assert hour.title == {"nl": "Slapen", "ar": "النوم"}[language]
    assert (hour.facts[0], hour.facts[2], hour.description) == ("Zaal 1", "Samira", "Tips.")
    assert [entry.title for entry in paper.stations] == ["Bloeddruk"]
    assert [(entry.title, entry.facts) for entry in paper.stands] == [("De bakker", ["ingang"])]


@pytest.mark.parametrize("title", ["", "🎉", '#panic("x") "]) $x^2$ \\ @label // *vet*', "w" * 200, "يوم " * 30])
def test_whatever_people_type_is_only_text_on_paper(app, event, title):
    make_session(event, title=title or "x", room=title[:100], speakers=title[:100], description=title)
    make_part(event, PartKind.STAND, title=title or "x")

    paper = pages.paper_of(event)

    assert paper is not None
    assert io.BytesIO(draw_programme_as_picture(paper)).read(8) == b"\x89PNG\r\n\x1a\n"
