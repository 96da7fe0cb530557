"""Commands for the machine room: `flask --app wsgi --help` lists them."""

from flask import Flask

from .accounts import admin_commands
from .door import door_commands
from .events import event_commands
from .house import check_commands, make_demo, retention, run_worker


def init_app(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for command in (event_commands, door_commands, admin_commands, check_commands, retention, run_worker, make_demo):
        app.cli.add_command(command)
