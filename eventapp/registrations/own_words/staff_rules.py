"""Which letters a team may write in words of its own, and what those words may hold."""

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from ... import tokens
from ...errors import Refusal
from ...events.models import Event
from ...i18n import DEFAULT, _l
from ...mail.own_words import PARTS

# The letters to who signs up; the others say what cannot be said otherwise, or go to somebody else.
KINDS: dict[str, tuple[str, ...]] = {
    "signing-up": (
        "place-confirmed",
        "on-waiting-list",
        "place-free",
        "place-offered",
        "offer-lapsed",
        "sign-up-asked",
        "sign-up-declined",
        "registration-cancelled",
    ),
    "before": ("reminder", "are-you-coming", "place-given-away", "event-changed", "event-cancelled"),
    "afterwards": ("thanks-for-coming", "thanks-for-walking-in", "thanks-for-signing-up", "we-missed-you"),
}
ALL_KINDS = tuple(kind for kinds in KINDS.values() for kind in kinds)

EVERYWHERE = ("naam", "titel", "datum", "tijd", "plaats", "aantal", "organisatie", "telefoon")
UNTIL = "tot"
PLACEHOLDERS = (*EVERYWHERE, UNTIL)
WITH_UNTIL = ("place-offered",)
REVEALING = ("titel", "plaats", "organisatie")  # what it is about may be read from these
BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
ALIKE = 0.5
SHOWN = 40  # of what was typed wrong
LONGEST = {"subject": 150, "opening": 2_000, "closing": 2_000}

Words = Mapping[str, Mapping[str, str]]  # by language, and then by part of the letter


class UnknownPlaceholder(Refusal):
    """What nobody fills in would stand in the letter with its braces."""

    reason = "unknown-placeholder"

    def __init__(self, name: str, usable: tuple[str, ...]) -> None:
        super().__init__()
        values = {"name": _braced(name[:SHOWN]), "known": _listed(usable)}
        if near := get_close_matches(name.strip().casefold(), usable, n=1, cutoff=ALIKE):
            self.message = _l(
                "We cannot fill in %(name)s. Do you mean %(near)s? You can use %(known)s.",
                near=_braced(near[0]),
                **values,
            )
        else:
            self.message = _l("We cannot fill in %(name)s. You can use %(known)s.", **values)


class NoValueHere(Refusal):
    """It stands for something that this letter knows nothing of."""

    reason = "no-value-here"

    def __init__(self, name: str, usable: tuple[str, ...]) -> None:
        super().__init__()
        self.message = _l(
            "%(name)s has no value in this letter. You can use %(known)s.", name=_braced(name), known=_listed(usable)
        )


class NoPlaceYet(Refusal):
    """An event without a place cannot tell where it is."""

    message = _l("This event has no place yet, so {plaats} would be empty. First fill in where it is.")
    reason = "no-place-yet"


class StrayBrace(Refusal):
    """A brace that was opened and not closed, or the other way round."""

    reason = "stray-brace"

    def __init__(self, number: int, line: str) -> None:
        super().__init__()
        self.message = _l(
            "In line %(number)s a brace has no other half: %(line)s. Write it as {naam}, or without braces.",
            number=number,
            line=line[:SHOWN],
        )


class TellsWhatItIs(Refusal):
    """A subject is read by whoever looks at a phone, and at a private event attendance is nobody's business."""

    message = _l(
        "This event is private, and everybody who looks at a phone reads the subject. "
        "So it cannot hold the name of the event, {titel}, {plaats} or {organisatie}."
    )
    reason = "tells-what-it-is"


class DutchFirst(Refusal):
    """Who reads another language than those with words of their own is not left with half a letter."""

    message = _l("Write it in Dutch first. Without that the other languages keep their standard text too.")
    reason = "dutch-first"


class WrittenMeanwhile(Refusal):
    """Two people had the same letter open; what the first one saved stays."""

    message = _l(
        "Somebody else changed this letter while you were typing. Nothing of yours is saved yet. "
        "Look at the letter in another window. Then press the button again."
    )
    reason = "changed-meanwhile"


def usable_in(kind: str) -> tuple[str, ...]:
    """The placeholders that have a value in letters of this kind."""
    return (*EVERYWHERE, UNTIL) if kind in WITH_UNTIL else EVERYWHERE


def check_placeholders(text: str, *, kind: str, has_place: bool) -> None:
    """Refuse what nobody can fill in, and every brace that belongs to no placeholder."""
    usable = usable_in(kind)
    for number, line in enumerate(text.split("\n"), 1):
        for found in BRACES.finditer(line):
            name = found[1]
            if name is None:
                raise StrayBrace(number, line.strip())
            if name not in PLACEHOLDERS:
                raise UnknownPlaceholder(name, usable)
            if name not in usable:
                raise NoValueHere(name, usable)
            if name == "plaats" and not has_place:
                raise NoPlaceYet


def check_subject(subject: str, event: Event) -> None:
    """Refuse a subject that tells what a private event is about."""
    titles = [event.title, *(said.get("title", "") for said in event.texts.values())]
    names = [*map(_braced, REVEALING), *filter(None, map(str.strip, titles))]
    if event.private and any(name.casefold() in subject.casefold() for name in names):
        raise TellsWhatItIs


def check_part(part: str, text: str, *, kind: str, event: Event) -> None:
    """Refuse what cannot stand in this part of a letter about this event."""
    check_placeholders(text, kind=kind, has_place=bool(event.venue_id or event.online_url))
    if part == "subject":
        check_subject(text, event)


def check_words(words: Words, *, kind: str, event: Event) -> None:
    """The same of all parts in all languages."""
    if words and not words.get(DEFAULT):
        raise DutchFirst
    for said in words.values():
        for part in PARTS:
            check_part(part, said.get(part, ""), kind=kind, event=event)


def mark_of(event: Event, kind: str) -> str:
    """Stands for what a team wrote for letters of this kind: another text has another mark."""
    kept = event.letter_words.get(kind, {})
    return tokens.fingerprint(json.dumps(kept, sort_keys=True))[:32]


def check_seen(event: Event, kind: str, *, seen: str) -> None:
    """Refuse to write over what somebody else saved since."""
    if mark_of(event, kind) != seen:
        raise WrittenMeanwhile


def as_kept(words: Words, event: Event) -> dict[str, dict[str, Any]]:
    """The words as an event keeps them; a subject also tells whether who wrote it knew that the event is private."""
    neutral = {"neutral": True} if event.private else {}
    return {language: dict(said) | (neutral if "subject" in said else {}) for language, said in words.items()}


def _braced(name: str) -> str:
    return f"{{{name}}}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(_braced, names))
