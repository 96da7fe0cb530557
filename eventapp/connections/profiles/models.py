"""What people seek and offer, kept for one event, and whom they want to speak again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Codes, UTCDateTime
from ...events.models import Event, Neighbourhood
from ...organisations.models import Organisation


class Exchange(Base):
    """Something that people seek, offer, or both; an administrator keeps the list."""

    __tablename__ = "exchanges"
    __table_args__ = (CheckConstraint("sought OR offered", name="exchange_sought_or_offered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    names: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # in other languages
    sought: Mapped[bool] = mapped_column(default=True)
    offered: Mapped[bool] = mapped_column(default=True)
    serves: Mapped[str] = mapped_column(String(80), default="")  # the need that this offer meets besides its own
    sort_order: Mapped[int] = mapped_column(default=0)

    def name_in(self, language: str) -> str:
        """The name in this language, or else in Dutch."""
        return self.names.get(language, self.name)


class Pause(StrEnum):
    """Why somebody gets no proposals for now."""

    OWN = "own"  # asked for it
    SILENT = "silent"  # did not answer several in a row


class Profile(Base):
    """What one person seeks and offers at one event. Who withdrew keeps nothing but the address, until day 70."""

    __tablename__ = "profiles"
    __table_args__ = (
        UniqueConstraint("event_id", "email", name="one_profile_per_address"),
        CheckConstraint("cap BETWEEN 1 AND 9", name="profile_cap_known"),
        CheckConstraint("paused IN ('', 'own', 'silent')", name="profile_pause_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of its page
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10))
    organisation: Mapped[str] = mapped_column(String(200), default="")  # as typed; empty for a resident
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    seeks: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    offers: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    cap: Mapped[int] = mapped_column(default=2)  # with how many people, at most
    themes: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhoods.id", ondelete="SET NULL"))
    sentence: Mapped[str] = mapped_column(Text, default="")
    named: Mapped[bool] = mapped_column(default=False)  # a proposal may name the organisation
    choosable: Mapped[bool] = mapped_column(default=False)  # others may pick this person by name
    consented_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proven_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # a letter to the address was answered
    paused: Mapped[str] = mapped_column(String(10), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)

    event: Mapped[Event] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    known_organisation: Mapped[Organisation | None] = relationship()

    @property
    def takes_part(self) -> bool:
        """Whether this person may be proposed to others now."""
        return bool(self.consented_at and self.proven_at and not self.paused and not self.withdrawn_at)


class Wish(Base):
    """Whom somebody wants to speak again: a person who may be picked, or an organisation."""

    __tablename__ = "wishes"
    __table_args__ = (
        CheckConstraint("(wished_id IS NULL) <> (organisation_id IS NULL)", name="wish_for_one"),
        UniqueConstraint("profile_id", "wished_id", name="one_wish_per_person"),
        UniqueConstraint("profile_id", "organisation_id", name="one_wish_per_organisation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"))
    wished_id: Mapped[int | None] = mapped_column(ForeignKey("profiles.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
