"""The network itself: organisations, neighbourhoods, focal points and themes. A real installation needs them too."""

from pathlib import Path
from typing import Any

import yaml

from ..database import transaction
from ..events import actions as events
from ..events.slugs import slug_of
from ..organisations import actions as organisations

FACTS = Path(__file__).with_name("utrecht.yaml")


def read() -> dict[str, Any]:
    """The facts of the network."""
    return yaml.safe_load(FACTS.read_text())


def ensure(facts: dict[str, Any]) -> None:
    """Make what is not there yet; what is there stays as it is."""
    with transaction():
        organisations.ensure_organisations(
            {"slug": slug_of(name), "name": name, "ambassador": name in facts["ambassadors"]}
            for name in (*facts["ambassadors"], *facts["partners"])
        )
        events.ensure_neighbourhoods(in_order(facts["neighbourhoods"]))
        events.ensure_focal_points(facts["focal_points"])
        events.ensure_themes(in_order(facts["themes"]))


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, to be shown as they stand in the file."""
    return [row | {"sort_order": order} for order, row in enumerate(rows)]
