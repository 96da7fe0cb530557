"""Questions about who hosts."""

from sqlalchemy import select

from ..database import db
from .models import Organisation


def organisation_by_slug(slug: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))
