"""Axe finds nothing, and nobody has to scroll sideways: on a phone and on a desk, by day and by night."""

from itertools import product

import pytest

from .faults import axe, axe_faults, too_wide
from .states import MOST_SEEN, STATES, bring_to

pytestmark = pytest.mark.browser

SOME_LOOKS = [(320, "light"), (1280, "dark")]
ALL_LOOKS = list(product((320, 390, 1280), ("light", "dark")))


@pytest.fixture(scope="module")
def looked_at(visitors):
    """The browsers of the visitors, with axe in every page that they open."""

    def who(name: str):
        page = visitors[name]
        if name not in with_axe:
            page.add_init_script(path=axe())
            with_axe.add(name)
        return page

    with_axe: set[str] = set()
    return who


def faults(page, looks, *, within: str) -> dict[str, list[str]]:
    found = {}
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 640})
        page.emulate_media(color_scheme=scheme)
        found[f"{width} {scheme}"] = axe_faults(page, within=within) + too_wide(page)
    return {look: faults for look, faults in found.items() if faults}


@pytest.mark.parametrize("name", STATES)
def test_no_page_has_faults_in_any_state(looked_at, world, name):
    state = STATES[name]
    page = looked_at(state.who)

    bring_to(page, state, world)

    assert faults(page, ALL_LOOKS if name in MOST_SEEN else SOME_LOOKS, within=state.within) == {}


@pytest.mark.parametrize("name", MOST_SEEN)
def test_no_page_has_faults_in_arabic(looked_at, world, name):
    state = STATES[name]
    page = looked_at(state.who)

    bring_to(page, state, world, prefix="/ar")

    assert faults(page, SOME_LOOKS, within=state.within) == {}
