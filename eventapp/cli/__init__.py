"""Commands for the machine room: `flask --app wsgi --help` lists them."""

from flask import Flask

from .accounts import admin_commands
from .door import door_commands
from .events import event_commands
from .house import check_commands, make_demo, retention, run_worker
from .members import member_commands


def init_app(app: Flask) -> None:
    """Make the commands known to `flask`."""
    groups = (event_commands, door_commands, admin_commands, member_commands, check_commands)
    for command in (*groups, retention, run_worker, make_demo):
        app.cli.add_command(command)
