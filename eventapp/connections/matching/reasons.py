"""Why two people fit, as facts: the page and the letter find the words."""

from collections.abc import Iterable
from dataclasses import dataclass

from .people import WHOLE_CITY, Person, Question, ordered


@dataclass(frozen=True)
class Reason:
    """What there is between two people."""

    one_seeks: tuple[str, ...] = ()  # and the other offers
    other_seeks: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()  # of both
    near: str = ""  # "same" or "next" neighbourhood, or nothing
    alike: bool = False  # in what they want to do
    wished_by: tuple[int, ...] = ()


def reason(question: Question, one: Person, other: Person, *, alike: bool) -> Reason:
    """Why these two fit."""
    return Reason(
        one_seeks=met(one, other, question),
        other_seeks=met(other, one, question),
        themes=tuple(sorted(set(one.themes) & set(other.themes))),
        near=_how_near(question, one, other),
        alike=alike,
        wished_by=tuple(who.id for who, whom in ((one, other), (other, one)) if whom.id in who.wishes),
    )


def met(seeker: Person, giver: Person, question: Question) -> tuple[str, ...]:
    """What one seeks and the other offers."""
    return tuple(sorted(set(seeker.seeks) & set(needs_met(giver, question))))


def needs_met(person: Person, question: Question) -> Iterable[str]:
    """Every need that somebody's offers meet."""
    return {*person.offers, *(question.serves[offer] for offer in person.offers if offer in question.serves)}


def _how_near(question: Question, one: Person, other: Person) -> str:
    if WHOLE_CITY in (one.neighbourhood, other.neighbourhood):
        return ""
    if one.neighbourhood == other.neighbourhood:
        return "same"
    return "next" if ordered((one.neighbourhood, other.neighbourhood)) in question.neighbouring else ""
