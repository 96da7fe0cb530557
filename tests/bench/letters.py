"""The outbox: what is lost and sent twice on a bad day, how fast letters leave, and digests for a whole city."""

import multiprocessing
import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from random import Random
from threading import Event as Stop
from urllib.parse import urlsplit

import psutil
from sqlalchemy import insert

from eventapp import clock, tokens
from eventapp.database import db, transaction
from eventapp.enclosures import enclosures_of
from eventapp.mail.actions import post_all
from eventapp.mail.composing import compose
from eventapp.mail.delivery import MailServer
from eventapp.mail.drafts import Draft
from eventapp.mail.models import Letter, State
from eventapp.mail.samples.examples import facts_of
from eventapp.subscriptions.actions import list_new, tell
from eventapp.subscriptions.models import Reader, Rhythm, Subscription
from eventapp.subscriptions.rules import Wanted, weekly_moment
from eventapp.worker import Worker
from tests.mail.bad_day import bad_day
from tests.mail.mail_server import mail_server

from .databases import house, new_database
from .measures import Measure
from .rows import make_season

LETTERS, KILLS = 800, 20
POST = 400
SENDER = "bench@voorbeeld.nl"
HALF, A_THIRD = 0.5, 1 / 3
FEW, MANY = 1_000, 10_000


def letters_kill(database: str) -> Iterator[Measure]:
    """Two workers, killed twenty times, and a mail server that refuses and hangs up: what is lost, and sent twice."""
    with new_database(database) as url:
        with house(url):
            evening = bad_day(url, post=LETTERS, kills=KILLS)
    yield Measure(f"letters-lost:{database}", evening.lost, "letters", 0, n=LETTERS, failures=evening.wrong)
    yield Measure(f"letters-twice:{database}", evening.twice, "letters", KILLS, n=LETTERS)


def letters(database: str) -> Iterator[Measure]:
    """Letters a second from the outbox to a mail server, and how that compares with bare smtplib in the same run."""
    with new_database(database) as url, _server() as port:
        with house(url):
            for kind in ("event-cancelled", "place-confirmed"):
                _post(kind)
                mails = [(each.to_address, compose(each, enclosures_of(each)).as_bytes()) for each in _outbox()]
                bare = POST / _seconds_of(lambda mails=mails: _send_bare(port, mails))
                worker = Worker(MailServer("127.0.0.1", port, sender=SENDER), rng=Random(1), stop=Stop())
                own = POST / _seconds_of(worker.do_what_is_due)
                left = tuple(letter.key for letter in _outbox() if letter.state != State.SENT)
                limit = HALF if database == "postgresql" else A_THIRD
                yield Measure(f"letters-{kind}:{database}", own, "per second", limit, own / bare, n=POST, failures=left)
                _empty()


def digests(database: str) -> Iterator[Measure]:
    """Seconds in which everybody's letter with news is written, and the memory that takes against a tenth of them."""
    seconds, memory = {}, {}
    for readers in (FEW, MANY):
        with new_database(database) as url:
            with house(url):
                now = weekly_moment(clock.now())
                make_season(coming=40)
                _subscribe(readers, since=now - timedelta(days=20))
                list_new(now=now - timedelta(days=1))
                db.session.remove()
                process = psutil.Process()
                before = process.memory_info().rss
                seconds[readers] = _seconds_of(lambda now=now: tell(now=now))
                memory[readers] = max(process.memory_info().rss - before, 1) / 1e6
                count = db.session.scalar(db.select(db.func.count(Letter.id)))
                missing = () if count == readers else (f"{count} letters instead of {readers}",)
    yield Measure(f"digests:{database}", seconds[MANY], "s", 60, n=MANY, failures=missing)
    yield Measure(f"digests-memory:{database}", memory[MANY], "MB more", 50, n=MANY)


def _post(kind: str) -> None:
    drafts = [
        Draft(f"bench/{kind}/{n}", kind, f"bench/{n}", "nl", f"fatima{n}@voorbeeld.nl", facts_of(kind))
        for n in range(POST)
    ]
    post_all(drafts, now=clock.now() - timedelta(hours=1))


def _outbox() -> list[Letter]:
    db.session.remove()
    return list(db.session.scalars(db.select(Letter).order_by(Letter.id)))


def _empty() -> None:
    with transaction() as session:
        session.execute(db.delete(Letter))


def _send_bare(port: int, mails: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for address, mail in mails:
            server.sendmail(SENDER, address, mail)


def _subscribe(readers: int, *, since: datetime) -> None:
    moments = dict.fromkeys(("asked_at", "confirmed_at", "told_until"), since)
    same = moments | {"wanted": Wanted().as_text(), "rhythm": Rhythm.WEEKLY, "language": "nl"}
    with transaction() as session:
        names = [
            {"email": f"lezer{n}@voorbeeld.nl", "key": tokens.new_key(), "stop_key": tokens.new_key()}
            for n in range(readers)
        ]
        session.execute(insert(Reader), names)
        rows = [
            same | {"reader_id": id, "press": tokens.new_press(), "key": tokens.new_key()}
            for id in session.scalars(db.select(Reader.id))
        ]
        session.execute(insert(Subscription), rows)


def _seconds_of(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def _server() -> Iterator[int]:
    """A mail server in a process of its own, which takes everything; its port."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _serve(there: Connection) -> None:
    with mail_server() as server:
        there.send(urlsplit(server.url).port)
        while True:
            time.sleep(60)
