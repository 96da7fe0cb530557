"""db, the base of tables, the columns of our own, and transaction()."""

import fcntl
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Insert, MetaData, String, Table, Text, event, insert, types
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()


class UTCDateTime(types.TypeDecorator[datetime]):
    """An aware moment in UTC, on SQLite too, which itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored time must be aware.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Texts(types.TypeDecorator[dict[str, Any]]):
    """Texts by name, as readable JSON, so that words in them can be searched for."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Any) -> str:
        return json.dumps(value or {}, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Any) -> dict[str, Any]:
        return json.loads(value) if value else {}


class Codes(types.TypeDecorator[tuple[str, ...]]):
    """A few short codes in one column, such as languages; `|nl|tr|`, so that one can be searched for."""

    impl = String(200)
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | list[str] | None, dialect: Any) -> str:
        return f"|{'|'.join(value)}|" if value else ""

    def process_result_value(self, value: str | None, dialect: Any) -> tuple[str, ...]:
        return tuple(value.strip("|").split("|")) if value else ()

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        return String()


class FairLock:
    """Threads get their turn in the order in which they came."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def acquire(self) -> None:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def release(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_turn = FairLock()

# How a transaction begins. Who only reads on PostgreSQL needs none, which saves every page a BEGIN and a ROLLBACK.
_WRITING: dict[str, dict[str, Any]] = {
    "sqlite": {"immediate": True},
    "postgresql": {"isolation_level": "READ COMMITTED"},
}


@contextmanager
def _turn_to_write(engine: Engine) -> Iterator[None]:
    """On SQLite, wait our turn among threads, then among processes: who busy-waits in SQLite starves."""
    if engine.dialect.name != "sqlite":
        yield
        return
    _turn.acquire()
    try:
        with Path(f"{engine.url.database}.lock").open("a") as lock_file:
            fcntl.flock(lock_file, fcntl.LOCK_EX)
            yield
    finally:
        _turn.release()


@contextmanager
def transaction() -> Iterator[Session]:
    """One change, whole or not at all; a transaction within a transaction joins it.

    What was read before is read again: a view's reading ends here, so that decisions are made on what is true under
    the lock.
    """
    session = db.session()
    if session.info.get("writing"):
        yield session
        return
    engine = db.engine
    with _turn_to_write(engine):
        session.rollback()
        session.info["writing"] = True
        try:
            session.connection(execution_options=_WRITING[engine.dialect.name])
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False


@lru_cache
def _insert_into(table: Table) -> Insert:
    return insert(table).returning(*table.primary_key)


def store(row: Any) -> None:
    """Insert one new row at once, every column given; for where others wait, in a fifth of the time of a flush."""
    session, table = db.session(), type(row).__table__
    values = {column.key: getattr(row, column.key) for column in table.columns if not column.primary_key}
    row.id = session.connection().scalar(_insert_into(table), values)
    make_transient_to_detached(row)
    for name, value in values.items():
        set_committed_value(row, name, value)
    session.add(row)


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            dbapi_connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def init_app(app: Flask) -> None:
    options: dict[str, Any] = {"hide_parameters": True}  # they are names and addresses, and errors go to the log
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        options["isolation_level"] = "AUTOCOMMIT"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(app.root_path).parent / "migrations"), render_as_batch=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            Path(db.engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)
            _set_up_sqlite(db.engine)


INSERT: dict[str, Callable[..., Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_into(table: Any) -> Any:
    """An insert for the database of this session that may say what to do where the row is there already."""
    return INSERT[db.session.get_bind().dialect.name](table)
