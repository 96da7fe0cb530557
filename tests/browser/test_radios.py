"""The questions that belong to one answer."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_who_wants_a_call_is_asked_for_a_number_and_not_for_an_address(page, world):
    page.goto(f"/en/agenda/{world['open']}/aanmelden")
    email, phone = page.get_by_label("Your e-mail address"), page.get_by_label("Your phone number")
    expect(email).to_be_visible()
    expect(phone).to_be_hidden()

    page.get_by_label("Call me if something changes").check()
    expect(email).to_be_hidden()
    expect(phone).to_be_visible()

    page.get_by_label("Not. I say my name at the door").check()
    expect(email).to_be_hidden()
    expect(phone).to_be_hidden()
