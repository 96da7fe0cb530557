"""Who gets a place, who waits, and when the answer is no."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from ..errors import Refusal
from ..events.models import Counted, Event
from ..events.models import Status as EventStatus
from ..i18n import _l
from .models import Choice, Reach, Registration, Status

Waiter = TypeVar("Waiter", Registration, Choice)

RETENTION = timedelta(days=30)  # after the event, as the form says
NEEDS_RETENTION = timedelta(days=1)  # what somebody needs may tell of an illness, and serves only the day itself

TOLD = ("starts_at", "ends_at", "venue", "online_url")  # who comes hears of it when one of these changes


class NotOpen(Refusal):
    """Sign-up has not begun, or the event is not there for anybody."""

    message = _l("You cannot sign up for this event yet.")
    reason = "not-open"


class SignUpClosed(Refusal):
    """The closing time has passed, or the event itself."""

    message = _l("You can no longer sign up for this event.")
    reason = "closed"


class EventCalledOff(Refusal):
    """The event does not take place."""

    message = _l("This event is cancelled.")
    reason = "cancelled"


class Full(Refusal):
    """No place, and no waiting list either."""

    message = _l("This event is full.")
    reason = "full"


class MembersOnly(Refusal):
    """Who has no link of their own is no member, as far as we know."""

    message = _l("This event is only for members. Members get a message with a link of their own.")
    reason = "members-only"


class PlacesJustTaken(Refusal):
    """The last place went while the form was open; the person may choose to wait."""

    message = _l("Just before you, the last place was taken. Do you want to be on the waiting list?")
    reason = "waiting-list"


class PartyTooLarge(Refusal):
    """More people than may come together, or than fit at all."""

    message = _l("You cannot come with this many people.")
    reason = "party-too-large"


class NoRoomForMore(Refusal):
    """A party may only grow where places are free and nobody waits."""

    message = _l("There are no places free for more people. Your sign-up stays as it was.")
    reason = "no-room-for-more"


class PressUsed(Refusal):
    """This form was already sent with other answers."""

    message = _l(
        "You sent this form before, with other answers. Do you want to sign up once more? Press the button again."
    )
    reason = "press-used"


class AlreadyCancelled(Refusal):
    """What is cancelled cannot be changed."""

    message = _l("This sign-up is cancelled. You can sign up again.")
    reason = "already-cancelled"


def check_open(event: Event, *, now: datetime) -> None:
    """Refuse where signing up is not possible at this moment."""
    if event.status == EventStatus.DRAFT:
        raise NotOpen
    if event.is_cancelled:
        raise EventCalledOff
    if event.registration_opens_at and now < event.registration_opens_at:
        raise NotOpen
    if now >= closing_time(event):
        raise SignUpClosed


def closing_time(event: Event) -> datetime:
    """Until when people can sign up: the end of the event at the latest."""
    return min(event.registration_closes_at or event.ends_at, event.ends_at)


def is_open(event: Event, *, now: datetime) -> bool:
    try:
        check_open(event, now=now)
    except Refusal:
        return False
    return True


def largest_party(event: Event) -> int:
    """How many may come together; more than the room holds would wait for ever."""
    return event.party_size_max if event.capacity is None else min(event.party_size_max, event.capacity)


def check_party(event: Event, *, people: int) -> None:
    if people > largest_party(event):
        raise PartyTooLarge


def fits(room: Counted, *, places: int) -> bool:
    free = room.places_free
    return free is None or places <= free


def status_for_next(event: Event, *, people: int, willing_to_wait: bool) -> Status:
    """Nobody passes who waits, and a party stays together; nobody is put on a list unasked."""
    if event.approval:
        return status_of_asker(event)
    if not event.waiting and fits(event, places=people):
        return Status.CONFIRMED
    if not event.waiting_list:
        raise Full
    if not willing_to_wait:
        raise PlacesJustTaken
    return Status.WAITING


def status_of_asker(event: Event) -> Status:
    """Whether there is a place is seen when the organiser says yes."""
    if not event.waiting_list and event.places_left == 0:
        raise Full
    return Status.ASKED


class NotPublished(Refusal):
    """Nobody is signed up for what may still become something else."""

    message = _l("This event is a draft. Publish it first. Then you can put people on the list.")
    reason = "not-published"


class Over(Refusal):
    """Nobody is signed up for what was."""

    message = _l("This event is over. You cannot put people on the list any more.")
    reason = "over"


class DoesNotWait(Refusal):
    """Only who waits can be passed over."""

    message = _l("This sign-up is not on the waiting list any more.")
    reason = "does-not-wait"


class GroupChanged(Refusal):
    """Somebody came or went between looking at the number and pressing the button."""

    message = _l("The group became another one while you looked. Look at the number and press the button again.")
    reason = "group-changed"


def check_waits(registration: Registration) -> None:
    if registration.status != Status.WAITING:
        raise DoesNotWait


def check_can_be_added(event: Event, *, now: datetime) -> None:
    """Staff may sign people up until the end, also when visitors cannot any more."""
    if event.status == EventStatus.DRAFT:
        raise NotPublished
    if event.is_cancelled:
        raise EventCalledOff
    if event.is_past(now):
        raise Over


def status_of_added(event: Event, *, people: int) -> Status:
    """Staff pass nobody either: who is added waits where somebody waits."""
    return Status.CONFIRMED if not event.waiting and fits(event, places=people) else Status.WAITING


def check_not_cancelled(registration: Registration) -> None:
    if registration.is_gone:
        raise AlreadyCancelled


def check_before_end(event: Event, *, now: datetime) -> None:
    """After the event nothing about who comes changes any more."""
    if event.is_cancelled:
        raise EventCalledOff
    if event.is_past(now):
        raise SignUpClosed


def check_new_size(event: Event, registration: Registration, *, people: int) -> None:
    """A smaller party keeps its place or turn; a larger one needs free places and an empty list."""
    more = people - registration.people
    if more <= 0:
        return
    check_party(event, people=people)
    if registration.status == Status.ASKED:
        return
    if event.waiting or registration.status != Status.CONFIRMED or not fits(event, places=more):
        raise NoRoomForMore


def take(room: Counted, places: int) -> None:
    """Count places as taken."""
    room.taken += places


def join_the_list(room: Counted) -> int:
    """Count one more who waits; tells the turn, which comes after everybody's."""
    room.waiting += 1
    room.last_turn += 1
    return room.last_turn


def leave_the_list(room: Counted) -> None:
    room.waiting -= 1


def give_back(room: Counted, places: int) -> None:
    """Count places as free again; a ceiling that was above the capacity comes down with them."""
    room.taken -= places
    set_capacity(room, room.capacity)


def set_capacity(room: Counted, capacity: int | None) -> None:
    """Who has a place keeps it, also where the capacity is lowered below what is taken."""
    room.capacity = capacity
    room.ceiling = None if capacity is None else max(capacity, room.taken)


def behind_who_is_passed_over(event: Event, waiting: Iterable[Registration]) -> Iterator[Registration]:
    """Who may come in from the waiting list when an organiser let them pass who do not fit."""
    for registration in waiting:
        if fits(event, places=registration.people):
            yield registration
        elif registration.passed_over_at is None:
            return


def next_in_turn(room: Counted, waiting: Iterable[Waiter]) -> Iterator[Waiter]:
    """Who may come in from the waiting list, in order of arrival; who does not fit holds up who is behind."""
    for party in waiting:
        if not fits(room, places=party.people):
            return
        yield party


def can_be_mailed(registration: Registration) -> bool:
    return registration.reach == Reach.EMAIL and bool(registration.email)


def erased_after(event: Event) -> datetime:
    """The moment at which what we know of who came is erased."""
    return event.ends_at + RETENTION
