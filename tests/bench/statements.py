"""The same statements without the service around them: what the database itself can do.

One sign-up through the form is recorded, every statement of it, the reading for both pages included. Then they are
replayed as they are, by sqlite3 or psycopg and nothing else, with the same durability. What differs between two
sign-ups (keys, codes, addresses) is new each time, and what names the registration gets the number that the database
gave it. SQLite gets them from one thread, which is the fastest it can do: nobody waits for a turn. PostgreSQL gets
them from as many connections as there are clients, which queue for the row of the event.
"""

import re
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, NamedTuple

import psycopg
from flask import Flask
from sqlalchemy import event, make_url

from eventapp.database import db

from .form import answers, hidden_fields
from .load import CLIENTS, Tally

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
AS_IT_IS = re.compile(r"\{|\d{4}-\d\d-\d\d ")  # facts in JSON, and moments as SQLite keeps them
_numbers = count(10_000_000)


class Statement(NamedTuple):
    sql: str  # "COMMIT" and "ROLLBACK" end what began
    values: Any  # a tuple or a dict, as the driver takes it
    new: frozenset[Any] = frozenset()  # which of the values are others in each sign-up


def record(app: Flask, slug: str) -> list[Statement]:
    """The statements of one sign-up for this event."""
    _first_connects, first, second = (_record_one(app, slug) for _n in range(3))
    if [statement.sql for statement in first] != [statement.sql for statement in second]:
        raise AssertionError("Two sign-ups made different statements.")
    return [
        Statement(one.sql, one.values, _differing(one.values, other.values))
        for one, other in zip(first, second, strict=True)
    ]


def _record_one(app: Flask, slug: str) -> list[Statement]:
    seen: list[Statement] = []

    def note(connection: Any, cursor: Any, sql: str, values: Any, *more: Any) -> None:
        seen.append(Statement(sql, values))

    def note_commit(connection: Any) -> None:
        seen.append(Statement("COMMIT", ()))

    def note_rollback(connection: Any) -> None:
        seen.append(Statement("ROLLBACK", ()))

    noted: dict[str, Callable[..., None]] = {
        "before_cursor_execute": note,
        "commit": note_commit,
        "rollback": note_rollback,
    }
    with app.app_context():
        engine = db.engine
    browser, path = app.test_client(), f"/agenda/{slug}/aanmelden"
    for name, listener in noted.items():
        event.listen(engine, name, listener)
    try:
        hidden = hidden_fields(browser.get(path).text)
        sent = browser.post(path, data=hidden | answers())
    finally:
        for name, listener in noted.items():
            event.remove(engine, name, listener)
    if sent.status_code != 303:
        raise AssertionError(f"The sign-up to record answered {sent.status_code}.")
    return seen


def _differing(one: Any, other: Any) -> frozenset[Any]:
    """The places (or names) of the values that are new in each sign-up; moments and letters' facts stay."""
    places = one if isinstance(one, dict) else range(len(one))
    return frozenset(place for place in places if one[place] != other[place] and _is_made_up(one[place]))


def _is_made_up(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and not AS_IT_IS.match(value))


def replay(database_url: str, statements: list[Statement], *, seconds: float) -> Tally:
    """Give the database these statements, again and again, by its own driver."""
    connect, clients = (_sqlite, 1) if database_url.startswith("sqlite") else (_postgresql, CLIENTS)
    began = time.perf_counter()
    deadline = began + seconds

    def client(_n: int) -> int:
        connection = connect(database_url)
        done = 0
        while time.perf_counter() < deadline:
            _replay_once(connection, statements)
            done += 1
        connection.close()
        return done

    with ThreadPoolExecutor(clients) as threads:
        done = sum(threads.map(client, range(clients)))
    return Tally(done, time.perf_counter() - began)


def _replay_once(connection: Any, statements: list[Statement]) -> None:
    registration_id = None
    cursor = connection.cursor()
    for sql, values, new in statements:
        if sql == "COMMIT":
            connection.commit()
        elif sql == "ROLLBACK":
            connection.rollback()
        else:
            cursor.execute(sql, _renewed(values, new, registration_id) if new else values)
            rows = cursor.fetchall() if cursor.description else []
            if sql.startswith("INSERT INTO registrations"):
                registration_id = rows[0][0] if rows else cursor.lastrowid


def _renewed(values: Any, new: frozenset[Any], registration_id: int | None) -> Any:
    def renew(place: Any, value: Any) -> Any:
        if place not in new:
            return value
        return _never_seen(len(value)) if isinstance(value, str) else registration_id or value

    if isinstance(values, dict):
        return {place: renew(place, value) for place, value in values.items()}
    return tuple(renew(place, value) for place, value in enumerate(values))


def _never_seen(length: int) -> str:
    number = next(_numbers)
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(min(length, 6))).ljust(length, "X")


def _sqlite(database_url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(make_url(database_url).database or "", isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _postgresql(database_url: str) -> psycopg.Connection:
    return psycopg.connect(database_url.replace("+psycopg", ""))
