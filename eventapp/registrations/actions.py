"""Changes to who comes: each is one verb and one transaction under the lock of the event."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import delete, update
from sqlalchemy.orm.attributes import set_committed_value

from .. import tokens
from ..database import db, store, transaction
from ..events import imports
from ..events.actions import create_event, series_for, venue_for
from ..events.facts import event_facts
from ..events.imports import Given, Wanted
from ..events.models import Event
from ..events.models import Status as EventStatus
from ..events.queries import event_by_slug, event_by_uid, known_names
from ..events.slugs import numbered
from ..events.staff_rules import check_closing
from ..formats import zone
from ..mail.actions import post, post_all
from ..mail.queries import anything_untold
from ..mail.summaries import CHANGES, version_before
from ..organisations.actions import note
from ..programme.actions import follow_event
from ..programme.models import Slot
from ..programme.queries import has_slots
from ..tickets.codes import ticket_reference
from ..web import settings
from . import answers, household, letters, queries, rules
from .choices import facts as choices
from .choices import places
from .choices.queries import choices_by_registration, choices_of
from .choices.rules import NOTHING, Wish
from .household import unused_code
from .invitations.models import Answer, Invitation
from .invitations.queries import invitation_to
from .invitations.rules import check_admitted
from .models import NEWS, Call, Consent, Registration, Source, Status, Ticket
from .offers.rules import deadline, may_fill
from .parties import Party

NEWS_TEXT_VERSION = 1  # rises when the words of the question change


def sign_up(
    event_id: int,
    party: Party,
    *,
    press: str,
    news: bool = False,
    willing_to_wait: bool,
    invitation_key: str = "",
    wish: Wish = NOTHING,
    now: datetime,
) -> Registration:
    """Give the party its places, or a turn on the waiting list, and write to it; guests come by their own key."""
    event_as_seen = event_facts(db.session.get_one(Event, event_id))  # before the lock: others are waiting for it
    token, code = tokens.new_token(), tokens.new_short_code()
    with transaction() as session:
        event = queries.lock_event(event_id)
        found = queries.before_sign_up(event_id, press=press, code=code, email=party.email)
        if found.earlier_id:
            earlier = session.get_one(Registration, found.earlier_id)
            if not party.is_of(earlier):
                raise rules.PressUsed
            return earlier
        rules.check_open(event, now=now)
        invitation = _admitted(event, key=invitation_key) if invitation_key or event.by_invitation else None
        rules.check_party(event, people=party.people)
        status = rules.status_for_next(event, people=party.people, willing_to_wait=willing_to_wait)
        if wish.slot_ids and status == Status.CONFIRMED:
            places.check_wish(event_id, wish, people=party.people, now=now)
        code = unused_code([event_id]) if found.code_taken else code
        registration = enter(event, party, press=press, status=status, token=token, code=code, news=news, now=now)
        if invitation:
            invitation.answer, invitation.answered_at = Answer.YES, now
            invitation.registration_id = registration.id
        kind = letters.welcome_of(registration)
        if event_as_seen["sequence"] != event.sequence:
            event_as_seen = event_facts(event)
        others = queries.others_with_address(registration) if found.address_known else []
        own = _choose_at_once(registration, wish, now=now)
        write(kind, registration, event_as_seen, now=now, others=[other.key for other in others], **own)
    return registration


def enter(
    event: Event,
    party: Party,
    *,
    press: str,
    status: Status,
    token: str,
    code: str,
    news: bool,
    together: str | None = None,
    now: datetime,
) -> Registration:
    """Put the party on the list of an event with its ticket; the caller holds the lock of the event, and writes."""
    registration = Registration(
        **party.columns,
        event_id=event.id,
        press=press,
        key=tokens.new_key(),
        signed_up_at=now,
        status=status,
        source=Source.SELF,
        turn=rules.join_the_list(event) if status == Status.WAITING else 0,
        passed_over_because="",
        version=0,
        feed_number=0,
        together=together,
    )
    event.asked += registration.status == Status.ASKED
    store(registration)
    if party.answers:
        answers.keep(registration, party.answers)
    _give_ticket(registration, token=token, code=code)
    if party.separate:
        household.give_tickets(registration, now=now)
    if news:
        _agree_to_news(registration, wanted=True, now=now)
    rules.take(event, registration.places)
    return registration


def renew_feed(registration_id: int) -> None:
    """Give the calendar of a sign-up another address; who follows the old one finds nothing there any more."""
    with transaction() as session:
        again = update(Registration).where(Registration.id == registration_id)
        session.execute(again.values(feed_number=Registration.feed_number + 1))


def cancel(registration_id: int, *, now: datetime) -> Registration:
    """Give the places back to who is next, at the wish of the person; twice is once."""
    with locked(registration_id) as registration:
        if not registration.is_gone:
            rules.check_before_end(registration.event, now=now)
            more = _leave(registration, now=now) | _of_other_dates(registration, now=now)
            write("registration-cancelled", registration, event_facts(registration.event), now=now, **more)
    return registration


def drop_one(registration_id: int, position: int, *, now: datetime) -> Registration:
    """One of a party with a ticket each does not come; the place goes to who is next. The last one signs all off."""
    with locked(registration_id) as registration:
        event = registration.event
        rules.check_not_cancelled(registration)
        rules.check_before_end(event, now=now)
        standing = [ticket for ticket in household.tickets_of(registration) if ticket.left_at is None]
        dropped = next((ticket for ticket in standing if ticket.position == position), None)
        if dropped is None or not registration.separate:
            return registration
        if len(standing) == 1:
            return cancel(registration_id, now=now)
        dropped.left_at = now
        places_before = registration.places
        slots = places.resize(registration, people=registration.people - 1)
        registration.people -= 1
        rules.give_back(event, places_before - registration.places)
        registration.version += 1
        write("registration-changed", registration, event_facts(event), now=now, **own_programme(registration))
        fill_free_places(event, now=now)
        fill_free_slots(event, slots, now=now)
    return registration


def remove(registration_id: int, *, now: datetime) -> Registration:
    """Take a registration off the list, at the wish of the organiser; its places go to who is next."""
    with locked(registration_id) as registration:
        if not registration.is_gone:
            registration.coming_said_at = None  # it is no answer of theirs
            more = _leave(registration, now=now) | _of_other_dates(registration, now=now)
            tell("registration-cancelled", registration, event_facts(registration.event), now=now, **more)
    return registration


def give_away(registration: Registration, *, now: datetime) -> None:
    """Free the places of who did not say in time that they come, and tell them; the caller holds the lock."""
    more = _leave(registration, now=now)
    tell("place-given-away", registration, event_facts(registration.event), now=now, **more)


def change(
    registration_id: int,
    *,
    people: int,
    name: str,
    companions: str | None = None,
    needs: str,
    news: bool,
    said: answers.Said | None = None,
    now: datetime,
) -> Registration:
    """Change who comes and with how many; a smaller party frees places, a larger one needs them.

    Without `companions` their names stay.
    """
    with locked(registration_id) as registration:
        event = registration.event
        rules.check_not_cancelled(registration)
        rules.check_before_end(event, now=now)
        before = (registration.people, registration.name)
        rules.check_new_size(event, registration, people=people)
        places_before = registration.places
        slots = places.resize(registration, people=people)
        registration.people, registration.name, registration.needs = people, name, needs
        registration.companions = registration.companions if companions is None else companions
        _agree_to_news(registration, wanted=news, now=now)
        if said is not None:
            answers.keep(registration, said)
        household.give_tickets(registration, now=now)
        if (gained := registration.places - places_before) > 0:
            rules.take(event, gained)
        else:
            rules.give_back(event, -gained)
        if before != (people, name):
            registration.version += 1
            write("registration-changed", registration, event_facts(event), now=now, **own_programme(registration))
        fill_free_places(event, now=now)
        fill_free_slots(event, slots, now=now)
    return registration


def change_capacity(event_id: int, *, capacity: int | None, now: datetime) -> Event:
    """Make the room larger or smaller: who waits moves up, and nobody who has a place loses it."""
    with transaction():
        event = queries.lock_event(event_id)
        rules.set_capacity(event, capacity)
        fill_free_places(event, now=now)
    return event


def fill_free_places(event: Event, *, now: datetime) -> None:
    """Give free places to who waits, in order of arrival; the caller holds the lock of the event."""
    if event.status != EventStatus.PUBLISHED or event.is_past(now) or not may_fill(event, now=now):
        return
    db.session.flush()
    let_in(event, rules.next_in_turn(event, queries.waiting_in_order(event.id)), now=now)


def let_in(event: Event, next_ones: Iterable[Registration], *, now: datetime) -> None:
    """Give each of these who wait a place, or an offer where the event wants that, and tell them."""
    facts = event_facts(event)
    until = deadline(event, now=now)
    more = {} if until else to_choose(event)
    for registration in next_ones:
        registration.status = Status.OFFERED if until else Status.CONFIRMED
        registration.offer_until = until
        registration.version += 1
        rules.leave_the_list(event)
        rules.take(event, registration.places)
        tell("place-offered" if until else "place-free", registration, facts, now=now, **more)


def fill_free_slots(event: Event, slots: Iterable[Slot], *, now: datetime) -> None:
    """Give what is free at these slots to who waits for it, and tell them; the caller holds the lock of the event."""
    if event.status != EventStatus.PUBLISHED or event.is_past(now):
        return
    facts = event_facts(event)
    for choice in places.let_in(slots, now=now):
        registration = choice.registration
        registration.version += 1
        freed = choices.slot_facts(choice.slot, language=registration.language)
        tell("part-place-free", registration, facts, now=now, freed=freed, **own_programme(registration))


def change_event(event_id: int, changes: dict[str, Any], *, now: datetime) -> Event:
    """Change an event; who comes or waits is told once where date, hour or place became another."""
    with transaction():
        event = queries.lock_event(event_id)
        change = apply(event, changes, now=now)
        if change.is_told or anything_untold(letters.within(event_id), CHANGES):
            _tell_of_change(event_id, change, now=now)
        fill_free_places(event, now=now)
    return event


def _tell_of_change(event_id: int, change: "Change", *, now: datetime) -> None:
    """Half an hour after the last edit who comes or waits reads of all changes at once, or of none."""
    chosen = choices_by_registration(event_id)
    drafts, told = [], {}
    for registration in queries.standing_registrations(event_id):
        registration.version += 1
        own = choices.own_facts(chosen.get(registration.id, []), language=registration.language)
        if rules.can_be_mailed(registration):
            drafts.append(letters.draft("event-changed", registration, change.facts, before=change.before, **own))
            told[letters.about(registration)] = registration
        else:
            have_called("event-changed", registration, now=now)
    for about, undone in post_all(drafts, now=now).items():
        told[about].version = version_before(undone, told[about].id, else_=told[about].version)


class Change(NamedTuple):
    """An event before and after a change, and whether who comes or waits must hear of it."""

    before: dict[str, Any]
    facts: dict[str, Any]
    is_told: bool


def apply(event: Event, changes: dict[str, Any], *, now: datetime) -> Change:
    """Set these columns of an event; the caller holds its lock, writes to who must hear of it, and fills places."""
    before = event_facts(event)
    hours = (event.starts_at, event.ends_at)
    for name, value in changes.items():
        setattr(event, name, value)
    follow_event(event, hours)
    event.unlisted = event.unlisted or event.by_invitation or event.is_practice  # never in the agenda
    rules.set_capacity(event, event.capacity)
    event.changed_at = now
    event.sequence += 1
    db.session.flush()
    _hold_no_offer_beyond(event)
    facts = event_facts(event)
    is_other = any(before[name] != facts[name] for name in rules.TOLD)
    return Change(before, facts, is_other and event.status == EventStatus.PUBLISHED and not event.is_past(now))


def _hold_no_offer_beyond(event: Event) -> None:
    """Where an event begins earlier than it did, so ends what was offered; the letter about the change says when."""
    beyond = (Registration.event_id == event.id, Registration.offer_until > event.starts_at)
    db.session.execute(update(Registration).where(*beyond).values(offer_until=event.starts_at))


def other_columns(event: Event, columns: dict[str, Any]) -> dict[str, Any]:
    """Those of the columns that an event may get, and does not have yet."""
    check_closing(columns.get("registration_closes_at"), ends_at=columns.get("ends_at", event.ends_at))
    if any(columns.get(name, getattr(event, name)) for name in ("members_only", "invitation_only")):
        columns.pop("unlisted", None)  # what is for some alone never comes in the agenda
    return {name: value for name, value in columns.items() if not _same(getattr(event, name), value)}


def bring_in(events: list[Given], *, now: datetime) -> list[str]:
    """Make new events, and change known ones where they differ: all of them or none. Tells their slugs."""
    with transaction():
        met: set[int] = set()  # two events of one file are never the same one
        faults: list[str] = []
        wanted = imports.checked(events, known_names(), zone=zone())
        slugs = [_bring_in_one(each, met=met, faults=faults, now=now) for each in wanted]
        if faults:
            raise imports.Faults(faults)
    return slugs


def _bring_in_one(wanted: Wanted, *, met: set[int], faults: list[str], now: datetime) -> str:
    columns = wanted.columns
    if "venue" in columns:
        columns = columns | {"venue": venue_for(columns["venue"])}
    if "series" in columns:
        columns = columns | {"series": series_for(columns["series"])}
    event, slug = _known_event(wanted, met=met)
    if event is None:
        uid = wanted.uid or f"{slug}@{urlsplit(settings().base_url).hostname}"
        event = create_event(wanted.defaults | columns | {"slug": slug, "uid": uid}, now=now)
    else:
        _bring_up_to_date(event, columns, place=wanted.place, faults=faults, now=now)
    met.add(event.id)
    return slug


def _known_event(wanted: Wanted, *, met: set[int]) -> tuple[Event | None, str]:
    """The event that is meant, where it is here already; and the slug that it has or gets."""
    if wanted.uid and (event := event_by_uid(wanted.uid)):
        return event, event.slug
    number = 1
    while event := event_by_slug(slug := numbered(wanted.slug, number)):
        if not wanted.uid and event.id not in met and wanted.is_about(event):
            return event, slug
        number += 1
    return None, slug


def _bring_up_to_date(event: Event, columns: dict[str, Any], *, place: str, faults: list[str], now: datetime) -> None:
    changes = {name: value for name, value in columns.items() if not _same(getattr(event, name), value)}
    status = changes.pop("status", None)
    if status and event.is_cancelled:
        faults.append(f"{place}: status: {event.slug} was called off. Give what comes instead another slug.")
    elif status == EventStatus.DRAFT and queries.standing_registrations(event.id):
        faults.append(f"{place}: status: people signed up for {event.slug}. It can only be cancelled.")
    elif status == EventStatus.CANCELLED:
        call_off(event.id, reason="", now=now)
    elif status:
        changes["status"] = status
    if changes:
        change_event(event.id, changes, now=now)


def _same(old: Any, new: Any) -> bool:
    """Hosts and themes are the same in any order."""
    return set(old) == set(new) if isinstance(new, list) else old == new


def call_off(event_id: int, *, reason: str, by: int | None = None, now: datetime) -> Event:
    """The event does not take place: everybody who comes or waits is told, once."""
    with transaction() as session:
        event = queries.lock_event(event_id)
        if event.is_cancelled:
            return event
        note(by, what="event.cancelled", about=f"event/{event_id}", now=now)
        event.status = EventStatus.CANCELLED
        event.cancel_reason = reason
        event.changed_at = now
        event.sequence += 1
        session.flush()
        facts, chosen = event_facts(event), choices_by_registration(event_id)
        for registration in queries.standing_registrations(event_id):
            registration.version += 1
            slots = [choice.slot for choice in chosen.get(registration.id, [])]
            more = choices.given_up(slots, language=registration.language)
            tell("event-cancelled", registration, facts, now=now, reason=reason, **more)
    return event


def send_my_links(email: str, *, language: str, press: str, now: datetime) -> None:
    """Mail an address all its manage links; where there are none, nothing happens and nobody can tell."""
    if registrations := queries.coming_registrations_of(email, now=now):
        post(letters.my_links(registrations, email=email, language=language, press=press), now=now)


def tick_call(call_id: int, *, by: str, now: datetime) -> Call:
    """Somebody on the call list was called."""
    with transaction() as session:
        call = session.get_one(Call, call_id)
        if call.called_at is None:
            call.called_at, call.called_by = now, by
    return call


def write(kind: str, registration: Registration, event: dict[str, Any], *, now: datetime, **more: Any) -> None:
    """Write to the person where we may; what they did themselves they have also seen on the screen."""
    if rules.can_be_mailed(registration):
        post(letters.draft(kind, registration, event, **more), now=now)


def tell(kind: str, registration: Registration, event: dict[str, Any], *, now: datetime, **more: Any) -> None:
    """Something happened to the person: write, or put them on the call list."""
    write(kind, registration, event, now=now, **more)
    if not rules.can_be_mailed(registration):
        have_called(kind, registration, now=now)


def have_called(reason: str, registration: Registration, *, now: datetime) -> None:
    """Somebody must tell them by telephone, or at the door; once, also where it changed again before that."""
    same = (Call.registration_id == registration.id, Call.reason == reason, Call.called_at.is_(None))
    db.session.execute(delete(Call).where(*same))
    call = Call(event_id=registration.event_id, reason=reason, version=registration.version, written_at=now)
    call.registration = registration
    db.session.add(call)


def forget_calls(registration: Registration) -> None:
    """Who is gone need not be called any more about what was before."""
    db.session.execute(delete(Call).where(Call.registration_id == registration.id, Call.called_at.is_(None)))


@contextmanager
def locked(registration_id: int) -> Iterator[Registration]:
    """The registration, read afresh under the lock of its event."""
    with transaction() as session:
        queries.lock_event(session.get_one(Registration, registration_id).event_id)
        yield session.get_one(Registration, registration_id, populate_existing=True)


def _admitted(event: Event, *, key: str) -> Invitation | None:
    """With which invitation somebody comes; the caller holds the lock of the event."""
    invitation = invitation_to(event, key=key)
    check_admitted(event, invitation)
    return invitation


def _give_ticket(registration: Registration, *, token: str, code: str) -> None:
    """The ticket of a registration that is stored already."""
    ticket = Ticket(
        registration_id=registration.id,
        event_id=registration.event_id,
        token=token,
        reference=ticket_reference(token),
        code=code,
        position=0,
        name="",
    )
    store(ticket)
    set_committed_value(registration, "ticket", ticket)


def _agree_to_news(registration: Registration, *, wanted: bool, now: datetime) -> None:
    consent = registration.consent_to(NEWS)
    if wanted and consent is None:
        registration.consents.append(Consent(purpose=NEWS, text_version=NEWS_TEXT_VERSION, given_at=now))
    elif consent and wanted != consent.holds:
        consent.given_at = now if wanted else consent.given_at
        consent.withdrawn_at = None if wanted else now
        consent.followed_at = None


def _leave(registration: Registration, *, now: datetime) -> dict[str, Any]:
    """Take the party off the list; tells what a letter says of what it had."""
    places_before, had_place = registration.places, registration.status == Status.CONFIRMED
    slots = places.give_up(registration)
    forget_calls(registration)
    if registration.status == Status.WAITING:
        rules.leave_the_list(registration.event)
    registration.event.asked -= registration.status == Status.ASKED
    registration.status, registration.offer_until = Status.CANCELLED, None
    registration.cancelled_at = now
    registration.version += 1
    rules.give_back(registration.event, places_before)
    fill_free_places(registration.event, now=now)
    fill_free_slots(registration.event, slots, now=now)
    return {"had_place": had_place} | choices.given_up(slots, language=registration.language)


def _of_other_dates(registration: Registration, *, now: datetime) -> dict[str, Any]:
    """What a letter about one date says of the others; nothing where there are none."""
    return {"other_dates": True} if queries.comes_on_other_dates(registration, now=now) else {}


def _choose_at_once(registration: Registration, wish: Wish, *, now: datetime) -> dict[str, Any]:
    """Take what was chosen with the sign-up; who waits for the event chooses later. Tells what its letter says."""
    if not wish.slot_ids or registration.status != Status.CONFIRMED:
        return {}
    chosen, _freed, _changed = places.set_choices(registration, wish, now=now)
    return choices.own_facts(chosen, language=registration.language)


def to_choose(event: Event) -> dict[str, Any]:
    """What a letter says to who has a place without having seen the programme; nothing where there is none."""
    return {"can_choose": True} if has_slots(event.id) else {}


def own_programme(registration: Registration) -> dict[str, Any]:
    """What a letter says of all that a party chose; nothing where it chose nothing."""
    return choices.own_facts(choices_of(registration.id), language=registration.language)
