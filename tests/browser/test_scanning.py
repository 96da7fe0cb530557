"""The scanning page in a browser whose camera shows a film: with internet, without, and with the house shut."""

from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from eventapp.database import db
from eventapp.door import actions, queries
from eventapp.registrations import actions as registrations
from eventapp.registrations import staff_actions
from eventapp.registrations.models import Reach, Registration
from eventapp.registrations.parties import Party
from eventapp.tickets.codes import code_of_reference, ticket_address

from .. import make
from .conftest import PATIENCE, House, enter
from .film import write_film
from .world import NOON, day, sign_up

pytestmark = pytest.mark.browser

CAMERA = (
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--use-file-for-fake-video-capture={film}",
)
SHOWN = "document.querySelector('#verdict [data-verdict]')?.dataset.verdict ?? ''"


@pytest.fixture(scope="module")
def house(stopped_clock, new_database) -> Iterator[House]:
    """A house of its own, which these tests may shut."""
    house = House(new_database, "scanning")
    house.open()
    yield house
    house.shut()


@pytest.fixture
def app(house) -> Iterator[Any]:
    with house.app.app_context():
        yield house.app
        db.session.remove()


@pytest.fixture
def event(app):
    return make.make_event(title="Koken met de buren", starts_at=day(0), capacity=None)


@pytest.fixture
def phone(house, event, launch, tmp_path) -> Iterator[Callable[..., Page]]:
    """Makes a phone at the door of the event, with the scanning page open and a film before its camera."""
    browsers = []

    def make_phone(*shown: str, **options: Any) -> Page:
        film = write_film(tmp_path / f"{len(browsers)}.y4m", shown or [""])
        browser = launch(*(switch.format(film=film) for switch in CAMERA))
        browsers.append(browser)
        context = new_phone(browser, house, **options)
        page = context.new_page()
        door_pass, pin = actions.make_pass(event.id, now=NOON)
        enter(page, door_pass.key, pin=pin)
        page.goto("/deur/scannen")
        expect(page.locator("#event")).to_have_text("Koken met de buren")
        page.evaluate("navigator.serviceWorker.ready.then((found) => found.active.state)")
        return page

    yield make_phone
    for browser in browsers:
        browser.close()


def new_phone(browser, house: House, **options: Any) -> BrowserContext:
    base_url = f"http://127.0.0.1:{house.port}"
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": 390, "height": 844},
        locale="nl-NL",
        reduced_motion="reduce",
        permissions=["camera"],
        **options,
    )
    context.set_default_timeout(PATIENCE)
    return context


def scanned(registration: Registration, house: House) -> str:
    return ticket_address(f"http://127.0.0.1:{house.port}", registration.ticket.token)


def verdicts(page: Page, *, last: str) -> list[str]:
    """What the page says, one after another, until it says this."""
    seen: list[str] = []
    began = monotonic()
    while last not in seen and monotonic() - began < 3 * PATIENCE / 1000:
        said = page.evaluate(SHOWN)
        if said and (not seen or seen[-1] != said):
            seen.append(said)
        sleep(0.05)
    return seen


def until(page: Page, script: str, expected: Any) -> None:
    """A strict policy allows no waiting in the page itself."""
    began = monotonic()
    while (found := page.evaluate(script)) != expected:
        assert monotonic() - began < PATIENCE / 1000, f"{script} is {found!r}, not {expected!r}"
        sleep(0.05)


def house_counts(event: Any, people: int) -> None:
    """Until so many are inside by what the phones told: they do so a moment after they show it themselves."""
    house_knows(lambda: queries.inside(event.id) == people)


def house_knows(something: Callable[[], bool]) -> None:
    began = monotonic()
    while not something():
        assert monotonic() - began < PATIENCE / 1000, "the house was not told"
        db.session.rollback()
        sleep(0.05)


def status(page: Page, said: str) -> None:
    expect(page.locator("#status")).to_have_text(said)


def let_in(page: Page, code: str) -> None:
    """Type a code and let everybody on that ticket in."""
    type_code(page, code)
    page.locator("#verdict .btn--xl").click()
    until(page, SHOWN, "let-in")


def type_code(page: Page, text: str) -> None:
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")


def inside(page: Page) -> int:
    return int(page.locator("#inside b").inner_text())


def test_eight_tickets_in_one_film_each_get_their_own_verdict(house, event, phone):
    good, family = sign_up(event, name="Ana 't Hooft"), sign_up(event, people=3)
    gone, waiting = sign_up(event), sign_up(event)
    registrations.cancel(gone.id, now=NOON)
    db.session.execute(db.update(Registration).filter_by(id=waiting.id).values(status="waiting", turn=1))
    event.waiting = 1
    db.session.commit()
    tomorrow, today = make.make_event(starts_at=day(1)), make.make_event(starts_at=day(0))
    later, elsewhere = sign_up(tomorrow), sign_up(today)
    shown = [scanned(each, house) for each in (good, gone, waiting, later, elsewhere, family)]
    page = phone(*shown, "https://elders.voorbeeld.nl/menu", f"HTTP://127.0.0.1:{house.port}/T/{'A' * 26}")

    page.locator("#express").evaluate("box => (box.checked = true)")
    page.get_by_role("button", name="Zet de camera aan").click()

    said = verdicts(page, last="already-in")  # the film begins anew
    assert {*said} == {"let-in", "cancelled", "waiting", "other-day", "other-event", "unknown", "already-in"}
    assert said.count("let-in") == 2
    until(page, "document.querySelector('#inside b').textContent", "4")
    house_counts(event, 4)


def test_without_internet_everything_goes_on_and_nothing_is_lost(house, event, phone):
    ana, ben = sign_up(event, name="Ana"), sign_up(event, people=2)
    page = phone()
    context = page.context
    context.set_offline(True)

    page.reload()
    expect(page.locator("#event")).to_have_text("Koken met de buren")
    status(page, "Zonder internet")
    let_in(page, ana.ticket.token)
    let_in(page, scanned(ben, house))
    type_code(page, "A" * 26)
    until(page, SHOWN, "not-known-here")
    status(page, "Zonder internet, 2 wachten")
    page.close()
    page = context.new_page()
    page.goto("/deur/scannen")
    status(page, "Zonder internet, 2 wachten")
    assert inside(page) == 3
    type_code(page, ana.ticket.token)
    until(page, SHOWN, "already-in")

    context.set_offline(False)

    house_counts(event, 3)


def test_with_the_house_shut_the_page_opens_and_its_queue_is_handed_over_afterwards(house, event, phone):
    ana = sign_up(event)
    page = phone()
    house.shut()
    try:
        page.reload()
        status(page, "Zonder internet")
        let_in(page, ana.ticket.token)
        status(page, "Zonder internet, 1 wachten")
    finally:
        house.open()

    house_counts(event, 1)


def test_two_phones_without_internet_on_the_same_film_agree_afterwards(house, event, phone):
    tickets = [sign_up(event, people=people) for people in (1, 2, 3)]
    film = [scanned(each, house) for each in tickets]
    pages = [phone(*film), phone(*film)]
    for page in pages:
        page.context.set_offline(True)
        page.locator("#express").evaluate("box => (box.checked = true)")
        page.get_by_role("button", name="Zet de camera aan").click()
    for page in pages:
        until(page, "document.querySelector('#inside b').textContent", "6")
        page.get_by_role("button", name="Camera uit").click()

    for page in pages:
        page.context.set_offline(False)

    for page in pages:
        until(page, "document.querySelector('#inside b').textContent", "6")
    house_knows(lambda: len(queries.facts_of_event(event.id)) == 6)
    assert queries.inside(event.id) == 6


def test_one_phone_hears_of_the_other_by_itself(house, event, phone):
    ana = sign_up(event, people=2)
    one, other = phone(), phone()

    let_in(one, ana.ticket.token)

    until(other, "document.querySelector('#inside b').textContent", "2")


def test_five_thousand_guests_fit_on_a_phone(house, event, phone):
    sign_up(event)
    many = [Party("Gast", Reach.NONE) for _number in range(4_999)]
    staff_actions.bring_in(event.id, many, seen="", press="P", staff_id=make.make_account().id, now=NOON)
    last = sign_up(event, name="De laatste")
    page = phone()
    page.context.set_offline(True)

    type_code(page, last.ticket.token)

    until(page, SHOWN, "welcome")
    expect(page.locator("#verdict .big")).to_have_text("De laatste")
    assert page.locator("#expected b").inner_text() == "5001"


def test_a_stopped_pass_says_so_takes_the_names_away_and_still_hands_over_its_queue(house, event, phone):
    ana = sign_up(event, name="Ana")
    actions.keep_names(event.id, wanted=True, staff_id=make.make_account().id, now=NOON)
    page = phone()
    page.context.set_offline(True)
    page.locator("#q").fill("an")
    page.locator("#q").press("Enter")
    page.get_by_role("button", name="Ana").click()
    page.locator("#verdict .btn--xl").click()
    status(page, "Zonder internet, 1 wachten")
    for door_pass in queries.passes_of(event.id):
        actions.revoke_pass(door_pass.id, now=NOON)

    page.context.set_offline(False)

    expect(page.locator("#closed")).to_contain_text("Deze deurpas is gestopt.")
    house_knows(lambda: len(queries.quarantined_of(event.id)) + len(queries.facts_of_event(event.id)) == 1)
    type_code(page, "ana")
    assert "Ana" not in page.locator("main").inner_text()
    assert ana.name == "Ana"


def test_a_refused_camera_leaves_everything_else(house, event, launch):
    ana = sign_up(event, name="Ana")
    browser = launch("--deny-permission-prompts")
    context = browser.new_context(base_url=f"http://127.0.0.1:{house.port}", locale="nl-NL")
    page = context.new_page()
    door_pass, pin = actions.make_pass(event.id, now=NOON)
    enter(page, door_pass.key, pin=pin)
    page.goto("/deur/scannen")

    page.get_by_role("button", name="Zet de camera aan").click()

    expect(page.locator("#no-camera")).to_be_visible()
    let_in(page, f"{ana.ticket.code[:3]}-{ana.ticket.code[3:]}")
    browser.close()
    house_counts(event, 1)


def test_walk_ins_the_counter_and_undo_count_without_a_ticket(house, event, phone):
    page = phone()
    page.locator("#walk-in > summary").click()
    page.get_by_role("button", name="3", exact=True).click()
    until(page, SHOWN, "walked-in")
    page.get_by_text("Teller").click()
    for _time in range(2):
        page.get_by_role("button", name="1 meer").click()
    page.get_by_role("button", name="1 minder").click()
    until(page, "document.querySelector('#inside b').textContent", "4")

    page.get_by_role("button", name="Ongedaan maken").click()

    until(page, "document.querySelector('#inside b').textContent", "1")
    house_counts(event, 1)


def test_a_walk_in_gets_a_ticket_without_internet_and_any_phone_knows_it_afterwards(house, event, phone):
    page, other = phone(), phone()
    page.context.set_offline(True)
    page.locator("#walk-in > summary").click()
    page.get_by_text("Meer opschrijven").click()
    page.get_by_label("Voornaam").fill("Zoë 't Hooft")
    page.locator("#walk-in").get_by_text("Turks", exact=True).click()
    page.get_by_label("Een kaartje geven").check()
    page.locator("#walk-in").get_by_role("button", name="2", exact=True).click()
    until(page, SHOWN, "walked-in")
    code = page.locator(".given .num").inner_text()
    drawn = page.locator(".given canvas").bounding_box()
    page.context.set_offline(False)
    house_knows(lambda: len(queries.facts_of_event(event.id)) == 1)

    type_code(page, code)
    until(page, SHOWN, "already-in")
    type_code(other, code)
    until(other, SHOWN, "already-in")

    assert drawn
    assert drawn["width"] > 200
    [fact] = queries.facts_of_event(event.id)
    assert (fact.name, fact.language, fact.people, code.replace("-", "")) == (
        "Zoë 't Hooft",
        "tr",
        2,
        code_of_reference(fact.reference or ""),
    )


def test_a_disk_that_is_full_lets_nobody_in_unseen(house, event, phone):
    ana = sign_up(event)
    page = phone()
    full = "throw new DOMException('full', 'QuotaExceededError')"
    page.evaluate(f"() => {{ IDBObjectStore.prototype.put = () => {{ {full}; }}; }}")
    type_code(page, ana.ticket.token)

    page.locator("#verdict .btn--xl").click()

    until(page, SHOWN, "not-kept")
    assert inside(page) == 0
    house_counts(event, 0)


def test_two_tabs_are_one_phone(house, event, phone):
    tickets = [sign_up(event) for _number in range(4)]
    one = phone()
    two = one.context.new_page()
    two.goto("/deur/scannen")
    expect(two.locator("#event")).to_have_text("Koken met de buren")
    one.context.set_offline(True)

    for page, ticket in zip((one, two, one, two), tickets, strict=True):
        let_in(page, ticket.ticket.token)
    one.context.set_offline(False)

    house_knows(lambda: len(queries.facts_of_event(event.id)) == 4)
    facts = queries.facts_of_event(event.id)
    assert sorted(fact.seq for fact in facts) == [1, 2, 3, 4]
    assert len({fact.device for fact in facts}) == 1


@pytest.mark.parametrize(
    "text", ["<script>document.title='x'</script>", "A" * 4_000, "\u202e'; DROP TABLE", "=1+1", "🎟️🎟️", "\x07\x1b[2J"]
)
def test_codes_of_elsewhere_are_unknown_and_the_next_one_works(house, event, phone, text):
    ana = sign_up(event)
    page = phone()
    page.evaluate("() => { window.title_before = document.title; }")

    page.evaluate("text => { const q = document.getElementById('q'); q.value = text; }", text)
    page.context.set_offline(True)
    page.locator("#search button[type=submit]").click()
    type_code(page, ana.ticket.token)

    until(page, SHOWN, "welcome")
    assert page.evaluate("document.title === window.title_before")
