"""Events as other sites and search engines read them: schema.org, and the map of the site."""

from typing import Any

from .. import formats
from ..i18n import current_language
from ..web import address, settings
from .models import Event, Status
from .pictures import LARGE
from .queries import Host

SCHEMA = "https://schema.org"


def schema_of(event: Event, hosts: list[Host]) -> dict[str, Any]:
    """The event in schema.org's words (https://schema.org/Event); only what its page tells everybody."""
    language = current_language().code
    told: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.said("title", language),
        "description": event.said("summary", language),
        "url": address("events.show", language=language, slug=event.slug),
        "startDate": formats.local(event.starts_at).isoformat(),
        "endDate": formats.local(event.ends_at).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if event.status == Status.CANCELLED else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/{_attendance(event)}EventAttendanceMode",
        "location": _location(event),
        "organizer": [_organizer(host) for host in hosts] or [{"@type": "Organization", "name": settings().site_name}],
        "isAccessibleForFree": event.cost_cents == 0,
        "inLanguage": list(event.languages),
        "maximumAttendeeCapacity": event.capacity,
        "image": _image(event),
    }
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _attendance(event: Event) -> str:
    if event.venue and event.online_url:
        return "Mixed"
    return "Online" if event.online_url and not event.venue else "Offline"


def _location(event: Event) -> dict[str, Any]:
    if event.venue:
        venue = event.venue
        street = {"streetAddress": venue.address, "postalCode": venue.postcode, "addressLocality": venue.city}
        known = {name: value for name, value in street.items() if value}
        where = {"latitude": venue.latitude, "longitude": venue.longitude}
        return {
            "@type": "Place",
            **({"geo": {"@type": "GeoCoordinates", **where}} if venue.position else {}),
            "name": venue.name,
            "address": {"@type": "PostalAddress", **known, "addressCountry": "NL"},
        }
    if event.online_url:  # the address of the meeting is for who has a place
        page = address("events.show", language=current_language().code, slug=event.slug)
        return {"@type": "VirtualLocation", "url": page}
    return {"@type": "Place", "name": event.neighbourhood.name if event.neighbourhood else "Utrecht"}


def _organizer(host: Host) -> dict[str, str]:
    page = address("events.show_organisation", language=current_language().code, slug=host.slug)
    return {"@type": "Organization", "name": host.name, "url": page}


def _image(event: Event) -> str | None:
    if event.picture is None:
        return None
    return address("events.picture", language="nl", slug=event.slug, mark=event.picture.mark, width=LARGE)
