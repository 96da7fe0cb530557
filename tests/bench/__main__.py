"""Measures, and tells each figure as one JSON object a line.

python -m tests.bench                          everything, on both databases
python -m tests.bench sign-up agenda           these, on both databases
python -m tests.bench sign-up:postgresql       this one, on one

Ends with 1 when anything was answered otherwise than expected; a limit that is not held is told, and is no failure.
"""

import sys
import traceback

import psutil

from . import door, feeds, letters, lock, machine, matching, office, pages, programme, scanning, sign_up
from .databases import DATABASES
from .measures import say

BENCHES = {
    "event-page": pages.event_page,
    "agenda": pages.agenda,
    "programme": programme.programme,
    "feed": feeds.feed,
    "sign-up": sign_up.sign_up,
    "lock-held": lock.lock_held,
    "check-in": door.check_in,
    "door-batch": door.batches,
    "door-verdict": scanning.verdicts,
    "door-images": scanning.images,
    "letters": letters.letters,
    "letters-kill": letters.letters_kill,
    "digests": letters.digests,
    "matching": matching.matching,
    "memory": machine.memory,
    "start": machine.start,
    "list": office.registrations_list,
    "export": office.export,
    "series": office.series,
}


def chosen(names: list[str]) -> list[tuple[str, str]]:
    """Which benchmarks, on which databases."""
    runs = []
    for name in names or BENCHES:
        bench, _, database = name.partition(":")
        if bench not in BENCHES or database not in ("", *DATABASES):
            raise SystemExit(
                f"There is no benchmark {name!r}; there are {', '.join(BENCHES)}, each with :sqlite or so."
            )
        runs += [(bench, each) for each in ([database] if database else DATABASES)]
    return runs


def main(names: list[str]) -> int:
    failed = False
    for bench, database in chosen(names):
        say(f"{bench}:{database} ({psutil.cpu_percent(interval=0.5):.0f}% of this machine is busy with other work)")
        try:
            for measure in BENCHES[bench](database):
                measure.tell()
                failed = failed or bool(measure.failures)
        except Exception:
            traceback.print_exc()
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
