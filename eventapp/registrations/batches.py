"""Writing to many people in small transactions, so that nobody who signs up meanwhile waits for them."""

from collections.abc import Callable, Iterable

AT_ONCE = 100  # people in one transaction
BATCHES_A_ROUND = 10  # so that other turns and other letters get theirs


def in_batches(event_ids: Iterable[int], write_some: Callable[[int], tuple[int, bool]]) -> int:
    """Write to the people of these events, some at a time; tells how many letters this round wrote.

    `write_some` tells to how many it wrote, and whether nobody of that event is left.
    """
    written = batches = 0
    for event_id in event_ids:
        done = False
        while not done and batches < BATCHES_A_ROUND:
            count, done = write_some(event_id)
            written, batches = written + count, batches + 1
    return written
