"""A database of its own for each benchmark, with the schema as the migrations make it."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from config import Settings, read_settings
from eventapp import create_app
from eventapp.database import db

DATABASES = ("sqlite", "postgresql")
_numbers = count(1)


def settings_for(database_url: str, *, port: int = 80) -> Settings:
    """The settings of a demo without brakes, as many processes as the service itself takes."""
    return read_settings(environment_for(database_url, port=port))


def environment_for(database_url: str, *, port: int) -> dict[str, str]:
    """Every setting; an empty one is the default, whatever this machine has in its own environment."""
    empty = dict.fromkeys((name.upper() for name in Settings.__dataclass_fields__), "")
    given = {
        "SECRET_KEY": "only for benchmarks",
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "RATE_LIMITS": "off",
        "DEMO": "on",
    }
    return empty | given


@contextmanager
def new_database(kind: str) -> Iterator[str]:
    """An empty database, gone afterwards; commits reach the disk."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="ontmoet-bench-") as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        return
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        raise SystemExit("Set TEST_DATABASE_URL, or start with make bench, which brings its own PostgreSQL.")
    name = f"bench_{os.getpid()}_{next(_numbers)}"
    _on_server(server, f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def house(database_url: str) -> Iterator[None]:
    """We are in the service ourselves, on this database with its schema, to fill it."""
    with app_here(database_url) as app, app.app_context():
        upgrade()
        yield


@contextmanager
def app_here(database_url: str) -> Iterator[Flask]:
    """The app in this process; each request to it has a context and a session of its own."""
    app = create_app(settings_for(database_url))
    logging.disable(logging.INFO)  # alembic and each request have something to say
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _on_server(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
