from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from eventapp.database import db, transaction
from eventapp.mail.models import WorkerBeat

from ..conftest import NOON

LONGEST = timedelta(days=366)
WARNING = timedelta(days=30)


def worker_seen(moment: datetime) -> None:
    with transaction() as session:
        session.add(WorkerBeat(name="worker-1", seen_at=moment))


@pytest.mark.parametrize(
    "path, title", [("/hulp", "Help"), ("/privacy", "Privacy"), ("/toegankelijkheid", "Accessibility")]
)
def test_the_pages_about_the_service_are_there_without_a_cookie(client, path, title):
    answer = client.get(f"/en{path}")

    assert (answer.status_code, f"<h1>{title}</h1>" in answer.text) == (200, True)
    assert "Set-Cookie" not in answer.headers


def test_the_privacy_page_names_the_days_that_data_is_kept(client):
    assert "We erase your data 30 days after the event." in client.get("/en/privacy").text


def test_security_txt_tells_whom_to_write_to(client):
    answer = client.get("/.well-known/security.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text == (
        "Contact: mailto:gezondheidspact@utrecht.nl\n"
        "Expires: 2027-11-01T00:00:00Z\n"
        "Preferred-Languages: nl, en\n"
        "Canonical: http://localhost/.well-known/security.txt\n"
    )


def test_security_txt_does_not_expire_soon(client):
    """Fails thirty days ahead: look at the contact again, then move SECURITY_EXPIRES on by at most a year."""
    line = client.get("/.well-known/security.txt").text.splitlines()[1]
    expires = datetime.fromisoformat(line.removeprefix("Expires: "))

    assert WARNING < expires - datetime.now(UTC) < LONGEST


def test_robots_stay_away_from_what_is_one_persons_own(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert lines[0] == "User-agent: *"
    assert {"Disallow: /mijn", "Disallow: /*/mijn", "Disallow: /T", "Disallow: /deur"} <= set(lines)
    assert "Disallow: /" not in lines


def test_the_process_says_that_it_lives(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.text, answer.headers["Cache-Control"]) == (200, "ok\n", "no-store")


def test_ready_with_a_database_its_newest_step_and_a_worker(client):
    worker_seen(NOON - timedelta(seconds=59))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"ready": True, "checks": {"database": True, "migrations": True, "worker": True}}
    assert answer.headers["Cache-Control"] == "no-store"


def test_not_ready_when_no_worker_was_seen_for_a_minute(client):
    worker_seen(NOON - timedelta(seconds=61))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "checks": {"database": True, "migrations": True, "worker": False}}


def test_not_ready_while_a_migration_waits(client):
    worker_seen(NOON)
    head = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    try:
        answer = client.get("/readyz")
    finally:
        with transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})

    assert answer.status_code == 503
    assert answer.json["checks"] == {"database": True, "migrations": False, "worker": True}


def test_not_ready_without_a_database(client, monkeypatch):
    def gone(*_args, **_options):
        raise db.exc.OperationalError("connect", None, Exception("secret-host is gone"))

    monkeypatch.setattr(db.session(), "connection", gone)
    monkeypatch.setattr(db.session(), "execute", gone)
    monkeypatch.setattr(db.session(), "scalar", gone)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "checks": {"database": False, "migrations": False, "worker": False}}
    assert "secret" not in answer.text
