"""The network itself: its organisations, neighbourhoods, focal points and themes. Needed for real as well."""

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
        for name in (*facts["ambassadors"], *facts["partners"]):
            organisations.ensure_organisation(slug_of(name), name=name, ambassador=name in facts["ambassadors"])
        for order, row in enumerate(facts["neighbourhoods"]):
            events.ensure_neighbourhood(row["slug"], name=row["name"], includes=row["includes"], sort_order=order)
        for row in facts["focal_points"]:
            events.ensure_focal_point(row["slug"], name=row["name"])
        for order, row in enumerate(facts["themes"]):
            events.ensure_theme(
                row["slug"],
                name=row["name"],
                names=row["names"],
                colour=row["colour"],
                focal_point=row["focal_point"],
                sort_order=order,
            )
