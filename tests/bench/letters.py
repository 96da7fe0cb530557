"""The outbox: how many letters are lost and sent twice when workers are killed."""

from collections.abc import Iterator

from tests.mail.bad_day import bad_day

from .databases import house, new_database
from .measures import Measure

LETTERS, KILLS = 800, 20


def letters_kill(database: str) -> Iterator[Measure]:
    """Two workers, killed twenty times, and a mail server that refuses and hangs up: what is lost, and sent twice."""
    with new_database(database) as url:
        with house(url):
            evening = bad_day(url, post=LETTERS, kills=KILLS)
    yield Measure(f"letters-lost:{database}", evening.lost, "letters", 0, n=LETTERS, failures=evening.wrong)
    yield Measure(f"letters-twice:{database}", evening.twice, "letters", KILLS, n=LETTERS)
