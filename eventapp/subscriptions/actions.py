"""Asking for letters about new events, confirming, changing and stopping that, and writing those letters."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, insert, not_, select, update

from .. import tokens
from ..database import db, insert_into, transaction
from ..events.models import Event
from ..mail import actions as mail
from ..mail.drafts import Draft
from ..mail.models import Letter
from ..organisations.actions import note
from ..organisations.queries import networks_by_name
from ..registrations.models import NEWS
from ..registrations.queries import lock_consents_to_follow
from . import letters, queries, rules
from .models import Listing, NetworkUpdate, Reader, Rhythm, Subscription, ToldEvent
from .rules import Asked, Entry, News, Wanted

READERS_AT_ONCE = 250
SELECTIONS_KEPT = 1_000  # of which is remembered what fits them: memory does not grow with the readers


def ask(email: str, wanted: Wanted, *, rhythm: Rhythm, language: str, press: str, now: datetime) -> None:
    """Keep what somebody asks, and write to the address whether it is really so; the same press is one request."""
    with transaction() as session:
        if queries.subscription_by_press(press):
            return
        reader = _reader(email)
        if queries.count_waiting(reader.id) >= rules.MOST_WAITING:
            return
        subscription = Subscription(
            reader_id=reader.id,
            press=press,
            key=tokens.new_key(),
            wanted=wanted.as_text(),
            rhythm=rhythm,
            language=language,
            asked_at=now,
        )
        session.add(subscription)
        session.flush()
        mail.post(letters.confirm(reader, subscription), now=now)


def ask_who_agreed(*, now: datetime) -> int:
    """Ask who ticked at a sign-up that they want news whether it is really so; tells how many.

    Who gets news already, or was asked and has not answered yet, is not asked again.
    """
    with transaction():
        consents = lock_consents_to_follow(NEWS, most=READERS_AT_ONCE)
        asked = 0
        for consent in consents:
            consent.followed_at = now
            who = consent.registration
            if not queries.knows_of_us(who.email):
                ask(
                    who.email,
                    Wanted(),
                    rhythm=Rhythm.WEEKLY,
                    language=who.language,
                    press=tokens.new_press(),
                    now=now,
                )
                asked += 1
    return asked


def _reader(email: str) -> Reader:
    """Who has this address, locked; somebody new where it is not known."""
    with transaction() as session:
        values = {"email": email, "key": tokens.new_key(), "stop_key": tokens.new_key()}
        new = insert_into(Reader).values(values)
        session.execute(new.on_conflict_do_nothing(index_elements=["email"]))
        return session.scalars(select(Reader).where(Reader.email == email).with_for_update()).one()


def confirm(key: str, *, now: datetime) -> Reader:
    """From now on letters go out for this choice; the very same choice twice is one."""
    with transaction() as session:
        subscription = queries.subscription_to_confirm(key)
        if subscription is None:
            raise rules.TooOld
        reader = session.get_one(Reader, subscription.reader_id, with_for_update=True, populate_existing=True)
        if subscription.confirmed_at is None:
            subscription.confirmed_at = subscription.told_until = now
            session.flush()
            _keep_one(subscription)
    return reader


def _keep_one(subscription: Subscription) -> None:
    """Of the same choice in the same rhythm the one that was there goes on, in the language asked for last."""
    for other in queries.confirmed_of(subscription.reader_id):
        if other.id != subscription.id and (other.wanted, other.rhythm) == (subscription.wanted, subscription.rhythm):
            subscription.told_until = min(subscription.told_until or other.asked_at, other.told_until or other.asked_at)
            db.session.delete(other)
    db.session.flush()


def change(subscription_id: int, wanted: Wanted, *, rhythm: Rhythm, language: str) -> None:
    """Another choice, rhythm or language; what was told stays told, and what was listed before is no news."""
    with transaction() as session:
        subscription = session.get(Subscription, subscription_id, with_for_update=True, populate_existing=True)
        if subscription is None or subscription.confirmed_at is None:
            raise rules.TooOld
        subscription.wanted, subscription.rhythm, subscription.language = wanted.as_text(), rhythm, language
        session.flush()
        _keep_one(subscription)


def move_organisation(slug: str, *, to: str) -> None:
    """Who wanted to hear of an organisation that became part of another one hears of that one."""
    with transaction() as session:
        mentions = Subscription.wanted.contains(f'"{slug}"', autoescape=True)
        for subscription in session.scalars(select(Subscription).where(mentions).with_for_update()):
            wanted = Wanted.from_text(subscription.wanted)
            moved = {to if each == slug else each for each in wanted.organisations}
            subscription.wanted = replace(wanted, organisations=tuple(moved)).as_text()


def stop_one(subscription_id: int, *, reader_id: int) -> None:
    """No more letters about this choice; with the last one the address is forgotten."""
    with transaction() as session:
        session.execute(
            delete(Subscription).where(Subscription.id == subscription_id, Subscription.reader_id == reader_id)
        )
        if not queries.confirmed_of(reader_id):
            stop_all(reader_id)


def stop_all(reader_id: int) -> None:
    """Nothing of this reader stays: no address, no choices, no letters, also none that waits to be sent."""
    with transaction() as session:
        mail.forget(letters.about(reader_id))
        session.execute(delete(Reader).where(Reader.id == reader_id))


def erase_address(email: str) -> int:
    """Stop everything for an address; tells how many choices that were."""
    with transaction():
        reader = queries.reader_at(email.strip().lower())
        if reader is None:
            return 0
        number = len(reader.subscriptions)
        stop_all(reader.id)
    return number


def stop_address(email: str, *, by: int, now: datetime) -> int:
    """Stop everything for somebody who asked so by telephone; who that was is not written down."""
    with transaction():
        number = erase_address(email)
        if number:
            note(by, what="subscription.stopped", about="subscriptions", now=now)
    return number


def forget(*, now: datetime) -> None:
    """What nobody confirmed goes after some days, letters after a month, and what was told when it is over."""
    with transaction() as session:
        old = Subscription.asked_at <= now - rules.UNCONFIRMED_FOR
        session.execute(delete(Subscription).where(Subscription.confirmed_at.is_(None), old))
        left = select(Reader.id).where(not_(Reader.subscriptions.any())).order_by(Reader.id)
        for reader_id in session.scalars(left).all():
            stop_all(reader_id)
        session.execute(
            delete(Letter).where(
                Letter.kind.in_((letters.CONFIRM, letters.DIGEST)), Letter.written_at <= now - rules.LETTERS_KEPT
            )
        )
        over = select(Event.id).where(Event.ends_at <= now)
        for table in (ToldEvent, Listing):
            session.execute(delete(table).where(table.event_id.in_(over)))


def write_update(network_id: int, *, text: str, held: bool, by: int, now: datetime) -> None:
    """What the keepers of a network say in its next update, and whether it waits for them."""
    with transaction() as session:
        update_ = session.get(NetworkUpdate, network_id, with_for_update=True, populate_existing=True)
        if update_ is None:
            update_ = NetworkUpdate(network_id=network_id, moment=rules.next_update(now))
            session.add(update_)
        elif update_.moment <= now and not update_.held:
            update_.moment = rules.next_update(now)
        update_.text, update_.held = text, held
        note(by, what="network.update", about=f"network/{network_id}", after={"held": held}, now=now)


def list_new(*, now: datetime) -> int:
    """Note which events everybody can see since now, and which no longer; tells how many are new."""
    new, gone = queries.not_listed_yet(now=now), queries.listed_no_more()
    if not new and not gone:
        return 0
    with transaction() as session:
        session.execute(delete(Listing).where(Listing.event_id.in_(gone)))
        statement = insert_into(Listing).on_conflict_do_nothing()
        for event_id in queries.not_listed_yet(now=now):  # as it is under the lock
            session.execute(statement.values(event_id=event_id, listed_at=now))
    return len(new)


@dataclass
class Round:
    """What is the same for all readers of one round."""

    due: Any  # the condition under which a choice has its turn
    news: list[News]
    dates_of: dict[int, list[News]]
    updates: dict[str, NetworkUpdate]  # by network
    networks: dict[str, str]  # their names
    now: datetime

    def __post_init__(self) -> None:
        self.fitting = lru_cache(maxsize=SELECTIONS_KEPT)(self._fitting)

    def _fitting(self, wanted: str) -> tuple[News, ...]:
        """The news that fits a choice, found once for all who chose the same."""
        choice = Wanted.from_text(wanted)
        return tuple(news for news in self.news if choice.matches(news))

    def entries_for(self, asked: list[Asked], told: dict[int, int | None]) -> list[Entry]:
        chosen = {
            news.id: news for each in asked for news in self.fitting(each.wanted) if news.listed_at > each.told_until
        }
        known = {series_id for series_id in told.values() if series_id is not None}
        return rules.entries_for(chosen.values(), told=told, known_series=known, dates_of=self.dates_of)

    def letter_for(self, asked: list[Asked], entries: list[Entry]) -> Draft:
        """In the language of what was confirmed last."""
        return letters.digest(asked[-1], entries, said=self.said_to(asked), update=self.name_for(asked))

    def said_to(self, asked: list[Asked]) -> list[dict[str, str]]:
        """What the keepers of networks say to a reader of their updates."""
        read = [(each, self.updates[slug]) for each in asked if (slug := rules.update_of(each)) in self.updates]
        return [
            {"name": said.network.name, "text": said.text}
            for each, said in read
            if said.text and rules.says_of(each, moment=said.moment, held=said.held, now=self.now)
        ]

    def name_for(self, asked: list[Asked]) -> str:
        """Of which network the letter is the update, where it is nothing else."""
        return self.networks.get(rules.update_of(asked[0]), "") if len(asked) == 1 else ""


def write_digests(*, now: datetime) -> int:
    """Write to everybody whose moment has come and for whom there is news, each once; tells how many letters.

    Any number of workers may do this at the same time, and each may be killed: what was told, the letter and how far
    a reader was told are one transaction.
    """
    return 0 if rules.is_quiet(now) else tell(now=now)


def tell(*, now: datetime) -> int:
    """The same at any hour."""
    turn = _round(now)
    written, last = 0, 0
    while turn and (done := _write_some(turn, after=last)):
        last, letters_written = done
        written += letters_written
    return written


def _round(now: datetime) -> Round | None:
    """What there is to tell, and to whom; None where it is nobody's moment."""
    until = rules.cutoff(now)
    updates = {each.network.slug: each for each in queries.all_updates()}
    held = [Wanted(networks=(slug,)).as_text() for slug, each in updates.items() if each.held]
    due = queries.is_due(rules.due_before(now, last_listed=queries.last_listed(until=until)), held=held)
    oldest = queries.oldest_due(due)
    if oldest is None:
        return None
    news = queries.news_since(oldest, until=until, now=now)
    series_ids = {each.series_id for each in news if each.series_id is not None}
    dates_of = queries.dates_of_series(series_ids, until=until, now=now) if series_ids else {}
    networks = {network.slug: network.name for network in networks_by_name()}
    return Round(due, news, dates_of, updates, networks, now)


def _write_some(turn: Round, *, after: int) -> tuple[int, int] | None:
    """Some readers: the last of them, and how many letters; None where there is nobody left."""
    with transaction() as session:
        reader_ids = queries.lock_readers(turn.due, after=after, count=READERS_AT_ONCE)
        if not reader_ids:
            return None
        asked_by = queries.asked_by(reader_ids, turn.due)  # as it is under the lock
        told = queries.told_to(list(asked_by), now=turn.now)
        drafts, told_now = [], []
        for reader_id, asked in asked_by.items():
            if entries := turn.entries_for(asked, told[reader_id]):
                drafts.append(turn.letter_for(asked, entries))
                told_now += [{"reader_id": reader_id, "event_id": news.id} for entry in entries for news in entry.dates]
        if told_now:
            session.execute(insert(ToldEvent), told_now)
        mail.post_all(drafts, now=turn.now)
        ids = [each.id for asked in asked_by.values() for each in asked]
        session.execute(
            update(Subscription)
            .where(Subscription.id.in_(ids))
            .values(told_until=rules.cutoff(turn.now))
            .execution_options(synchronize_session=False)
        )
    return reader_ids[-1], len(drafts)
