"""Events from a file, JSON or iCalendar: read and checked whole, so that all faults are told at once."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .kinds import USUAL
from .models import Event, Kind, Status
from .reading import Reader, shown
from .slugs import SLUG, numbered, slug_of
from .staff_rules import LONGEST_EVENT

MOST_BYTES = 5_000_000
MOST_EVENTS = 5_000
MOST_PLACES = 100_000
NEEDED = ("title", "kind", "summary", "startsAt", "endsAt", "status", "organisations", "neighbourhood")
KINDS = {kind.value: kind.value for kind in Kind}
STATUSES = {status.value: status.value for status in Status}


class Faults(Exception):
    """Everything that is wrong with a file, one sentence each; nothing of it was used."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True)
class Given:
    """One event as a file gives it, in the fields of the contract."""

    place: str  # "event 3"
    fields: dict[str, Any]
    uid: str = ""  # by which another calendar knows it
    needed: tuple[str, ...] = NEEDED


@dataclass(frozen=True)
class Known:
    """What an event may name, by every name that it has."""

    neighbourhoods: dict[str, Any] = field(default_factory=dict)
    themes: dict[str, Any] = field(default_factory=dict)
    organisations: dict[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """An event that is to be there, in the columns of our table. What the file does not mention stays as it is."""

    place: str
    slug: str
    has_own_slug: bool  # the file says which event it is; else its title, day and hosts do
    uid: str
    columns: dict[str, Any]
    defaults: dict[str, Any]  # for a new event

    def is_about(self, event: Event) -> bool:
        """Whether an event with this slug is the same one, and not somebody else's of the same name."""
        hosts = self.columns.get("organisations", [])
        return self.has_own_slug or (
            event.title == self.columns["title"] and any(host in event.organisations for host in hosts)
        )


def read_json(data: bytes) -> list[Given]:
    """The events in a file that holds a list of them."""
    check_size(data)
    events = _parsed(as_text(data))
    if not isinstance(events, list):
        raise Faults([f"The file must hold a list of events, [{{...}}, {{...}}], not {shown(events)}."])
    if len(events) > MOST_EVENTS:
        raise Faults([f"The file holds {len(events)} events; at most {MOST_EVENTS} fit. Make it two files."])
    if wrong := [n for n, event in enumerate(events, 1) if not isinstance(event, dict)]:
        raise Faults([f"event {n}: must be an object, {{...}}, not {shown(events[n - 1])}." for n in wrong])
    return [Given(f"event {n}", event) for n, event in enumerate(events, 1)]


def check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise Faults([f"The file is larger than {MOST_BYTES // 1_000_000} MB. Make it several files."])


def as_text(data: bytes) -> str:
    """The letters in a file."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Faults([f"The file is not UTF-8: byte {error.start + 1} cannot be read. Save it as UTF-8."]) from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_each_name_once)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise Faults([f"The file is neither JSON nor iCalendar. As JSON it ends to make sense at {where}."]) from None
    except RecursionError:
        raise Faults(["The file has lists within lists without end. It must hold one list of events."]) from None
    except ValueError as error:
        raise Faults([f"The file cannot be read as JSON: {error}."]) from None


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the field {shown(name)} stands twice in one event")
        found[name] = value
    return found


def checked(events: Sequence[Given], known: Known, *, zone: ZoneInfo) -> list[Wanted]:
    """The events as they are to be; or all faults of all events at once."""
    faults: list[str] = []
    wanted = [_wanted(given, known, zone=zone, faults=faults) for given in events]
    faults += _twice([(each.place, "slug", each.slug) for each in wanted if each.has_own_slug])
    faults += _twice([(each.place, "UID", each.uid) for each in wanted if each.uid])
    if faults:
        raise Faults(faults)
    return _with_slugs(wanted)


def _wanted(given: Given, known: Known, *, zone: ZoneInfo, faults: list[str]) -> Wanted:
    read = Reader(given.place, given.fields, zone=zone, faults=faults)
    meanings = _meanings(known)
    read.check_known(tuple(meanings))
    read.check_present(given.needed)
    columns = {column: value(read, name) for name, (column, value) in meanings.items() if read.mentions(name)}
    _check_together(read, columns)
    slug = columns.pop("slug", "")
    if slug and not SLUG.fullmatch(slug):
        read.fault("slug", f"{shown(slug)} may hold only a-z, 0-9 and - in between.")
    if columns.get("party_size_max", 1) is None:
        del columns["party_size_max"]
    return Wanted(
        place=given.place,
        slug=slug or _slug_from(columns, zone),
        has_own_slug=bool(slug),
        uid=given.uid,
        columns=columns,
        defaults=_defaults(columns),
    )


def _meanings(known: Known) -> dict[str, tuple[str, Callable[[Reader, str], Any]]]:
    """Every field that a file may have: the column it stands for, and how it is read."""
    return {
        "slug": ("slug", lambda read, name: read.line(name, most=100)),
        "title": ("title", lambda read, name: read.line(name, most=200, needed=True)),
        "kind": ("kind", lambda read, name: read.one_of(name, KINDS, what="a kind", needed=True)),
        "summary": ("summary", lambda read, name: read.text(name, most=1_000, needed=True)),
        "description": ("description", lambda read, name: read.text(name, most=20_000)),
        "startsAt": ("starts_at", lambda read, name: read.moment(name, needed=True)),
        "endsAt": ("ends_at", lambda read, name: read.moment(name, needed=True)),
        "status": ("status", lambda read, name: read.one_of(name, STATUSES, what="a status", needed=True)),
        "organisations": (
            "organisations",
            lambda read, name: read.some_of(name, known.organisations, what="an organisation", needed=True),
        ),
        "series": ("series", lambda read, name: read.line(name, most=200) or None),
        "neighbourhood": (
            "neighbourhood",
            lambda read, name: read.one_of(name, known.neighbourhoods, what="a neighbourhood"),
        ),
        "venue": ("venue", lambda read, name: _venue(read.inner(name))),
        "onlineUrl": ("online_url", lambda read, name: read.link(name, most=500)),
        "themes": ("themes", lambda read, name: read.some_of(name, known.themes, what="a theme")),
        "languages": ("languages", lambda read, name: _languages(read, name, known)),
        "capacity": ("capacity", lambda read, name: read.number(name, least=0, most=MOST_PLACES)),
        "partySizeMax": ("party_size_max", lambda read, name: read.number(name, least=1, most=100)),
        "registrationOpensAt": ("registration_opens_at", lambda read, name: read.moment(name)),
        "registrationClosesAt": ("registration_closes_at", lambda read, name: read.moment(name)),
        "waitingList": ("waiting_list", lambda read, name: read.flag(name)),
        "private": ("private", lambda read, name: read.flag(name)),
        "unlisted": ("unlisted", lambda read, name: read.flag(name)),
    }


def _venue(read: Reader | None) -> dict[str, str] | None:
    if read is None:
        return None
    read.check_known(("name", "address", "postcode", "city"))
    read.check_present(("name",))
    return {
        "name": read.line("name", most=200, needed=True),
        "address": read.line("address", most=200),
        "postcode": read.line("postcode", most=10),
        "city": read.line("city", most=100) or "Utrecht",
    }


def _languages(read: Reader, name: str, known: Known) -> tuple[str, ...]:
    return tuple(read.some_of(name, {code: code for code in known.languages}, what="a language"))


def _check_together(read: Reader, columns: Mapping[str, Any]) -> None:
    """What is only wrong beside another field."""
    starts_at: datetime | None = columns.get("starts_at")
    ends_at: datetime | None = columns.get("ends_at")
    if starts_at and ends_at and ends_at <= starts_at:
        read.fault("endsAt", "must be later than startsAt.")
    elif starts_at and ends_at and ends_at - starts_at > LONGEST_EVENT:
        read.fault("endsAt", f"is more than {LONGEST_EVENT.days} days later than startsAt. Make it several events.")
    opens_at, closes_at = columns.get("registration_opens_at"), columns.get("registration_closes_at")
    if opens_at and closes_at and closes_at <= opens_at:
        read.fault("registrationClosesAt", "must be later than registrationOpensAt.")
    if opens_at and ends_at and ends_at <= opens_at:
        read.fault("registrationOpensAt", "must be earlier than endsAt, or nobody can sign up.")


def _slug_from(columns: Mapping[str, Any], zone: ZoneInfo) -> str:
    starts_at = columns.get("starts_at")
    return slug_of(columns.get("title", ""), starts_at.astimezone(zone).date() if starts_at else None)


def _defaults(columns: Mapping[str, Any]) -> dict[str, Any]:
    """How events of a kind usually are, where a file says nothing; who gives a capacity wants people to sign up."""
    usual = USUAL[Kind(columns.get("kind") or Kind.NETWORK_MEETING)]
    return {
        "languages": ("nl",),
        "capacity": None,
        "party_size_max": usual.party_size_max,
        "waiting_list": usual.waiting_list,
        "drop_in": usual.drop_in and columns.get("capacity") is None,
    }


def _twice(named: Sequence[tuple[str, str, str]]) -> list[str]:
    first: dict[str, str] = {}
    return [
        f"{place}: {field}: {shown(value)} is already that of {first[value]}."
        for place, field, value in named
        if first.setdefault(value, place) != place
    ]


def _with_slugs(wanted: Sequence[Wanted]) -> list[Wanted]:
    """Two events of one name on one day get an address each."""
    used = {each.slug for each in wanted if each.has_own_slug}
    found = []
    for each in wanted:
        if not each.has_own_slug:
            number = 1
            while (slug := numbered(each.slug, number)) in used:
                number += 1
            used.add(slug)
            each = Wanted(**(vars(each) | {"slug": slug}))
        found.append(each)
    return found
