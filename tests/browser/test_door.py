"""The door, in the browsers of two volunteers at once, and a ticket in the browser of a stranger."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from eventapp.door import actions

from .. import make
from .conftest import enter
from .world import NOON, day, sign_up

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def event(served):
    """Today's event, with a place for everybody in these tests."""
    with served.app_context():
        return make.make_event(title="Koken met de buren", starts_at=day(0))


@pytest.fixture(scope="module")
def volunteers(served, new_context, event) -> Iterator[tuple[Page, Page]]:
    """Two browsers that each opened the same door."""
    with served.app_context():
        door_pass, pin = actions.make_pass(event.id, now=NOON)
    contexts = new_context(), new_context()
    pages = contexts[0].new_page(), contexts[1].new_page()
    for page in pages:
        enter(page, door_pass.key, pin=pin, prefix="/en")
    yield pages
    for context in contexts:
        context.close()


def said(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def inside(page: Page) -> int:
    """How many people are in, as this browser shows it."""
    page.goto("/en/deur")
    return int(page.locator(".counts b").first.inner_text())


def test_two_volunteers_who_press_at_once_let_one_person_in_once(app, volunteers, event):
    ticket = sign_up(event, name="Fatima").ticket
    before = inside(volunteers[0])
    for page in volunteers:
        page.goto(f"/en/T/{ticket.token}")
        assert said(page) == "Welcome!"

    for page in volunteers:
        page.get_by_role("button", name="Let 1 person in").click(no_wait_after=True)
    for page in volunteers:
        page.wait_for_url(lambda url: "/T/" not in url)

    assert sorted(said(page) for page in volunteers) == ["Already in", "Let in: 1 person"]
    assert [inside(page) for page in volunteers] == [before + 1, before + 1]


def test_taking_back_makes_room_for_the_right_person(app, volunteers, event):
    ticket = sign_up(event, name="Fatima", people=3).ticket
    first, second = volunteers
    before = inside(second)
    first.goto(f"/en/T/{ticket.token}")
    first.get_by_role("button", name="Let 3 people in").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Let in: 3 people")
    assert inside(second) == before + 3

    first.get_by_role("button", name="Undo").click()

    expect(first.get_by_role("heading", level=1)).to_have_text("Welcome!")
    assert inside(second) == before
    second.goto(f"/en/T/{ticket.token}")
    assert said(second) == "Welcome!"


def test_who_has_no_phone_comes_in_by_name_or_code(app, volunteers, event):
    registration = sign_up(event, name="Fatima Öztürk")
    by_name, by_code = volunteers
    for page in volunteers:
        page.goto("/en/deur")

    by_name.get_by_label("Search by name or code").fill("ozturk")
    by_name.get_by_role("button", name="Search").click()
    by_name.get_by_role("link", name="Fatima Öztürk").click()
    by_code.get_by_label("Search by name or code").fill(registration.ticket.code.lower())
    by_code.get_by_role("button", name="Search").click()

    for page in volunteers:
        expect(page.get_by_role("heading", level=1)).to_have_text("Welcome!")
        expect(page.get_by_text("Fatima Öztürk")).to_be_visible()


def test_a_strangers_browser_reads_nothing_about_anybody_from_a_ticket(app, page, volunteers, event):
    registration = sign_up(event, name="Fatima Öztürk", needs="rolstoelplek", email="fatima@voorbeeld.nl")

    page.goto(f"/en/T/{registration.ticket.token}")

    assert said(page) == "Show this code at the door"
    shown = page.content()
    secrets = ("Fatima", "rolstoelplek", "voorbeeld.nl", event.title, registration.key, registration.ticket.code)
    assert [secret for secret in secrets if secret in shown] == []
    assert page.context.cookies() == []
    volunteers[0].goto(f"/en/T/{registration.ticket.token}")
    assert "Fatima" in volunteers[0].content()
