"""Commands about the door: passes for volunteers."""

import click

from .. import clock
from ..database import db
from ..door import actions
from ..door.models import DoorPass
from ..formats import format_when
from ..i18n import in_language
from ..web import address
from .machine_room import ID, Commands, event_at, stop

door_commands = Commands("door", help="The door: passes for volunteers.")


@door_commands.command("pass")
@click.argument("slug")
def make_pass(slug: str) -> None:
    """A door link with its PIN, for one event; the PIN is told this once."""
    event = event_at(slug)
    door_pass, pin = actions.make_pass(event.id, now=clock.now())
    click.echo(f"link   {address('door.enter', language='nl', key=door_pass.key)}")
    click.echo(f"PIN    {pin}")
    with in_language("en"):
        click.echo(f"works  {format_when(door_pass.valid_from, door_pass.valid_until)}")
    click.echo(f"ends   earlier with: flask --app wsgi door revoke {door_pass.id}")


@door_commands.command("revoke")
@click.argument("pass_id", type=ID, metavar="ID")
def revoke_pass(pass_id: int) -> None:
    """End a door link at once, on every phone."""
    if db.session.get(DoorPass, pass_id) is None:
        stop(f"There is no door pass {pass_id}.")
    actions.revoke_pass(pass_id, now=clock.now())
    click.echo(f"Door pass {pass_id} has ended.")
