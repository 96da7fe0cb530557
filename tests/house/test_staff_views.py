"""An administrator keeps what the events share: organisations, places, neighbourhoods, themes and focal points."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from eventapp.connections.profiles.actions import wish
from eventapp.connections.profiles.models import Exchange, Wish
from eventapp.database import db
from eventapp.enclosures import enclosures_of
from eventapp.events.models import Event, FocalPoint, Neighbourhood, Theme, Venue
from eventapp.house import actions
from eventapp.house.rules import Gone, SameOne
from eventapp.house.staff_forms import position_in
from eventapp.mail.models import Letter
from eventapp.organisations.models import AuditNote, Organisation, TeamMember
from eventapp.organisations.rules import Role
from eventapp.programme.models import PartKind
from eventapp.subscriptions.rules import Wanted

from ..conftest import NOON
from ..connections.people import make_meeting, make_profile
from ..make import (
    make_account,
    make_event,
    make_neighbourhood,
    make_organisation,
    make_part,
    make_registration,
    make_theme,
    make_venue,
    sign_in,
)
from ..subscriptions.readers import make_subscription

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def boss(client):
    account = make_account(is_administrator=True, name="Baas")
    sign_in(client, account)
    return account


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def said(answer) -> list[str]:
    return [link.text for link in soup(answer).select("[role=alert] a")]


def lines(answer) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in soup(answer).select("main ul.list > li")]


def notes() -> list[tuple[str, str, dict, dict]]:
    rows = db.session.scalars(db.select(AuditNote).order_by(AuditNote.id))
    return [(note.what, note.about, note.before, note.after) for note in rows]


def names(table) -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(table.name).order_by(table.id)))


def test_the_first_page_leads_to_every_room(client, boss):
    links = [link["href"] for link in soup(client.get("/en/beheer")).select(".kinds a")]

    assert links == [
        f"/en/beheer/{room}"
        for room in (
            "mensen", "organisaties", "plekken", "wijken", "themas", "uitwisselen", "speerpunten", "teksten",
            "voorstellen", "berichten", "abonnementen", "logboek",
        )
    ]  # fmt: skip
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_the_list_of_organisations_tells_how_much_each_does(client, boss):
    dock = make_organisation(name="DOCK", ambassador=True)
    make_account(dock)
    make_event(organisations=[dock])
    make_organisation(name="Careyn")

    assert lines(client.get("/en/beheer/organisaties")) == [
        "Careyn 0 events · 0 people in the team",
        "DOCK 1 event · 1 person in the team Ambassador",
    ]


def test_an_organisation_is_added_and_keeps_its_address_under_another_name(client, boss):
    answer = client.post("/en/beheer/organisaties/nieuw", data={"name": "Buurtnetwerk Zuilen", "ambassador": "y"})
    made = db.session.scalars(db.select(Organisation)).one()
    assert answer.headers["Location"] == f"/en/beheer/organisaties/{made.id}"
    assert (made.slug, made.name, made.ambassador) == ("buurtnetwerk-zuilen", "Buurtnetwerk Zuilen", True)

    client.post(f"/en/beheer/organisaties/{made.id}", data={"name": "Samen Zuilen"})

    db.session.expire_all()
    assert (made.slug, made.name, made.ambassador) == ("buurtnetwerk-zuilen", "Samen Zuilen", False)
    assert notes() == [
        ("organisation.made", f"organisation/{made.id}", {}, {"name": "Buurtnetwerk Zuilen", "ambassador": True}),
        (
            "organisation.changed",
            f"organisation/{made.id}",
            {"name": "Buurtnetwerk Zuilen", "ambassador": True},
            {"name": "Samen Zuilen", "ambassador": False},
        ),
    ]


def test_what_is_saved_unchanged_is_no_change(client, boss):
    dock = make_organisation(name="DOCK")

    client.post(f"/en/beheer/organisaties/{dock.id}", data={"name": "DOCK"})

    assert notes() == []


@pytest.mark.parametrize(
    "typed, told",
    [
        ({"name": "  "}, ["Enter a name"]),
        ({"name": "x" * 10_000}, ["This is too long. Use at most 200 letters."]),
        ({"name": "a\nb"}, ["Use only ordinary letters here, on one line."]),
    ],
)
def test_a_wrong_name_is_told_and_nothing_is_made(client, boss, typed, told):
    answer = client.post("/en/beheer/organisaties/nieuw", data=typed)

    assert (answer.status_code, said(answer)) == (422, told)
    assert (names(Organisation), notes()) == ([], [])


@pytest.mark.parametrize("again", ["DOCK", "dock", "Döck"])
def test_two_organisations_do_not_share_a_name(client, boss, again):
    make_organisation(name="DOCK")
    other = make_organisation(name="Careyn")

    added = client.post("/en/beheer/organisaties/nieuw", data={"name": again})
    renamed = client.post(f"/en/beheer/organisaties/{other.id}", data={"name": again})

    assert (added.status_code, renamed.status_code) == (422, 422)
    assert "This name is there already. Choose another name." in added.text
    assert soup(renamed).select_one("#name")["value"] == again
    assert names(Organisation) == ["DOCK", "Careyn"]


def test_addresses_differ_where_letters_do_not(client, boss):
    for name in ("الأمل", "السلام", "x" * 90, "x" * 91):
        client.post("/en/beheer/organisaties/nieuw", data={"name": name})

    slugs = list(db.session.scalars(db.select(Organisation.slug).order_by(Organisation.id)))
    assert slugs == ["activiteit", "activiteit-2", "x" * 70, "x" * 70 + "-2"]


@pytest.mark.parametrize("what", ["events", "team", "stand"])
def test_an_organisation_with_something_in_it_stays(client, boss, what):
    dock = make_organisation(name="DOCK")
    if what == "events":
        make_event(organisations=[dock])
    elif what == "team":
        make_account(dock)
    else:
        make_part(make_event(), PartKind.STAND, organisation_id=dock.id)
    noted = notes()

    client.post(f"/en/beheer/organisaties/{dock.id}/weg")

    page = soup(client.get(f"/en/beheer/organisaties/{dock.id}"))
    told = " ".join(page.select_one(".alert--bad").text.split())
    assert told == "This cannot go: something belongs to it. Nothing is removed."
    assert page.select("form[action$='/weg']") == []
    assert (names(Organisation), notes()) == (["DOCK"], noted)


def test_an_empty_organisation_goes(client, boss):
    dock = make_organisation(name="DOCK")

    answer = client.post(f"/en/beheer/organisaties/{dock.id}/weg")

    assert answer.headers["Location"] == "/en/beheer/organisaties"
    assert names(Organisation) == []
    assert notes() == [("organisation.removed", f"organisation/{dock.id}", {"name": "DOCK"}, {})]
    assert client.post(f"/en/beheer/organisaties/{dock.id}/weg").status_code == 404


def test_two_organisations_become_one_with_all_events_and_the_most_that_anybody_may(client, boss):
    dock, twice = make_organisation(name="DOCK"), make_organisation(name="Dock Utrecht")
    make_event(title="Van beide", organisations=[dock, twice])
    make_event(title="Van een", organisations=[twice])
    both = make_account(dock, role=Role.VIEWER)
    for organisation, role in ((twice, Role.ORGANISER),):
        db.session.add(TeamMember(organisation_id=organisation.id, account_id=both.id, role=role))
    db.session.commit()
    viewer = make_account(twice, role=Role.VIEWER)
    keeper = make_account(dock)
    db.session.add(TeamMember(organisation_id=twice.id, account_id=keeper.id, role=Role.VIEWER))
    db.session.commit()

    answer = client.post(f"/en/beheer/organisaties/{twice.id}/samen", data={"into": str(dock.id)})

    assert answer.headers["Location"] == f"/en/beheer/organisaties/{dock.id}"
    assert names(Organisation) == ["DOCK"]
    events = db.session.scalars(db.select(Event).order_by(Event.id))
    assert [[each.name for each in event.organisations] for event in events] == [["DOCK"], ["DOCK"]]
    team = db.session.execute(db.select(TeamMember.account_id, TeamMember.role).order_by(TeamMember.account_id))
    assert [tuple(row) for row in team] == [(both.id, "organiser"), (viewer.id, "viewer"), (keeper.id, "organiser")]
    assert notes()[-1] == (
        "organisation.merged", f"organisation/{dock.id}", {}, {"from": twice.id, "name": "Dock Utrecht", "events": 2}
    )  # fmt: skip


def test_who_wanted_to_hear_of_the_one_hears_of_the_other(client, boss):
    dock, twice = make_organisation(name="DOCK", slug="dock"), make_organisation(name="Dock Utrecht", slug="dock-2")
    subscription = make_subscription(wanted=Wanted(organisations=("dock-2",)))

    client.post(f"/en/beheer/organisaties/{twice.id}/samen", data={"into": str(dock.id)})

    db.session.expire_all()
    assert Wanted.from_text(subscription.wanted) == Wanted(organisations=("dock",))


def test_the_stands_of_two_organisations_go_along(client, boss):
    dock, twice = make_organisation(name="DOCK"), make_organisation(name="Dock Utrecht")
    stand = make_part(make_event(), PartKind.STAND, title="Dock Utrecht", organisation_id=twice.id)

    client.post(f"/en/beheer/organisaties/{twice.id}/samen", data={"into": str(dock.id)})

    db.session.expire_all()
    assert (names(Organisation), stand.organisation_id) == (["DOCK"], dock.id)


def test_a_place_knows_how_many_people_the_building_may_hold(client, boss):
    hall = make_venue(name="De Dreef")
    page, typed = f"/en/beheer/plekken/{hall.id}", {"name": "De Dreef", "city": "Utrecht"}

    refused = client.post(page, data=typed | {"most_people": "veel"})
    client.post(page, data=typed | {"most_people": "150"})

    assert refused.status_code == 422
    assert said(refused) == ["Type a number, for example 40. Or leave it empty: then there is no limit."]
    assert soup(refused).select_one("#most_people")["value"] == "veel"
    db.session.expire_all()
    assert hall.most_people == 150
    assert soup(client.get(page)).select_one("#most_people")["value"] == "150"
    client.post(page, data=typed | {"most_people": ""})
    db.session.expire_all()
    assert hall.most_people is None


@pytest.mark.parametrize("into", ["", "999999", "self", "x"])
def test_with_nothing_or_with_itself_nothing_is_put_together(client, boss, into):
    dock = make_organisation(name="DOCK")
    make_organisation(name="Careyn")

    answer = client.post(
        f"/en/beheer/organisaties/{dock.id}/samen", data={"into": str(dock.id) if into == "self" else into}
    )

    assert (answer.status_code, said(answer)) == (422, ["Choose which one it is the same as"])
    assert soup(answer).select_one("#name")["value"] == "DOCK"
    assert names(Organisation) == ["DOCK", "Careyn"]
    with pytest.raises(SameOne):
        actions.merge(Organisation, dock.id, into=dock.id, by=boss.id, now=NOON)


def test_a_neighbourhood_is_put_together_with_none(client, boss):
    west = make_neighbourhood(name="West")

    assert client.post(f"/en/beheer/wijken/{west.id}/samen", data={"into": "1"}).status_code == 404


def test_somebody_moves_to_another_team_with_the_same_role(client, boss):
    old, new = make_organisation(name="DOCK"), make_organisation(name="Careyn")
    account = make_account(old, role=Role.VIEWER)
    page = f"/en/beheer/mensen/{account.id}"

    refused = client.post(f"{page}/ander-team", data={"old": str(old.id), "new": ""})
    client.post(f"{page}/ander-team", data={"old": str(old.id), "new": str(new.id)})

    assert (refused.status_code, said(refused)) == (422, ["Choose an organisation"])
    team = db.session.execute(db.select(TeamMember.organisation_id, TeamMember.role))
    assert [tuple(row) for row in team] == [(new.id, "viewer")]
    assert notes() == [("account.moved", f"account/{account.id}", {"team": old.id}, {"team": new.id})]
    assert client.post(f"{page}/ander-team", data={"old": str(old.id), "new": str(new.id)}).status_code == 422


def test_an_invitation_begins_in_the_team_it_came_from(client, boss):
    make_organisation(name="Careyn")
    dock = make_organisation(name="DOCK")

    page = soup(client.get(f"/en/beheer/mensen/nieuw?organisatie={dock.id}"))

    assert [option.text for option in page.select("#organisation option[selected]")] == ["DOCK"]


def test_places_tell_what_is_missing_and_which_are_there_twice(client, boss):
    hall = make_venue(name="De Dreef", address="Dreef 1", postcode="3561 AB", wheelchair=True)
    make_venue(name="De dreef", address="", postcode="", city="")
    make_event(venue=hall)

    assert lines(client.get("/en/beheer/plekken")) == [
        "De Dreef Dreef 1, 3561 AB Utrecht · 1 event More than one with this name",
        "De dreef 0 events More than one with this name No address Wheelchair: not known",
    ]


def test_a_correction_of_a_place_renews_pages_and_calendars_and_writes_to_nobody(client, boss, monkeypatch):
    monkeypatch.setattr("eventapp.clock.now", lambda: LATER)
    hall = make_venue(name="De Dreef", address="Dref 1")
    event = make_event(venue=hall, sequence=4)
    make_registration(event)
    letters = db.session.scalar(db.select(db.func.count(Letter.id)))
    typed = {"name": "De Dreef", "address": "Dreef 1", "postcode": "3561 AB", "city": "Utrecht"}

    client.post(f"/en/beheer/plekken/{hall.id}", data=typed | {"wheelchair": "yes", "directions": "Bel Fatima."})

    db.session.expire_all()
    assert (hall.address, hall.wheelchair, hall.wheelchair_toilet, hall.directions) == (
        "Dreef 1", True, None, "Bel Fatima.",
    )  # fmt: skip
    assert (event.sequence, event.changed_at) == (4, LATER)
    assert db.session.scalar(db.select(db.func.count(Letter.id))) == letters
    assert notes() == [
        (
            "venue.changed",
            f"venue/{hall.id}",
            {"address": "Dref 1", "wheelchair": None},
            {"address": "Dreef 1", "wheelchair": True},
        )
    ]
    assert b"Dreef 1" in client.get(f"/agenda/{event.slug}.ics").data


def test_two_places_become_one_and_nobody_gets_a_letter(client, boss):
    kept = make_venue(name="De Dreef", address="Dreef 1", directions="", wheelchair=None, wheelchair_toilet=False)
    gone = make_venue(name="De dreef", address="", directions="Bus 5", wheelchair=True, wheelchair_toilet=True)
    event = make_event(venue=gone, sequence=4)
    make_registration(event)
    letters = db.session.scalar(db.select(db.func.count(Letter.id)))

    client.post(f"/en/beheer/plekken/{gone.id}/samen", data={"into": str(kept.id)})

    db.session.expire_all()
    assert names(Venue) == ["De Dreef"]
    assert (event.venue_id, event.sequence) == (kept.id, 4)
    assert (kept.address, kept.directions, kept.wheelchair, kept.wheelchair_toilet) == ("Dreef 1", "Bus 5", True, False)
    assert db.session.scalar(db.select(db.func.count(Letter.id))) == letters
    assert notes() == [("venue.merged", f"venue/{kept.id}", {}, {"from": gone.id, "name": "De dreef", "events": 1})]


def test_a_place_with_events_stays_and_an_empty_one_goes(client, boss):
    used, empty = make_venue(name="De Dreef"), make_venue(name="Het Huis")
    make_event(venue=used)

    for venue in (used, empty):
        client.post(f"/en/beheer/plekken/{venue.id}/weg")

    assert names(Venue) == ["De Dreef"]


def test_a_long_list_of_places_is_searched_and_turned(client, boss):
    for number in range(51):
        make_venue(name=f"Zaal {number:02}", address="Dreef 1")
    make_venue(name="Café Öz", address="Dreef 2")

    first, second = (lines(client.get(f"/en/beheer/plekken?pagina={page}")) for page in (1, 2))
    assert (len(first), len(second)) == (50, 2)
    assert [line.split(" ·")[0] for line in lines(client.get("/en/beheer/plekken?q=cafe+oz"))] == [
        "Café Öz Dreef 2, 3561 AB Utrecht"
    ]
    assert lines(client.get("/en/beheer/plekken?q=%25")) == ["There is nothing with this name."]
    for odd in ("?pagina=0", "?pagina=-1", "?pagina=x", "?pagina=99999999999999999999", "?q=%00", "?q=" + "x" * 5000):
        assert client.get(f"/en/beheer/plekken{odd}").status_code == 200


def test_neighbourhoods_are_in_the_order_that_was_chosen(client, boss):
    for name, order in (("West", "1"), ("Oost", "0")):
        client.post(
            "/en/beheer/wijken/nieuw", data={"name": name, "includes": "Lombok, , Oog in Al", "sort_order": order}
        )

    assert lines(client.get("/en/beheer/wijken")) == [
        "Oost 0 events · Lombok, Oog in Al",
        "West 0 events · Lombok, Oog in Al",
    ]
    west = db.session.scalars(db.select(Neighbourhood).filter_by(name="West")).one()
    assert (west.slug, west.includes, west.sort_order) == ("west", ["Lombok", "Oog in Al"], 1)
    agenda = soup(client.get("/en/agenda"))
    choices = [choice["value"] for choice in agenda.select("#wijk-1 option") if choice["value"]]
    assert choices == ["oost", "west"]


@pytest.mark.parametrize("order", ["", "-1", "1000", "x", "٣", "1e3"])
def test_a_place_in_the_list_is_a_number(client, boss, order):
    answer = client.post("/en/beheer/wijken/nieuw", data={"name": "West", "sort_order": order})

    assert (answer.status_code, said(answer)) == (422, ["Type a number from 0 to 999"])
    assert names(Neighbourhood) == []


def test_a_theme_has_a_name_in_each_language(client, boss):
    behaviour = FocalPoint(slug="gezond-gedrag", name="Gezond gedrag")
    db.session.add(behaviour)
    db.session.commit()
    typed = {
        "name": "Bewegen", "name_en": "Moving", "name_tr": "Hareket", "name_ar": "", "colour": "leaf",
        "focal_point_id": str(behaviour.id), "sort_order": "3",
    }  # fmt: skip

    client.post("/en/beheer/themas/nieuw", data=typed)

    theme = db.session.scalars(db.select(Theme)).one()
    assert (theme.slug, theme.names, theme.colour, theme.focal_point_id, theme.sort_order) == (
        "bewegen", {"en": "Moving", "tr": "Hareket"}, "leaf", behaviour.id, 3,
    )  # fmt: skip
    assert [label.text for label in soup(client.get("/en/agenda")).select("[for^=thema-]")] == ["Moving"]
    page = soup(client.get(f"/en/beheer/themas/{theme.id}"))
    assert page.select_one("#name_tr")["value"] == "Hareket"
    assert [option["value"] for option in page.select("#colour [selected]")] == ["leaf"]


def test_a_theme_needs_a_colour_and_a_focal_point_that_are_there(client, boss):
    answer = client.post(
        "/en/beheer/themas/nieuw", data={"name": "Eten", "colour": "red", "focal_point_id": "77", "sort_order": "0"}
    )

    assert (answer.status_code, said(answer)) == (422, ["Choose a focal point", "Choose a colour"])
    assert soup(answer).select_one("#name")["value"] == "Eten"


@pytest.mark.parametrize("shelf", ["themas", "wijken", "speerpunten"])
def test_what_events_or_themes_belong_to_stays_until_nothing_does(client, boss, shelf):
    theme, west = make_theme(name="Bewegen"), make_neighbourhood(name="West")
    event = make_event(themes=[theme], neighbourhood=west)
    row = {"themas": theme, "wijken": west, "speerpunten": theme.focal_point}[shelf]
    table = type(row)

    client.post(f"/en/beheer/{shelf}/{row.id}/weg")
    assert len(names(table)) == 1

    event.themes, event.neighbourhood = [], None
    if shelf == "speerpunten":
        db.session.delete(theme)
    db.session.commit()
    client.post(f"/en/beheer/{shelf}/{row.id}/weg")
    assert names(table) == []


def test_a_room_that_is_not_there_and_a_thing_that_is_not_there(client, boss):
    for path in ("/zolders", "/zolders/1", "/zolders/nieuw", "/plekken/1", "/plekken/99999999999"):
        assert client.get(f"/en/beheer{path}").status_code == 404
    for path in ("/zolders/1/weg", "/zolders/1/samen", "/plekken/1/weg", "/plekken/1/samen", "/plekken/1"):
        assert client.post(f"/en/beheer{path}").status_code == 404


def test_what_somebody_removed_a_moment_ago_is_refused_in_words(app, boss):
    dock, careyn = make_organisation(name="DOCK"), make_organisation(name="Careyn")
    actions.remove(Organisation, careyn.id, by=boss.id, now=NOON)

    for press in (
        lambda: actions.change(Organisation, careyn.id, {"name": "Anders"}, by=boss.id, now=NOON),
        lambda: actions.remove(Organisation, careyn.id, by=boss.id, now=NOON),
        lambda: actions.merge(Organisation, dock.id, into=careyn.id, by=boss.id, now=NOON),
    ):
        with pytest.raises(Gone):
            press()
    assert names(Organisation) == ["DOCK"]


@pytest.mark.parametrize("shelf", ["organisaties", "plekken", "wijken", "themas", "uitwisselen", "speerpunten"])
def test_a_longer_list_asks_no_more_of_the_database(client, boss, shelf):
    def fill() -> None:
        dock = make_organisation()
        make_account(dock)
        theme = make_theme()
        make_event(organisations=[dock], venue=make_venue(), neighbourhood=make_neighbourhood(), themes=[theme])

    def asked() -> int:
        sent: list[str] = []
        db.session.expire_all()
        note = lambda *given: sent.append(given[2])  # noqa: E731
        sqlalchemy_event.listen(db.engine, "before_cursor_execute", note)
        assert client.get(f"/en/beheer/{shelf}").status_code == 200
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    fill()
    once = asked()
    for _more in range(4):
        fill()
    assert asked() == once


@pytest.mark.parametrize(
    "typed, position",
    [
        ("52.0907, 5.1214", (52.0907, 5.1214)),
        (" 52.0907 5.1214 ", (52.0907, 5.1214)),
        ("52,0907; 5,1214", (52.0907, 5.1214)),
        ("52,0907, 5,1214", (52.0907, 5.1214)),
        ("-33.86, 151.2", (-33.86, 151.2)),
        ("52, 5", (52.0, 5.0)),
        ("91, 5", None),
        ("52, 181", None),
        ("52.0907", None),
        ("hier", None),
        ("=1+1, 5", None),
        ("٥٢, ٥", None),
    ],
)
def test_a_place_on_the_map_is_read_as_people_copy_it(typed, position):
    assert position_in(typed) == position


def test_where_a_place_is_on_the_map_stands_in_calendars_and_for_machines(client, boss):
    hall = make_venue(name="De Dreef")
    event = make_event(slug="wandelen", venue=hall)
    page, typed = f"/en/beheer/plekken/{hall.id}", {"name": "De Dreef", "city": "Utrecht"}
    assert "GEO" not in client.get("/agenda/wandelen.ics").text

    refused = client.post(page, data=typed | {"position": "bij de brug"})
    client.post(page, data=typed | {"position": "52,0907; 5,1214"})

    assert (refused.status_code, soup(refused).select_one("#position")["value"]) == (422, "bij de brug")
    assert soup(client.get(page)).select_one("#position")["value"] == "52.0907, 5.1214"
    assert "GEO:52.0907;5.1214\r\n" in client.get("/agenda/wandelen.ics").text
    assert "GEO:52.0907;5.1214\r\n" in client.get("/agenda.ics").text
    told = json.loads(soup(client.get("/agenda/wandelen")).select_one("script[type='application/ld+json']").string)
    assert told["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 52.0907, "longitude": 5.1214}
    make_registration(event, email="fatima@voorbeeld.nl")
    letter = db.session.scalars(select(Letter)).one()
    assert b"GEO:52.0907;5.1214\r\n" in enclosures_of(letter).invitation.ics


def test_an_administrator_keeps_what_people_seek_and_offer(client, boss):
    typed = {"name": "Een fiets", "name_ar": "دراجة", "sort_order": "3"}

    refused = client.post("/en/beheer/uitwisselen/nieuw", data=typed)
    made = client.post("/en/beheer/uitwisselen/nieuw", data=typed | {"sought": "y"})

    assert (refused.status_code, said(refused)) == (422, ["Tick at least one of the two"])
    bicycle = db.session.scalars(select(Exchange)).one()
    assert (bicycle.slug, bicycle.sought, bicycle.offered, bicycle.names) == ("een-fiets", True, False, {"ar": "دراجة"})
    page = made.location
    client.post(page, data=typed | {"name": "Fiets", "offered": "y"})
    db.session.expire_all()
    assert (bicycle.name, bicycle.slug, bicycle.sought, bicycle.offered) == ("Fiets", "een-fiets", False, True)

    make_profile(make_meeting(), offers=("een-fiets",))
    assert "1 person" in client.get("/en/beheer/uitwisselen").text
    client.post(f"{page}/weg")
    assert db.session.scalars(select(Exchange)).all() != []


def test_who_is_there_for_an_organisation_goes_along_with_it(client, boss):
    kept, gone = make_organisation(name="DOCK"), make_organisation(name="Dock Utrecht")
    event = make_meeting()
    profile = make_profile(event, organisation="Dock Utrecht", named=True)
    for wisher in (make_profile(event), make_profile(event)):
        wish(wisher.id, people=[], organisations=[gone.id], now=NOON)

    client.post(f"/en/beheer/organisaties/{gone.id}/samen", data={"into": str(kept.id)})

    db.session.expire_all()
    assert profile.organisation_id == kept.id
    assert {each.organisation_id for each in db.session.scalars(select(Wish))} == {kept.id}
