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
from ..i18n import DEFAULT, Said
from ..mail.models import WorkerBeat
from .models import SiteText

SEEN_LATELY = timedelta(minutes=1)


def site_text(key: str, language: str) -> Said | None:
    """What an administrator wrote for this page, in this language or else in Dutch."""
    rows = select(SiteText.language, SiteText.text).where(
        SiteText.key == key, SiteText.language.in_((language, DEFAULT))
    )
    texts = dict(list(db.session.execute(rows)))
    return next((Said(texts[code], code) for code in (language, DEFAULT) if code in texts), None)


def own_text(key: str, language: str) -> SiteText | None:
    return db.session.get(SiteText, (key, language))


def all_site_texts() -> dict[tuple[str, str], SiteText]:
    """Everything that an administrator wrote, by page and language."""
    return {(row.key, row.language): row for row in db.session.scalars(select(SiteText))}


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
