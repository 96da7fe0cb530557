"""What a phone tells of its own accord: facts in a batch, read with care, and what becomes of each of them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from .facts import OF_A_TICKET, Fact
from .forms import FACT_ID, REFERENCE
from .models import Age, FactKind
from .rules import NotUnderstood, Window

MOST_FACTS = 500  # in one batch
MOST_PEOPLE = 99
LONGEST = 4_000  # of what is kept of an entry that is no fact
PLACE = re.compile(r"[a-z0-9-]{0,40}")
LONGEST_NAME = 60
MAY_TELL = {FactKind.WALK_IN: {"name", "language", "neighbourhood", "age"}, FactKind.TALLY: {"neighbourhood", "age"}}
LANGUAGE = re.compile(r"[a-z]{0,10}")
NEIGHBOURHOOD = re.compile(r"[a-z0-9-]{0,80}")
LARGEST = 2**31 - 1
FURTHEST = 200 * 366 * 24 * 3600 * 1000  # milliseconds that a clock can be wrong


class TooManyFacts(NotUnderstood):
    """The phone sends the rest in another batch."""

    reason = "too-many-facts"


class Ack(StrEnum):
    """What became of a fact; a phone may forget it after any of these."""

    STORED = "stored"
    KNOWN = "known"
    QUARANTINED = "quarantined"


class Told(NamedTuple):
    """One entry of a batch: its id, what it says, and the fact in it where there is one."""

    id: str
    content: str
    fact: Fact | None


@dataclass(frozen=True)
class Batch:
    """What one phone tells, and up to which number it knows the facts of others."""

    device: str
    since: int
    told: Sequence[Told]
    queued: int = 0  # how many wait on the phone besides these


def read_batch(data: Any) -> Batch:
    """A batch of at most 500 facts; what has an id and is no fact is kept as it came, and the rest is refused whole."""
    if not isinstance(data, Mapping):
        raise NotUnderstood
    device, since, events = str(data.get("device")), data.get("since", 0), data.get("events", [])
    queued = data.get("queued", 0)
    if not _is_id(device) or not _is_number(since) or not _is_number(queued) or not isinstance(events, list):
        raise NotUnderstood
    if len(events) > MOST_FACTS:
        raise TooManyFacts
    return Batch(device, since, [_told(each, device=device) for each in events], queued)


def why_not_counted(fact: Fact, *, window: Window) -> str:
    """Why a fact is kept apart although it is one; nothing where it counts.

    What happened while the pass worked counts, also when it is told afterwards.
    """
    if window.revoked_at is not None and fact.moment >= window.revoked_at:
        return "pass-stopped"
    if not window.valid_from <= fact.moment < window.valid_until:
        return "outside-pass"
    return ""


def _told(entry: Any, *, device: str) -> Told:
    if not isinstance(entry, Mapping) or not _is_id(entry.get("id")):
        raise NotUnderstood
    content = json.dumps(entry, sort_keys=True)[:LONGEST]
    return Told(entry["id"], content, _fact(entry, device=device))


def _fact(entry: Mapping[str, Any], *, device: str) -> Fact | None:
    """The fact that an entry tells, or nothing where any part of it is not as we write it."""
    kind, people, reference = entry.get("kind"), entry.get("people", 0), entry.get("ref")
    undo_of, place, at = entry.get("undoOf"), entry.get("place", ""), _moment(entry.get("at"))
    offset = entry.get("offset", 0)
    is_whole = (
        kind in list(FactKind)
        and _is_number(entry.get("seq"), least=1)
        and isinstance(place, str)
        and PLACE.fullmatch(place) is not None
        and at is not None
        and _is_number(offset, least=-FURTHEST, most=FURTHEST)
        and _fits(FactKind(kind), people=people, reference=reference, undo_of=undo_of)
    )
    told = _told_by_visitor(entry) if is_whole else None
    if told is None or at is None:
        return None
    return Fact(entry["id"], device, entry["seq"], kind, reference, place, people, at, offset, undo_of, **told)  # type: ignore[arg-type]


def _told_by_visitor(entry: Mapping[str, Any]) -> dict[str, str] | None:
    """What somebody without a sign-up told, each part or not; None where any of it is not as we write it."""
    told = {part: entry.get(part, "") for part in ("name", "language", "neighbourhood", "age")}
    name, age = told["name"], told["age"]
    is_told = (
        all(isinstance(value, str) for value in told.values())
        and len(name) <= LONGEST_NAME
        and (not name or name.isprintable())
        and LANGUAGE.fullmatch(told["language"])
        and NEIGHBOURHOOD.fullmatch(told["neighbourhood"])
        and age in ("", *Age)
    )
    may_tell = MAY_TELL.get(entry["kind"], set())
    return told if is_told and {part for part, value in told.items() if value} <= may_tell else None


def _fits(kind: FactKind, *, people: Any, reference: Any, undo_of: Any) -> bool:
    """Whether a fact of this kind has what it needs and nothing else."""
    has_ticket = isinstance(reference, str) and REFERENCE.fullmatch(reference) is not None
    if kind == FactKind.UNDO:
        return people == 0 and _is_id(undo_of) and (reference is None or has_ticket)
    may_go_without = kind not in OF_A_TICKET and reference is None
    if undo_of is not None or not (may_go_without or (has_ticket and kind != FactKind.TALLY)):
        return False
    least = -MOST_PEOPLE if kind == FactKind.TALLY else 1
    return _is_number(people, least=least) and people != 0 and people <= MOST_PEOPLE


def _moment(text: Any) -> datetime | None:
    """A moment as phones write it, `2027-06-02T10:00:00.000Z`, in years that a clock can be wrong about."""
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) and len(text) <= 40 else None
    except ValueError:
        return None
    if at is None or at.utcoffset() is None or not 1970 <= at.year <= 2200:
        return None
    return at.astimezone(UTC)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and FACT_ID.fullmatch(value) is not None


def _is_number(value: Any, *, least: int = 0, most: int = LARGEST) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
