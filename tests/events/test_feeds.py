"""Calendars and news that people follow: what is in them, what never is, and that nothing is sent twice for nothing."""

import gzip
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar
from sqlalchemy import event as database_events

from eventapp import clock
from eventapp.database import db
from eventapp.events.models import Picture

from ..conftest import NOON
from ..make import make_event, make_neighbourhood, make_organisation, make_series, make_theme, make_venue

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)


def entries(answer) -> list:
    return Calendar.from_ical(answer.data).walk("VEVENT")


def titles(client, address: str = "/agenda.ics") -> list[str]:
    return [str(entry["SUMMARY"]) for entry in entries(client.get(address))]


def test_an_entry_tells_what_a_calendar_can_show(app, client):
    event = make_event(
        slug="fietsles", title="Fietsles", summary="Leren fietsen.",
        description="# Wat\n\n**Neem mee:**\n\n- een fiets",
        venue=make_venue(name="DOCK", address="Laan 1", postcode="3561 AB", city="Utrecht"), starts_at=NOON, sequence=3,
        organisations=[make_organisation(name="DOCK Overvecht")], themes=[make_theme(name="Bewegen")],
    )  # fmt: skip
    event.picture = Picture(mark="abc", alt="Een fiets", width=10, height=10, small=b"x", large=b"x")
    db.session.commit()

    [entry] = entries(client.get("/agenda.ics"))

    assert str(entry["SUMMARY"]) == "Fietsles"
    assert str(entry["DESCRIPTION"]) == "Leren fietsen.\n\nWat\n\nNeem mee:\n\n- een fiets\n\nDoor DOCK Overvecht"
    assert str(entry["LOCATION"]) == "DOCK, Laan 1, 3561 AB Utrecht"
    assert (entry["ORGANIZER"], entry["ORGANIZER"].params["CN"]) == (
        "mailto:gezondheidspact@utrecht.nl",
        "DOCK Overvecht",
    )
    assert (entry["UID"], entry["SEQUENCE"], str(entry["STATUS"])) == (event.uid, 3, "CONFIRMED")
    assert entry["CATEGORIES"].to_ical() == b"Bewegen"
    assert entry["URL"].endswith("/agenda/fietsles")
    assert entry["IMAGE"].endswith("/agenda/fietsles/foto-abc-960.webp")
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == event.changed_at
    assert entry["DTSTART"].dt.isoformat() == "2027-06-02T12:00:00+02:00"


def test_a_calendar_tells_how_it_is_called_and_how_often_to_look(client):
    make_event()

    calendar = Calendar.from_ical(client.get("/en/agenda.ics?taal=nl").data)

    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Agenda of Gezondheidspact Utrecht"
    assert calendar["REFRESH-INTERVAL"].to_ical() == calendar["X-PUBLISHED-TTL"].to_ical() == b"PT4H"
    assert calendar["SOURCE"].endswith("/en/agenda.ics?taal=nl")
    assert calendar["URL"].endswith("/en/agenda?taal=nl")
    assert (str(calendar["COLOR"]), calendar["LAST-MODIFIED"].dt) == ("teal", NOON)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]


@pytest.mark.parametrize(
    "given",
    [
        {"status": "draft"},
        {"unlisted": True},
        {"unlisted": True, "members_only": True},
        {"unlisted": True, "invitation_only": True},
        {"practice_to": "noor@voorbeeld.nl"},
        {"private": True},
        {"starts_at": NOON - 92 * DAY},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", ["/agenda.ics", "/organisaties/dock.ics", "/reeks/reeks.ics", "/agenda.atom"])
def test_what_is_not_for_everybody_is_in_no_calendar(client, given, address):
    dock, series = make_organisation(slug="dock"), make_series(slug="reeks")
    make_event(title="Geheim", organisations=[dock], series=series, **given)

    answer = client.get(address)

    assert answer.status_code == 200
    assert "Geheim" not in answer.text


def test_what_is_over_or_called_off_stays_for_ninety_days_and_the_future_is_never_cut_off(client):
    make_event(title="Voorbij", starts_at=NOON - 80 * DAY)
    make_event(title="Gaat niet door", starts_at=NOON + DAY, status="cancelled")
    make_event(title="Over tien jaar", starts_at=NOON + 3650 * DAY)

    shown = entries(client.get("/agenda.ics"))

    assert [(str(each["SUMMARY"]), str(each["STATUS"])) for each in shown] == [
        ("Voorbij", "CONFIRMED"),
        ("Gaat niet door", "CANCELLED"),
        ("Over tien jaar", "CONFIRMED"),
    ]


def test_the_filters_of_the_agenda_are_those_of_its_calendar(client):
    make_event(title="Hier", neighbourhood=make_neighbourhood(slug="west"), themes=[make_theme(slug="bewegen")])
    make_event(title="Daar", neighbourhood=make_neighbourhood(slug="oost"))

    assert titles(client, "/agenda.ics?wijk=west&thema=bewegen") == ["Hier"]
    assert titles(client, "/agenda.ics?q=daar&tot=2030-01-01") == ["Daar"]
    assert titles(client, "/agenda.ics?pagina=7&verleden=1") == ["Hier", "Daar"]


@pytest.mark.parametrize("query", ["wijk=atlantis", "thema=%00", "van=gisteren", "organisatie=x", "q=" + "x" * 3000])
@pytest.mark.parametrize("file", ["agenda.ics", "agenda.atom"])
def test_what_we_do_not_know_is_refused_with_what_we_know(client, query, file):
    make_neighbourhood(slug="west", name="West")

    answer = client.get(f"/en/{file}?{query}")

    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "west" in answer.text
    assert "wijk" in answer.text


def test_fifty_filters_are_fine(client):
    for number in range(50):
        make_theme(slug=f"thema-{number}", name=f"Thema {number}")
    asked = "&".join(f"thema=thema-{number}" for number in range(50))

    assert client.get(f"/agenda.ics?{asked}").status_code == 200


@pytest.mark.parametrize("accept", [None, "", "*/*", "text/html", "application/x-strange;q=nonsense", ";;;"])
def test_any_program_may_ask_and_gets_no_cookie(client, accept):
    make_event()

    answer = client.get("/agenda.ics", headers={} if accept is None else {"Accept": accept})

    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    assert "Set-Cookie" not in answer.headers
    assert "Accept" not in answer.headers.get("Vary", "").replace("Accept-Encoding", "")


@pytest.mark.parametrize("file", ["agenda.ics", "agenda.atom"])
def test_what_did_not_change_is_not_sent_again(client, file):
    event = make_event()
    first = client.get(f"/{file}")
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    same = {"If-None-Match": first.headers["ETag"]}

    again = [client.get(f"/{file}", headers=headers) for headers in (same, since)]
    head = client.head(f"/{file}")
    event.sequence, event.changed_at = 1, NOON + timedelta(minutes=1)
    db.session.commit()
    changed = [client.get(f"/{file}", headers=headers).status_code for headers in (same, since)]

    assert [(answer.status_code, answer.data) for answer in again] == [(304, b"")] * 2
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    assert changed == [200, 200]


def test_an_unchanged_calendar_asks_the_database_one_question_and_writes_nothing(client):
    make_event()
    client.get("/reeks/nergens.ics")
    tag = client.get("/organisaties/x.ics").headers.get("ETag")
    make_organisation(slug="dock")
    tag = client.get("/organisaties/dock.ics").headers["ETag"]
    asked = []
    database_events.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    answer = client.get("/organisaties/dock.ics", headers={"If-None-Match": tag})

    assert answer.status_code == 304
    assert len([each for each in asked if "FROM events" in each]) == 1


def test_it_leaves_compressed_for_who_takes_it(client):
    for number in range(10):
        make_event(title=f"Avond {number}")

    squeezed = client.get("/agenda.ics", headers={"Accept-Encoding": "gzip"})

    assert squeezed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(squeezed.data) == client.get("/agenda.ics").data


def test_what_changed_about_a_venue_shows_within_ten_minutes(client, monkeypatch):
    venue = make_venue(name="Oud")
    make_event(venue=venue)
    client.get("/agenda.ics")
    venue.name = "Nieuw"
    db.session.commit()

    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=10))

    assert entries(client.get("/agenda.ics"))[0]["LOCATION"].startswith("Nieuw")


def test_the_same_events_give_the_same_bytes_in_each_language(client):
    make_event(title="Wandelen", texts={"ar": {"title": "المشي"}, "en": {"title": "Walking"}})

    assert [titles(client, f"{prefix}/agenda.ics") for prefix in ("", "/en", "/ar", "/tr")] == [
        ["Wandelen"],
        ["Walking"],
        ["المشي"],
        ["Wandelen"],
    ]
    assert client.get("/ar/agenda.ics").data == client.get("/ar/agenda.ics").data


def test_news_is_atom(client):
    make_event(
        slug="a", title="Koken & <eten>", summary="Samen\x0b koken", organisations=[make_organisation(name="DOCK")]
    )

    root = ElementTree.fromstring(client.get("/agenda.atom").data)

    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}updated") == "2027-06-02T10:00:00Z"
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self", "alternate"]
    [story] = root.findall(f"{ATOM}entry")
    assert story.findtext(f"{ATOM}title") == "Koken & <eten>"
    assert story.findtext(f"{ATOM}id").endswith("/agenda/a")
    assert story.findtext(f"{ATOM}summary").endswith("Samen koken")
    assert story.findtext(f"{ATOM}author/{ATOM}name") == "DOCK"


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def test_the_pages_offer_every_way_into_a_calendar(client):
    make_event(slug="fietsles", title="Fietsles", starts_at=NOON + DAY, organisations=[make_organisation(slug="dock")])

    def links(address: str) -> list[str]:
        return [link["href"].split("?")[0] for link in soup(client.get(address)).select("details .links a")]

    assert links("/agenda/fietsles") == [
        "/agenda/fietsles.ics",
        "https://calendar.google.com/calendar/render",
        "https://outlook.live.com/calendar/0/deeplink/compose",
    ]
    for page in ("/agenda", "/organisaties/dock"):
        webcal, google, outlook, plain = links(page)
        assert webcal == plain.replace("http://", "webcal://")
        assert google.startswith("https://calendar.google.com/")
        assert outlook.startswith("https://outlook.live.com/")


def test_search_engines_read_what_stands_on_the_page(client):
    make_event(
        slug="fietsles", title="Fiets</script>les", starts_at=NOON, venue=make_venue(name="DOCK", postcode="3561 AB"),
        organisations=[make_organisation(name="DOCK", slug="dock")], status="cancelled", online_url="https://voorbeeld.nl/x",
    )  # fmt: skip

    answer = client.get("/agenda/fietsles")

    [script] = soup(answer).select("script")
    told = json.loads(script.string)
    assert (told["@type"], told["name"], told["startDate"]) == (
        "Event",
        "Fiets</script>les",
        "2027-06-02T12:00:00+02:00",
    )
    assert told["eventStatus"] == "https://schema.org/EventCancelled"
    assert told["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert told["location"]["address"]["postalCode"] == "3561 AB"
    assert told["organizer"][0]["url"].endswith("/organisaties/dock")
    assert "voorbeeld.nl/x" not in answer.text


@pytest.mark.parametrize("given", [{"unlisted": True}, {"private": True}], ids=str)
def test_of_what_is_not_shown_around_search_engines_read_nothing(client, given):
    make_event(slug="stil", **given)

    assert soup(client.get("/agenda/stil")).select("script") == []


def test_another_site_may_frame_the_list_and_nothing_else(client):
    make_event(slug="a", title="Koken", themes=[make_theme(slug="koken")])
    make_event(slug="b", title="Fietsen")

    framed = client.get("/agenda/inbedden?thema=koken")

    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/agenda").headers["Content-Security-Policy"]
    assert soup(framed).select_one("base")["target"] == "_top"
    assert [each.text.strip() for each in soup(framed).select("h3")] == ["Koken"]
    assert "Set-Cookie" not in framed.headers


def test_the_map_of_the_site_holds_what_everybody_may_read(client):
    dock = make_organisation(slug="dock")
    make_event(slug="wel", organisations=[dock], series=make_series(slug="reeks"))
    make_event(slug="niet", unlisted=True, organisations=[make_organisation(slug="stil")])
    make_event(slug="voorbij", starts_at=NOON - 9 * DAY)

    found = client.get("/sitemap.xml")

    root = ElementTree.fromstring(found.data)
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    paths = [each.text.partition("//localhost")[2] for each in root.findall("s:url/s:loc", spaces)]
    assert {"/agenda/wel", "/reeks/reeks", "/organisaties/dock", "/hulp"} <= set(paths)
    assert not {"/agenda/niet", "/agenda/voorbij", "/organisaties/stil"} & set(paths)
    assert [each.get("hreflang") for each in root.find("s:url", spaces).findall("x:link", spaces)] == [
        "nl", "en", "tr", "ar",
    ]  # fmt: skip
    assert client.get("/robots.txt").text.splitlines()[-1].endswith("/sitemap.xml")
