"""What people may know and do about an event, decided from its own facts."""

from datetime import datetime
from enum import StrEnum

from .models import Counted, Event, Precision, Status


class Places(StrEnum):
    """What a card says first."""

    CANCELLED = "cancelled"
    CLOSED = "closed"
    FULL = "full"
    WAITING_LIST = "waiting-list"
    LEFT = "left"
    NOT_NEEDED = "not-needed"  # drop in
    NO_LIMIT = "no-limit"


class SignUp(StrEnum):
    """What somebody who reads the page can do."""

    OPEN = "open"
    WAITING_LIST = "waiting-list"
    FULL = "full"
    NOT_YET = "not-yet"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    PAST = "past"


def places(event: Event, *, now: datetime) -> Places:
    """The one thing about places that a reader must know."""
    if event.is_cancelled:
        return Places.CANCELLED
    if event.drop_in:
        return Places.NOT_NEEDED
    if event.registration_closes_at and event.registration_closes_at <= now:
        return Places.CLOSED
    if event.places_left is None:
        return Places.NO_LIMIT
    if event.places_left > 0:
        return Places.LEFT
    return Places.WAITING_LIST if event.waiting_list else Places.FULL


def sign_up(event: Event, *, is_open: bool, now: datetime) -> SignUp:
    """Whether there is a button, and if not, why."""
    if event.is_past(now):
        return SignUp.PAST
    if event.is_cancelled:
        return SignUp.CANCELLED
    if not is_open:
        opens_at = event.registration_opens_at
        return SignUp.NOT_YET if opens_at and now < opens_at else SignUp.CLOSED
    if event.places_left == 0:
        return SignUp.WAITING_LIST if event.waiting_list else SignUp.FULL
    return SignUp.OPEN


def set_capacity(room: Counted, capacity: int | None) -> None:
    """Who has a place keeps it, also where the capacity is lowered below what is taken."""
    room.capacity = capacity
    room.ceiling = None if capacity is None else max(capacity, room.taken)


class Obstacle(StrEnum):
    """Why there is nothing to share."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    PAST = "past"
    MEMBERS_ONLY = "members-only"
    INVITATION_ONLY = "invitation-only"
    PRACTICE = "practice"


def obstacle_to_sharing(event: Event, *, now: datetime) -> Obstacle | None:
    """A poster must not bring anybody to something that is not there."""
    if event.status == Status.DRAFT:
        return Obstacle.DRAFT
    if event.is_practice:
        return Obstacle.PRACTICE
    if event.is_cancelled:
        return Obstacle.CANCELLED
    if event.is_past(now):
        return Obstacle.PAST
    if event.members_only:
        return Obstacle.MEMBERS_ONLY
    return Obstacle.INVITATION_ONLY if event.invitation_only else None


def has_preview(event: Event) -> bool:
    """Whether a group chat may show what this is: not where coming is nobody's business, or where nobody can come."""
    can_come = event.status == Status.PUBLISHED and not event.by_invitation
    return can_come and not event.private and event.precision == Precision.DAY
