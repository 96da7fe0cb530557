"""The outbox: a letter is a row before it is mail."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base, UTCDateTime


class State(StrEnum):
    WRITTEN = "written"
    CLAIMED = "claimed"
    AT_THE_WIRE = "at-the-wire"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"


UNDELIVERED = (State.FAILED, State.BOUNCED)


class Letter(Base):
    """One mail to one person. `facts` are plain values, true at the moment of writing."""

    __tablename__ = "letters"
    __table_args__ = (
        CheckConstraint(
            "state IN ('written', 'claimed', 'at-the-wire', 'sent', 'failed', 'bounced')", name="letter_state_known"
        ),
        Index("ix_letters_state_due_at", "state", "due_at"),
        Index("ix_letters_wire_at", "wire_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)  # the same letter to the same person is one row
    kind: Mapped[str] = mapped_column(String(40))  # the folder in templates/letters/
    about: Mapped[str] = mapped_column(String(60), index=True)  # such as registration/12
    within: Mapped[str] = mapped_column(String(40), index=True, default="")  # such as event/3: who may let it wait
    language: Mapped[str] = mapped_column(String(10))
    to_address: Mapped[str] = mapped_column(String(254))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(String(20), default=State.WRITTEN)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(String(60), default="")  # the worker that has it in hand
    lease_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    wire_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    bounced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")  # the mail server's last words


class MailPause(Base):
    """A time in which no letter leaves, but those that staff need to sign in."""

    __tablename__ = "mail_pauses"

    id: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(300))
    by: Mapped[str] = mapped_column(String(100))


class LetterHold(Base):
    """The letters within this wait, until an organiser lets them go."""

    __tablename__ = "letter_holds"

    within: Mapped[str] = mapped_column(String(40), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(100))


class DeadAddress(Base):
    """An address that a mail server says does not exist: who goes on mailing it is soon taken for a spammer."""

    __tablename__ = "dead_addresses"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    since_at: Mapped[datetime] = mapped_column(UTCDateTime)
    because: Mapped[str] = mapped_column(Text)


class BounceReading(Base):
    """How far the mailbox with bounces was read, and what went wrong the last time."""

    __tablename__ = "bounce_readings"

    mailbox: Mapped[str] = mapped_column(String(200), primary_key=True)
    upto: Mapped[str] = mapped_column(String(200), default="")
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fault: Mapped[str] = mapped_column(String(300), default="")


class WorkerBeat(Base):
    """When each worker was last seen."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
