"""Examples of what letters are written from: administrators preview them, and tests try them."""

from datetime import UTC, datetime
from typing import Any

from ..models import Letter

# All letters, by what they are about.
KINDS: dict[str, tuple[str, ...]] = {
    "signing-up": (
        "place-confirmed",
        "dates-confirmed",
        "on-waiting-list",
        "place-free",
        "place-offered",
        "offer-lapsed",
        "sign-up-asked",
        "sign-up-declined",
        "registration-changed",
        "choices-changed",
        "part-place-free",
        "registration-cancelled",
        "my-links",
    ),
    "event": (
        "reminder",
        "are-you-coming",
        "place-given-away",
        "event-changed",
        "dates-changed",
        "event-cancelled",
        "message",
        "thanks-for-coming",
        "thanks-for-walking-in",
        "thanks-for-signing-up",
        "we-missed-you",
    ),
    "inviting": ("invitation", "invitation-reminder", "invitation-colleague"),
    "meeting": ("meet-confirm",),
    "news": ("subscription-confirm", "digest"),
    "proposals": ("proposal-received", "proposal-published", "proposal-declined"),
    "staff": ("staff-invitation", "staff-reset", "staff-password-changed", "staff-proposal"),
}

EVENT = {
    "id": 1,
    "slug": "samen-wandelen",
    "uid": "samen-wandelen@localhost",
    "sequence": 2,
    "title": "Samen wandelen",
    "starts_at": datetime(2027, 6, 5, 11, tzinfo=UTC).isoformat(),
    "ends_at": datetime(2027, 6, 5, 12, 30, tzinfo=UTC).isoformat(),
    "changed_at": datetime(2027, 6, 2, 10, tzinfo=UTC).isoformat(),
    "status": "published",
    "venue": ["Buurthuis De Dreef (voorbeeld)", "Voorbeeldlaan 1", "3561 AB Utrecht"],
    "directions": "Bus 8 stopt voor de deur.",
    "online_url": "",
    "bring": "Goede schoenen",
    "cost_cents": 0,
    "contact_name": "Samira",
    "contact_phone": "030 000 00 00",
    "private": False,
}
EARLIER = {
    "starts_at": datetime(2027, 6, 5, 12, tzinfo=UTC).isoformat(),
    "ends_at": datetime(2027, 6, 5, 13, 30, tzinfo=UTC).isoformat(),
    "venue": ["Buurthuis Het Plein (voorbeeld)", "Voorbeeldplein 5", "3562 AB Utrecht"],
}
UNTIL = datetime(2027, 6, 4, 16, tzinfo=UTC).isoformat()
PART = {
    "title": "Koken uit de buurttuin",
    "room": "Tuinkamer",
    "starts_at": datetime(2027, 6, 5, 11, 20, tzinfo=UTC).isoformat(),
    "ends_at": datetime(2027, 6, 5, 12, tzinfo=UTC).isoformat(),
    "waiting": False,
}
DISCREET = {"title": "", "room": ""}
INVITED = {"ticket": None, "network": "", "leave": "", "hosts": ["DOCK"]}
TICKET = {"token": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "code": "K7M4QX"}


# What a letter about a sign-up tells beside the sign-up and the event.
OWN: dict[str, dict[str, Any]] = {
    "place-confirmed": {"others": []},
    "on-waiting-list": {"others": [], "ticket": None},
    "place-offered": {"ticket": None, "until": UNTIL},
    "place-free": {"can_choose": True},
    "offer-lapsed": {"ticket": None},
    "are-you-coming": {"ticket": None, "until": UNTIL},
    "place-given-away": {"ticket": None},
    "sign-up-asked": {"others": [], "ticket": None},
    "sign-up-declined": {"ticket": None, "sentence": "Deze keer zijn er alleen plekken voor ouders."},
    "registration-cancelled": {"ticket": None},
    "event-cancelled": {"reason": "Er is water in de zaal."},
    "reminder": {"parts": [PART | DISCREET]},
    "thanks-for-coming": {"ticket": None, "series": {"slug": "samen-wandelen"}, "meet": True},
    "thanks-for-walking-in": {"ticket": None, "host": {"slug": "dock", "name": "DOCK"}},
    "thanks-for-signing-up": {"ticket": None},
    "we-missed-you": {"ticket": None, "host": {"slug": "dock", "name": "DOCK"}},
    "part-place-free": {"parts": [PART, PART | DISCREET], "freed": PART},
    "choices-changed": {"parts": [PART | DISCREET, PART | {"waiting": True}]},
    "invitation": {"ticket": None, "network": "Het pact", "leave": "a-leave-key", "hosts": []},
    "invitation-colleague": INVITED | {"instead_of": "Ana"},
    "invitation-reminder": INVITED,
    "message": {"ticket": None, "said": {"subject": "Neem een paraplu mee", "text": "Het regent.\n\nTot morgen."}},
}
PERSON = {
    "name": "Fatima",
    "people": 1,
    "key": "a-key",
    "version": 1,
    "ticket": TICKET,
    "uid": "0123456789abcdef",
    "erased_at": "2027-07-23T11:30:00+00:00",
}
DATE = {
    "registration": 1,
    "version": 1,
    "uid": "0123456789abcdef-1",
    "key": "a-key",
    "waiting": False,
    "asked": False,
    "has_place": True,
}
OTHER_DATE = {"uid": "0123456789abcdef-2", "waiting": True, "has_place": False}
PROPOSALS = {"proposal-declined": {"reason": "Er is al zo'n middag."}, "proposal-published": {"slug": "hier"}}


def facts_of(kind: str, *, event: dict[str, Any] | None = None, **given: Any) -> dict[str, Any]:
    """What the writer of this kind of letter tells it; `event` holds what is different about the event."""
    the_event = EVENT | (event or {})
    if kind == "subscription-confirm":
        return {"key": "a-key"}
    if kind == "digest":
        return _news(the_event)
    if kind.startswith("staff-"):
        return {"name": "Fatima", "token": "a-token"} | given
    if kind.startswith("proposal-"):
        return {"name": "Fatima"} | PROPOSALS.get(kind, {}) | given
    facts = PERSON | {"event": the_event} | OWN.get(kind, {})
    if kind == "event-changed":
        facts["before"] = the_event | EARLIER
    if kind.startswith("dates-"):
        facts |= _dates(the_event, changed=kind == "dates-changed")
    facts |= given
    if kind == "my-links":
        once = {"key": "a-key", "name": facts["name"], "people": facts["people"], "event": the_event}
        return {"sign_ups": [once | {"waiting": False}, once | {"key": "b-key", "waiting": True}]}
    return facts


def _dates(event: dict[str, Any], *, changed: bool) -> dict[str, Any]:
    """Two dates of a series, of which the first may have become another."""
    before = {"before": event | EARLIER} if changed else {}
    both = [DATE | {"event": event} | before, DATE | OTHER_DATE | {"event": event | {"id": 2}}]
    return {"series": {"title": "Dialogen: samen wandelen", "said": {}}, "dates": both}


def _news(event: dict[str, Any]) -> dict[str, Any]:
    """An event and a series that are new."""
    once = {"slug": "samen-koken", "title": "Samen koken", "starts_at": event["starts_at"], "ends_at": event["ends_at"]}
    place = {"where": "Buurthuis", "neighbourhood": "Overvecht", "online": False, "languages": ["nl", "ar"]}
    one = once | place | {"more": [], "dates": 1, "title_in": "nl", "series": ""}
    series = one | {"series": "koken", "more": [once], "dates": 7}
    said = [{"name": "Het pact", "text": "Goed nieuws."}]
    return {"key": "a-key", "stop": "a-stop-key", "count": 17, "entries": [one, series], "update": "", "said": said}


def sample(kind: str, *, language: str) -> Letter:
    """A letter of this kind to somebody who does not exist, in no outbox."""
    return Letter(
        id=0,
        key=f"sample/{kind}",
        kind=kind,
        about="sample",
        language=language,
        to_address="fatima@voorbeeld.nl",
        facts=facts_of(kind),
        message_id="<sample@voorbeeld.nl>",
        written_at=datetime(2027, 6, 2, 10, tzinfo=UTC),
    )
