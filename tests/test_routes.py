"""What must hold on every page, tested once, for every route there is."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from eventapp import tokens
from eventapp.database import db
from eventapp.door import actions as door
from eventapp.door.stations.actions import give as give_number
from eventapp.door.stations.pages import screen_address
from eventapp.mail.models import Letter
from eventapp.web import Number

from .conftest import NOON
from .connections.people import make_profile
from .make import (
    make_account,
    make_event,
    make_invitation,
    make_member,
    make_neighbourhood,
    make_network,
    make_organisation,
    make_proposal,
    make_question,
    make_registration,
    make_series,
    make_session,
    make_station,
    make_theme,
    make_venue,
    sign_in,
)
from .subscriptions.readers import make_subscription

NOT_A_PAGE = {
    "static", "site_css", "meet_css", "office_css", "programme_css", "programme.paper",
    "security.static", "events.calendar", "events.organisation_calendar",
    "api.guests", "door_phone.service_worker", "door_phone.manifest", "door_phone.file", "scan_css", "screen_css",
    "events.picture", "networks.calendar", "series.calendar", "events.agenda_calendar", "events.agenda_news",
    "site.sitemap", "subscriptions.take_along",
    "registrations.calendar",
    "sharing_staff.meet_cards",
    "sharing.short", "sharing.typed", "sharing.picture", "sharing_staff.poster", "sharing_staff.picture",
    "site.security", "site.robots", "site.health", "site.ready",
    "mailbox.html", "mailbox.picture", "mailbox.attachment", "mail_staff.html",
    "samples_staff.html",
}  # fmt: skip
AT_THE_DOOR = ("door.", "stations.index", "stations.table")
GUARDS = {
    "anybody", "holder", "door", "signing in", "staff", "administrator", "viewers of event", "organisers of event",
    "organisers of network",
}  # fmt: skip
LABELLED = ("input", "select", "textarea")
LANGUAGES = {"": ("nl", "ltr"), "/en": ("en", "ltr"), "/tr": ("tr", "ltr"), "/ar": ("ar", "rtl")}


@pytest.fixture
def world(app: Flask) -> dict[str, str]:
    """Something of everything, and the values that stand in addresses."""
    dock = make_organisation(slug="dock")
    event = make_event(
        capacity=3,
        title="Wandelen & <b>praten</b>",
        starts_at=NOON,
        series=make_series(slug="reeks"),
        venue=make_venue(wheelchair=True),
        neighbourhood=make_neighbourhood(),
        organisations=[dock],
        themes=[make_theme()],
        meet=True,
        description="Eén *mooie* <script>alert(1)</script> wandeling.",
        summary="Rustig aan.",
    )
    registration = make_registration(event, name="Öztürk <i>&</i> 't Hooft", people=2)
    make_registration(event, people=3)
    make_event(slug="oefening", organisations=event.organisations, unlisted=True, practice_to="noor@voorbeeld.nl")
    network = make_network(slug="pact", text="Wij werken **samen**.")
    invited, used = make_invitation(event, name="Öztürk <i>&</i> 't Hooft"), make_invitation(event)
    guest = make_registration(event, invitation_key=used.key)
    door_pass, pin = door.make_pass(event.id, now=NOON)
    station = make_station(event, title="Meten & <b>praten</b>", slot_minutes=None)
    number = give_number(station.id, event_id=event.id, now=NOON)
    reference, fact_id = registration.ticket.reference, tokens.new_id()
    door.check_in(event.id, device="d", fact_id=fact_id, reference=reference, people=1, seen=0, now=NOON)
    subscription = make_subscription()
    return {
        "asked": make_subscription("ahmed@voorbeeld.nl", confirmed_at=None).key,
        "reader": subscription.reader.key,
        "stop": subscription.reader.stop_key,
        "subscription": str(subscription.id),
        "slug": event.slug,
        "series": "reeks",
        "key": registration.key,
        "invited": invited.key,
        "invitation": str(invited.id),
        "guest": guest.key,
        "registration_id": str(registration.id),
        "token": registration.ticket.token,
        "reference": reference,
        "fact_id": fact_id,
        "pass": door_pass.key,
        "pin": pin,
        "visitors_pass": door.make_pass(event.id, for_visitors=True, now=NOON)[0].key,
        "station": str(station.id),
        "number": number.key,
        "screen": screen_address(event).rsplit("/", 1)[1],
        "profile": make_profile(event).key,
        "account": str(make_account().id),
        "proposal": str(make_proposal().id),
        "member": str(make_member(network).id),
        "organisation": str(dock.id),
        "shelf": "organisaties",
        "part": str(make_session(event, title="Yoga <b>op</b> een stoel").id),
        "question": str(make_question(event).id),
        "letter": str(db.session.scalars(db.select(Letter.id)).first()),
    }


def addresses(app: Flask, world: dict[str, str]) -> list[tuple[str, str]]:
    """Every page that can be opened, with its endpoint."""
    values = {
        "own_words_staff.show": {"kind": "place-confirmed"},
        "proposals_staff.show": {"proposal_id": world["proposal"]},
        "questions_staff.edit": {"question_id": world["question"]},
        "registrations_staff.practise": {"slug": "oefening"},
        "invitations.show": {"key": world["invited"]},
        "invitations.colleague": {"key": world["invited"]},
        "registrations.colleague": {"key": world["guest"]},
        "invitations_staff.withdraw": {"invitation_id": world["invitation"]},
        "subscriptions.confirm": {"key": world["asked"]},
        "profiles.own": {"key": world["profile"]},
        "profiles.prove": {"key": world["profile"]},
        "profiles.wishes": {"key": world["profile"]},
        "subscriptions.manage": {"key": world["reader"]},
        "subscriptions.change": {"key": world["reader"], "subscription_id": world["subscription"]},
        "subscriptions.take_along": {"key": world["reader"]},
        "subscriptions.stop": {"key": world["stop"]},
        "subscriptions_staff.update": {"slug": "pact"},
        "subscriptions_staff.preview": {"slug": "pact"},
        "networks.show": {"slug": "pact"},
        "networks.leave": {"key": "x"},
        "networks_staff.show": {"slug": "pact"},
        "networks_staff.edit": {"slug": "pact"},
        "networks_staff.add": {"slug": "pact"},
        "networks_staff.bring_in": {"slug": "pact"},
        "networks_staff.member": {"slug": "pact", "member_id": world["member"]},
        "programme_staff.add": {"kind": "station"},
        "programme_staff.change": {"part_id": world["part"]},
        "stations.table": {"part_id": world["station"]},
        "visitors.come_in": {"key": world["visitors_pass"]},
        "stations.own": {"key": world["number"]},
        "stations.screen": {"key": world["screen"]},
        "series.show": {"slug": world["series"]},
        "door.enter": {"key": world["pass"]},
        "manage_staff.person": {"account_id": world["account"]},
        "mailbox.show": {"letter_id": world["letter"]},
        "mail_staff.show": {"letter_id": world["letter"]},
        "house_staff.show": {"row_id": world["organisation"]},
        "site_staff.edit": {"key": "privacy", "code": "nl"},
        "samples_staff.show": {"kind": "place-confirmed", "code": "ar"},
        "samples_staff.html": {"kind": "digest", "code": "nl"},
        "events.show_organisation": {"slug": "dock"},
    }
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_A_PAGE:
            continue
        given = {name: world.get(name, "1") for name in rule.arguments} | values.get(rule.endpoint, {})
        found.append((rule.endpoint, adapter.build(rule.endpoint, given)))
    return sorted(set(found))


def is_inline(script) -> bool:
    """Whether it holds something that a browser would run; what search engines read is no script."""
    return script.get("type") != "application/ld+json" and bool(not script.get("src") or script.text)


def faults(html: str, *, language: str, direction: str) -> list[str]:
    """What is wrong with a page."""
    page = BeautifulSoup(html, "html5lib")
    found = []
    root = page.html
    if root is None or (root.get("lang"), root.get("dir")) != (language, direction):
        found.append("language or direction of the page")
    if not page.title or not page.title.text.strip():
        found.append("no title")
    if len(page.find_all("h1")) != 1:
        found.append(f"{len(page.find_all('h1'))} h1")
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    found += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    if page.find("main") is None:
        found.append("no main")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    found += [f"id {name} twice" for name in {name for name in ids if ids.count(name) > 1}]
    for tag in page.find_all(True):
        found += [f"{name} on {tag.name}" for name in tag.attrs if name == "style" or name.startswith("on")]
        for name in ("src", "href"):
            if tag.name not in ("a",) and urlsplit(str(tag.get(name, ""))).netloc:
                found.append(f"{tag.name} from another host")
        for name in ("aria-describedby", "aria-labelledby", "for"):
            found += [f"{name} names {target}" for target in str(tag.get(name, "")).split() if target not in ids]
    if page.find("style") or any(is_inline(script) for script in page.find_all("script")):
        found.append("style or script in the page")
    for form in page.find_all("form"):
        if form.get("method", "").lower() not in ("get", "post"):
            found.append("form without method")
        for field in form.find_all(LABELLED):
            if field.get("type") in ("hidden", "submit"):
                continue
            if not page.find("label", attrs={"for": field.get("id")}) and not field.get("aria-label"):
                found.append(f"field {field.get('name')} without label")
        if not form.find("button"):
            found.append("form without button")
    return found


def is_for_staff(endpoint: str) -> bool:
    return endpoint.split(".")[0] in ("organise", "security") or endpoint.split(".")[0].endswith("_staff")


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_page_is_whole_in_every_language(app, client, world, prefix):
    language, direction = LANGUAGES[prefix]
    staff_client = sign_in(app.test_client(), make_account(is_administrator=True))
    door_client = app.test_client()
    door_client.post(f"/deur/{world['pass']}", data={"pin": world["pin"]})

    found = {}
    for endpoint, address in addresses(app, world):
        visitor = (
            door_client if endpoint.startswith(AT_THE_DOOR) else staff_client if is_for_staff(endpoint) else client
        )
        db.session.remove()  # each request begins with nothing in hand, as it does in the house
        answer = visitor.get(prefix + address)
        if answer.status_code in (301, 302, 303, 308):
            continue
        wrong = faults(answer.text, language=language, direction=direction)
        if answer.status_code != 200:
            wrong.append(f"status {answer.status_code}")
        if "Set-Cookie" in answer.headers and visitor is client:
            wrong.append("a cookie")
        if "default-src 'none'" not in answer.headers["Content-Security-Policy"]:
            wrong.append("no policy")
        allowed = "'wasm-unsafe-eval'" if endpoint == "door_phone.scan" else "nothing"  # the decoder of codes
        if "unsafe" in answer.headers["Content-Security-Policy"].replace(allowed, ""):
            wrong.append("an unsafe policy")
        if wrong:
            found[endpoint] = wrong

    assert found == {}


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_an_unknown_address_gets_a_page_in_the_visitors_language(client, prefix):
    language, direction = LANGUAGES[prefix]

    answer = client.get(f"{prefix}/bestaat-niet")

    assert answer.status_code == 404
    assert faults(answer.text, language=language, direction=direction) == []


def test_no_route_without_a_guard(app):
    guards = {
        endpoint: getattr(view, "guard", None)
        for endpoint, view in app.view_functions.items()
        if endpoint not in ("static", "security.static")
    }

    assert {endpoint for endpoint, guard in guards.items() if guard not in GUARDS} == set()


def test_no_get_changes_anything(app, client, world):
    before = everything()

    for _endpoint, address in addresses(app, world):
        db.session.remove()
        client.get(address)

    assert everything() == before


def everything() -> dict[str, list]:
    """All rows of all tables."""
    db.session.rollback()
    return {table.name: db.session.execute(db.select(table)).all() for table in db.metadata.sorted_tables}


def test_a_button_on_another_site_presses_nothing(client, world):
    elsewhere = {"Origin": "https://evil.example"}

    assert client.post(f"/mijn/{world['key']}/afmelden", headers=elsewhere).status_code == 403
    assert client.post(f"/mijn/{world['key']}/afmelden", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("origin", ["http://[", "x", "//", "https://localhost.evil.example"])
def test_a_button_of_a_strange_origin_presses_nothing(client, world, origin):
    assert client.post(f"/mijn/{world['key']}/afmelden", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize(
    "accepted, encoding", [("gzip", "gzip"), ("br, gzip;q=0.5", "gzip"), ("gzip;q=0", None), ("", None)]
)
def test_a_page_is_compressed_for_who_takes_it(client, accepted, encoding):
    assert client.get("/agenda", headers={"Accept-Encoding": accepted}).content_encoding == encoding


@pytest.mark.parametrize("number", [str(2**31), "9" * 30, "9" * 5_000], ids=["just", "far", "absurdly"])
def test_a_number_that_no_table_has_is_an_unknown_address(app, number):
    staff = sign_in(app.test_client(), make_account(is_administrator=True))
    adapter = app.url_map.bind("localhost")

    found = {}
    for rule in app.url_map.iter_rules():
        if numbers := {name for name, converter in rule._converters.items() if isinstance(converter, Number)}:
            values = {name: 1 if name in numbers else "hier" for name in rule.arguments}
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            path = adapter.build(rule.endpoint, values, method=method)
            found[rule.rule] = staff.open(re.sub(r"(?<=/)1(?=/|$)", number, path), method=method).status_code

    assert len(found) > 20
    assert set(found.values()) == {404}
