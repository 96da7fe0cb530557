"""No page is wider than the smallest phone, however long a name, an address or a word is."""

import pytest

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
