"""Who waits at a station: a number, and nothing that leads to a person."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, UTCDateTime
from ...programme.models import Part


class StationNumber(Base):
    """A turn at one station. It is given, called to a table, and over; or nobody came when it was called."""

    __tablename__ = "station_numbers"
    __table_args__ = (UniqueConstraint("part_id", "number", name="one_number_per_station"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id", ondelete="CASCADE"))
    number: Mapped[int]
    key: Mapped[str | None] = mapped_column(
        String(40), unique=True
    )  # of the page on the own phone, until the day after
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # of who has a time slot: when it begins
    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    place: Mapped[int | None]  # the table to which it was called
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    came: Mapped[bool | None]  # whether somebody came when it was called

    part: Mapped[Part] = relationship()

    @property
    def waits(self) -> bool:
        return self.called_at is None and self.ended_at is None

    @property
    def is_at_table(self) -> bool:
        return self.called_at is not None and self.ended_at is None
