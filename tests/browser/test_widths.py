"""No page is wider than the smallest phone, however long a name, an address or a word is."""

import pytest

from eventapp.database import db
from eventapp.mail.models import Letter

from .faults import too_wide
from .states import EACH_PAGE, STATES, bring_to

pytestmark = pytest.mark.browser

PHONE = 320
FRAME = 280  # what a mail program on that phone leaves to a letter


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("name", EACH_PAGE)
def test_no_page_is_wider_than_a_small_phone(visitors_of_long_world, long_world, name, prefix):
    state = STATES[name]
    page = visitors_of_long_world[state.who]
    page.set_viewport_size({"width": FRAME if name.startswith("letter, ") else PHONE, "height": 640})

    bring_to(page, state, long_world, prefix=prefix)

    assert too_wide(page) == []


def test_the_widest_code_fits_in_a_letter(app, visitors_of_long_world, long_world):
    state = STATES["letter, as mail shows it"]
    letter = db.session.get_one(Letter, int(long_world["letter_ticket"]))
    letter.facts = letter.facts | {"ticket": letter.facts["ticket"] | {"code": "WMWMWM"}}
    db.session.commit()
    page = visitors_of_long_world[state.who]
    page.set_viewport_size({"width": FRAME, "height": 640})

    bring_to(page, state, long_world)

    assert "WMW-MWM" in page.locator(".code").inner_text()
    assert too_wide(page) == []
