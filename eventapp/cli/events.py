"""Commands about events: bringing them in, calling them off, their room, and who must be called."""

from pathlib import Path

import click

from .. import clock
from ..database import db, transaction
from ..demo import reference
from ..events.from_icalendar import Unsaid, is_icalendar, read_icalendar
from ..events.imports import MOST_BYTES, MOST_PLACES, Faults, read_json
from ..formats import zone
from ..registrations import actions, queries
from ..registrations.models import Call
from .machine_room import ID, Commands, event_at, stop

MOST_FAULTS = 100  # that somebody wants to read at once

event_commands = Commands("events", help="Events: bring in, call off, capacity, and who must be called.")


@event_commands.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", help="For iCalendar: the kind of what no category tells.")
@click.option("--organisation", "organisations", multiple=True, help="For iCalendar: who hosts; may be given again.")
@click.option("--neighbourhood", help="For iCalendar: where.")
def import_events(file: Path, kind: str | None, organisations: tuple[str, ...], neighbourhood: str | None) -> None:
    """Bring in events from JSON or iCalendar, all or none; prints one slug a line."""
    unsaid = Unsaid(kind, organisations, neighbourhood)
    data = content(file)
    if unsaid != Unsaid() and not is_icalendar(data):
        stop("Only for iCalendar are --kind, --organisation and --neighbourhood: JSON says these itself.")
    try:
        given = read_icalendar(data, unsaid=unsaid, zone=zone()) if is_icalendar(data) else read_json(data)
        with transaction():
            reference.ensure(reference.read())
            slugs = actions.bring_in(given, now=clock.now())
    except Faults as faults:
        stop("\n".join(["Nothing was imported.", *shortened(faults.sentences)]))
    for slug in slugs:
        click.echo(slug)


def content(file: Path) -> bytes:
    """What a file holds, as far as can be imported at once."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        stop(f"The file {file} cannot be read: {error.strerror}.")


def shortened(sentences: list[str]) -> list[str]:
    rest = len(sentences) - MOST_FAULTS
    return sentences if rest <= 0 else [*sentences[:MOST_FAULTS], f"And {rest} more."]


@event_commands.command("cancel")
@click.argument("slug")
@click.option("--reason", required=True, help="What people read in the letter, in Dutch.")
def cancel_event(slug: str, reason: str) -> None:
    """Call an event off, and write to everybody."""
    event = event_at(slug)
    if not reason.strip():
        stop("Say why, in words that people can read: --reason TEXT.")
    if event.is_cancelled:
        click.echo(f"{event.slug} was called off before. Nobody is written to again.")
        return
    told = len(queries.standing_registrations(event.id))
    actions.call_off(event.id, reason=reason.strip(), now=clock.now())
    click.echo(f"{event.slug} is called off. {told} sign-ups are told; {to_call(event.id)}.")


@event_commands.command("capacity")
@click.argument("slug")
@click.argument("places")
def change_capacity(slug: str, places: str) -> None:
    """Make the room larger or smaller; PLACES is a number, or none for no limit."""
    event = actions.change_capacity(event_at(slug).id, capacity=as_capacity(places), now=clock.now())
    limit = "no limit" if event.capacity is None else f"{event.capacity} places"
    click.echo(f"{event.slug}: {limit}, {event.taken} taken; {to_call(event.id)}.")


def as_capacity(places: str) -> int | None:
    if places == "none":
        return None
    if not places.isascii() or not places.isdigit() or len(places) > 9 or int(places) > MOST_PLACES:
        stop(f"The capacity must be a whole number from 0 to {MOST_PLACES}, or none for no limit, not {places[:40]!r}.")
    return int(places)


def to_call(event_id: int) -> str:
    return f"{len(queries.open_calls(event_id))} to be called (flask events calls)"


@event_commands.command("calls")
@click.argument("slug")
def list_calls(slug: str) -> None:
    """Who has no e-mail and must hear something: number, name, phone, people, why."""
    for call in queries.open_calls(event_at(slug).id):
        person = call.registration
        click.echo("\t".join((str(call.id), person.name, person.phone or "no phone", str(person.people), call.reason)))


@event_commands.command("called")
@click.argument("call_id", type=ID, metavar="ID")
@click.option("--by", required=True, help="Who called.")
def tick_call(call_id: int, by: str) -> None:
    """Tick somebody off the call list."""
    call = db.session.get(Call, call_id) or stop(f"There is no call {call_id}.")
    if call.called_at:
        click.echo(f"Call {call_id} was ticked off before, by {call.called_by}.")
        return
    actions.tick_call(call_id, by=" ".join(by.split())[:100], now=clock.now())
    click.echo(f"Call {call_id} is ticked off.")
