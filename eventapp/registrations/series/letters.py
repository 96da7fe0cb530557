"""One letter about several dates."""

from collections.abc import Sequence
from typing import Any

from ...events.facts import event_facts
from ...events.models import Series
from ...mail.drafts import Draft
from .. import letters, rules
from ..actions import Change
from ..models import Registration, Status

CONFIRMED = "dates-confirmed"
CHANGED = "dates-changed"


def confirmed(registrations: Sequence[Registration], series: Series) -> Draft:
    """Word of everything that one press signed up for."""
    dates = [_date(each, event_facts(each.event)) for each in registrations]
    return _draft(CONFIRMED, registrations, series, dates)


def changed(registrations: Sequence[Registration], changes: dict[int, Change]) -> Draft:
    """Word of what becomes another at several dates of a series."""
    told = [(each, changes[each.event_id]) for each in registrations]
    series = registrations[0].event.series
    assert series is not None
    dates = [_date(each, change.facts) | {"before": change.before} for each, change in told]
    return _draft(CHANGED, registrations, series, dates)


def _draft(kind: str, registrations: Sequence[Registration], series: Series, dates: list[dict[str, Any]]) -> Draft:
    first = registrations[0]
    ticket = next((each.ticket for each in registrations if each.status == Status.CONFIRMED), None)
    names = "-".join(f"{each.id}.{each.version}" for each in registrations)
    return Draft(
        key=f"{letters.about_together(first)}/{kind}/{letters.short(names)}",
        kind=kind,
        about=letters.about_together(first),
        language=first.language,
        to_address=first.event.practice_to or first.email,
        facts={
            "name": first.name,
            "people": first.people,
            "key": first.key,
            "ticket": {"token": ticket.token, "code": ticket.code} if ticket else None,
            "event": dates[0]["event"],
            "series": {"title": series.title, "said": {code: said for code, said in series.texts.items() if said}},
            "dates": dates,
            "erased_at": max(rules.erased_after(each.event) for each in registrations).isoformat(),
        },
        within=letters.within(first.event_id),
    )


def _date(registration: Registration, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "registration": registration.id,
        "version": registration.version,
        "uid": letters.uid_of(registration),
        "key": registration.key,
        "waiting": registration.status == Status.WAITING,
        "asked": registration.status == Status.ASKED,
        "until": registration.offer_until.isoformat() if registration.offer_until else "",
        "has_place": registration.status == Status.CONFIRMED,
        "event": event,
    }
