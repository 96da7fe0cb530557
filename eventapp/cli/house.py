"""Commands about the whole house: checks, the worker, retention and the demo."""

import click

from .. import checks, clock, demo, worker
from ..privacy import actions as privacy
from ..privacy import queries as due
from .machine_room import Command, Commands, stop

check_commands = Commands("check", help="Checks of what is kept.")


@check_commands.command("data")
def check_data() -> None:
    """Recount places, waiting lists, letters and check-ins against the rows; 1 where they differ."""
    faults = checks.faults()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)


@click.command("retention", cls=Command)
@click.option("--dry-run", is_flag=True, help="Only tell what is due.")
def retention(dry_run: bool) -> None:
    """Erase what is known of people where the time for keeping it is over."""
    count = len(due.due(now=clock.now())) if dry_run else privacy.erase_due(now=clock.now())
    click.echo(f"{count} registrations {'are due' if dry_run else 'erased'}.")


@click.command("worker", cls=Command)
@click.option("--once", is_flag=True, help="Do what is due, and end.")
def run_worker(once: bool) -> None:
    """Deliver letters and do what the clock asks for; any number may run."""
    worker.run(once=once)


@click.command("demo", cls=Command)
@click.option("--events", type=click.IntRange(0, 20_000), help="This many coming events instead of the season.")
@click.option("--people", type=click.IntRange(0, 100_000), help="This many sign-ups instead of some for each event.")
def make_demo(events: int | None, people: int | None) -> None:
    """A season of events with invented people; refuses where there are real events."""
    try:
        for line in demo.play(events=events, people=people, now=clock.now()):
            click.echo(line)
    except demo.RealEvents as real:
        stop(str(real))
