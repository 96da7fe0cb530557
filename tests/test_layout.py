"""The ladder of rooms: every file but the views imports only downwards, and nobody imports a view."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "eventapp"

LADDER = (
    ("api", "reports", "privacy"),
    ("connections", "subscriptions", "door"),
    ("registrations",),
    ("programme",),
    ("events",),
    ("tickets", "calendars"),
    ("organisations",),
    ("accounts",),
    ("mail",),
    ("database", "clock", "tokens", "i18n", "formats", "folding", "errors", "fields", "sheets", "web", "logs"),
)
FLOOR = {room: len(LADDER) - height for height, rooms in enumerate(LADDER) for room in rooms}
STREET = (
    "__init__",
    "guards",
    "worker",
    "enclosures",
    "cli",
    "checks",
    "demo",
    "house",
    "site",
    "sharing",
)  # may ask any room
ON_THE_STREET = ("views", "staff_views", "pages", "staff_pages")  # so may these files of a room
FILES = sorted(HOUSE.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line and the path within the house of everything that a file imports from it."""
    here = path.relative_to(HOUSE).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level:
            base = here[: len(here) - node.level]
        elif (node.module or "").split(".")[0] == "eventapp":
            base, node.module = (), ".".join((node.module or "").split(".")[1:])
        else:
            continue
        inside = (*base, *(node.module.split(".") if node.module else ()))
        yield from ((node.lineno, (*inside, alias.name)) for alias in node.names)


def named(path: Path) -> str:
    return str(path.relative_to(HOUSE))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_arrows_point_down(path: Path):
    here = path.relative_to(HOUSE).with_suffix("").parts
    if here[0] in STREET or here[-1] in ON_THE_STREET:
        return

    upwards = [
        f"line {line}: {'.'.join(target)}"
        for line, target in imports(path)
        if target[0] != here[0] and FLOOR.get(target[0], 99) >= FLOOR[here[0]] and FLOOR[here[0]] > 1
    ]

    assert upwards == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_nobody_imports_a_view(path: Path):
    if path == HOUSE / "__init__.py":
        return

    views = [target for _line, target in imports(path) if {"views", "staff_views"} & set(target)]

    assert views == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_only_actions_open_transactions(path: Path):
    signing_in = path == HOUSE / "accounts" / "security.py"  # whose changes are Flask-Security's
    if (
        path.stem in ("actions", "staff_actions")
        or signing_in
        or path.relative_to(HOUSE).parts[0] in (*STREET, "database.py")
    ):
        return

    assert "transaction" not in [target[-1] for _line, target in imports(path)]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_only_the_clock_asks_the_time(path: Path):
    if path.stem == "clock":
        return

    text = path.read_text()

    assert "datetime.now(" not in text
    assert "date.today(" not in text


def test_every_room_has_its_place_on_the_ladder():
    rooms = {path.relative_to(HOUSE).parts[0].removesuffix(".py") for path in FILES}

    assert rooms - set(FLOOR) - set(STREET) == set()
