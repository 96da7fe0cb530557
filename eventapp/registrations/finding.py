"""Who signed up for one event, searched, filtered and in order: questions that the database answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased, contains_eager, selectinload

from ..database import db
from ..folding import fold, folded
from ..mail.models import UNDELIVERED, Letter
from ..programme.models import Part, Slot
from .answers import answers_of
from .letters import topics
from .models import GONE, Answer, Choice, Registration, Status, Ticket

PER_PAGE = 50
LINES_AT_ONCE = 500
COLUMNS = ("people", "contact", "code", "language", "needs", "since", "answers")  # beside the name and how it stands
MOST_WORDS = 5
ABOUT = literal("registration/") + cast(Registration.id, String)
IS_ABOUT = Letter.about.in_([ABOUT, literal("together/") + Registration.together])

ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "newest": (Registration.id.desc(),),
    "oldest": (Registration.id.asc(),),
    "name": (folded(Registration.name), Registration.id.asc()),
    "people": (Registration.people.desc(), Registration.id.asc()),
}


@dataclass(frozen=True)
class Search:
    """What an organiser looks for in a list."""

    text: str = ""
    status: str = ""
    needs: bool = False  # only who needs something
    language: str = ""
    present: str = ""  # yes, no, or all
    undelivered: bool = False  # only where a letter did not arrive
    coming: str = ""  # what they said when we asked once more: yes, no, nothing, or all
    answer: tuple[int, str] | None = None  # only who chose this: the question, and the number of the answer
    order: str = "newest"
    columns: tuple[str, ...] = COLUMNS
    page: int = 1
    ids: tuple[int, ...] | None = None  # only these, where somebody chose them
    standing: bool = False  # only who did not sign off, was not turned down and was not too late


class Found(NamedTuple):
    """One page of a list."""

    registrations: list[Registration]
    total: int
    people: int
    page: int

    @property
    def last_page(self) -> int:
        return max(-(-self.total // PER_PAGE), 1)


class Session(NamedTuple):
    """What a party chose; of what tells of somebody's health only the hour."""

    starts_at: datetime
    title: str
    waits: bool


class Line(NamedTuple):
    """What a file tells of one sign-up."""

    name: str
    people: int
    status: str
    email: str
    phone: str
    language: str
    needs: str
    code: str  # or several, where each has a ticket
    signed_up_at: datetime
    companions: str  # a name on each line
    comes: bool = True  # the one who signed up; they may stay at home themselves
    answers: Mapping[int, str] = MappingProxyType({})  # by question
    sessions: Sequence["Session"] = ()


_LINES = select(
    Registration.id, *(getattr(Ticket if name == "code" else Registration, name) for name in Line._fields[:-3])
).join(Registration.ticket)


class Count(NamedTuple):
    registrations: int
    people: int


def find(event_id: int, search: Search, *, present: Select[Any]) -> Found:
    """One page of who was searched for; beyond the last page is the last page. `present` selects references."""
    matching = _matching(event_id, search, present=present)
    counted = matching.with_only_columns(func.count(), func.coalesce(func.sum(Registration.people), 0))
    total, people = db.session.execute(counted).one()
    page = min(max(search.page, 1), max(-(-total // PER_PAGE), 1))
    with_tickets = matching.options(contains_eager(Registration.ticket), selectinload(Registration.tickets))
    in_order = with_tickets.order_by(*ORDERS[search.order])
    rows = in_order.limit(PER_PAGE).offset((page - 1) * PER_PAGE) if total else None
    return Found(list(db.session.scalars(rows)) if rows is not None else [], total, people, page)


def lines(event_id: int, search: Search, *, present: Select[Any]) -> Iterator[Sequence[Line]]:
    """All who were searched for, in order, some hundreds at a time; who reads slowly holds no transaction open."""
    matching = _matching(event_id, search, present=present)
    ids = db.session.scalars(matching.with_only_columns(Registration.id).order_by(*ORDERS[search.order])).all()
    for first in range(0, len(ids), LINES_AT_ONCE):
        some = ids[first : first + LINES_AT_ONCE]
        rows = db.session.execute(_LINES.where(Registration.id.in_(some)))
        said, chosen, households = answers_of(some), _sessions_of(some), _households(some)
        found = {
            row[0]: Line(*row[1:])._replace(
                answers=said.get(row[0], {}), sessions=chosen.get(row[0], ()), **households.get(row[0], {})
            )
            for row in rows
        }
        yield [found[each] for each in some if each in found]


def _households(registration_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Of those where each has a ticket: who comes, with which codes."""
    rows = (
        select(Ticket.registration_id, Ticket.position, Ticket.name, Ticket.code)
        .join(Registration, Registration.id == Ticket.registration_id)
        .where(Ticket.registration_id.in_(registration_ids), Registration.separate, Ticket.left_at.is_(None))
        .order_by(Ticket.registration_id, Ticket.position)
    )
    found: dict[int, dict[str, Any]] = {}
    for registration_id, tickets in groupby(db.session.execute(rows), key=lambda row: row.registration_id):
        theirs = list(tickets)
        found[registration_id] = {
            "code": ", ".join(ticket.code for ticket in theirs),
            "companions": "\n".join(ticket.name for ticket in theirs if ticket.position and ticket.name),
            "comes": theirs[0].position == 0,
        }
    return found


def _sessions_of(registration_ids: Sequence[int]) -> dict[int, list[Session]]:
    """What each of these chose, the first hour first."""
    found: dict[int, list[Session]] = {}
    title = case((Part.discreet, ""), else_=Part.title)
    rows = (
        select(Choice.registration_id, Slot.starts_at, title, Choice.status == Status.WAITING)
        .join(Slot, Slot.id == Choice.slot_id)
        .join(Part, Part.id == Slot.part_id)
        .where(Choice.registration_id.in_(registration_ids))
        .order_by(Slot.starts_at, Slot.id)
    )
    for registration_id, *session in db.session.execute(rows):
        found.setdefault(registration_id, []).append(Session(*session))
    return found


def ids_of(event_id: int, search: Search, *, present: Select[Any]) -> list[int]:
    """Just who they are."""
    matching = _matching(event_id, search, present=present).with_only_columns(Registration.id)
    return list(db.session.scalars(matching.order_by(Registration.id)))


def counts_by_status(event_id: int) -> dict[str, Count]:
    """How many registrations and people there are of each status."""
    rows = db.session.execute(
        select(Registration.status, func.count(), func.sum(Registration.people))
        .where(Registration.event_id == event_id, Registration.erased_at.is_(None))
        .group_by(Registration.status)
    )
    found = {status: Count(registrations, int(people)) for status, registrations, people in rows}
    return {status.value: found.get(status, Count(0, 0)) for status in Status}


def undelivered_among(registrations: list[Registration]) -> set[int]:
    """Whose last word from us did not arrive."""
    by_topic = [(topic, each.id) for each in registrations for topic in topics(each)]
    wanted = [topic for topic, _id in by_topic]
    failed = set(
        db.session.scalars(select(Letter.about).where(Letter.about.in_(wanted), Letter.state.in_(UNDELIVERED)))
    )
    return {registration_id for topic, registration_id in by_topic if topic in failed}


def languages_of(event_id: int) -> list[str]:
    """The languages in which people signed up."""
    statement = select(Registration.language).where(Registration.event_id == event_id, Registration.erased_at.is_(None))
    return sorted(db.session.scalars(statement.distinct()))


def _matching(event_id: int, search: Search, *, present: Select[Any]) -> Select[Any]:
    return (
        select(Registration)
        .join(Registration.ticket)
        .where(
            Registration.event_id == event_id,
            Registration.erased_at.is_(None),
            *(_mentions(word) for word in fold(search.text).split()[:MOST_WORDS]),
            *_filters(search, present=present),
        )
    )


def _filters(search: Search, *, present: Select[Any]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search.status:
        conditions.append(Registration.status == search.status)
    if search.needs:
        conditions.append(Registration.needs != "")
    if search.language:
        conditions.append(Registration.language == search.language)
    if search.present == "yes":
        conditions.append(_is_in(present))
    if search.present == "no":
        conditions.append(and_(Registration.status == Status.CONFIRMED, ~_is_in(present)))
    if search.undelivered:
        failed = select(Letter.id).where(IS_ABOUT, Letter.state.in_(UNDELIVERED))
        conditions.append(failed.exists())
    if search.coming:
        conditions += _said(search.coming)
    if search.answer:
        conditions.append(_chose(*search.answer))
    if search.standing:
        conditions.append(Registration.status.not_in(GONE))
    if search.ids is not None:
        conditions.append(Registration.id.in_(search.ids))
    return conditions


def _is_in(present: Select[Any]) -> ColumnElement[bool]:
    """Whether one of the party is in, on whichever of their tickets."""
    theirs = aliased(Ticket)
    own = select(theirs.id).where(theirs.registration_id == Registration.id, theirs.reference.in_(present))
    return own.exists()


def _said(answer: str) -> list[ColumnElement[bool]]:
    """Of who was asked once more: who said yes, or no, or nothing."""
    said = Registration.coming_said_at
    status = Status.CANCELLED if answer == "no" else Status.CONFIRMED
    answered = said.is_(None) if answer == "nothing" else said.is_not(None)
    return [Registration.reconfirm_asked_at.is_not(None), Registration.status == status, answered]


def _chose(question_id: int, value: str) -> ColumnElement[bool]:
    """Who gave this answer, also together with others."""
    among = (literal(",") + Answer.value + ",").contains(f",{value},", autoescape=True)
    answers = select(Answer.id).where(Answer.registration_id == Registration.id, Answer.question_id == question_id)
    return answers.where(among).exists()


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether the word is a part of the name or the address, or the code on one of the tickets."""
    theirs = aliased(Ticket)
    has_code = select(theirs.id).where(theirs.registration_id == Registration.id, theirs.code == word.upper())
    return or_(
        folded(Registration.name).contains(word, autoescape=True),
        folded(Registration.companions).contains(word, autoescape=True),
        Registration.email.contains(word, autoescape=True),
        Registration.phone.contains(word, autoescape=True),
        has_code.exists(),
    )
