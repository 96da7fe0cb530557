"""Who was invited to what, by whom, and what came of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Account
from ...database import Base, UTCDateTime
from ...events.models import Event
from ...organisations.models import Member
from ..models import Registration


class Answer(StrEnum):
    SILENT = ""
    YES = "yes"
    NO = "no"
    COLLEAGUE = "colleague"


class Invitation(Base):
    """One person who is asked to come to one event, with a link of their own."""

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("event_id", "email", name="one_invitation_per_address"),
        CheckConstraint("answer IN ('', 'yes', 'no', 'colleague')", name="answer_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10), default="nl")
    # who leaves the list of a network takes every trace along
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(String(10), default=Answer.SILENT)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id", ondelete="SET NULL"), index=True)
    in_place_of: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="SET NULL"), index=True)

    event: Mapped[Event] = relationship()
    member: Mapped[Member | None] = relationship(passive_deletes=True)
    account: Mapped[Account | None] = relationship()
    registration: Mapped[Registration | None] = relationship()
    asked_first: Mapped["Invitation | None"] = relationship(remote_side=[id], back_populates="colleagues")
    colleagues: Mapped[list["Invitation"]] = relationship(
        back_populates="asked_first", order_by="Invitation.invited_at, Invitation.id", passive_deletes=True
    )

    @property
    def comes(self) -> bool:
        """Whether a sign-up of this invitation has a place or a turn."""
        return self.registration is not None and not self.registration.is_gone

    @property
    def said_no(self) -> bool:
        """Said no at once, or came back on a yes."""
        return self.answer == Answer.NO or (self.answer == Answer.YES and not self.comes)

    @property
    def colleague(self) -> "Invitation | None":
        """Who was last asked to come instead."""
        return self.colleagues[-1] if self.answer == Answer.COLLEAGUE and self.colleagues else None
