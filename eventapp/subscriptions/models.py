"""Who wants to hear of what, which events are there to tell of, and what was told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, UTCDateTime
from ..organisations.models import Network


class Rhythm(StrEnum):
    AT_ONCE = "at-once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"


class Reader(Base):
    """An address that letters about new events go to; once stopped, nothing of it stays."""

    __tablename__ = "readers"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # of the page with all choices
    stop_key: Mapped[str] = mapped_column(String(40), unique=True)  # stops everything and opens nothing

    subscriptions: Mapped[list["Subscription"]] = relationship(
        back_populates="reader", order_by="Subscription.id", passive_deletes=True
    )


class Subscription(Base):
    """One choice of a reader; until it is confirmed, nothing is sent for it."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint("rhythm IN ('at-once', 'weekly', 'fortnightly')", name="rhythm_known"),
        CheckConstraint("(confirmed_at IS NULL) = (told_until IS NULL)", name="told_from_confirmation"),
        Index("ix_subscriptions_rhythm_told_until", "rhythm", "told_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("readers.id", ondelete="CASCADE"), index=True)
    press: Mapped[str] = mapped_column(String(40), unique=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # of the page that asks to confirm
    wanted: Mapped[str] = mapped_column(Text)  # rules.Wanted, the same choice always in the same letters
    rhythm: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_until: Mapped[datetime | None] = mapped_column(UTCDateTime)  # events listed up to here were looked at

    reader: Mapped[Reader] = relationship(back_populates="subscriptions")


class Listing(Base):
    """Since when everybody can see an event that is still to come, as a worker found it."""

    __tablename__ = "listings"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    listed_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class ToldEvent(Base):
    """A reader was told of an event: by its key that happens once."""

    __tablename__ = "told_events"

    reader_id: Mapped[int] = mapped_column(ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, index=True)


class NetworkUpdate(Base):
    """What the keepers of a network say in its next update, and whether that waits for them."""

    __tablename__ = "network_updates"

    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    moment: Mapped[datetime] = mapped_column(UTCDateTime)  # of the update that the text is for
    held: Mapped[bool] = mapped_column(default=False)

    network: Mapped[Network] = relationship()
