"""Organisers' pages in a browser: a passkey made and used, and no fault that axe finds."""

import pytest

from eventapp.accounts import actions
from eventapp.database import db
from eventapp.events.questions.models import Kind
from eventapp.mail.models import Letter
from eventapp.programme.models import PartKind
from eventapp.registrations.choices.actions import choose

from .. import make
from ..conftest import NOON
from .conftest import LONG_ADDRESS, LONG_NAME, LONG_TITLE
from .faults import SOME_LOOKS, axe, faults

pytestmark = pytest.mark.browser

PASSWORD = "samen gezond in utrecht"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def event(served) -> str:
    """An event of Noor's, with somebody who waits, somebody to call, and the longest words; its slug."""
    with served.app_context():
        organisation = make.make_organisation()
        account = make.make_account(organisation, email="noor@voorbeeld.nl", name="Noor")
        actions.set_password(account.id, PASSWORD)
        event = make.make_event(title=LONG_TITLE, capacity=2, organisations=[organisation], venue=make.make_venue())
        session = make.make_session(event, title=LONG_TITLE, room=LONG_TITLE[:100], speakers=LONG_NAME)
        make.make_station(event, title="Bloeddruk", slot_minutes=30)
        for title in (LONG_TITLE, "De bakker"):
            make.make_part(event, PartKind.STAND, title=title)
        meal = make.make_question(event, kind=Kind.CHOICE, label=LONG_TITLE, options=(LONG_TITLE, "Brood"))
        guest = make.make_registration(event, name=LONG_NAME, email=LONG_ADDRESS, people=2, answers=((meal.id, "1"),))
        choose(guest.id, [session.slots[0].id], now=NOON)
        asking = make.make_event(slug="vragen-om", title=LONG_TITLE, organisations=[organisation], approval=True)
        make.make_registration(asking, name=LONG_NAME, email=LONG_ADDRESS)
        make.make_registration(event, name="Fatima 't Hooft", people=2)
        for letter in db.session.scalars(db.select(Letter)):
            letter.state, letter.answer = "failed", "550 5.1.1 no such user"
        network = make.make_network(slug="netwerk", name=LONG_TITLE, organisation_id=organisation.id)
        event.networks.append(network)
        db.session.commit()
        make.make_invitation(event, name=LONG_NAME, email=LONG_ADDRESS, organisation=LONG_TITLE)
        make.make_member(network, name=LONG_NAME, email=LONG_ADDRESS, organisation=LONG_TITLE)
        make.make_event(
            slug="oefening",
            title=LONG_TITLE,
            organisations=[organisation],
            unlisted=True,
            practice_to="noor@voorbeeld.nl",
        )
    return event.slug


@pytest.fixture
def looked_at(page):
    """A browser with axe in every page that it opens."""
    page.add_init_script(path=axe())
    return page


def sign_in(page, prefix: str = "") -> None:
    page.goto(f"{prefix}/organiseren/inloggen")
    page.locator("#email").fill("noor@voorbeeld.nl")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/organiseren")


def test_a_passkey_is_made_and_then_opens_the_pages_without_a_password(served, event, page):
    home = served.config["SETTINGS"].base_url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, home)

    page.goto(f"{home}/organiseren/toegangssleutel")
    page.locator("#name").fill("mijn telefoon")
    page.locator("main button").first.click()
    page.wait_for_url("**/mijn-gegevens")
    assert "mijn telefoon" in page.locator("main").inner_text()

    page.locator("summary").click()
    page.get_by_role("button", name="Log uit", exact=True).click()
    page.goto(f"{home}/organiseren/met-toegangssleutel")
    page.locator("main button").click()
    page.wait_for_url("**/organiseren")
    assert page.locator("h1").inner_text() == "Dag, Noor"


@pytest.mark.parametrize("path", ["/wachtwoord-vergeten", "/inloggen", "/met-toegangssleutel"])
def test_axe_finds_nothing_before_signing_in(looked_at, path):
    assert faults_at(looked_at, f"/organiseren{path}") == {}


def test_axe_finds_nothing_on_the_pages_of_organisers(event, looked_at):
    sign_in(looked_at)

    found = {}
    for path in (
        "", "/activiteiten", "/nieuw", "/nieuw?kind=dialoog", "/mijn-gegevens", "/wachtwoord", "/tweede-stap",
        "/herstelcodes", "/toegangssleutel", f"/activiteiten/{event}", f"/activiteiten/{event}/bewerken",
        f"/activiteiten/{event}/kopie", f"/activiteiten/{event}/vragen", f"/activiteiten/{event}/vragen/nieuw",
        f"/activiteiten/{event}/afgelasten", f"/activiteiten/{event}/delen",
        f"/activiteiten/{event}/aanmeldingen", f"/activiteiten/{event}/aanmeldingen/nieuw",
        f"/activiteiten/{event}/aanmeldingen/meer", f"/activiteiten/{event}/aanmeldingen/inlezen",
        f"/activiteiten/{event}/bellijst", f"/activiteiten/{event}/bericht", f"/activiteiten/{event}/berichten",
        f"/activiteiten/{event}/berichten/teksten", f"/activiteiten/{event}/berichten/teksten/place-confirmed",
        f"/activiteiten/{event}/berichten/teksten/reminder",
        f"/activiteiten/{event}/uitnodigingen", f"/activiteiten/{event}/uitnodigingen/leden",
        f"/activiteiten/{event}/uitnodigingen/mensen", f"/activiteiten/{event}/uitnodigingen/1/intrekken",
        f"/activiteiten/{event}/bewerken?deel=texts",
        f"/activiteiten/{event}/bewerken?deel=picture", f"/activiteiten/{event}/bewerken?deel=hosts",
        f"/activiteiten/{event}/programma", f"/activiteiten/{event}/programma/1", f"/activiteiten/{event}/programma/2",
        f"/activiteiten/{event}/programma/3", f"/activiteiten/{event}/programma/nieuw/sessie",
        f"/activiteiten/{event}/programma/stands", f"/activiteiten/{event}/programma-lijsten",
        f"/activiteiten/{event}/aanmeldingen/1", f"/activiteiten/{event}/aanmeldingen/1/programma",
        f"/activiteiten/{event}/aanmeldingen?answer=1-1", "/activiteiten/vragen-om/aanvragen",
        "/activiteiten/vragen-om/reeks", f"/activiteiten/{event}/deur",
        "/activiteiten/oefening", "/activiteiten/oefening/oefenen", "/netwerken", "/netwerken/netwerk",
        "/netwerken/netwerk/bewerken", "/netwerken/netwerk/leden/nieuw", "/netwerken/netwerk/leden/inlezen",
    ):  # fmt: skip
        if wrong := faults_at(looked_at, f"/organiseren{path}"):
            found[path] = wrong

    assert found == {}


def test_axe_finds_nothing_on_the_pages_of_administrators(served, event, looked_at):
    with served.app_context():
        boss = make.make_account(is_administrator=True, name="Baas", email="baas@voorbeeld.nl")
        cookie = make.session_cookie(served, boss)
        proposal = make.make_proposal(title=LONG_TITLE, name=LONG_NAME, email=LONG_ADDRESS).id
    looked_at.context.add_cookies([cookie | {"url": served.config["SETTINGS"].base_url}])

    found = {}
    for path in (
        "", "/mensen", "/mensen/nieuw", f"/mensen/{boss.id}", "/logboek", "/organisaties", "/organisaties/nieuw",
        "/organisaties/1", "/plekken", "/plekken/1", "/wijken/nieuw", "/themas/nieuw", "/speerpunten/nieuw",
        "/teksten", "/teksten/privacy/nl", "/teksten/contact/ar", "/berichten",
        "/berichten?groep=failed", "/berichten/1", "/voorstellen", f"/voorstellen/{proposal}", "/logboek?wat=account",
    ):  # fmt: skip
        if wrong := faults_at(looked_at, f"/beheer{path}"):
            found[path] = wrong

    assert found == {}


def faults_at(page, path: str) -> dict[str, list[str]]:
    """What is wrong with a page on a phone by day, and on a desk by night."""
    page.goto(path)
    assert page.locator("h1").count() == 1
    return faults(page, SOME_LOOKS, within="html")
