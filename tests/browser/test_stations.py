"""A table, the own phone of who waits, and the screen in the hall: they change by themselves."""

import pytest
from playwright.sync_api import expect

from eventapp.door import actions as door
from eventapp.door.stations import actions
from eventapp.door.stations.pages import screen_address

from .. import make
from .conftest import enter
from .world import NOON, day

pytestmark = pytest.mark.browser


def test_whoever_is_called_sees_it_on_the_screen_and_on_the_own_phone(app, new_page):
    event = make.make_event(title="Fit en Gezond", starts_at=day(0))
    station = make.make_station(event, title="Meten", slot_minutes=None, tables=2)
    door_pass, pin = door.make_pass(event.id, now=NOON)
    table, own, screen = new_page(), new_page(), new_page(width=1280)
    enter(table, door_pass.key, pin=pin)
    table.goto(f"/deur/tafels/{station.id}?tafel=2")
    table.get_by_role("button", name="Geef een nummer").click()
    expect(table.locator(".result .turn")).to_have_text("1")
    number = actions.queries.numbers_at([station.id])[station.id][0]
    own.goto(f"/nummer/{number.key}")
    expect(own.locator("#turn")).to_contain_text("U bent hierna.")
    screen.goto(screen_address(event))
    expect(screen.locator(".turns__none")).to_have_text("–")

    table.get_by_role("button", name="Volgende").click()

    expect(own.locator("#turn")).to_contain_text("U bent aan de beurt. Ga naar tafel 2.")
    expect(screen.locator(".turns__now")).to_contain_text("1 Tafel 2")
