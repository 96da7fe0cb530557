"""The door: who may scan, and the facts of who came in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, UTCDateTime
from ..events.models import Event


class FactKind(StrEnum):
    IN = "in"
    MORE = "more"  # the rest of a party that came later
    WALK_IN = "walkIn"
    TALLY = "tally"
    UNDO = "undo"


class Age(StrEnum):
    """A band of ages, in years, for who is counted without a name."""

    CHILD = "0-11"
    YOUNG = "12-17"
    ADULT = "18-39"
    MIDDLE = "40-64"
    OLDER = "65+"


class DoorPass(Base):
    """The right to scan for one event: a link, and a PIN to be told apart from it."""

    __tablename__ = "door_passes"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    label: Mapped[str] = mapped_column(String(60), default="", server_default="")  # the entrance, where there are more
    place: Mapped[str] = mapped_column(String(40), default="", server_default="")  # a session; "" is the entrance
    for_visitors: Mapped[bool] = mapped_column(default=False, server_default=false())  # a poster, without a PIN
    key: Mapped[str] = mapped_column(String(40), unique=True)  # in the link
    pin_fingerprint: Mapped[str] = mapped_column(String(64))
    valid_from: Mapped[datetime] = mapped_column(UTCDateTime)
    valid_until: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()


class Device(Base):
    """A browser in which the link and the PIN of a pass were given."""

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    pass_id: Mapped[int] = mapped_column(ForeignKey("door_passes.id"), index=True)
    secret_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    app: Mapped[str | None] = mapped_column(
        String(36), index=True
    )  # what the page with a queue of its own calls itself
    contact_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when that page last told something
    queued: Mapped[int] = mapped_column(default=0, server_default="0")  # how many facts waited there then

    door_pass: Mapped[DoorPass] = relationship()


class CheckIn(Base):
    """An immutable fact. The state of the door is a fold over these facts that does not depend on their order."""

    __tablename__ = "check_ins"
    __table_args__ = (
        UniqueConstraint("device", "seq", name="one_fact_per_device_and_number"),
        CheckConstraint("kind IN ('in', 'more', 'walkIn', 'tally', 'undo')", name="check_in_kind_known"),
        Index("ix_check_ins_event_id_reference", "event_id", "reference"),
        Index("ix_check_ins_event_id_number", "event_id", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    device: Mapped[str] = mapped_column(String(36))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str | None] = mapped_column(String(16))  # of the ticket; not every walk-in has one
    place: Mapped[str] = mapped_column(String(40), default="")  # the entrance, station or session; "" is the door
    people: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UTCDateTime)  # by the clock of the device
    offset_ms: Mapped[int] = mapped_column(BigInteger, default=0)  # how far that clock is behind ours
    undo_of: Mapped[str | None] = mapped_column(String(36))
    stored_at: Mapped[datetime] = mapped_column(UTCDateTime)
    number: Mapped[int | None]  # in the order in which the facts of the event were stored
    # What somebody without a sign-up told at the door, or nothing.
    name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    language: Mapped[str] = mapped_column(String(10), default="", server_default="")
    neighbourhood: Mapped[str] = mapped_column(String(80), default="", server_default="")
    age: Mapped[str] = mapped_column(String(10), default="", server_default="")


class Quarantined(Base):
    """What a phone told that does not agree with what is known: kept for the organiser, and counted nowhere."""

    __tablename__ = "quarantined_facts"
    __table_args__ = (Index("ix_quarantined_facts_event_id_fact_id", "event_id", "fact_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    device: Mapped[str] = mapped_column(String(36))
    fact_id: Mapped[str] = mapped_column(String(36))
    content: Mapped[str] = mapped_column(Text)  # as the phone told it, in JSON
    why: Mapped[str] = mapped_column(String(20))
    told_at: Mapped[datetime] = mapped_column(UTCDateTime)
