"""Axe finds nothing, and nobody has to scroll sideways: on a phone and on a desk, by day and by night."""

import pytest

from .faults import ALL_LOOKS, SOME_LOOKS, axe, faults
from .states import MOST_SEEN, STATES, bring_to

pytestmark = pytest.mark.browser


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
