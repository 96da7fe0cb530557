"""With JavaScript off everything works: none of it is needed."""

import pytest
from playwright.sync_api import expect

from eventapp.database import db

from .. import make
from .world import day

pytestmark = pytest.mark.browser


@pytest.fixture
def page(new_page):
    return new_page(java_script_enabled=False)


def test_search(app, page):
    event = make.make_event(title="Zwemmen in de Vecht", starts_at=day(1, 11), languages=("tr",))
    make.make_event(title="Zwemmen in de Vecht met handdoek", starts_at=day(1, 12), languages=("nl",))

    page.goto("/en/")
    page.get_by_text("More ways to search").click()
    page.get_by_label("Search for a word").fill("zwemmen")
    page.get_by_label("In which language?").select_option("tr")
    page.get_by_role("button", name="Show events").click()

    expect(page.locator("main article a")).to_have_text(["Zwemmen in de Vecht"])
    expect(page.locator("main article a")).to_have_attribute("href", f"/en/agenda/{event.slug}")
    expect(page.get_by_label("Search for a word")).to_have_value("zwemmen")


def test_sign_up_correct_a_mistake_and_sign_off(app, page):
    event = make.make_event(title="Koken", starts_at=day(1, 11), capacity=9)

    page.goto(f"/en/agenda/{event.slug}")
    page.get_by_role("link", name="Sign me up").click()
    page.get_by_label("Your name").fill("Fatima")
    page.get_by_label("Your e-mail address").fill("geen adres")
    page.get_by_label("With how many people do you come?").select_option("2")
    page.get_by_role("button", name="Sign me up").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        ["Enter an e-mail address with an @, for example naam@voorbeeld.nl"]
    )
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_value("Fatima")
    expect(page.get_by_label("With how many people do you come?")).to_have_value("2")

    page.get_by_label("Your e-mail address").fill("fatima@voorbeeld.nl")
    page.get_by_role("button", name="Sign me up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It worked. You are signed up")
    expect(page.get_by_role("img", name="QR code of your ticket")).to_be_visible()

    page.get_by_role("button", name="I am not coming after all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed off")
    db.session.refresh(event)
    assert event.taken == 0


def test_look_at_a_letter_in_own_words_before_it_is_saved(app, page):
    dock = make.make_organisation()
    event = make.make_event(title="Koken", starts_at=day(1, 11), organisations=[dock])
    cookie = make.session_cookie(app, make.make_account(dock))
    page.context.add_cookies([cookie | {"url": app.config["SETTINGS"].base_url}])
    letter = page.frame_locator(".letter-frame")

    page.goto(f"/en/organiseren/activiteiten/{event.slug}/berichten/teksten/reminder")
    expect(letter.get_by_text("U komt op")).to_contain_text("Hier leest u alles nog een keer.")
    page.get_by_label("Beginning of the letter").first.fill("Dag {naam}, tot bij {tittel}!")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_contain_text(["Do you mean {titel}?"])

    page.get_by_label("Beginning of the letter").first.fill("Dag {naam}, tot bij {titel}!")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_role("heading", name="This is how it looks")).to_be_focused()
    expect(letter.get_by_text("Dag Fatima, tot bij Koken!")).to_have_css("margin-bottom", "16px")  # in its own style
    assert letter.get_by_role("img").evaluate("picture => picture.naturalWidth") > 0

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    db.session.refresh(event)
    assert event.letter_words == {"reminder": {"nl": {"opening": "Dag {naam}, tot bij {titel}!"}}}
