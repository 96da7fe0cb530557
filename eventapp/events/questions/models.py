"""The questions of an event; a question that was removed stays for as long as its answers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Base, Texts, UTCDateTime
from ...i18n import DEFAULT, Said


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes-no"
    NUMBER = "number"


class Question(Base):
    """One question, with the reason why it is asked."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('text', 'long', 'choice', 'several', 'yes-no', 'number')", name="question_kind_known"
        ),
        CheckConstraint("purpose <> ''", name="question_has_purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text)
    required: Mapped[bool] = mapped_column(default=False, server_default=false())
    options: Mapped[dict[str, str]] = mapped_column(Texts, default=dict, server_default="{}")  # by their own number
    old_options: Mapped[dict[str, str]] = mapped_column(Texts, default=dict, server_default="{}")  # chosen once
    texts: Mapped[dict[str, dict[str, Any]]] = mapped_column(Texts, default=dict, server_default="{}")  # by language
    depends_on_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    depends_answer: Mapped[str] = mapped_column(String(10), default="", server_default="")
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def name(self) -> str:
        """What it is called on a form."""
        return f"q{self.id}"

    def said(self, name: str, language: str) -> Said:
        """The label or the purpose in this language, or else in Dutch."""
        if text := self.texts.get(language, {}).get(name):
            return Said(text, language)
        return Said(getattr(self, name), DEFAULT)

    def options_in(self, language: str) -> dict[str, Said]:
        """What can be chosen, in this language where it was written."""
        translated = self.texts.get(language, {}).get("options", {})
        return {
            number: Said(translated[number], language) if number in translated else Said(label, DEFAULT)
            for number, label in self.options.items()
        }
