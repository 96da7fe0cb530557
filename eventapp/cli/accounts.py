"""Commands about staff: the first administrator."""

import click

from .. import clock
from ..accounts import actions
from ..i18n import DEFAULT
from ..web import address
from .machine_room import Commands, stop

admin_commands = Commands("admin", help="Staff: the first administrator.")


@admin_commands.command("create")
@click.argument("email")
@click.option("--name", default="Beheerder", show_default=True, help="How the pages greet them.")
def create_admin(email: str, name: str) -> None:
    """An administrator; prints the link to choose a password, which works for three days."""
    try:
        _account, token = actions.invite(email, name=name, is_administrator=True, now=clock.now())
    except actions.AlreadyInvited as refusal:
        stop(str(refusal))
    click.echo(address("security.reset_password", language=DEFAULT, token=token))
