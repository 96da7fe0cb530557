"""What was proposed, by whom, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, UTCDateTime
from ..models import Event


class Decision(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Proposal(Base):
    """An event as somebody thought of it."""

    __tablename__ = "proposals"
    __table_args__ = (CheckConstraint("status IN ('new', 'accepted', 'declined')", name="proposal_status_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    press: Mapped[str] = mapped_column(String(40), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    when: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    what: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    language: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20), default=Decision.NEW)
    reason: Mapped[str] = mapped_column(Text, default="")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"), index=True)
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when its maker heard the end of it

    event: Mapped[Event | None] = relationship()
