"""What is wrong with a page, for people who see, hear or move in another way or have a small phone."""

from collections.abc import Iterable
from itertools import product
from pathlib import Path

from playwright.sync_api import Page

from config import ROOT

PROGRAM = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALSO = ("target-size", "label-content-name-mismatch", "focus-order-semantics")  # which axe leaves out unless asked
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {rule: {"enabled": True} for rule in ALSO},
    "iframes": False,  # what is in a frame is a page of its own here
    "preload": False,
    "selectors": False,
}
WHAT_STICKS_OUT = """
    () => {
        const width = document.scrollingElement.scrollWidth;
        const found = width > innerWidth ? [`the page is ${width} wide`] : [];
        for (const part of document.querySelectorAll("body *:not(svg, svg *, .visually-hidden *)")) {
            const box = part.getBoundingClientRect();
            const outside = box.left < -1 || box.right > innerWidth + 1;
            if (box.width > 1 && outside) found.push(part.outerHTML);
        }
        return found;
    }
"""


SOME_LOOKS = [(320, "light"), (1280, "dark")]
ALL_LOOKS = list(product((320, 390, 1280), ("light", "dark")))


def axe() -> Path:
    """The program that looks for faults."""
    assert PROGRAM.exists(), "axe is not here: start the tests with make test, which installs it."
    return PROGRAM


def axe_faults(page: Page, *, within: str) -> list[str]:
    """Each fault that axe finds: the rule, and the start of the element."""
    found = page.evaluate("([part, options]) => axe.run(part, options)", [within, OPTIONS])["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page) -> list[str]:
    """Each element that does not fit in the width of the screen."""
    return [f"too wide: {part[:160]}" for part in page.evaluate(WHAT_STICKS_OUT)]


def faults(page: Page, looks: Iterable[tuple[int, str]], *, within: str) -> dict[str, list[str]]:
    """What is wrong with a page by its width and the light, where something is."""
    found = {}
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 640})
        page.emulate_media(color_scheme=scheme)
        found[f"{width} {scheme}"] = axe_faults(page, within=within) + too_wide(page)
    return {look: faults for look, faults in found.items() if faults}
