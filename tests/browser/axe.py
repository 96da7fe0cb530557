"""What axe has to say about a page."""

from pathlib import Path

from playwright.sync_api import Page

from config import ROOT

PROGRAM = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ALSO = ("target-size", "label-content-name-mismatch", "focus-order-semantics")  # which axe leaves out unless asked
OPTIONS = {
    "resultTypes": ["violations"],
    "rules": {rule: {"enabled": True} for rule in ALSO},
    "preload": False,
    "selectors": False,
}


def program() -> Path:
    assert PROGRAM.exists(), "axe is not here: start the tests with make test, which installs it."
    return PROGRAM


def faults(page: Page, *, within: str) -> list[str]:
    """Each fault that axe finds: the rule, and the start of the element."""
    found = page.evaluate("([part, options]) => axe.run(part, options)", [within, OPTIONS])["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
