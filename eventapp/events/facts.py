"""The plain facts of an event, as letters and calendars keep them."""

from typing import Any

from .models import Event

IN_LETTERS = ("title", "bring")


def event_facts(event: Event) -> dict[str, Any]:
    """What is true of this event at this moment, in values that fit in JSON."""
    said = event.texts.items()
    return {
        "id": event.id,
        "slug": event.slug,
        "uid": event.uid,
        "sequence": event.sequence,
        "title": event.title,
        "said": {language: {name: texts[name] for name in IN_LETTERS if name in texts} for language, texts in said},
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "changed_at": event.changed_at.isoformat(),
        "status": event.status,
        "venue": event.venue.lines if event.venue else [],
        "position": event.venue.position if event.venue else None,
        "directions": event.venue.directions if event.venue else "",
        "online_url": event.online_url,
        "bring": event.bring,
        "cost_cents": event.cost_cents,
        "contact_name": event.contact_name,
        "contact_phone": event.contact_phone,
        "private": event.private,
        "practice": event.is_practice,
    }
