"""What an organisation does, on a page and in somebody's own calendar."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from eventapp.database import db

from ..conftest import NOON
from ..make import make_event, make_organisation, make_venue


@pytest.fixture
def dock(app):
    return make_organisation(slug="dock", name="DOCK", ambassador=True)


def titles(answer) -> list[str]:
    return [link.text for link in BeautifulSoup(answer.text, "html5lib").select(".card h3 a")]


def entries(answer) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(answer.data).events]


def make_all_sorts(dock) -> None:
    make_event(title="Nu al bekend", organisations=[dock], starts_at=NOON + timedelta(days=9))
    make_event(title="Eerder", organisations=[dock], starts_at=NOON + timedelta(days=2), venue=make_venue())
    make_event(title="Afgelast", organisations=[dock], starts_at=NOON + timedelta(days=3), status="cancelled")
    make_event(title="Besloten", organisations=[dock], starts_at=NOON + timedelta(days=4), private=True)
    make_event(title="Concept", organisations=[dock], status="draft")
    make_event(title="Niet in de lijst", organisations=[dock], unlisted=True)
    make_event(title="Van een ander", organisations=[make_organisation()])
    make_event(title="Vorige week", organisations=[dock], starts_at=NOON - timedelta(days=7))
    make_event(title="Vorig jaar", organisations=[dock], starts_at=NOON - timedelta(days=300))
    make_event(title="Ooit afgelast", organisations=[dock], starts_at=NOON - timedelta(days=8), status="cancelled")


def test_the_page_shows_what_everybody_may_know(client, dock):
    make_all_sorts(dock)

    answer = client.get("/en/organisaties/dock")

    assert titles(answer) == ["Eerder", "Afgelast", "Besloten", "Nu al bekend", "Vorige week", "Vorig jaar"]
    assert "http://localhost/en/organisaties/dock.ics" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_calendar_has_no_private_events_and_keeps_what_is_over_for_a_while(client, dock):
    make_all_sorts(dock)

    answer = client.get("/en/organisaties/dock.ics")

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert entries(answer) == ["Ooit afgelast", "Vorige week", "Eerder", "Afgelast", "Nu al bekend"]
    assert str(Calendar.from_ical(answer.data)["name"]) == "DOCK"
    assert "Set-Cookie" not in answer.headers


def test_an_unchanged_calendar_is_not_sent_again(client, dock):
    event = make_event(organisations=[dock])
    first = client.get("/organisaties/dock.ics")

    again = client.get("/organisaties/dock.ics", headers={"If-None-Match": first.headers["ETag"]})
    head = client.head("/organisaties/dock.ics")

    assert (again.status_code, again.data) == (304, b"")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])
    event.title, event.sequence = "Anders", 1
    db.session.commit()
    changed = client.get("/organisaties/dock.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, entries(changed)) == (200, ["Anders"])


def test_an_organisation_without_events_says_so_and_has_an_empty_calendar(client, dock):
    assert "There is nothing in the agenda of this organisation now." in client.get("/en/organisaties/dock").text
    assert entries(client.get("/organisaties/dock.ics")) == []


@pytest.mark.parametrize("path", ["/organisaties/wie", "/organisaties/wie.ics", "/organisaties/%00", "/organisaties/"])
def test_an_organisation_that_nobody_knows_is_not_found(client, dock, path):
    assert client.get(f"/en{path}").status_code == 404


def test_the_agenda_of_one_organisation_leads_to_its_page(client, dock):
    make_event(organisations=[dock])

    page = BeautifulSoup(client.get("/en/agenda?organisatie=dock").text, "html5lib")

    link = page.select_one("#found a.solo")
    assert (link.text, link["href"]) == ("All about DOCK", "/en/organisaties/dock")
