"""Who meets whom: how near to the best, for whom nothing was found, how evenly it is shared, and how long it takes."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

import numpy as np
import psutil

import eventapp.connections
from eventapp.connections.matching.answers import Answer, Why, answer_from
from eventapp.connections.matching.candidates import candidates
from eventapp.connections.matching.matching import FIRST_SERVED, Room, choose
from eventapp.connections.matching.people import Question
from eventapp.connections.matching.reasons import met
from eventapp.connections.matching.scores import Scores
from tests.connections.generated import generated

from .measures import Measure

SEEDS = range(1, 11)
SIZES = {200: (SEEDS, 5.0, 500), 1_000: (SEEDS, 5.0, 500), 5_000: (range(1, 3), 60.0, 500)}  # seeds, seconds, megabytes
COMMAND = (sys.executable, "-m", "matching")
HERE = Path(eventapp.connections.__file__).parent


@dataclass(frozen=True)
class Run:
    question: Question
    answer: Answer
    seconds: float
    megabytes: float


def matching(database: str) -> Iterator[Measure]:
    """Each row of the design's table, the worst of the seeds; the database is no matter."""
    if database != "sqlite":
        return
    for number, (seeds, seconds, megabytes) in SIZES.items():
        runs = [_run(generated(number, seed=seed)) for seed in seeds]
        n = len(runs)
        yield Measure(f"matching-short-of-the-bound:{number}", max(map(_shortfall, runs)), "%", 0.5, n=n)
        yield Measure(f"matching-unserved:{number}", max(map(_unserved, runs)), "% of askers", 0.5, n=n)
        yield Measure(f"matching-without:{number}", max(map(_without, runs)), "% of who fits", 1.0, n=n)
        yield Measure(f"matching-gini:{number}", max(map(_gini, runs)), "", 0.30, n=n)
        yield Measure(f"matching-time:{number}", max(run.seconds for run in runs), "s", seconds, n=n)
        yield Measure(f"matching-memory:{number}", max(run.megabytes for run in runs), "MB", megabytes, n=n)


def _run(question: Question) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(
        COMMAND, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    peak = [0.0]
    watcher = Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    told, _nothing = process.communicate(question.as_json())
    return Run(question.in_order(), answer_from(told), time.perf_counter() - began, peak[0])


def _watch(process: subprocess.Popen, peak: list[float]) -> None:
    """The most memory that it had, looked at fifty times a second."""
    while process.poll() is None:
        try:
            peak[0] = max(peak[0], psutil.Process(process.pid).memory_info().rss / 1e6)
        except psutil.Error:
            return
        time.sleep(0.02)


def _shortfall(run: Run) -> float:
    return 100 * (1 - run.answer.value / run.answer.bound)


def _unserved(run: Run) -> float:
    """Askers who were put together with nobody that offers what they seek, of the most who could be."""
    people = {person.id: person for person in run.question.people}
    served = {
        me
        for each in run.answer.proposals
        for me, them in ((each.one, each.other), (each.other, each.one))
        if met(people[me], people[them], run.question)
    }
    return 100 * (1 - len(served) / _most_served(run.question))


def _most_served(question: Question) -> int:
    """How many askers can be served at once, whatever else that costs."""
    pairs = candidates(Scores(question), most=10**9)
    places = np.array([person.cap for person in question.people])
    nobody, asking = np.zeros(len(places), dtype=bool), np.array([bool(person.seeks) for person in question.people])
    return (
        choose(replace(pairs, scores=np.zeros_like(pairs.scores)), Room(places, nobody, asking)).bound // FIRST_SERVED
    )


def _without(run: Run) -> float:
    full = sum(left.why is Why.ALL_FULL for left in run.answer.left)
    return 100 * full / (full + len(run.question.people) - len(run.answer.left))


def _gini(run: Run) -> float:
    """How unevenly proposals are shared among all who could have one: 0 is all the same."""
    counts = Counter(id for each in run.answer.proposals for id in (each.one, each.other))
    alone = {left.person for left in run.answer.left if left.why is not Why.ALL_FULL}
    shares = sorted(counts[person.id] for person in run.question.people if person.id not in alone)
    total = sum(shares)
    weighted = sum(place * share for place, share in enumerate(shares, 1))
    return (2 * weighted) / (len(shares) * total) - (len(shares) + 1) / len(shares)
