"""Changes to the texts of the service."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from ..database import transaction
from ..organisations.actions import note
from . import staff_rules
from .models import SiteText


def write_text(key: str, language: str, text: str, *, by: int, now: datetime) -> None:
    """From now on the page has these words in this language."""
    staff_rules.check_text(key, text)
    with transaction() as session:
        kept = session.get(SiteText, (key, language), with_for_update=True)
        before = {"letters": len(kept.text)} if kept else {}
        if kept and kept.text == text:
            return
        session.merge(SiteText(key=key, language=language, text=text, changed_at=now))
        try:
            session.flush()
        except IntegrityError:
            raise staff_rules.WrittenMeanwhile from None
        about = f"text/{key}/{language}"
        note(by, what="text.written", about=about, before=before, after={"letters": len(text)}, now=now)


def restore_text(key: str, language: str, *, by: int, now: datetime) -> None:
    """From now on the page has the standing words again; without words of its own nothing happens."""
    with transaction() as session:
        if kept := session.get(SiteText, (key, language), with_for_update=True):
            session.delete(kept)
            before = {"letters": len(kept.text)}
            note(by, what="text.restored", about=f"text/{key}/{language}", before=before, now=now)
