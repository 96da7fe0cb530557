"""Commands for the machine room."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Make the commands known to `flask`."""
