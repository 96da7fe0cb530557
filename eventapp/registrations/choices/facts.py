"""What a party chose, as letters, tickets and calendars may speak of it."""

from collections.abc import Iterable
from typing import Any

from ...programme.models import Slot
from ..models import Choice, Status


def entry_name(slot: Slot) -> str:
    """What tells a slot from others in a calendar; of what is discreet the hour, so that nothing leads to the table."""
    return f"{slot.starts_at:%H%M}" if slot.part.discreet else str(slot.id)


def slot_facts(slot: Slot, *, language: str) -> dict[str, Any]:
    """A session with its name and room; of what is discreet only the hour, so that nobody can read over a shoulder."""
    part = slot.part
    told = {} if part.discreet else {"title": str(part.said("title", language)), "room": part.room}
    return {
        "entry": entry_name(slot),
        "title": "",
        "room": "",
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "waiting": False,
        **told,
    }


def own_facts(choices: Iterable[Choice], *, language: str) -> dict[str, Any]:
    """What a letter says of a programme; nothing where nothing was chosen."""
    parts = programme_facts(choices, language=language)
    return {"parts": parts} if parts else {}


def given_up(slots: Iterable[Slot], *, language: str) -> dict[str, Any]:
    """What a letter says of what somebody does not go to any more; nothing where that is nothing."""
    gone = [slot_facts(slot, language=language) for slot in slots]
    return {"given_up": gone} if gone else {}


def programme_facts(choices: Iterable[Choice], *, language: str) -> list[dict[str, Any]]:
    """Somebody's own programme, the first hour first."""
    return [
        slot_facts(choice.slot, language=language) | {"waiting": choice.status == Status.WAITING}
        for choice in sorted(choices, key=lambda choice: (choice.slot.starts_at, choice.slot_id))
    ]
