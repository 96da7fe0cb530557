"""Who comes: registrations, their tickets, what they agreed to, and who must be called."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Base, UTCDateTime
from ..events.models import Event
from ..events.questions.models import Question
from ..programme.models import Slot

NEWS = "news"  # the one purpose that is asked for at sign-up


class Status(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    OFFERED = "offered"  # has places in hand, until the deadline
    LAPSED = "lapsed"  # the deadline passed in silence
    ASKED = "asked"  # the organiser has not said yes or no
    DECLINED = "declined"  # the organiser said no


GONE = (Status.CANCELLED, Status.LAPSED, Status.DECLINED)  # has neither a place nor a turn, and waits for no answer


class Reach(StrEnum):
    """How somebody hears from us."""

    EMAIL = "email"
    PHONE = "phone"  # "call me if something changes"
    NONE = "none"  # "I say my name at the door"


class Source(StrEnum):
    """Who entered a registration."""

    SELF = "self"
    STAFF = "staff"
    IMPORT = "import"


class Registration(Base):
    """One sign-up for one event: a person, or several who come together."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "press", name="one_registration_per_press"),
        CheckConstraint("people >= 1", name="party_not_empty"),
        CheckConstraint(
            "status IN ('confirmed', 'waiting', 'cancelled', 'offered', 'lapsed', 'asked', 'declined')",
            name="registration_status_known",
        ),
        CheckConstraint("(status = 'offered') = (offer_until IS NOT NULL)", name="offer_has_a_deadline"),
        CheckConstraint("reach IN ('email', 'phone', 'none')", name="reach_known"),
        # who waits, in order of arrival, is asked under the lock: this index makes that short
        Index("ix_registrations_event_id_status_turn_id", "event_id", "status", "turn", "id"),
        Index("ix_registrations_event_id_email", "event_id", "email"),  # as is whether an address is known
        Index(  # of open offers alone, so that nobody else's sign-up is slower for it
            "ix_registrations_offer_until",
            "offer_until",
            sqlite_where=text("offer_until IS NOT NULL"),
            postgresql_where=text("offer_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    press: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    status: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    reach: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    people: Mapped[int]
    companions: Mapped[str] = mapped_column(Text, default="", server_default="")  # a name on each line, if given
    separate: Mapped[bool] = mapped_column(default=False, server_default=false())  # each of them has an own ticket
    needs: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10), default="nl")
    signed_up_at: Mapped[datetime] = mapped_column(UTCDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # since when it is one of GONE
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    source: Mapped[str] = mapped_column(String(10), default=Source.SELF, server_default="self")
    turn: Mapped[int] = mapped_column(default=0, server_default="0")  # the order of who waits
    passed_over_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    passed_over_because: Mapped[str] = mapped_column(Text, default="", server_default="")
    version: Mapped[int] = mapped_column(default=0)  # counts the changes that are told by letter
    together: Mapped[str | None] = mapped_column(String(40), index=True)  # the same for all dates of one sign-up
    offer_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reconfirm_asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    feed_number: Mapped[int] = mapped_column(default=0, server_default="0")  # how often its calendar got a new address
    coming_said_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # yes, or no where it is cancelled

    event: Mapped[Event] = relationship()
    ticket: Mapped["Ticket"] = relationship(
        back_populates="registration",
        primaryjoin="and_(Ticket.registration_id == Registration.id, Ticket.position == 0)",
    )
    tickets: Mapped[list["Ticket"]] = relationship(order_by="Ticket.position", viewonly=True)
    consents: Mapped[list["Consent"]] = relationship(back_populates="registration")
    choices: Mapped[list["Choice"]] = relationship(back_populates="registration")
    answers: Mapped[list["Answer"]] = relationship(back_populates="registration", cascade="all, delete-orphan")

    @property
    def places(self) -> int:
        """How many places it takes at this moment."""
        return self.people if self.status in (Status.CONFIRMED, Status.OFFERED) else 0

    @property
    def standing_tickets(self) -> list["Ticket"]:
        """What gets them in: one for all, or one for each who did not stay at home."""
        return [each for each in self.tickets if each.left_at is None] if self.separate else [self.ticket]

    @property
    def is_gone(self) -> bool:
        """Signed off, turned down, or too late to say yes."""
        return self.status in GONE

    def consent_to(self, purpose: str) -> "Consent | None":
        return next((consent for consent in self.consents if consent.purpose == purpose), None)


class Ticket(Base):
    """What gets the party in, or one of it. The code stays the same whatever changes, and opens only the door."""

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("event_id", "code", name="one_short_code_per_event"),
        UniqueConstraint("token", "event_id", name="one_token_per_event"),
        UniqueConstraint("registration_id", "position", name="one_ticket_per_position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    position: Mapped[int] = mapped_column(default=0, server_default="0")  # above 0: of who comes along
    name: Mapped[str] = mapped_column(String(200), default="", server_default="")  # of who comes along, if given
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # since when this one of the party does not come
    token: Mapped[str] = mapped_column(String(26))  # one for all dates of a series that were chosen at once
    reference: Mapped[str] = mapped_column(String(16), index=True)  # what a door may know of the token
    code: Mapped[str] = mapped_column(String(6))

    registration: Mapped[Registration] = relationship(back_populates="ticket")


class Choice(Base):
    """A party's places, or its turn, at a session or in a time slot; of who gives it back nothing stays here."""

    __tablename__ = "choices"
    __table_args__ = (
        UniqueConstraint("registration_id", "slot_id", name="one_choice_per_slot"),
        CheckConstraint("people >= 1", name="choice_not_empty"),
        CheckConstraint("status IN ('confirmed', 'waiting')", name="choice_status_known"),
        Index("ix_choices_slot_id_status_turn_id", "slot_id", "status", "turn", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    status: Mapped[str] = mapped_column(String(10))
    people: Mapped[int]  # all of the party
    turn: Mapped[int] = mapped_column(default=0, server_default="0")  # the order of who waits
    chosen_at: Mapped[datetime] = mapped_column(UTCDateTime)

    registration: Mapped[Registration] = relationship(back_populates="choices")
    slot: Mapped[Slot] = relationship()


class Answer(Base):
    """What was said to one question of the event."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("registration_id", "question_id", name="one_answer_per_question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), index=True)
    value: Mapped[str] = mapped_column(Text)  # of a choice the number of the option, of several with commas between

    registration: Mapped[Registration] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()


class Consent(Base):
    """A yes to one purpose, in the words of one version of its text."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("registration_id", "purpose", name="one_consent_per_purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(30))
    text_version: Mapped[int]
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    followed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)  # when something was done with it

    registration: Mapped[Registration] = relationship(back_populates="consents")

    @property
    def holds(self) -> bool:
        return self.withdrawn_at is None


class Call(Base):
    """Somebody without e-mail, or whose mail did not arrive, who must hear something: a line on the call list."""

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("registration_id", "reason", "version", name="one_call_per_reason"),
        UniqueConstraint("letter_id", name="one_call_per_letter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(30))  # the kind of letter that could not be written, or did not arrive
    letter_id: Mapped[int | None] = mapped_column()  # the one that did not arrive
    version: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    called_by: Mapped[str] = mapped_column(String(100), default="")

    registration: Mapped[Registration] = relationship()
