"""Changes to who hosts."""

from ..database import transaction
from . import queries
from .models import Organisation


def ensure_organisation(slug: str, *, name: str, ambassador: bool) -> None:
    """An organisation with this slug is there from now on."""
    with transaction() as session:
        if queries.organisation_by_slug(slug) is None:
            session.add(Organisation(slug=slug, name=name, ambassador=ambassador))
