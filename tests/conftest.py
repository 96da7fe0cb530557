"""One clock, one database at a time, and an app that is ready."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import hypothesis
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from config import Settings, read_settings
from eventapp import clock, create_app
from eventapp.database import db
from eventapp.web import limiter

hypothesis.settings.register_profile("ours", deadline=None)  # how fast is what make bench shows
hypothesis.settings.load_profile("ours")

gc.set_threshold(50_000, 20, 100)  # much is thrown away here, and memory is no matter

NOON = datetime(2027, 6, 2, 10, 0, tzinfo=UTC)  # a Wednesday, 12.00 in Utrecht


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--databases", default="sqlite,postgresql", help="which databases to test on")
    parser.addoption("--rush-rounds", dest="rush_rounds", type=int, default=1, help="rounds of 200 people at once")
    parser.addoption("--muddle-seconds", dest="muddle_seconds", type=int, default=5, help="how long to muddle and kill")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_url" in metafunc.fixturenames:
        databases = metafunc.config.getoption("databases").split(",")
        if metafunc.definition.get_closest_marker("one_database"):
            databases = databases[:1]
        metafunc.parametrize("database_url", databases, indirect=True)


def settings_for(database_url: str, **more: str) -> Settings:
    """Settings that are loud where a mistake would be quiet."""
    return read_settings(
        {
            "SECRET_KEY": "only for tests",
            "BASE_URL": "http://localhost",
            "DATABASE_URL": database_url,
            "DEMO": "on",
            "RATE_LIMITS": "off",
            "MAIL_FROM": "tests@voorbeeld.nl",
            "LOG_LEVEL": "info",
            **more,
        }
    )


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory):
    """Makes an empty database of a kind, for this process alone, and tells its address."""
    made: list[str] = []

    def make(kind: str, name: str = "ontmoet") -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / name}.sqlite"
        server = os.environ.get("TEST_DATABASE_URL")
        if not server:
            pytest.fail("Set TEST_DATABASE_URL, or start the tests with make test, which brings its own PostgreSQL.")
        own_name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}_{os.getpid()}"
        _on_server(server, f'DROP DATABASE IF EXISTS "{own_name}" WITH (FORCE)', f'CREATE DATABASE "{own_name}"')
        made.append(own_name)
        return make_url(server).set(database=own_name).render_as_string(hide_password=False)

    yield make
    for own_name in made:
        _on_server(os.environ["TEST_DATABASE_URL"], f'DROP DATABASE IF EXISTS "{own_name}" WITH (FORCE)')


def _on_server(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


class Browser(FlaskClient):
    """Each request begins knowing nobody, although the tests share one context of the app."""

    def open(self, *args, **kwargs):
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def apps(new_database) -> dict[str, Flask]:
    """The app on each database, made when first asked for."""

    class Apps(dict):
        def __missing__(self, kind: str) -> Flask:
            app = create_app(settings_for(new_database(kind)))
            app.testing = True
            app.test_client_class = Browser
            with app.app_context():
                upgrade()
            self[kind] = app
            return app

    return Apps()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, apps: dict[str, Flask]) -> str:
    return apps[request.param].config["SETTINGS"].database_url


@pytest.fixture
def app(database_url: str, apps: dict[str, Flask]) -> Iterator[Flask]:
    """The app with an empty database, inside its context."""
    app = apps[make_url(database_url).get_backend_name()]
    with app.app_context():
        yield app
        db.session.remove()
        empty_tables()
        app.extensions["kept_pages"].clear()


def empty_tables() -> None:
    """No rows, and numbers from 1 again; TRUNCATE takes ten times as long for tables with so little in them."""
    tables = [table.name for table in reversed(db.metadata.sorted_tables)]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(";".join(f"DELETE FROM {table}" for table in tables)))
            connection.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"))
        else:
            for table in tables:
                connection.execute(text(f"DELETE FROM {table}"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(autouse=True)
def limits_for_one_test_alone() -> Iterator[None]:
    """All apps of a process share the limiter: what a test with limits turned on is off again for the next."""
    yield
    limiter.enabled = False


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is always noon, unless a test says otherwise."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON
