"""Commands about the members of networks."""

import json

import click

from .. import clock
from ..privacy.actions import erase_memberships
from ..privacy.queries import memberships_of
from .machine_room import Commands

member_commands = Commands("members", help="Members of networks.")


@member_commands.command("show")
@click.argument("email")
def show(email: str) -> None:
    """All that the lists hold of an address, as JSON."""
    click.echo(json.dumps(memberships_of(email), ensure_ascii=False, indent=2))


@member_commands.command("erase")
@click.argument("email")
def erase(email: str) -> None:
    """Take an address off all lists."""
    click.echo(f"Lists that it was taken off: {erase_memberships(email, now=clock.now())}")
