"""The network itself: organisations, neighbourhoods, focal points and themes. A real installation needs them too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ..database import transaction
from ..events import actions as events
from ..events.slugs import slug_of
from ..organisations import actions as organisations
from ..organisations.queries import organisations_by_name

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
        organisations.ensure_networks(networks(facts, keepers={each.name: each.id for each in organisations_by_name()}))
        events.ensure_neighbourhoods(in_order(facts["neighbourhoods"]))
        events.ensure_focal_points(facts["focal_points"])
        events.ensure_themes(in_order(facts["themes"]))


def networks(facts: dict[str, Any], *, keepers: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The pact, and the networks that work beside it with their groups; who has the name of a network keeps it."""
    yield {
        "slug": "gezondheidspact",
        "name": facts["network"]["name"],
        "text": "Organisaties en bewoners werken samen aan de gezondheid van Utrecht. Wie wil bijdragen, is welkom.",
        "organisation_id": keepers["Gemeente Utrecht"],
    }
    for told in facts["networks"]:
        name, keeper = told["name"], keepers.get(told["name"])
        yield {"slug": slug_of(name), "name": name, "organisation_id": keeper}
        for group in told.get("groups", ()):
            capital = group[0].upper() + group[1:]
            yield {"slug": slug_of(group), "name": capital, "organisation_id": keeper, "parent": slug_of(name)}


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, to be shown as they stand in the file."""
    return [row | {"sort_order": order} for order, row in enumerate(rows)]
