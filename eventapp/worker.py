"""The worker: delivers letters and erases what is due, until it is told to stop. Any number may run."""

import logging
import os
import signal
import socket
import traceback
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
PER_DOMAIN_A_MINUTE = 200  # by this worker

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
        self.pace = rules.Pace(per_minute=PER_DOMAIN_A_MINUTE)
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
        busy = self.pace.busy_domains(now=now)
        if not queries.anything_due(now=now, busy_domains=busy):
            return False
        letters = actions.claim(BATCH, owner=self.name, busy_domains=busy, now=now)
        while letters:
            if self.stop.is_set():
                actions.put_back(letters, owner=self.name, due_at=clock.now())
                return False
            if queries.anything_held(letters):
                actions.put_back(letters, owner=self.name, due_at=now)
                return True
            try:
                self.relay.prepare()
            except RelayUnreachable as error:
                self._wait_for_the_relay(letters, str(error))
                return False
            self._deliver(letters.pop(0))
            self._beat()
        return True

    def _deliver(self, letter: Letter) -> None:
        """One letter, from our hands to the mail server's, each step recorded before the next."""
        mail = self._compose(letter)
        if mail is None or not actions.put_at_the_wire(letter, owner=self.name, now=clock.now()):
            return
        answer = self.relay.hand_over(letter.to_address, mail)
        if self.relay.needs_pacing:
            self.pace.note(letter.to_address, now=clock.now())
        self._record(letter, answer)

    def _compose(self, letter: Letter) -> bytes | None:
        """The mail, or none when this one letter cannot be written: the others must not wait for it."""
        try:
            return compose(letter, enclosures_of(letter)).as_bytes()
        except Exception as error:
            # the message of the exception stays out of the log: it may quote what somebody typed
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("letter cannot be written", extra={"facts": {**_known_of(letter), "trace": where}})
            self._record(letter, rules.Answer(0, f"cannot be written: {type(error).__name__}"))
            return None

    def _record(self, letter: Letter, answer: rules.Answer) -> None:
        outcome = rules.outcome_of(answer, attempts=letter.attempts)
        now = clock.now()
        if outcome == rules.Outcome.SENT:
            actions.mark_sent(letter, owner=self.name, answer=str(answer), now=now)
        elif outcome == rules.Outcome.FAILED:
            actions.mark_failed(letter, owner=self.name, answer=str(answer), now=now)
        else:
            due_at = now + rules.backoff(letter.attempts, self.rng)
            actions.mark_for_retry(letter, owner=self.name, answer=str(answer), due_at=due_at)
        log.info("letter", extra={"facts": {**_known_of(letter), "outcome": outcome, "code": answer.code}})

    def _wait_for_the_relay(self, letters: list[Letter], words: str) -> None:
        """Nothing is wrong with these letters: they stay as they were, and are due again in a moment."""
        pause = rules.RELAY_PAUSE * self.rng.uniform(0.75, 1.25)
        actions.put_back(letters, owner=self.name, due_at=clock.now() + pause)
        log.warning("mail server unreachable", extra={"facts": {"why": words, "letters": len(letters)}})

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
