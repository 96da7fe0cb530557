"""What happens, where, when and for how many."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, Codes, Texts, UTCDateTime
from ..i18n import DEFAULT, Said
from ..organisations.models import Network, Organisation

TRANSLATED = ("title", "summary", "description", "audience", "bring")  # what may be there in more languages


class Kind(StrEnum):
    NETWORK_MEETING = "netwerkbijeenkomst"
    FIT_AND_HEALTHY = "fit-en-gezond"
    FESTIVAL = "festival"
    DIALOGUE = "dialoog"
    WALK = "wandeling"
    CAFE = "cafe"
    WEBINAR = "webinar"
    TRAINING = "training"


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Aim(StrEnum):
    """What the city wants to reach; the yearly report counts by it."""

    FOR_ALL = "for_all"
    EQUAL_CHANCES = "equal_chances"


class Precision(StrEnum):
    """How exactly the date is known; of the archive sometimes only the month or the year."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def said_in(row: Any, name: str, language: str) -> Said:
    """A text of a row that keeps `texts` by language, or else the Dutch one."""
    if text := row.texts.get(language, {}).get(name):
        return Said(text, language)
    return Said(getattr(row, name), DEFAULT)


class Reconfirm(StrEnum):
    """Whether people are asked once more if they come, and what silence means."""

    NOT = ""
    KEEP = "keep"
    FREE = "free"


class Reminder(StrEnum):
    """How long before an event people are reminded of it; the longest first."""

    WEEK = "week"
    TWO_DAYS = "two-days"
    DAY = "day"
    TWO_HOURS = "two-hours"


class Neighbourhood(Base):
    __tablename__ = "neighbourhoods"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    includes: Mapped[list[str]] = mapped_column(JSON, default=list)
    sort_order: Mapped[int] = mapped_column(default=0)


class FocalPoint(Base):
    """What the yearly report accounts for."""

    __tablename__ = "focal_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(100))


class Theme(Base):
    """What residents look for; each counts for one focal point."""

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    names: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # in other languages
    colour: Mapped[str] = mapped_column(String(20), default="petrol")  # petrol, brick, leaf, plum
    sort_order: Mapped[int] = mapped_column(default=0)
    focal_point_id: Mapped[int] = mapped_column(ForeignKey("focal_points.id"))

    focal_point: Mapped[FocalPoint] = relationship()

    def name_in(self, language: str) -> str:
        """The name in this language, or else in Dutch."""
        return self.names.get(language, self.name)


class Venue(Base):
    __tablename__ = "venues"
    __table_args__ = (
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position_whole"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="position_on_earth"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(100), default="Utrecht")
    directions: Mapped[str] = mapped_column(Text, default="")
    wheelchair: Mapped[bool | None]
    wheelchair_toilet: Mapped[bool | None]
    most_people: Mapped[int | None]  # how many the building may hold; None where we do not know
    latitude: Mapped[float | None] = mapped_column(Float)  # in degrees, WGS 84
    longitude: Mapped[float | None] = mapped_column(Float)

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude; None where nobody filled them in."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def lines(self) -> list[str]:
        """The address as on an envelope."""
        return [line for line in (self.name, self.address, f"{self.postcode} {self.city}".strip()) if line]


class Series(Base):
    """Several events that belong together."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(Texts, default=dict, server_default="{}")  # by language
    left_out: Mapped[dict[str, str]] = mapped_column(Texts, default=dict, server_default="{}")  # days, and since when

    def said(self, name: str, language: str) -> Said:
        """A text of the organiser in this language, or else in Dutch."""
        return said_in(self, name, language)


event_organisations = Table(
    "event_organisations",
    Base.metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True, index=True),
)

event_themes = Table(
    "event_themes",
    Base.metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("theme_id", ForeignKey("themes.id"), primary_key=True, index=True),
)


event_networks = Table(
    "event_networks",
    Base.metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("network_id", ForeignKey("networks.id"), primary_key=True, index=True),
)


class Picture(Base):
    """The one picture of an event, as WebP in two widths."""

    __tablename__ = "event_pictures"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(20))  # of what it shows: another picture has another address
    alt: Mapped[str] = mapped_column(String(300))
    width: Mapped[int]
    height: Mapped[int]
    small: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    large: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    def copy(self) -> "Picture":
        """The same picture, for another event."""
        names = (column.key for column in Picture.__table__.columns if not column.primary_key)
        return Picture(**{name: getattr(self, name) for name in names})


def counted_constraints() -> list[CheckConstraint]:
    """What must hold of every table of places, whatever the program thinks."""
    return [
        CheckConstraint("taken >= 0", name="places_not_negative"),
        CheckConstraint("taken <= ceiling", name="places_within_ceiling"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("waiting >= 0", name="waiting_not_negative"),
        CheckConstraint("(capacity IS NULL) = (ceiling IS NULL) AND ceiling >= capacity", name="ceiling_from_capacity"),
    ]


class Counted:
    """Places that people take, of an event or of a part of it, and a list of who waits for them."""

    capacity: Mapped[int | None]  # None: as many as come
    ceiling: Mapped[int | None]  # the capacity, or what was taken when it was lowered below that
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)  # how many registrations wait
    last_turn: Mapped[int] = mapped_column(default=0, server_default="0")  # what the next who waits comes after
    waiting_list: Mapped[bool] = mapped_column(default=True)

    @property
    def places_free(self) -> int | None:
        """How many places nobody has; None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def places_left(self) -> int | None:
        """How many places somebody new can have: none while anybody waits; None where there is no limit."""
        return 0 if self.waiting else self.places_free


class Event(Counted, Base):
    __tablename__ = "events"
    __table_args__ = (
        *counted_constraints(),
        CheckConstraint("ends_at > starts_at", name="event_ends_after_start"),
        CheckConstraint("party_size_max >= 1", name="party_of_one_or_more"),
        CheckConstraint("status IN ('draft', 'published', 'cancelled')", name="event_status_known"),
        CheckConstraint("offer_hours >= 2", name="offer_of_two_hours_or_more"),
        CheckConstraint("reconfirm IN ('', 'keep', 'free')", name="reconfirm_known"),
        CheckConstraint("asked >= 0", name="asked_not_negative"),
        # all that the agenda counts and orders by, so that its cost does not grow with what is past
        Index("ix_events_agenda", "status", "ends_at", "starts_at", "series_id", "unlisted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)  # in calendars, the same for good
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    summary: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    texts: Mapped[dict[str, dict[str, str]]] = mapped_column(Texts, default=dict, server_default="{}")  # by language
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    precision: Mapped[str] = mapped_column(String(10), default=Precision.DAY)
    status: Mapped[str] = mapped_column(String(20), default=Status.DRAFT)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sequence: Mapped[int] = mapped_column(default=0)  # rises with every change that a calendar must show

    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhoods.id"), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    online_url: Mapped[str] = mapped_column(String(500), default="")

    audience: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    aims: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    cost_cents: Mapped[int] = mapped_column(default=0)
    contact_name: Mapped[str] = mapped_column(String(100), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")

    party_size_max: Mapped[int] = mapped_column(default=5)
    drop_in: Mapped[bool] = mapped_column(default=False)  # signing up is possible, not needed
    registration_opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    private: Mapped[bool] = mapped_column(default=False)  # attendance itself is nobody's business
    unlisted: Mapped[bool] = mapped_column(default=False)
    members_only: Mapped[bool] = mapped_column(default=False, server_default=false())  # unlisted too, always
    invitation_only: Mapped[bool] = mapped_column(default=False, server_default=false())  # unlisted too, always
    practice_to: Mapped[str] = mapped_column(String(254), default="", server_default="")  # who gets all its letters
    offer_hours: Mapped[int | None]  # how long an offer holds; None: who is next gets the place at once
    reconfirm: Mapped[str] = mapped_column(String(10), default=Reconfirm.NOT, server_default="")
    reconfirm_asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    approval: Mapped[bool] = mapped_column(default=False, server_default=false())  # a yes of the organiser comes first
    asked: Mapped[int] = mapped_column(default=0, server_default="0")  # how many registrations wait for that yes
    reminders: Mapped[tuple[str, ...]] = mapped_column(Codes, default=(Reminder.DAY.value,), server_default="|day|")
    reminded: Mapped[str] = mapped_column(String(40), default="", server_default="")  # the last one everybody got
    thanks: Mapped[bool] = mapped_column(default=True, server_default=true())  # who signed up is written to afterwards
    thanked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when everybody was
    meet: Mapped[bool] = mapped_column(default=False, server_default=false())  # people are introduced to each other
    # what the team wrote for letters: the words by kind of letter, by language and by part of the letter
    letter_words: Mapped[dict[str, dict[str, dict[str, Any]]]] = mapped_column(Texts, default=dict, server_default="{}")
    names_on_phones: Mapped[bool | None]  # whether phones at the door keep names; None: as is usual for the kind
    known_attendance: Mapped[int | None]  # of the archive: how many came, as the documents tell

    series: Mapped[Series | None] = relationship()
    picture: Mapped[Picture | None] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    organisations: Mapped[list[Organisation]] = relationship(secondary=event_organisations, order_by=Organisation.name)
    networks: Mapped[list[Network]] = relationship(secondary=event_networks, order_by=Network.name)
    themes: Mapped[list[Theme]] = relationship(secondary=event_themes, order_by=Theme.sort_order)

    def is_past(self, now: datetime) -> bool:
        return self.ends_at <= now

    def said(self, name: str, language: str) -> Said:
        """A text of the organiser in this language, or else in Dutch."""
        return said_in(self, name, language)

    @property
    def by_invitation(self) -> bool:
        """Nobody comes without a link of their own."""
        return self.members_only or self.invitation_only

    @property
    def keeps_names_on_phones(self) -> bool:
        """Where people say their name at the door, phones know it without internet too, until the pass ends."""
        return self.kind == Kind.FIT_AND_HEALTHY if self.names_on_phones is None else self.names_on_phones

    @property
    def is_practice(self) -> bool:
        """Nobody but its team sees it, and nobody but its maker is written to."""
        return bool(self.practice_to)

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED
