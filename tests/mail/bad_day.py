"""A bad day for the mail: a server that is full, refuses and hangs up, and workers that are killed while they work."""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from string import digits

from eventapp.mail.models import Letter, State

from ..processes import Other, all_at_once, go
from .mail_server import HANG_UP, TAKE, MailServer, mail_server
from .post import letters, make_letter
from .postman import deliver, deliver_a_minute_a_second

WORKERS = 2
ROUNDS = 8  # after the kills: more than any letter needs
PATIENCE = 120
LEASES_AND_PAUSES = 11  # minutes, in which both have surely ended


@dataclass(frozen=True)
class Fate:
    """What the server answers at each try of a letter, the last answer for good."""

    to: tuple[str, ...] = (TAKE,)
    text: tuple[str, ...] = (TAKE,)

    @property
    def is_hopeless(self) -> bool:
        return "5" in (self.to[-1][0], self.text[-1][0])


FATES = {
    "thuis": Fate(),
    "bezet": Fate(to=("450 busy", TAKE)),
    "vol": Fate(text=("452 full", "451 still full", TAKE)),
    "dicht": Fate(text=("421 closing", TAKE)),
    "weg": Fate(to=("550 no such person",)),
    "streng": Fate(text=("451 who are you", "554 not from you")),
    "stil": Fate(to=(HANG_UP, TAKE)),
    "vergeet": Fate(text=(HANG_UP, TAKE)),  # it has the letter, and says nothing
}
IN_TURN = ("thuis", "thuis", "thuis", *FATES)


@dataclass(frozen=True)
class Evening:
    """What came of that day."""

    lost: int  # letters that never arrived
    twice: int  # copies of what had arrived, but those that the server asked for: it had taken a letter, and hung up
    wrong: tuple[str, ...]  # what the outbox tells otherwise than it was


def bad_day(database_url: str, *, post: int, kills: int, seed: int = 7) -> Evening:
    """So many letters wait; workers deliver them and are killed, and those that come after them do the rest."""
    for n in range(post):
        make_letter(to=f"{IN_TURN[n % len(IN_TURN)]}{n}@voorbeeld.nl")
    with mail_server() as server:
        _be_difficult(server)
        minutes = _kill_some(database_url, server, kills=kills, every=post // (5 * kills), rng=random.Random(seed))
        for n in range(ROUNDS):
            if any(letter.state not in (State.SENT, State.FAILED) for letter in letters()):
                now = minutes + (n + 1) * LEASES_AND_PAUSES
                all_at_once(*(Other(deliver, database_url, now, True, **_settings(server)) for _n in range(WORKERS)))
    return _evening(letters(), server)


def _be_difficult(server: MailServer) -> None:
    tries: Counter[tuple[str, str]] = Counter()

    def answer(part: str, address: str) -> str:
        answers = getattr(_fate(address), part)
        tries[part, address] += 1
        return answers[min(tries[part, address], len(answers)) - 1]

    server.to = lambda address: answer("to", address)
    server.text = lambda address: answer("text", address)
    server.seconds = 0.005


def _fate(address: str) -> Fate:
    return FATES[address.partition("@")[0].rstrip(digits)]


def _settings(server: MailServer) -> dict[str, str]:
    return {"SMTP_URL": server.url, "LOG_LEVEL": "error"}


def _kill_some(database_url: str, server: MailServer, *, kills: int, every: int, rng: random.Random) -> int:
    """Kill one of the workers a random moment after each few letters; how many minutes past noon it is then.

    The clock goes a minute a second: letters are tried again meanwhile, and who died loses what was in hand, but no
    living worker is so slow that its lease ends.
    """
    began = time.monotonic()

    def start() -> Other:
        worker = Other(deliver_a_minute_a_second, database_url, began, **_settings(server))
        go(worker)
        return worker

    workers = [start() for _n in range(WORKERS)]
    for n in range(kills - WORKERS):
        server.wait_for((n + 1) * every, seconds=PATIENCE)
        time.sleep(rng.uniform(0, 0.05))
        workers.pop(rng.randrange(WORKERS)).kill()
        workers.append(start())
    for worker in workers:  # the last kills are the end of the day
        worker.kill()
    return round(time.monotonic() - began)


def _evening(outbox: list[Letter], server: MailServer) -> Evening:
    copies = Counter((address, message_from_bytes(mail)["Message-ID"].strip()) for address, mail in server.letters)
    expected = [letter for letter in outbox if not _fate(letter.to_address).is_hopeless]
    forgotten = sum(HANG_UP in _fate(letter.to_address).text for letter in expected)
    return Evening(
        lost=len({(letter.to_address, letter.message_id) for letter in expected} - copies.keys()),
        twice=sum(copies.values()) - len(copies) - forgotten,
        wrong=tuple(_wrong(outbox, copies.keys())),
    )


def _wrong(outbox: list[Letter], arrived: Iterable[tuple[str, str]]) -> Iterator[str]:
    for letter in outbox:
        end = State.FAILED if _fate(letter.to_address).is_hopeless else State.SENT
        if letter.state != end:
            yield f"{letter.to_address} is {letter.state} after {letter.attempts} tries: {letter.answer}"
    for address, name in set(arrived) - {(letter.to_address, letter.message_id) for letter in outbox}:
        yield f"{name} came to {address}, and is not the name of that letter"
