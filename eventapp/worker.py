"""The worker: delivers letters and erases what is due, until it is told to stop. Any number may run."""

import logging
import os
import signal
import socket
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from random import Random, SystemRandom
from threading import Event
from typing import Any

from sqlalchemy.exc import OperationalError

from . import clock, tokens
from .database import db
from .door.turns import take_turns as look_back
from .enclosures import enclosures_of
from .mail import actions, queries, rules
from .mail.bounce_reading import read_new_bounces
from .mail.composing import compose
from .mail.delivery import Relay, RelayUnreachable, relay_for
from .mail.mailboxes import Mailbox, bounces_of
from .mail.models import Letter
from .privacy.actions import erase_due
from .registrations.turns import take_turns
from .subscriptions.turns import take_turns as tell_news
from .web import settings

BATCH = 20
IDLE_SECONDS = 1.5
BEAT_EVERY = timedelta(seconds=10)
ERASE_EVERY = timedelta(hours=1)
BOUNCES_EVERY = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)

log = logging.getLogger("ontmoet.worker")


def run(*, once: bool) -> None:
    """Do what is due, again and again, until a signal comes; or do what is due now and return."""
    with closing(relay_for(settings())) as relay:
        worker = Worker(relay, rng=SystemRandom(), stop=Event(), bounces=bounces_of(settings()))
        with _told_to_stop_by_signals(worker.stop):
            if once:
                worker.do_what_is_due()
            else:
                worker.work()


class Worker:
    """One worker at work, by a name of its own."""

    def __init__(self, relay: Relay, *, rng: Random, stop: Event, bounces: Mailbox | None = None) -> None:
        self.name = f"{socket.gethostname()[:20]}-{os.getpid()}-{tokens.new_token()[:8].lower()}"
        self.relay = relay
        self.rng = rng
        self.stop = stop
        self.bounces = bounces
        self._beat_at: datetime | None = None
        self._erased_at: datetime | None = None
        self._bounces_at: datetime | None = None

    def work(self) -> None:
        """Until somebody says stop."""
        log.info("started", extra={"facts": {"worker": self.name}})
        while not self.stop.is_set():
            try:
                self.do_what_is_due()
            except OperationalError as error:  # the database is away for a moment: it comes back, and so do we
                log.warning("database unreachable", extra={"facts": {"why": type(error).__name__}})
            self.stop.wait(IDLE_SECONDS)
        log.info("stopped", extra={"facts": {"worker": self.name}})

    def do_what_is_due(self) -> None:
        """Whose turn it is, then letters, as long as there are any; then what is past its retention."""
        self._beat()
        try:
            if any(done := take_turns(now=clock.now())):
                log.info("turns", extra={"facts": done._asdict()})
            if any(past := look_back(now=clock.now())):
                log.info("past", extra={"facts": past._asdict()})
            if any(news := tell_news(now=clock.now())):
                log.info("news", extra={"facts": news._asdict()})
            while not self.stop.is_set() and self._deliver_some():
                pass
            self._read_bounces()
            self._erase()
        finally:
            db.session.remove()

    def _deliver_some(self) -> bool:
        """Deliver a handful of letters; no, when there are none, or nobody to give them to."""
        now = clock.now()
        busy = self._busy_domains(now)
        if not queries.anything_due(now=now, busy_domains=busy):
            return False
        letters = actions.claim(BATCH, owner=self.name, busy_domains=busy, now=now)
        # written before the first one goes: what is at the wire must not wait there
        return self._deliver(deque(mail for letter in letters if (mail := self._written(letter))))

    def _busy_domains(self, now: datetime) -> list[str]:
        if not self.relay.needs_pacing:
            return []
        return rules.busy_domains(queries.addresses_written_to(since=now - MINUTE))

    def _deliver(self, mails: deque[tuple[Letter, bytes]]) -> bool:
        """From our hands to the mail server's, each step recorded before the next; no, when the rest has to wait."""
        tried: rules.Tried | None = None
        fault = self._fault_of_the_relay()
        while mails and not fault and not self.stop.is_set():
            letter, mail = mails[0]
            if actions.hand_on(tried, letter, owner=self.name, now=clock.now()):
                mails.popleft()
                tried = self._hand_over(letter, mail)
            elif queries.is_held(letter):
                tried = None
                break
            else:  # another worker has it
                mails.popleft()
                tried = None
            self._beat()
            fault = "" if self.relay.is_connected else self._fault_of_the_relay()
        if tried:
            actions.record(tried, owner=self.name)
        self._put_back([letter for letter, _mail in mails], fault)
        return not fault and not self.stop.is_set()

    def _written(self, letter: Letter) -> tuple[Letter, bytes] | None:
        """The letter and its mail, or none when it cannot be written: the others must not wait for it."""
        try:
            return letter, compose(letter, enclosures_of(letter)).as_bytes()
        except Exception as error:
            # the message of the exception stays out of the log: it may quote what somebody typed
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("letter cannot be written", extra={"facts": {**_known_of(letter), "trace": where}})
            answer = rules.Answer(0, f"cannot be written: {type(error).__name__}")
            actions.record(self._tried(letter, answer), owner=self.name)
            return None

    def _hand_over(self, letter: Letter, mail: bytes) -> rules.Tried:
        return self._tried(letter, self.relay.hand_over(letter.to_address, mail))

    def _tried(self, letter: Letter, answer: rules.Answer) -> rules.Tried:
        now = clock.now()
        outcome = rules.outcome_of(answer, attempts=letter.attempts)
        log.info("letter", extra={"facts": {**_known_of(letter), "outcome": outcome, "code": answer.code}})
        return rules.Tried(letter, answer, outcome, at=now, due_at=now + rules.backoff(letter.attempts, self.rng))

    def _fault_of_the_relay(self) -> str:
        """Why there is nobody to give letters to; empty when there is."""
        try:
            self.relay.prepare()
        except RelayUnreachable as error:
            return str(error)
        return ""

    def _put_back(self, letters: list[Letter], fault: str) -> None:
        """Nothing is wrong with these: they stay as they were, and when the mail server is away are due in a moment."""
        due_at = clock.now()
        if fault:
            due_at += rules.RELAY_PAUSE * self.rng.uniform(0.75, 1.25)
            log.warning("mail server unreachable", extra={"facts": {"why": fault, "letters": len(letters)}})
        if letters:
            actions.put_back(letters, owner=self.name, due_at=due_at)

    def _beat(self) -> None:
        now = clock.now()
        if self._beat_at is None or now - self._beat_at >= BEAT_EVERY:
            actions.beat(self.name, now=now)
            self._beat_at = now

    def _read_bounces(self) -> None:
        now = clock.now()
        if self.bounces and (self._bounces_at is None or now - self._bounces_at >= BOUNCES_EVERY):
            self._bounces_at = now
            read = read_new_bounces(self.bounces, now=now)
            log.info("bounces", extra={"facts": read._asdict()})

    def _erase(self) -> None:
        now = clock.now()
        if self._erased_at is None or now - self._erased_at >= ERASE_EVERY:
            erased = erase_due(now=now)
            self._erased_at = now
            log.info("erased", extra={"facts": {"registrations": erased}})


def _known_of(letter: Letter) -> dict[str, Any]:
    """What a log may hold of a letter."""
    return {"letter": letter.id, "kind": letter.kind, "attempt": letter.attempts}


@contextmanager
def _told_to_stop_by_signals(stop: Event) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the work between two letters."""
    earlier = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
