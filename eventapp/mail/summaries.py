"""One letter about several changes: an organiser who edits an event three times in a row is read once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from .drafts import Draft

CHANGES = ("event-changed", "dates-changed")
FAREWELLS = ("event-cancelled", "registration-cancelled", "place-given-away")  # then nobody needs to hear of a change
QUIET = timedelta(minutes=30)  # so long after the last edit
PATIENCE = timedelta(hours=2)  # after the first edit people hear of it, also when somebody edits on and on
SOON = timedelta(hours=4)  # who comes today is told at once
OF_THE_ROW = ("sequence", "changed_at")


def leaves_at(draft: Draft, *, first: datetime, now: datetime) -> datetime:
    """When a letter leaves that is written now, and tells of changes since `first`."""
    if draft.kind not in CHANGES or _next_start(draft.facts) - now <= SOON:
        return now
    return min(now + QUIET, first + PATIENCE)


def takes_up(draft: Draft, earlier: dict[str, Any]) -> bool:
    """Whether the draft tells everything that a letter says that did not leave yet: nothing happened in between."""
    if "dates" in draft.facts:
        mine, theirs = _versions(draft.facts), _versions(earlier)
        return mine.keys() == theirs.keys() and all(theirs[each] == mine[each] - 1 for each in mine)
    return earlier["version"] == draft.facts["version"] - 1


def summed_up(draft: Draft, earlier: dict[str, Any]) -> Draft | None:
    """The draft, with what was before all changes; None where in the end everything is as it was."""
    if "dates" in draft.facts:
        before = {date["registration"]: date for date in earlier["dates"]}
        dates = [_since(date, before[date["registration"]]) for date in draft.facts["dates"]]
        told = replace(draft, facts=draft.facts | {"dates": dates})
    else:
        dates = [_since(draft.facts, earlier)]
        told = replace(draft, facts=dates[0])
    if draft.kind in CHANGES and all(_is_as_it_was(date) for date in dates):
        return None
    return told


def version_before(undone: dict[str, Any] | None, registration_id: int, *, else_: int) -> int:
    """The version of a sign-up before changes that were undone before anybody heard of them."""
    if undone is None:
        return else_
    each = next((date for date in undone.get("dates", ()) if date["registration"] == registration_id), undone)
    return _first_version(each) - 1


def _first_version(facts: dict[str, Any]) -> int:
    return facts.get("since", facts["version"])


def _since(facts: dict[str, Any], earlier: dict[str, Any]) -> dict[str, Any]:
    before = {"before": earlier["before"]} if "before" in facts and "before" in earlier else {}
    return facts | before | {"since": _first_version(earlier)}


def _is_as_it_was(facts: dict[str, Any]) -> bool:
    now, before = facts["event"], facts["before"]
    return all(now[name] == before[name] for name in now.keys() & before.keys() if name not in OF_THE_ROW)


def _versions(facts: dict[str, Any]) -> dict[int, int]:
    return {date["registration"]: date["version"] for date in facts["dates"]}


def _next_start(facts: dict[str, Any]) -> datetime:
    events = [date["event"] for date in facts["dates"]] if "dates" in facts else [facts["event"]]
    befores = [facts["before"]] if "before" in facts else []
    return min(datetime.fromisoformat(each["starts_at"]) for each in [*events, *befores])
