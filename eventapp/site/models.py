"""What an administrator wrote for the pages about the service."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base, UTCDateTime


class SiteText(Base):
    """A text in one language that stands in place of the one of the templates."""

    __tablename__ = "site_texts"

    key: Mapped[str] = mapped_column(String(20), primary_key=True)  # privacy, accessibility, contact
    language: Mapped[str] = mapped_column(String(5), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
