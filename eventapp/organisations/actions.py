"""Changes to who hosts."""

from collections.abc import Iterable
from typing import Any

from ..database import transaction
from . import queries
from .models import Organisation


def ensure_organisations(rows: Iterable[dict[str, Any]]) -> None:
    """Organisations with these slugs are there from now on; those that are there stay as they are."""
    with transaction() as session:
        known = queries.organisation_slugs()
        session.add_all(Organisation(**row) for row in rows if row["slug"] not in known)
