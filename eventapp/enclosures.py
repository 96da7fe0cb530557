"""What goes along with a letter: the ticket's code, drawn, and an entry for the reader's own calendar."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from . import i18n
from .calendars.entries import Attendee, Entry, write_calendar
from .i18n import _
from .mail.models import Letter
from .mail.occasions import Occasion, part_lines
from .mail.rules import plain_name
from .mail.sheets import CANCELLATIONS, WITHOUT_APPOINTMENT, Enclosures, Invitation, OneTicket, Picture
from .tickets.codes import qr_png, spell_code, ticket_address
from .web import address, settings


def enclosures_of(letter: Letter) -> Enclosures:
    """Drawn and written when the letter leaves, or is looked at: never while people wait for the sign-up."""
    ticket = letter.facts.get("ticket")
    if "dates" in letter.facts:
        invitation = _entries_of_dates(letter)
        if ticket is None:
            return Enclosures(invitation=invitation)
        return Enclosures(code=spell_code(ticket["code"]), picture=_picture(ticket["token"]), invitation=invitation)
    if (ticket or _gave_a_place_back(letter)) and letter.kind not in WITHOUT_APPOINTMENT:
        calendar = Enclosures(invitation=_invitation(letter), programme=_programme(letter))
    else:
        calendar = Enclosures()
    if ticket is None or letter.kind in CANCELLATIONS:
        return calendar
    if tickets := letter.facts.get("tickets"):
        return replace(calendar, tickets=tuple(_one_ticket(each, n) for n, each in enumerate(tickets)))
    return replace(calendar, code=spell_code(ticket["code"]), picture=_picture(ticket["token"]))


def _one_ticket(ticket: dict[str, str], number: int) -> OneTicket:
    png = qr_png(ticket_address(settings().base_url, ticket["token"]))
    return OneTicket(
        plain_name(ticket["name"]), spell_code(ticket["code"]), Picture(cid=f"kaartje{number}@{_host()}", png=png)
    )


def _gave_a_place_back(letter: Letter) -> bool:
    """Who cancels has no ticket any more, and still an entry in the calendar."""
    gone = letter.kind in ("registration-cancelled", "place-given-away")
    return gone and letter.facts.get("had_place", True)


def _picture(token: str) -> Picture:
    return Picture(cid=f"kaartje@{_host()}", png=qr_png(ticket_address(settings().base_url, token)))


def _invitation(letter: Letter) -> Invitation:
    cancelled = letter.kind in CANCELLATIONS
    method = "CANCEL" if cancelled else "REQUEST"
    ics = write_calendar(
        [_entry(letter, letter.facts, cancelled=cancelled)],
        name=settings().site_name,
        timezone=settings().timezone,
        method=method,
        attendee=Attendee(name=plain_name(letter.facts["name"]), email=letter.to_address),
    )
    return Invitation(method=method, ics=ics, file_name="afspraak.ics")


def _programme(letter: Letter) -> Invitation | None:
    """What somebody chose, under the names it has in their own feed; what they go to no more is cancelled."""
    chosen = [(part, False) for part in letter.facts.get("parts", []) if not part["waiting"]]
    gone = [(part, True) for part in letter.facts.get("given_up", [])]
    entries = [_part(letter, part, cancelled=cancelled) for part, cancelled in (*chosen, *gone) if "entry" in part]
    if not entries:
        return None
    ics = write_calendar(entries, name=settings().site_name, timezone=settings().timezone)
    return Invitation(method="", ics=ics, file_name="programma.ics")


def _part(letter: Letter, part: dict[str, Any], *, cancelled: bool) -> Entry:
    """A session or a time slot; of what is discreet or private it tells the hour alone."""
    whole = _entry(letter, letter.facts, cancelled=cancelled)
    is_open = part["title"] and not letter.facts["event"]["private"]
    with i18n.in_language(letter.language):
        title = part["title"] if is_open else _("Your time slot")
    return replace(
        whole,
        uid=f"{letter.facts['uid']}-{part['entry']}@{_host()}",
        title=title,
        starts_at=datetime.fromisoformat(part["starts_at"]),
        ends_at=datetime.fromisoformat(part["ends_at"]),
        description="",
        location=", ".join(filter(None, (part["room"] if is_open else "", whole.location))),
    )


def _entries_of_dates(letter: Letter) -> Invitation | None:
    """All dates at which there is a place, as one file: mail programs take an invitation for one entry only."""
    entries = [_entry(letter, date, cancelled=False) for date in letter.facts["dates"] if date["has_place"]]
    if not entries:
        return None
    ics = write_calendar(entries, name=settings().site_name, timezone=settings().timezone)
    return Invitation(method="", ics=ics, file_name="afspraken.ics")


def _entry(letter: Letter, facts: dict[str, Any], *, cancelled: bool) -> Entry:
    """One sign-up as an entry that stays the same one for good; of a private event it does not tell which."""
    event: dict[str, Any] = facts["event"]
    with i18n.in_language(letter.language):
        title = _("Your appointment") if event["private"] else Occasion(event).title
        own = part_lines(letter.facts.get("parts", []), is_private=event["private"])
    return Entry(
        uid=f"{facts['uid']}@{_host()}",
        sequence=event["sequence"] + facts["version"],
        title=title,
        starts_at=datetime.fromisoformat(event["starts_at"]),
        ends_at=datetime.fromisoformat(event["ends_at"]),
        changed_at=letter.written_at,
        cancelled=cancelled,
        description="\n".join(own),
        location=", ".join(event["venue"]) or ("" if cancelled else event["online_url"]),
        position=tuple(event["position"]) if event.get("position") else None,
        url=address("registrations.manage", language=letter.language, key=facts["key"]),
        organizer_name=settings().site_name,
        organizer_email=settings().contact_email,
    )


def _host() -> str:
    return urlsplit(settings().base_url).hostname or ""
