"""Questions about the dates of a series."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ...database import db
from ..models import Event, Series


def dates_of(series: Series) -> list[Event]:
    """All dates of a series that there are, drafts and what is over too, in order."""
    return list(
        db.session.scalars(
            select(Event)
            .where(Event.series_id == series.id)
            .options(selectinload(Event.organisations))
            .order_by(Event.starts_at, Event.id)
            .limit(500)
        )
    )
