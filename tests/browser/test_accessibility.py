"""Axe finds nothing: on any page, in any state, on a phone and on a desk, by day and by night."""

from itertools import product

import pytest

from . import axe
from .states import STATES, bring_to

pytestmark = pytest.mark.browser

SOME_LOOKS = [(320, "light"), (1280, "dark")]
ALL_LOOKS = list(product((320, 390, 1280), ("light", "dark")))
MOST_SEEN = ("agenda", "event", "sign-up", "sign-up with errors", "ticket", "waiting", "door, welcome")


@pytest.fixture(scope="module")
def looked_at(visitors):
    """The browsers of the visitors, with axe in every page that they open."""

    def who(name: str):
        page = visitors[name]
        if name not in with_axe:
            page.add_init_script(path=axe.program())
            with_axe.add(name)
        return page

    with_axe: set[str] = set()
    return who


def faults(page, looks, *, within: str) -> dict[str, list[str]]:
    found = {}
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        if faults := axe.faults(page, within=within):
            found[f"{width} {scheme}"] = faults
    return found


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(looked_at, world, name):
    state = STATES[name]
    page = looked_at(state.who)

    bring_to(page, state, world)

    assert faults(page, ALL_LOOKS if name in MOST_SEEN else SOME_LOOKS, within=state.within) == {}


@pytest.mark.parametrize("name", MOST_SEEN)
def test_axe_finds_nothing_in_arabic(looked_at, world, name):
    state = STATES[name]
    page = looked_at(state.who)

    bring_to(page, state, world, prefix="/ar")

    assert faults(page, SOME_LOOKS, within=state.within) == {}
