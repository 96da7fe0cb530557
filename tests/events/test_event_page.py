from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from eventapp import clock
from eventapp.database import transaction
from eventapp.events.models import Venue
from eventapp.events.rules import SignUp, sign_up
from eventapp.registrations.actions import change_event
from eventapp.registrations.rules import is_open

from ..conftest import NOON
from ..make import (
    make_event,
    make_neighbourhood,
    make_organisation,
    make_registration,
    make_series,
    make_theme,
    make_venue,
)
from .test_agenda import DAY, queries, texts  # noqa: F401


def page(client, slug: str, language: str = "/en") -> BeautifulSoup:
    answer = client.get(f"{language}/agenda/{slug}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def facts(soup: BeautifulSoup) -> dict[str, str]:
    return dict(zip(texts(soup, "dl dt"), texts(soup, "dl dd"), strict=True))


def buttons(soup: BeautifulSoup) -> dict[str, str]:
    return {button.text.strip(): button["href"] for button in soup.select("main a.btn")}


def test_the_page_tells_all_that_is_known(client):
    make_event(
        slug="fietsles",
        title="Fietsles",
        summary="Leer fietsen.",
        description="Met **rustige** begeleiding.",
        starts_at=datetime(2027, 7, 2, 7, 30, tzinfo=UTC),
        venue=make_venue(wheelchair=True, wheelchair_toilet=False, directions="Bus 5, halte Voorbeeldlaan."),
        neighbourhood=make_neighbourhood(name="Zuid"),
        audience="Vrouwen die willen leren fietsen.",
        bring="Stevige schoenen.",
        languages=("nl", "ar"),
        cost_cents=200,
        capacity=8,
        taken=5,
        organisations=[make_organisation(slug="dock", name="DOCK")],
        themes=[make_theme(slug="bewegen", name="Bewegen", names={"en": "Moving"})],
        contact_name="Yusuf",
        contact_phone="030 000 00 00",
        changed_at=NOON,
    )

    soup = page(client, "fietsles")

    assert texts(soup, "h1") == ["Fietsles"]
    assert texts(soup, ".lead") == ["Leer fietsen."]
    assert texts(soup, ".rich strong") == ["rustige"]
    assert texts(soup, "main .badge") == ["Walk", "3 places left"]
    assert facts(soup) == {
        "When": "Friday 2 July 20279:30 - 11:00",
        "Where": "Buurthuis (voorbeeld)Voorbeeldlaan 13561 AB UtrechtNeighbourhood: ZuidLook on the map",
        "What does it cost": "2 euro",
        "Language": "Dutch, Arabic",
        "Accessible": "Wheelchair: yesToilet for a wheelchair: no",
        "Who organises it": "DOCK",
        "What is it about": "Moving",
    }
    sections = {section.h2.text: section.p.text for section in soup.select("section")}
    assert sections == {
        "For whom?": "Vrouwen die willen leren fietsen.",
        "What do you bring?": "Stevige schoenen.",
        "How do you get there?": "Bus 5, halte Voorbeeldlaan.",
        "Do you have a question?": "Call Yusuf: 030 000 00 00.",
        "More like this?": "We can send you a letter when there is something new like this. "
        "Let me know about new events like this",
    }
    assert soup.select_one("section a[href^=tel]")["href"] == "tel:+31300000000"
    assert soup.select_one("dl time")["datetime"] == "2027-07-02T09:30+02:00"
    links = {link.text: link["href"] for link in soup.select("dl a")}
    assert links == {
        "Look on the map": "https://www.openstreetmap.org/search?query=Voorbeeldlaan+1%2C+3561+AB+Utrecht",
        "DOCK": "/en/organisaties/dock",
        "Moving": "/en/agenda?thema=bewegen",
    }
    assert buttons(soup) == {
        "Sign me up": "/en/agenda/fietsles/aanmelden",
    }


def test_what_we_do_not_know_is_said(client):
    make_event(slug="nieuw", venue=make_venue())

    soup = page(client, "nieuw")

    unknown = "we do not know yet, ask us"
    assert facts(soup)["Accessible"] == f"Wheelchair: {unknown}Toilet for a wheelchair: {unknown}"
    assert soup.select("section")[-2].p.text == "Call us: 14 030."


def test_a_dutch_text_is_marked_as_dutch_on_other_pages(client):
    make_event(slug="nl", summary="Rustig aan.")

    assert page(client, "nl", "/ar").select_one(".lead").attrs == {"class": ["lead"], "lang": "nl", "dir": "auto"}
    assert page(client, "nl", "").select_one(".lead").attrs == {"class": ["lead"]}


def test_an_online_event_never_tells_its_address(client):
    make_event(slug="webinar", online_url="https://vergadering.voorbeeld.nl/geheim")

    answer = client.get("/en/agenda/webinar")
    calendar = client.get("/en/agenda/webinar.ics")

    assert "Online. The link comes with your ticket." in answer.text
    assert "geheim" not in answer.text + calendar.text


STATES = [
    ({}, SignUp.OPEN),
    ({"capacity": 3, "taken": 2}, SignUp.OPEN),
    ({"capacity": 3, "taken": 3}, SignUp.WAITING_LIST),
    ({"capacity": 3, "taken": 1, "waiting": 1}, SignUp.WAITING_LIST),
    ({"capacity": 0}, SignUp.WAITING_LIST),
    ({"capacity": 3, "taken": 3, "waiting_list": False}, SignUp.FULL),
    ({"registration_opens_at": NOON + DAY}, SignUp.NOT_YET),
    ({"registration_closes_at": NOON}, SignUp.CLOSED),
    ({"status": "cancelled"}, SignUp.CANCELLED),
    ({"starts_at": NOON - DAY}, SignUp.PAST),
    ({"starts_at": NOON - DAY, "status": "cancelled"}, SignUp.PAST),
]


@pytest.mark.parametrize("given, state", STATES)
def test_what_somebody_can_do_follows_from_the_event(app, given, state):
    event = make_event(**given)

    assert sign_up(event, is_open=is_open(event, now=NOON), now=NOON) == state


@pytest.mark.parametrize(
    "given, label",
    [
        ({}, "Sign me up"),
        ({"capacity": 3, "taken": 3}, "Put me on the waiting list"),
        ({"drop_in": True}, "Sign me up"),
    ],
)
def test_there_is_a_button_where_signing_up_is_possible(client, given, label):
    make_event(slug="hier", **given)

    assert buttons(page(client, "hier"))[label] == "/en/agenda/hier/aanmelden"


@pytest.mark.parametrize(
    "given, why",
    [
        ({"capacity": 3, "taken": 3, "waiting_list": False}, "This event is full. There is no waiting list."),
        ({"registration_opens_at": NOON + DAY}, "You can sign up from Thursday 3 June 2027, 12:00."),
        ({"registration_closes_at": NOON}, "You can no longer sign up for this event."),
        ({"status": "cancelled", "cancel_reason": "De begeleider is ziek."}, "De begeleider is ziek."),
        ({"starts_at": NOON - DAY, "known_attendance": 150}, "150 people came."),
        ({"starts_at": NOON - DAY, "status": "cancelled"}, "This event was cancelled"),
    ],
)
def test_there_is_a_reason_where_it_is_not(client, given, why):
    make_event(slug="hier", **given)

    answer = client.get("/en/agenda/hier")

    assert why in answer.text
    assert "/aanmelden" not in answer.text


def test_the_closing_moment_is_told(client):
    make_event(slug="hier", registration_closes_at=NOON + timedelta(days=2, hours=6))

    assert "You can sign up until Friday 4 June 2027, 18:00." in client.get("/en/agenda/hier").text


@pytest.mark.parametrize("given", [{"status": "cancelled"}, {"starts_at": NOON - DAY}])
def test_what_will_not_happen_any_more_goes_in_no_calendar(client, given):
    make_event(slug="hier", **given)

    assert buttons(page(client, "hier")) == {}


def test_an_event_in_a_series_tells_its_other_dates(client):
    series = make_series(slug="dialogen", title="Dialogen")
    make_event(slug="een", title="Eerste avond", series=series, starts_at=NOON + DAY)
    make_event(slug="twee", title="Tweede avond", series=series, starts_at=NOON + 2 * DAY)
    make_event(slug="drie", title="Eerste avond", series=series, starts_at=NOON + 3 * DAY, status="cancelled")
    make_event(slug="vier", series=series, unlisted=True)
    make_event(slug="nul", series=series, starts_at=NOON - DAY)

    soup = page(client, "een")

    assert texts(soup, "section .facts li") == [
        "Friday 4 June 2027, 12:00 - 13:30 Tweede avond",
        "Saturday 5 June 2027, 12:00 - 13:30 Cancelled",
    ]
    assert [link["href"] for link in soup.select("section .facts a")] == ["/en/agenda/twee", "/en/agenda/drie"]
    assert [link["href"] for link in soup.select(".crumbs a")] == ["/en/agenda", "/en/reeks/dialogen"]


def test_a_draft_is_not_there(client):
    make_event(slug="concept", status="draft")

    assert client.get("/agenda/concept").status_code == 404
    assert client.get("/agenda/concept.ics").status_code == 404


@pytest.mark.parametrize("path", ["/agenda/bestaat-niet", "/agenda/%00", "/reeks/%00", "/agenda/%00.ics", "/reeks/x"])
def test_an_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_an_unlisted_event_can_be_opened_and_is_kept_out_of_search_engines(client):
    make_event(slug="geheim", unlisted=True)

    assert page(client, "geheim").select_one("meta[name=robots]")["content"] == "noindex"


def test_texts_are_never_markup(client):
    bad = "<script>alert(1)</script>"
    make_event(
        slug="x", title=bad, summary=bad, description=f"{bad} [klik](javascript:alert(1))", audience=bad, bring=bad,
        contact_name=bad, status="cancelled", cancel_reason=bad, series=make_series(title=bad),
        venue=make_venue(name=bad, address=bad, directions=bad), neighbourhood=make_neighbourhood(name=bad),
        organisations=[make_organisation(name=bad)],
    )  # fmt: skip

    soup = page(client, "x")

    assert soup.find("script", type=None) is None
    assert [link["href"] for link in soup.find_all("a") if link["href"].startswith("javascript")] == []
    assert soup.h1.text == bad


def test_the_page_asks_a_fixed_number_of_questions(client, queries):  # noqa: F811
    def asked(slug: str) -> tuple[int, int]:
        client.get("/agenda/veel")  # whoever comes first also reads what an engine asks once
        numbers = []
        for _visit in range(2):
            queries.clear()
            client.get(f"/agenda/{slug}")
            numbers.append(len([statement for statement in queries if statement.startswith("SELECT")]))
        return numbers[0], numbers[1]

    make_event(slug="los", venue=make_venue(), neighbourhood=make_neighbourhood(), themes=[make_theme()])
    series = make_series()
    for n in range(30):
        make_event(slug=f"reeks-{n}", series=series, starts_at=NOON + DAY * (n + 1))
    hosts = [make_organisation() for _n in range(20)]
    make_event(slug="veel", organisations=hosts, themes=[make_theme() for _n in range(10)], series=series)

    assert [asked("los"), asked("reeks-3"), asked("reeks-9")] == [(4, 1), (5, 1), (5, 1)]
    client.application.extensions["kept_pages"].clear()
    assert asked("veel")[1] == 1


def test_a_kept_page_shows_at_once_who_came_and_what_changed_and_soon_what_changed_elsewhere(client, monkeypatch):
    venue = make_venue(name="Buurthuis")
    event = make_event(slug="hier", capacity=9, venue=venue)

    def shown() -> str:
        return page(client, "hier").main.text

    assert "9 places left" in shown()
    make_registration(event, people=2)
    assert "7 places left" in shown()
    change_event(event.id, {"title": "Anders"}, now=NOON)
    assert "Anders" in shown()
    with transaction() as session:
        session.get_one(Venue, venue.id).name = "Wijkhuis"
    assert "Wijkhuis" not in shown()
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=10))
    assert "Wijkhuis" in shown()


def test_a_kept_page_is_kept_for_its_own_language_question_and_browser_only(client):
    make_event(slug="hier", title="Samen wandelen door de buurt")
    plain, squeezed = {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}

    answers = [
        client.get(path, headers=headers)
        for _visit in range(2)
        for path in ("/agenda/hier", "/tr/agenda/hier", "/agenda/hier?x=1")
        for headers in (plain, squeezed)
    ]

    assert len({answer.data for answer in answers}) == 6
    for first, again in zip(answers[:6], answers[6:], strict=True):
        for answer in (first, again):
            answer.headers.pop("Date", None)  # of this very second
        assert (first.data, first.headers.to_wsgi_list()) == (again.data, again.headers.to_wsgi_list())


def test_the_page_sets_no_cookie_and_may_be_kept(client):
    make_event(slug="hier", capacity=3)

    first = client.get("/agenda/hier")
    again = client.get("/agenda/hier", headers={"If-None-Match": first.headers["ETag"]})

    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.data) == (304, b"")


def entry_of(answer):
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.data).walk("VEVENT")[0]


def test_the_calendar_file_holds_the_event(client):
    make_event(slug="hier", uid="een@voorbeeld.nl", title="Samen; wandelen, ja", summary="Rustig.", venue=make_venue())

    answer = client.get("/agenda/hier.ics")
    entry = entry_of(answer)

    assert (str(entry["uid"]), str(entry["summary"])) == ("een@voorbeeld.nl", "Samen; wandelen, ja")
    assert entry["dtstart"].dt.isoformat() == "2027-06-23T12:00:00+02:00"
    assert str(entry["location"]) == "Buurthuis (voorbeeld), Voorbeeldlaan 1, 3561 AB Utrecht"
    assert str(entry["url"]) == "http://localhost/agenda/hier"
    assert str(entry["status"]) == "CONFIRMED"
    assert 'filename="hier.ics"' in answer.headers["Content-Disposition"]


def test_the_calendar_file_of_a_private_event_does_not_tell_which(client):
    make_event(slug="hier", title="Praten over drank", summary="Stoppen met drinken", private=True)

    answer = client.get("/en/agenda/hier.ics")

    assert str(entry_of(answer)["summary"]) == "Your appointment"
    assert "drank" not in answer.text
    assert "drinken" not in answer.text


def test_the_calendar_file_of_a_cancelled_event_says_so(client):
    make_event(slug="hier", status="cancelled")

    assert str(entry_of(client.get("/agenda/hier.ics"))["status"]) == "CANCELLED"


def test_a_calendar_that_asks_again_gets_nothing_new(client):
    make_event(slug="hier")

    first = client.get("/agenda/hier.ics")
    by_tag = client.get("/agenda/hier.ics", headers={"If-None-Match": first.headers["ETag"]})
    by_time = client.get("/agenda/hier.ics", headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert first.headers["Last-Modified"] == "Wed, 02 Jun 2027 10:00:00 GMT"
    assert (by_tag.status_code, by_time.status_code) == (304, 304)
    assert first.data == client.get("/agenda/hier.ics").data


def test_a_month_or_a_year_goes_in_no_calendar(client):
    make_event(slug="ooit", precision="month", starts_at=NOON - 400 * DAY)

    assert client.get("/agenda/ooit.ics").status_code == 404
    assert texts(page(client, "ooit"), "dl time") == ["April 2026"]
