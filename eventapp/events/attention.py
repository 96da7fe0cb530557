"""What of an event asks for the attention of its organisers."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import url_for

from .. import formats
from ..i18n import _, ngettext
from .models import Event, Status

SOON = timedelta(days=7)


class Task(NamedTuple):
    """Something that waits for the organiser."""

    icon: str
    tone: str
    title: str
    text: str
    url: str


def tasks(event: Event, *, failed_letters: int, calls: int, now: datetime) -> list[Task]:
    """What waits, the most pressing first."""
    found: list[tuple[str, str, str, str]] = []
    if failed_letters:
        text = ngettext("%(num)s letter did not arrive", "%(num)s letters did not arrive", failed_letters)
        found.append(("mail", "bad", text, "delivery_staff.index"))
    if calls:
        text = ngettext("%(num)s person must be called", "%(num)s people must be called", calls)
        found.append(("phone", "warn", text, "registrations_staff.calls"))
    if event.asked:
        text = ngettext(
            "%(num)s sign-up waits for your yes or no", "%(num)s sign-ups wait for your yes or no", event.asked
        )
        found.append(("people", "warn", text, "approval_staff.index"))
    if now < event.ends_at and _holds_too_many(event):
        text = _("There are more places than the building may hold")
        found.append(("people", "bad", text, "events_staff.edit"))
    if event.waiting and event.places_free:
        text = _("There are free places, and people wait")
        found.append(("people", "warn", text, "registrations_staff.index"))
    if event.status == Status.PUBLISHED and now < event.starts_at <= now + SOON and _is_quiet(event):
        text = _("It is soon, and less than half full. Hang up a poster")
        found.append(("eye", "warn", text, "sharing_staff.show"))
    return [_task(event, *each) for each in found]


def unfinished(event: Event) -> list[Task]:
    """What readers of the page would miss."""
    lacks = [
        (event.summary or event.description, _("Nothing is told about it yet"), "what"),
        (event.venue is None or event.venue.address, _("The address is not there yet"), "where"),
        (event.contact_phone, _("There is nobody of yours to call"), "more"),
    ]
    found = [
        _task(event, "info", "plain", title, "events_staff.edit", deel=part)
        for is_there, title, part in lacks
        if not is_there
    ]
    if event.status == Status.DRAFT:
        title = _("It is a draft: nobody sees it yet")
        found.append(_task(event, "eye", "plain", title, "events_staff.edit", _anchor="publish"))
    return found


def _holds_too_many(event: Event) -> bool:
    most = event.venue.most_people if event.venue else None
    return most is not None and event.capacity is not None and event.capacity > most


def _is_quiet(event: Event) -> bool:
    return event.capacity is not None and not event.drop_in and event.taken * 2 < event.capacity


def _task(event: Event, icon: str, tone: str, title: str, page: str, **more: Any) -> Task:
    when = formats.format_when(event.starts_at, event.ends_at)
    return Task(icon, tone, title, f"{event.title}, {when}", url_for(page, slug=event.slug, **more))
