"""The parts of an event: sessions, stations and stands, and the times at which people can come to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, Texts, UTCDateTime
from ..events.models import Counted, Event, counted_constraints, said_in
from ..i18n import Said
from ..organisations.models import Organisation

TRANSLATED = ("title", "description")  # what may be there in more languages


class PartKind(StrEnum):
    SESSION = "session"  # at one hour, in a room
    STATION = "station"  # a table with time slots, or with a queue
    STAND = "stand"  # of an organisation; people walk along


class Part(Base):
    """Something of an event that people can come to.

    A session has one slot, unless it is for all; a station has as many as its hours and its tables give, or none where
    there is a queue; a stand has none.
    """

    __tablename__ = "parts"
    __table_args__ = (
        CheckConstraint("kind IN ('session', 'station', 'stand')", name="part_kind_known"),
        CheckConstraint("ends_at > starts_at", name="part_ends_after_start"),
        CheckConstraint("tables >= 1", name="station_has_a_table"),
        CheckConstraint("slot_minutes >= 1", name="slot_takes_time"),
        Index("ix_parts_event_id_position", "event_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(Texts, default=dict, server_default="{}")  # by language
    room: Mapped[str] = mapped_column(String(100), default="")
    speakers: Mapped[str] = mapped_column(String(300), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    for_all: Mapped[bool] = mapped_column(default=False, server_default=false())  # nobody needs to choose it
    discreet: Mapped[bool] = mapped_column(default=False, server_default=false())  # its name tells of somebody's health
    slot_minutes: Mapped[int | None]  # of a station: None where there is a queue
    tables: Mapped[int] = mapped_column(default=1, server_default="1")  # of a station: how many people at the same time

    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="part", order_by="Slot.starts_at", cascade="all, delete-orphan", passive_deletes=True
    )

    def said(self, name: str, language: str) -> Said:
        """A text of the organiser in this language, or else in Dutch."""
        return said_in(self, name, language)


class Slot(Counted, Base):
    """A time at a part for which people sign up, with places and a waiting list of its own.

    Whoever changes who comes to it holds the lock of the event.
    """

    __tablename__ = "slots"
    __table_args__ = (
        *counted_constraints(),
        UniqueConstraint("part_id", "starts_at", name="one_slot_per_moment"),
        CheckConstraint("ends_at > starts_at", name="slot_ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)

    part: Mapped[Part] = relationship(back_populates="slots")

    def overlaps(self, other: "Slot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at
