"""Who hosts, who of the staff works there, and what they changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Account
from ..database import Base, UTCDateTime


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    ambassador: Mapped[bool] = mapped_column(default=False)


class Network(Base):
    """A circle of organisations and members; the organisers of one organisation keep its page and its list."""

    __tablename__ = "networks"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)

    parent: Mapped["Network | None"] = relationship(remote_side=[id])
    organisation: Mapped[Organisation | None] = relationship()


class Member(Base):
    """Somebody on the list of a network. No account comes of it."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("network_id", "email", name="one_member_per_address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10), default="nl")
    added_at: Mapped[datetime] = mapped_column(UTCDateTime)

    network: Mapped[Network] = relationship()


class TeamMember(Base):
    """Somebody's role in the team of an organisation."""

    __tablename__ = "team_members"
    __table_args__ = (CheckConstraint("role IN ('organiser', 'viewer')", name="team_role_known"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20))

    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account] = relationship()


class AuditNote(Base):
    """Who changed what, and when. Only names of fields and plain codes, never what is known of a person."""

    __tablename__ = "audit_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(60))  # such as event.published
    about: Mapped[str] = mapped_column(String(80), index=True)  # such as event/12
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
