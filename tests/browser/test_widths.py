"""No page is wider than the smallest phone, however long a name or a word is."""

import pytest

from .states import STATES, bring_to

pytestmark = pytest.mark.browser

PHONE = 320
WHAT_STICKS_OUT = """
    () => {
        const found = [];
        for (const part of document.querySelectorAll("body *:not(svg, svg *, .visually-hidden *)")) {
            const box = part.getBoundingClientRect();
            if (box.width > 1 && (box.left < -1 || box.right > innerWidth + 1)) found.push(part.outerHTML.slice(0, 100));
        }
        return [document.scrollingElement.scrollWidth, found];
    }
"""


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_no_page_is_wider_than_a_small_phone(visitors_of_long_world, long_world, prefix):
    too_wide = {}

    for name, state in STATES.items():
        page = visitors_of_long_world[state.who]
        page.set_viewport_size({"width": PHONE, "height": 640})
        bring_to(page, state, long_world, prefix=prefix)
        for frame in page.frames:
            width, sticking_out = frame.evaluate(WHAT_STICKS_OUT)
            if width > PHONE or sticking_out:
                too_wide[name] = (width, sticking_out)

    assert too_wide == {}
