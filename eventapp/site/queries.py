"""Questions about the service itself."""

from datetime import datetime, timedelta
from functools import lru_cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from ..database import db
from ..mail.models import WorkerBeat

SEEN_LATELY = timedelta(minutes=1)


def readiness(*, now: datetime) -> dict[str, bool]:
    """Each thing that must be so before visitors can be helped, and whether it is."""
    return {
        "database": database_answers(),
        "migrations": schema_is_current(),
        "worker": worker_was_seen(now=now),
    }


def database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def schema_is_current() -> bool:
    """Whether the tables are those that this program was written for."""
    try:
        return MigrationContext.configure(db.session.connection()).get_current_revision() == _newest_step()
    except SQLAlchemyError:
        db.session.rollback()
        return False


def worker_was_seen(*, now: datetime) -> bool:
    """Whether somebody delivers the letters."""
    try:
        seen = select(WorkerBeat.name).where(WorkerBeat.seen_at > now - SEEN_LATELY).limit(1)
        return db.session.scalar(seen) is not None
    except SQLAlchemyError:
        db.session.rollback()
        return False


def _newest_step() -> str | None:
    return _newest_step_in(current_app.extensions["migrate"].directory)


@lru_cache
def _newest_step_in(folder: str) -> str | None:
    config = Config()
    config.set_main_option("script_location", folder)
    return ScriptDirectory.from_config(config).get_current_head()
