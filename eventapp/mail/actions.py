"""Putting letters in the outbox, and delivering them from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.dialects import postgresql, sqlite

from .. import tokens
from ..database import transaction
from ..web import settings
from .models import Letter, State


@dataclass(frozen=True)
class Draft:
    """A letter before it has a place in the outbox."""

    key: str  # the same key is the same letter
    kind: str
    about: str
    language: str
    to_address: str
    facts: dict[str, Any]


def post(draft: Draft, *, now: datetime) -> None:
    """Put the letter in the outbox, with the change it tells of; one that is there already stays as it is."""
    with transaction() as session:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        host = urlsplit(settings().base_url).hostname
        session.execute(
            dialect.insert(Letter)
            .values(
                key=draft.key,
                kind=draft.kind,
                about=draft.about,
                language=draft.language,
                to_address=draft.to_address,
                facts=draft.facts,
                message_id=f"<{tokens.new_token().lower()}@{host}>",
                written_at=now,
                state=State.WRITTEN,
                due_at=now,
            )
            .on_conflict_do_nothing(index_elements=["key"])
        )
