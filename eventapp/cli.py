"""Commands for the machine room. Each says in one sentence what is wrong, and never half does anything."""

from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from flask.cli import AppGroup

from . import checks, clock, demo, worker
from .database import db
from .door import actions as door
from .door.models import DoorPass
from .errors import Refusal
from .events.models import Event
from .events.queries import event_by_slug
from .events.imports import Faults, read_file
from .privacy import actions as privacy
from .privacy import queries as due
from .registrations import actions, queries
from .registrations.models import Call
from .web import address

event_commands = AppGroup("events", help="Events: import, call off, capacity, and who must be called.")
door_commands = AppGroup("door", help="The door: passes for volunteers.")
check_commands = AppGroup("check", help="Checks of what is kept.")


def stop(sentence: str) -> NoReturn:
    raise click.ClickException(sentence)


def event_at(slug: str) -> Event:
    return event_by_slug(slug) or stop(f"There is no event {slug!r}.")


@event_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", default="netwerkbijeenkomst", show_default=True, help="For iCalendar, where no category tells.")
@click.option("--organisation", "organisations", multiple=True, help="For iCalendar: who hosts.")
@click.option("--neighbourhood", help="For iCalendar: where.")
def import_events(file: Path, kind: str, organisations: tuple[str, ...], neighbourhood: str | None) -> None:
    """Bring in events from JSON or iCalendar, all or none; prints one slug a line."""
    demo.reference.ensure(demo.reference.read())
    spoken_for = {"kind": kind, "organisations": list(organisations), "neighbourhood": neighbourhood}
    try:
        wanted = read_file(file.read_bytes(), spoken_for=spoken_for)
        slugs = actions.bring_in(wanted, now=clock.now())
    except Faults as faults:
        stop("Nothing was imported.\n" + "\n".join(faults.sentences))
    for slug in slugs:
        click.echo(slug)


@event_commands.command("cancel")
@click.argument("slug")
@click.option("--reason", required=True, help="What people read in the letter.")
def cancel_event(slug: str, reason: str) -> None:
    """Call an event off, and write to everybody."""
    event = actions.call_off(event_at(slug).id, reason=reason.strip(), now=clock.now())
    click.echo(f"{event.slug} is called off. To be called: {len(queries.open_calls(event.id))}.")


@event_commands.command("capacity")
@click.argument("slug")
@click.argument("places")
def change_capacity(slug: str, places: str) -> None:
    """Make the room larger or smaller; PLACES is a number, or none for no limit."""
    if places != "none" and not (places.isascii() and places.isdigit() and int(places) <= 100_000):
        stop("The capacity must be a number from 0 to 100000, or none.")
    capacity = None if places == "none" else int(places)
    event = actions.change_capacity(event_at(slug).id, capacity=capacity, now=clock.now())
    click.echo(f"{event.slug}: {event.taken} places taken, {event.places_left if capacity is not None else 'no limit'} free.")


@event_commands.command("calls")
@click.argument("slug")
def list_calls(slug: str) -> None:
    """Who has no e-mail and must hear something."""
    for call in queries.open_calls(event_at(slug).id):
        phone = call.registration.phone or "no phone number"
        click.echo(f"{call.id}\t{call.registration.name}\t{phone}\t{call.registration.people}\t{call.reason}")


@event_commands.command("called")
@click.argument("call_id", type=int)
@click.option("--by", required=True, help="Who called.")
def tick_call(call_id: int, by: str) -> None:
    """Tick somebody off the call list."""
    if db.session.get(Call, call_id) is None:
        stop(f"There is no call {call_id}.")
    actions.tick_call(call_id, by=by, now=clock.now())


@door_commands.command("pass")
@click.argument("slug")
def make_pass(slug: str) -> None:
    """A door link with its PIN."""
    try:
        door_pass, pin = door.make_pass(event_at(slug).id, now=clock.now())
    except Refusal as refusal:
        stop(str(refusal))
    click.echo(f"id    {door_pass.id}\nlink  {address('door.enter', language='nl', key=door_pass.key)}\nPIN   {pin}")


@door_commands.command("revoke")
@click.argument("pass_id", type=int)
def revoke_pass(pass_id: int) -> None:
    """End a door link at once, on every phone."""
    if db.session.get(DoorPass, pass_id) is None:
        stop(f"There is no door pass {pass_id}.")
    door.revoke_pass(pass_id, now=clock.now())


@check_commands.command("data")
def check_data() -> None:
    """Recount places, waiting lists, letters and check-ins against the rows."""
    faults = checks.faults()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only tell what is due.")
def retention(dry_run: bool) -> None:
    """Erase what is known of people where the time for keeping it is over."""
    count = len(due.due(now=clock.now())) if dry_run else privacy.erase_due(now=clock.now())
    click.echo(f"{count} registrations {'are due' if dry_run else 'erased'}.")


@click.command("worker")
@click.option("--once", is_flag=True, help="Deliver what is due, and end.")
def run_worker(once: bool) -> None:
    """Deliver letters and do what the clock asks for; any number may run."""
    worker.run(once=once)


@click.command("demo")
@click.option("--events", type=click.IntRange(0, 20_000), help="This many coming events instead of the season.")
@click.option("--people", type=click.IntRange(0, 100_000), help="This many sign-ups instead of a few for each event.")
def make_demo(events: int | None, people: int | None) -> None:
    """A season of events with invented people; refuses where there are real ones."""
    try:
        for line in demo.play(events=events, people=people, now=clock.now()):
            click.echo(line)
    except demo.RealEvents as refusal:
        stop(str(refusal))


def init_app(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for command in (event_commands, door_commands, check_commands, retention, run_worker, make_demo):
        app.cli.add_command(command)
