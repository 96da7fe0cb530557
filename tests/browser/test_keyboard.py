"""By keyboard alone: every step can be reached, and is seen."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eventapp.accounts import actions
from eventapp.database import db
from eventapp.events.models import Event
from eventapp.registrations.models import NEWS, Registration

from .. import make
from .world import day

pytestmark = pytest.mark.browser

MOST_TABS = 60
HOW_IT_SHOWS = """
    () => {
        const part = document.activeElement, look = getComputedStyle(part), box = part.getBoundingClientRect();
        const ring = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
        const own = !part.matches(":focus");  // a button within a date field, to which the browser gives a ring
        const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        return [part.outerHTML.slice(0, 80), ring || own, inSight];
    }
"""


@pytest.fixture
def desk(new_page) -> Page:
    return new_page(width=1280, height=800)


def tab(page: Page) -> None:
    """One step on, where it must be seen that we are there."""
    page.keyboard.press("Tab")
    part, ring, in_sight = page.evaluate(HOW_IT_SHOWS)
    assert ring, f"no focus to be seen on {part}"
    assert in_sight, f"out of sight: {part}"


def tab_to(page: Page, selector: str) -> None:
    """On from here until we are there."""
    for _step in range(MOST_TABS):
        tab(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached")


def press(page: Page, key: str = "Enter") -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def test_from_the_agenda_to_a_ticket(app, desk):
    event = make.make_event(title="Koken met de buren", starts_at=day(1, 11), capacity=9)

    desk.goto("/en/agenda?q=Koken")
    tab_to(desk, f'a[href="/en/agenda/{event.slug}"]')
    press(desk)
    tab_to(desk, f'a[href="/en/agenda/{event.slug}/aanmelden"]')
    press(desk)
    tab_to(desk, "#name")
    desk.keyboard.type("Fatima Öztürk")
    tab_to(desk, "[name=reach]")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, "#phone")
    desk.keyboard.type("06 12 34 56 78")
    tab_to(desk, "#people")
    desk.keyboard.press("3")
    tab_to(desk, "#needs")
    desk.keyboard.type("Een plek voor een rolstoel")
    tab_to(desk, "#news")
    desk.keyboard.press("Space")
    tab_to(desk, "main form button")
    press(desk)

    expect(desk.get_by_role("heading", level=1)).to_have_text("It worked. You are signed up")
    key = desk.url.rpartition("/")[2]
    made = db.session.scalars(select(Registration).filter_by(key=key)).one()
    assert (made.name, made.reach, made.phone, made.people) == ("Fatima Öztürk", "phone", "+31612345678", 3)
    assert (made.needs, made.consent_to(NEWS).holds) == ("Een plek voor een rolstoel", True)


def test_the_first_tab_skips_what_every_page_begins_with(desk, world):
    desk.goto(f"/agenda/{world['open']}")

    tab(desk)
    assert desk.evaluate("document.activeElement.matches('.skip')")
    desk.keyboard.press("Enter")
    assert focused(desk) == "content"
    tab(desk)
    assert desk.evaluate("document.activeElement.matches('main *')")


def test_after_an_error_the_focus_is_in_the_summary_and_its_links_lead_to_the_questions(desk, world):
    desk.goto(f"/agenda/{world['open']}/aanmelden")
    desk.locator("#name").focus()

    press(desk)

    assert desk.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert desk.evaluate("document.querySelector('[role=alert]').getBoundingClientRect().top") >= 0
    tab(desk)
    desk.keyboard.press("Enter")
    assert focused(desk) == "name"
    desk.keyboard.press("Shift+Tab")
    assert desk.evaluate("document.activeElement.hash") == "#people"
    desk.keyboard.press("Enter")
    assert focused(desk) == "people"
    assert desk.evaluate("document.activeElement.getBoundingClientRect().top") >= 0


def test_somebody_is_let_in_with_keys_alone(app, desk, world):
    desk.goto(f"/en/deur/{world['door_pass']}")
    tab_to(desk, "#pin")
    desk.keyboard.type(world["door_pin"])
    press(desk)
    tab_to(desk, "#q")
    desk.keyboard.type("علي")
    press(desk)
    tab_to(desk, "main a.btn")
    press(desk)
    tab_to(desk, "main button")
    press(desk, "Space")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Let in: 1 person")

    tab_to(desk, "main form button")
    press(desk)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Welcome!")


def test_an_organiser_makes_and_publishes_an_event_with_keys_alone(app, desk):
    account = make.make_account(make.make_organisation(name="Buurthuis De Leeuw"), email="toetsen@voorbeeld.nl")
    actions.set_password(account.id, "fietsen langs de vecht")

    desk.goto("/en/organiseren")
    tab_to(desk, "#email")
    desk.keyboard.type("toetsen@voorbeeld.nl")
    tab_to(desk, "#password")
    desk.keyboard.type("fietsen langs de vecht")
    press(desk)
    tab_to(desk, "main a.btn")
    press(desk)
    tab_to(desk, "a[href$='kind=netwerkbijeenkomst']")
    press(desk)
    tab_to(desk, "#title")
    desk.keyboard.type("Samen werken aan een gezonde wijk")
    tab_to(desk, "#day")
    desk.keyboard.type("10102098")  # the same whether the browser asks for the day or the month first
    tab_to(desk, "#place")
    desk.keyboard.type("Buurthuis De Leeuw")
    tab_to(desk, "main form button")
    press(desk)
    tab_to(desk, "form[action$='/publiceren'] button")
    press(desk)

    made = db.session.scalars(select(Event).filter_by(title="Samen werken aan een gezonde wijk")).one()
    assert (made.status, made.kind, made.capacity) == ("published", "netwerkbijeenkomst", 40)
    assert desk.goto(f"/agenda/{made.slug}").status == 200
