"""Questions about who hosts."""

from sqlalchemy import select

from ..database import db
from .models import Organisation


def organisation_slugs() -> set[str]:
    return set(db.session.scalars(select(Organisation.slug)))
